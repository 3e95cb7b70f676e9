package mappings

import (
	"slices"
	"time"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/scim/schema"
)

// Mapping is one resource type of an app file, compiled: immutable and safe for concurrent use.
type Mapping struct {
	name      string
	typeName  any // name and the URN of the core schema, as values
	urn       any
	rt        *schema.ResourceType
	prefixes  map[string]*schema.Schema
	shape     connectors.Shape
	known     bool // shape is the application's
	entity    string
	keyFields []string
	identity  string
	adopt     string
	match     []schema.Path
	removal   map[string]connectors.Source

	attributes []*attribute // in schema order
	relations  map[string]*rows
	computed   []computedField
	empties    []*cell // own cells with an `empty`
	fullNeed   connectors.Need
	page       []*attribute    // of the default selection
	pageNeed   connectors.Need // of the default selection
	// versionRows are the relations of fullNeed, in one order.
	versionRows []string
}

// attribute is a top-level attribute with what fills it: cells (one of a simple attribute, several of a complex one),
// slots, or rows.
type attribute struct {
	at    schema.Path
	urn   any // of its extension, as a value
	cells []*cell
	slots []slot
	rows  *rows

	refs    []*cell   // those of its cells that refer to something
	depends bool      // what it stores depends on more than its value
	implied []implied // sub-attributes that follow from a reference
}

// slot is one element in fields of the record.
type slot struct {
	cells  []*cell
	origin string // of the element that is read from it
	kind   *cell  // its type, when that is fixed
}

type rows struct {
	relation string
	cells    []*cell
	empties  []*cell // those with an `empty`
	large    bool
	inverse  bool
}

// implied is a sub-attribute that a reference brings along: $ref (no value) or type.
type implied struct {
	name  string
	value any
}

// computedField is a native field that an expression over the resource fills.
type computedField struct {
	field   string
	typ     connectors.Type
	program *program
}

// Type is the effective resource type: what is not mapped is not there.
func (m *Mapping) Type() *schema.ResourceType { return m.rt }

// Identity is derived or key: where SCIM ids come from.
func (m *Mapping) Identity() string { return m.identity }

// Adopt is what happens when an account exists already: never, if_unclaimed or always.
func (m *Mapping) Adopt() string { return m.adopt }

// Attribute names the SCIM attribute that fills a native field, for errors; empty when none does.
func (m *Mapping) Attribute(field string) string {
	for _, a := range m.attributes {
		for _, c := range a.allCells() {
			if c.place == field {
				return c.at.String()
			}
		}
		if a.rows != nil && a.rows.relation == field {
			return a.at.String()
		}
	}
	return ""
}

// Large finds the relation behind a large attribute.
func (m *Mapping) Large(attr string) (relation string, ok bool) {
	for _, a := range m.attributes {
		if a.isLarge() && a.at.String() == attr {
			return a.rows.relation, true
		}
	}
	return "", false
}

// LargeAttributes lists the attributes that are streamed.
func (m *Mapping) LargeAttributes() []string {
	var list []string
	for _, a := range m.attributes {
		if a.isLarge() {
			list = append(list, a.at.String())
		}
	}
	return list
}

func (a *attribute) isLarge() bool { return a.rows != nil && a.rows.large }

// Removal is the change that a DELETE writes: what `delete: {set: …}` says, or nothing.
func (m *Mapping) Removal(at time.Time) (connectors.Change, error) {
	c := connectors.Change{At: at}
	for field, source := range m.removal {
		var v connectors.Value
		switch s := source.(type) {
		case connectors.Const:
			v = s.Value
		case connectors.Expr:
			var err error
			if v, err = s(connectors.Env{Time: at}); err != nil {
				return c, err
			}
		}
		if c.Set == nil {
			c.Set = connectors.Fields{}
		}
		c.Set[field] = v
	}
	return c, nil
}

// attribute finds or adds the attribute at a top-level place.
func (m *Mapping) attribute(at schema.Path) *attribute {
	for _, a := range m.attributes {
		if a.at == at {
			return a
		}
	}
	a := &attribute{at: at}
	if at.Extension != nil {
		a.urn = at.Extension.ID
	}
	m.attributes = append(m.attributes, a)
	return a
}

// find is the attribute that fills p, nil when none does.
func (m *Mapping) find(p schema.Path) *attribute {
	for _, a := range m.attributes {
		if a.at == p.Top() {
			return a
		}
	}
	return nil
}

// sortAttributes puts attributes and their cells in the schema's order, so that resources always look the same.
func (m *Mapping) sortAttributes() {
	rank := map[*schema.Attribute]int{schema.ExternalID: -1}
	number(rank, m.rt.Schema.Attributes)
	for _, x := range m.rt.Extensions {
		number(rank, x.Schema.Attributes)
	}
	number(rank, []*schema.Attribute{schema.Meta})
	byRank := func(a, b *cell) int { return rank[a.leaf] - rank[b.leaf] }
	slices.SortStableFunc(m.attributes, func(a, b *attribute) int { return rank[a.at.Attr] - rank[b.at.Attr] })
	for _, a := range m.attributes {
		slices.SortStableFunc(a.cells, byRank)
		for _, s := range a.slots {
			slices.SortStableFunc(s.cells, byRank)
		}
		if a.rows != nil {
			slices.SortStableFunc(a.rows.cells, byRank)
		}
	}
}

func number(rank map[*schema.Attribute]int, list []*schema.Attribute) {
	for _, a := range list {
		rank[a] = len(rank)
		number(rank, a.Sub)
	}
}

// allCells are the attribute's cells, those of slots and rows included.
func (a *attribute) allCells() []*cell {
	list := slices.Clone(a.cells)
	for _, s := range a.slots {
		list = append(list, s.cells...)
	}
	if a.rows != nil {
		list = append(list, a.rows.cells...)
	}
	return list
}

// addImplied notes which sub-attributes a reference brings along.
func (a *attribute) addImplied(m *Mapping) {
	var value *cell
	mapped := map[string]bool{}
	for _, c := range a.allCells() {
		mapped[c.leaf.Name] = true
		if c.ref != "" && c.at.Sub != nil {
			value = c
		}
	}
	if value == nil {
		return
	}
	for _, sub := range a.at.Attr.Sub {
		switch {
		case mapped[sub.Name]:
		case sub.Name == "$ref":
			a.implied = append(a.implied, implied{name: "$ref"})
			sub.Mutability = schema.ReadOnly
		case sub.Name == "type" && a.rows != nil && a.rows.inverse:
			a.implied = append(a.implied, implied{name: "type", value: "direct"})
			sub.Mutability = schema.ReadOnly
		case sub.Name == "type":
			a.implied = append(a.implied, implied{name: "type", value: value.ref})
			sub.Mutability = schema.ReadOnly
		}
	}
}

// settleTop makes an attribute read-only when nothing below it can be written.
func (a *attribute) settleTop() {
	top := a.at.Attr
	if len(top.Sub) == 0 {
		return
	}
	for _, sub := range top.Sub {
		if sub.Mutability != schema.ReadOnly {
			return
		}
	}
	top.Mutability = schema.ReadOnly
}
