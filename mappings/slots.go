package mappings

import (
	"slices"

	"github.com/scimgate/scimgate/scim"
)

// assign gives each slot its element: one of the slot's type, of several the one that was read from it; else, of those
// that name no type, the primary one to the slot that is primary; else the one that was read from it, or the first that
// it takes. A primary element that is of no slot's type has the slot that is primary, if that is still free: what counts
// is kept, whatever it is called. What is left over has no room in the application.
func (a *attribute) assign(elements []any) (assigned []*scim.Object, surplus []*scim.Object) {
	assigned = make([]*scim.Object, len(a.slots))
	open := make([]*scim.Object, 0, len(elements))
	for _, e := range elements {
		if o, ok := e.(*scim.Object); ok {
			open = append(open, o)
		}
	}
	for _, suits := range []func(s *slot, o *scim.Object) bool{
		(*slot).keeps, (*slot).named, (*slot).primary, (*slot).gave, (*slot).takes, (*slot).counts,
	} {
		open = slices.DeleteFunc(open, func(o *scim.Object) bool {
			for i := range a.slots {
				if assigned[i] == nil && suits(&a.slots[i], o) {
					assigned[i] = o
					return true
				}
			}
			return false
		})
	}
	return assigned, open
}

// takes reports whether an element may stand in the slot at all: one of another type may not.
func (s *slot) takes(o *scim.Object) bool {
	return s.kind == nil || o.Text("type") == "" || s.named(o)
}

// gave reports whether the element was read from the slot.
func (s *slot) gave(o *scim.Object) bool { return s.takes(o) && o.Origin() == s.origin }

// named reports whether the element is of the slot's type.
func (s *slot) named(o *scim.Object) bool {
	return s.kind != nil && sameSCIM(s.kind.constant, o.Text("type"), s.kind.leaf.Comparison())
}

func (s *slot) keeps(o *scim.Object) bool { return s.named(o) && s.gave(o) }

// primary reports whether slot and element are both primary, and nothing else is known of the element.
func (s *slot) primary(o *scim.Object) bool { return s.counts(o) && o.Text("type") == "" }

// counts reports whether slot and element are both primary.
func (s *slot) counts(o *scim.Object) bool {
	p, _ := o.Get("primary")
	return p == true && s.constant("primary") == true
}

// constant is the slot's fixed value of a sub-attribute, nil when it has none.
func (s *slot) constant(sub string) any {
	if c := s.cell(sub); c != nil {
		return c.constant
	}
	return nil
}

// cell is what the slot has for a sub-attribute, nil when it has nothing.
func (s *slot) cell(sub string) *cell {
	for _, c := range s.cells {
		if c.leaf.Name == sub {
			return c
		}
	}
	return nil
}

// alters is a sub-attribute of an element that the slot has differently, and will when it is read again: its type, or
// whether it is primary.
func (s *slot) alters(o *scim.Object) (sub string, ok bool) {
	for name, v := range o.All() {
		c := s.cell(name)
		switch {
		case c == nil && name == "primary" && v == true:
			return name, true
		case c == nil || c.constant == nil:
		case !sameSCIM(c.constant, v, c.leaf.Comparison()):
			return name, true
		}
	}
	return "", false
}
