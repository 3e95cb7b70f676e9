package mappings

import (
	"slices"

	"github.com/scimgate/scimgate/scim/schema"
)

// attribute is a top-level attribute with what fills it: cells (one of a simple attribute, several of a complex one),
// slots, or rows.
type attribute struct {
	at    schema.Path
	urn   any // of its extension, as a value
	cells []*cell
	slots []slot
	list  *textList
	rows  *rows

	inverse bool      // the other side of a relation
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
	at       schema.Path
	relation string
	cells    []*cell
	empties  []*cell // those with an `empty`
	large    bool
	inverse  bool
	first    bool // the first row is the primary one
}

// implied is a sub-attribute that a reference brings along: $ref (no value) or type, which is each reference's own
// where it is to one of several types.
type implied struct {
	name  string
	value any
	own   bool
}

func (a *attribute) isLarge() bool { return a.rows != nil && a.rows.large }

// allCells are the attribute's cells, those of slots and rows included.
func (a *attribute) allCells() []*cell {
	list := slices.Clone(a.cells)
	for _, s := range a.slots {
		list = append(list, s.cells...)
	}
	if a.list != nil {
		list = append(list, a.list.cell)
	}
	if a.rows != nil {
		list = append(list, a.rows.cells...)
	}
	return list
}

// ownCells are the cells whose fields are the record's own.
func (a *attribute) ownCells() []*cell {
	if a.rows != nil {
		return nil
	}
	return slices.DeleteFunc(a.allCells(), func(c *cell) bool { return c.one != "" })
}

// addImplied notes which sub-attributes a reference brings along, and that they say nothing but what it refers to.
func (a *attribute) addImplied() {
	var types []string
	mapped := map[string]bool{}
	for _, c := range a.allCells() {
		mapped[c.leaf.Name] = true
		if c.ref != "" && c.at.Sub != nil {
			types = union(types, c.ref)
		}
	}
	if types == nil {
		return
	}
	for _, sub := range a.at.Attr.Sub {
		switch {
		case mapped[sub.Name]:
		case sub.Name == "$ref":
			a.implied = append(a.implied, implied{name: "$ref"})
			sub.Mutability, sub.ReferenceTypes = schema.ReadOnly, types
		case sub.Name == "type":
			a.impliedType(sub, types)
		}
	}
}

// impliedType is what a reference is: of one of several types a client may say which, as ids of two may be alike.
func (a *attribute) impliedType(sub *schema.Attribute, types []string) {
	switch {
	case a.inverse:
		types = []string{"direct"}
	case len(types) > 1:
		a.implied = append(a.implied, implied{name: sub.Name, own: true})
		sub.CanonicalValues = types
		return
	}
	a.implied = append(a.implied, implied{name: sub.Name, value: types[0]})
	sub.Mutability, sub.CanonicalValues = schema.ReadOnly, types
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
