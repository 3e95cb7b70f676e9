package mappings

import (
	"context"
	"maps"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/fold"
	"github.com/scimgate/scimgate/internal/yamlx"
	"github.com/scimgate/scimgate/scim/filter"
	"github.com/scimgate/scimgate/scim/schema"
)

// NameField is the field of a record that the application does not have: its externalId, where `externalId: {store:
// true}` leaves that to the store of the gateway. Whoever reads a record adds it, whoever writes one takes it out.
const NameField = "externalId, in the store"

// HasNames reports whether the externalId of these records is in the store.
func (m *Mapping) HasNames() bool { return m.names }

// NameOf is the externalId of a record, where that is in the store.
func (m *Mapping) NameOf(r connectors.Record) string {
	name, _ := r.Fields[NameField].(string)
	return name
}

// readName reads {store: true}, for an externalId that the application has no room for.
func (d *resourceDef) readName(c *cellDef, n yamlx.Node, found *diag.List) *cellDef {
	r := yamlx.Read(n, "mapping", found)
	c.inStore = r.Bool("store", false)
	r.Close()
	switch {
	case c.at.Attr != schema.ExternalID:
		found.Add(n.Finding("mapping/rule", "", `"store" is for externalId: everything else is the application's`))
	case !c.inStore:
		found.Add(n.Get("store").Finding("mapping/rule", "", `"store" is true, or the rule names a field`))
	}
	c.field = NameField
	return c
}

// hasNames reports whether a rule leaves externalId to the store.
func (d *resourceDef) hasNames() bool {
	for _, c := range d.cells() {
		if c.inStore {
			return true
		}
	}
	return false
}

// withNames is the shape of records that have a NameField. The application cannot search or sort by it.
func withNames(s connectors.Shape) connectors.Shape {
	s.Fields = maps.Clone(s.Fields)
	s.Fields[NameField] = connectors.Field{Type: connectors.TypeText, Nullable: true, Fold: fold.None}
	push, sort := s.Push, s.Sort
	s.Push = func(l connectors.Leaf) connectors.Push {
		if l.Field == NameField {
			return connectors.No
		}
		return push(l)
	}
	s.Sort = func(field string) bool { return field != NameField && sort(field) }
	return s
}

// checkNames says what is lost with the store.
func (c *compiler) checkNames(m *Mapping) {
	for _, rule := range c.d.rules {
		if m.names && rule.cell != nil && rule.cell.inStore {
			c.found.Add(rule.node.Warning("mapping/names-in-store", "", "externalIds are nowhere but in the store of the gateway: without a backup of it clients have to send them again"))
		}
	}
}

// named asks for the keys of the records that f calls by their externalId, by that; nil where the application has it.
func (m *Mapping) named(ctx context.Context, f filter.Expr, ids IDs) (map[string][]connectors.Key, error) {
	if !m.names {
		return nil, nil
	}
	keys := map[string][]connectors.Key{}
	var failed error
	filter.Walk(f, func(x filter.Expr) {
		name, ok := externalIDOf(x)
		if _, known := keys[name]; !ok || known || failed != nil {
			return
		}
		keys[name], failed = ids.Named(ctx, m.name, name)
	})
	return keys, failed
}

// externalIDOf is what x compares externalId with, where it asks which resource is, or is not, called so.
func externalIDOf(x filter.Expr) (string, bool) {
	c, ok := x.(filter.Compare)
	if !ok || c.At.Attr != schema.ExternalID || c.Op != filter.Eq && c.Op != filter.Ne {
		return "", false
	}
	name, ok := c.Value.(string)
	return name, ok && name != ""
}

// called are the keys of the few records that f can be true of, because it asks for an externalId that is in the store.
// sole says that it asks for nothing else.
func (p *planner) called(f filter.Expr) (keys []connectors.Key, sole, ok bool) {
	if p.names == nil {
		return nil, false, false
	}
	terms := []filter.Expr{f}
	if and, several := f.(filter.And); several {
		terms = and.Terms
	}
	for _, x := range terms {
		if name, asked := externalIDOf(x); asked && x.(filter.Compare).Op == filter.Eq {
			return p.names[name], len(terms) == 1, true
		}
	}
	return nil, false, false
}
