package mappings

import (
	"slices"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/scim/filter"
	"github.com/scimgate/scimgate/scim/schema"
)

var metaVersion = schema.Path{Attr: schema.Meta, Sub: schema.Meta.Lookup("version")}

// Need is what must be read so that s can be answered and the residual evaluated (nil for none). All that the
// version depends on is among it when s wants meta. It is shared and must not be changed.
func (m *Mapping) Need(s schema.Selection, residual filter.Expr) connectors.Need {
	if residual == nil && isDefault(s) {
		return m.pageNeed
	}
	return m.need(s, residual)
}

func isDefault(s schema.Selection) bool {
	return s.Attributes == nil && len(s.Excluded) == 0 && len(s.Sent) == 0
}

func (m *Mapping) need(s schema.Selection, residual filter.Expr) connectors.Need {
	var n needs
	n.add(m.AnchorNeed())
	for _, a := range m.attributes {
		if s.Wants(a.at) {
			n.attribute(a)
		}
	}
	if residual != nil {
		filter.Walk(residual, func(x filter.Expr) {
			switch x := x.(type) {
			case filter.Compare:
				n.place(m, x.At)
			case filter.Element:
				n.place(m, x.At)
			}
		})
	}
	if s.Wants(metaVersion) {
		n.add(m.fullNeed)
	}
	return n.need()
}

// FullNeed is what a write reads: everything but secrets and large and inverse attributes. A record read with it has
// a version.
func (m *Mapping) FullNeed() connectors.Need { return m.fullNeed }

// WholeNeed is FullNeed and what else must be read so that s can be answered. It is shared and must not be changed.
func (m *Mapping) WholeNeed(s schema.Selection) connectors.Need {
	var n needs
	for _, a := range m.beyond {
		if s.Wants(a.at) {
			n.attribute(a)
		}
	}
	if n.within(m.fullNeed) {
		return m.fullNeed
	}
	n.add(m.fullNeed)
	return n.need()
}

// needs collects fields and relations.
type needs struct {
	fields []string
	rows   map[string][]string
}

// place adds what tells the value at p.
func (n *needs) place(m *Mapping, p schema.Path) {
	for _, a := range m.attributes {
		listed := p.Attr == schema.Schemas && a.at.Extension != nil // schemas lists the extensions that have values
		if a.at == p.Top() || listed {
			n.attribute(a)
		}
	}
	if p == metaVersion {
		n.add(m.fullNeed)
	}
}

func (n *needs) attribute(a *attribute) {
	for _, c := range a.cells {
		n.cell(c)
	}
	for _, s := range a.slots {
		for _, c := range s.cells {
			n.cell(c)
		}
	}
	if a.list != nil {
		n.cell(a.list.cell)
	}
	if a.rows == nil || a.rows.large {
		return
	}
	n.row(a.rows.relation, a.rows.fields())
}

func (n *needs) row(relation string, fields []string) {
	if n.rows == nil {
		n.rows = map[string][]string{}
	}
	n.rows[relation] = fields
}

func (n *needs) cell(c *cell) {
	if c.secret {
		return
	}
	if c.one != "" {
		n.row(c.one, union(nil, c.names...))
		return
	}
	n.fields = union(n.fields, c.names...)
	n.fields = union(n.fields, c.reads...)
}

func (n *needs) add(more connectors.Need) {
	n.fields = union(n.fields, more.Fields...)
	for relation, fields := range more.Rows {
		n.row(relation, fields)
	}
}

// within reports whether a record read with outer has all of it.
func (n *needs) within(outer connectors.Need) bool {
	subset := func(inner, outer []string) bool {
		return !slices.ContainsFunc(inner, func(name string) bool { return !slices.Contains(outer, name) })
	}
	for relation, fields := range n.rows {
		if has, ok := outer.Rows[relation]; !ok || !subset(fields, has) {
			return false
		}
	}
	return subset(n.fields, outer.Fields)
}

func (n *needs) need() connectors.Need { return connectors.Need{Fields: n.fields, Rows: n.rows} }

// fields are the row's fields that its cells read.
func (r *rows) fields() []string {
	var fields []string
	for _, c := range r.cells {
		fields = union(fields, c.names...)
		fields = union(fields, c.reads...)
	}
	return fields
}
