package mappings

import (
	"slices"

	"github.com/scimgate/scimgate/scim"
)

// assign gives each slot its element: one of the slot's type first; an element without a type the slot that is
// primary as it is, else the first free one. What is left over has no room in the application.
func (a *attribute) assign(elements []any) (assigned []*scim.Object, surplus []*scim.Object) {
	assigned = make([]*scim.Object, len(a.slots))
	var untyped []*scim.Object
	for _, e := range elements {
		o, _ := e.(*scim.Object)
		switch i := a.slotOfType(o); {
		case o.Text("type") == "":
			untyped = append(untyped, o)
		case i >= 0 && assigned[i] == nil:
			assigned[i] = o
		default:
			surplus = append(surplus, o)
		}
	}
	for _, o := range untyped {
		i := slices.IndexFunc(a.slots, func(s slot) bool { return isPrimary(o) && s.constant("primary") == true })
		if i < 0 || assigned[i] != nil {
			i = slices.Index(assigned, nil)
		}
		if i < 0 {
			surplus = append(surplus, o)
			continue
		}
		assigned[i] = o
	}
	return assigned, surplus
}

func (a *attribute) slotOfType(o *scim.Object) int {
	t := o.Text("type")
	return slices.IndexFunc(a.slots, func(s slot) bool {
		c, ok := s.constant("type").(string)
		return ok && a.at.Attr.Lookup("type").Comparison().Equal(c, t)
	})
}

// constant is the slot's fixed value of a sub-attribute, nil when it has none.
func (s slot) constant(sub string) any {
	for _, c := range s.cells {
		if c.leaf.Name == sub {
			return c.constant
		}
	}
	return nil
}

func isPrimary(o *scim.Object) bool {
	p, _ := o.Get("primary")
	return p == true
}

// Fits reports what of r the application has no room for: 400 invalidValue, or, where the app tolerates
// surplus_element, nothing.
func (m *Mapping) Fits(r scim.Resource, edge *scim.Edge) error {
	for _, a := range m.attributes {
		if a.slots == nil {
			continue
		}
		elements, _ := a.value(r).([]any)
		if _, surplus := a.assign(elements); len(surplus) > 0 && !edge.Allows(scim.SurplusElement) {
			return scim.BadRequest(scim.InvalidValue, "the application has no room for %d of the values of %s", len(surplus), a.at)
		}
	}
	return nil
}
