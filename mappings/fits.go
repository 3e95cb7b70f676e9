package mappings

import (
	"slices"

	"github.com/scimgate/scimgate/scim"
)

// Fits reports what of r the application has no room for, or can only have in another form: 400 invalidValue, or, where
// the app tolerates surplus_element and slot_differs, nothing.
func (m *Mapping) Fits(r scim.Resource, edge *scim.Edge) error {
	for _, a := range m.attributes {
		var err error
		elements, _ := a.value(r).([]any)
		switch {
		case a.slots != nil:
			err = a.fitsSlots(elements, edge)
		case a.rows != nil && !a.inverse:
			err = a.allowSurplus(a.rows.surplus(elements), edge)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (a *attribute) fitsSlots(elements []any, edge *scim.Edge) error {
	assigned, surplus := a.assign(elements)
	if err := a.allowSurplus(len(surplus), edge); err != nil {
		return err
	}
	for i, o := range assigned {
		if sub, ok := a.slots[i].alters(o); ok && !edge.Allows(scim.SlotDiffers) {
			return scim.BadRequest(scim.InvalidValue, "the application cannot have a value of %s with this %s", a.at, sub)
		}
	}
	return nil
}

func (a *attribute) allowSurplus(n int, edge *scim.Edge) error {
	if n > 0 && !edge.Allows(scim.SurplusElement) {
		return scim.BadRequest(scim.InvalidValue, "the application has no room for %d of the values of %s", n, a.at)
	}
	return nil
}

// surplus counts the elements of which there can be no row.
func (r *rows) surplus(elements []any) (n int) {
	for _, e := range elements {
		if o, ok := e.(*scim.Object); ok && r.holds(o) && !r.knows(o) {
			n++
		}
	}
	return n
}

// knows reports whether rows can be of the type that o is of: where it is fixed, or in a table of values, no other can
// be stored. Members are never passed over.
func (r *rows) knows(o *scim.Object) bool {
	v := o.Text("type")
	return v == "" || r.large || !slices.ContainsFunc(r.cells, func(c *cell) bool {
		switch {
		case c.leaf.Name != "type":
			return false
		case c.constant != nil:
			return !sameSCIM(c.constant, v, c.leaf.Comparison())
		case c.table == nil || !c.writable():
			return false
		default:
			_, known := c.table.write(v, c.leaf.Comparison())
			return !known
		}
	})
}
