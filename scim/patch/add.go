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
		if isPrimary(v) {
			elect(e, all)
		}
	}
	h.in.Set(h.name(), all)
	return nil
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

// elect makes e the one primary element of list: the others cease to be primary (RFC 7644 §3.5.2).
func elect(e any, list []any) {
	for _, other := range list {
		if o, ok := other.(*scim.Object); ok && other != e && isPrimary(o) {
			o.Set("primary", false)
		}
	}
}

func isPrimary(v any) bool {
	o, _ := v.(*scim.Object)
	primary, _ := o.Get("primary")
	return primary == true
}
