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
	keyFields []string
	keysLast  bool
	keysMove  bool // clients can change them
	listed    bool // the resources are values of a field: there are others only when the application changes
	identity  string
	anchor    string
	names     bool // externalId is in the store
	adopt     string
	settle    time.Duration
	match     []schema.Path
	removal   removalDef

	attributes []*attribute // in schema order
	relations  map[string]*rows
	computed   []computedField
	inForce    []inForce
	empties    []*cell // own cells with an `empty`
	fullNeed   connectors.Need
	beyond     []*attribute    // those that need something that is not in fullNeed
	page       []*attribute    // of the default selection
	pageNeed   connectors.Need // of the default selection
	// What a version covers: of fullNeed the fields but for the anchor, and the relations in one order.
	versionFields []string
	versionRows   []string
}

// computedField is a native field that an expression over the resource fills.
type computedField struct {
	field   string
	typ     connectors.Type
	program *program
}

// Type is the effective resource type: what is not mapped is not there.
func (m *Mapping) Type() *schema.ResourceType { return m.rt }

// KeyChanges reports whether clients can change keys.
func (m *Mapping) KeyChanges() bool { return m.keysMove }

// KeysLast reports whether a key stands for the same record for ever: no write names one, and the application gives none
// a second time.
func (m *Mapping) KeysLast() bool { return m.keysLast }

// Adopt is what happens when an account exists already: never, if_unclaimed or always.
func (m *Mapping) Adopt() string { return m.adopt }

// Settle is how long after a create of unknown outcome its record may still turn up in the application; 0: the app file
// does not say.
func (m *Mapping) Settle() time.Duration { return m.settle }

// Attribute names the SCIM attribute that fills a native field, for errors; empty when none does.
func (m *Mapping) Attribute(field string) string {
	for _, a := range m.attributes {
		for _, c := range a.allCells() {
			if slices.Contains(c.places, field) {
				return c.at.String()
			}
		}
		if a.rows != nil && a.rows.relation == field {
			return a.at.String()
		}
	}
	return ""
}

// Drops finds the place whose value is dropped instead of refused when the code table behind a native field lacks it.
func (m *Mapping) Drops(field string) (at schema.Path, ok bool) {
	for _, a := range m.attributes {
		for _, c := range a.cells {
			if c.drops && c.field == field {
				return c.at, true
			}
		}
	}
	return schema.Path{}, false
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
