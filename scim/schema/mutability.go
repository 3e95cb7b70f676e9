package schema

import (
	"github.com/scimgate/scimgate/scim"
)

// CheckMutability compares two states of a resource and refuses, as a 400 mutability, an immutable attribute that was
// set and has another value now, and a readOnly attribute that differs. An attribute that after does not have is no
// difference: the replacement of RFC 7644 §3.5.1 need not repeat what it cannot change. Elements of multi-valued
// attributes come and go as wholes, so their sub-attributes are not compared here.
func CheckMutability(rt *ResourceType, before, after scim.Resource) error {
	if err := unchanged(Path{Attr: ID}, before, after); err != nil {
		return err
	}
	if err := checkAttributes(Path{}, rt.Schema.Attributes, before, after); err != nil {
		return err
	}
	for _, x := range rt.Extensions {
		p := Path{Extension: x.Schema}
		if err := checkAttributes(p, x.Schema.Attributes, before.Object(x.Schema.ID), after.Object(x.Schema.ID)); err != nil {
			return err
		}
	}
	return nil
}

func checkAttributes(in Path, attrs []*Attribute, before, after *scim.Object) error {
	for _, a := range attrs {
		p := Path{Extension: in.Extension, Attr: a}
		if err := unchanged(p, before, after); err != nil {
			return err
		}
		if a.MultiValued {
			continue
		}
		for _, sub := range a.Sub {
			if err := unchanged(p.Down(sub), before.Object(a.Name), after.Object(a.Name)); err != nil {
				return err
			}
		}
	}
	return nil
}

// unchanged checks the leaf of p, which both objects hold directly.
func unchanged(p Path, before, after *scim.Object) error {
	a := p.Leaf()
	if a.Mutability != ReadOnly && a.Mutability != Immutable {
		return nil
	}
	w, given := after.Get(a.Name)
	if !given {
		return nil
	}
	v, had := before.Get(a.Name)
	if a.Mutability == Immutable && !had || scim.EqualValues(v, w) {
		return nil
	}
	return scim.BadRequest(scim.Mutability, "%s is %s and cannot be changed", p, a.Mutability)
}
