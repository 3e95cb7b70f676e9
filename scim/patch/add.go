package patch

import (
	"slices"

	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/schema"
)

// add adds elements. One that is there already, with the same value and type, gets the other sub-attributes of the new
// one; a new one without a type is taken for any with its value.
func (h holder) add(list []any) error {
	old := h.in.List(h.name())
	if len(old) > 0 && h.at.Attr.Mutability == schema.Immutable {
		return h.addNone(old, list)
	}
	all := slices.Clone(old)
	ix := indexOf(all)
	changed := make([]any, 0, len(list))
	for _, v := range list {
		e := ix.find(v)
		if e == nil {
			e = scim.CloneValue(v)
			all = append(all, e)
			ix.insert(e)
		} else if o, ok := e.(*scim.Object); ok {
			if err := (part{h.at, o}).supplement(v.(*scim.Object)); err != nil {
				return err
			}
		}
		changed = append(changed, e)
	}
	return h.settle(all, changed)
}

// addNone lets an add to an immutable attribute pass when it adds nothing.
func (h holder) addNone(old, list []any) error {
	ix := indexOf(old)
	for _, v := range list {
		if ix.find(v) == nil {
			return refuse(h.at, schema.Immutable)
		}
	}
	return nil
}

// supplement merges o, but leaves what is immutable as it is: o names the element, it does not change it.
func (p part) supplement(o *scim.Object) error {
	for name, v := range o.All() {
		sub := p.at.Attr.Lookup(name)
		if _, had := p.value.Get(name); had && p.immutable(sub) {
			continue
		}
		if err := p.set(sub, v); err != nil {
			return err
		}
	}
	return nil
}

// settle makes list the attribute's value. When one of the changed elements is primary the others cease to be
// (RFC 7644 §3.5.2).
func (h holder) settle(list, changed []any) error {
	var chosen *scim.Object
	for _, e := range changed {
		o, ok := e.(*scim.Object)
		if !ok || !isPrimary(o) || o == chosen {
			continue
		}
		if chosen != nil {
			return scim.BadRequest(scim.InvalidValue, "%s can have one primary value only", h.at)
		}
		chosen = o
	}
	if chosen != nil {
		for _, e := range list {
			if o, ok := e.(*scim.Object); ok && o != chosen && isPrimary(o) {
				o.Set("primary", false)
			}
		}
	}
	h.in.Set(h.name(), list)
	return nil
}

func isPrimary(o *scim.Object) bool {
	v, _ := o.Get("primary")
	return v == true
}
