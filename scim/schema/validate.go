package schema

import (
	"github.com/scimgate/scimgate/scim"
)

// Validate checks that a canonical resource has what its type requires: attributes, the required sub-attributes of
// the complex values it has, and required extensions (RFC 7643 §7, required). What is missing is a 400 invalidValue
// that names it. readOnly attributes are the service provider's own business and not looked at.
func Validate(rt *ResourceType, r scim.Resource) error {
	return validator{}.resource(rt, nil, r)
}

// ValidateChange is Validate for a resource that had another state before. What it did not have then it may still lack:
// applications hold records from before the rule, and what is never returned is never known to be there.
func ValidateChange(rt *ResourceType, before, after scim.Resource) error {
	return validator{change: true}.resource(rt, before, after)
}

// validator checks one resource, or one change of one.
type validator struct{ change bool }

func (v validator) resource(rt *ResourceType, before, after scim.Resource) error {
	if err := v.attributes(Path{}, rt.Schema.Attributes, before, after); err != nil {
		return err
	}
	for _, x := range rt.Extensions {
		was, is := before.Object(x.Schema.ID), after.Object(x.Schema.ID)
		if is == nil {
			if x.Required && !(v.change && was == nil) {
				return scim.BadRequest(scim.InvalidValue, "the extension %s is required", x.Schema.ID)
			}
			continue
		}
		if err := v.attributes(Path{Extension: x.Schema}, x.Schema.Attributes, was, is); err != nil {
			return err
		}
	}
	return nil
}

func (v validator) attributes(in Path, attrs []*Attribute, before, after *scim.Object) error {
	for _, a := range attrs {
		p := Path{Extension: in.Extension, Attr: a}
		was, _ := before.Get(a.Name)
		is, _ := after.Get(a.Name)
		if missing(is) {
			if a.Required && !p.Fixed() && !(v.change && missing(was)) {
				return scim.BadRequest(scim.InvalidValue, "%s is required", p)
			}
			continue
		}
		if v.change && scim.EqualValues(was, is) {
			continue
		}
		if err := v.subs(p, was, is); err != nil {
			return err
		}
	}
	return nil
}

func (v validator) subs(p Path, was, is any) error {
	switch is := is.(type) {
	case []any:
		for _, e := range is {
			if err := v.subs(p, nil, e); err != nil {
				return err
			}
		}
	case *scim.Object:
		had, _ := was.(*scim.Object)
		for _, sub := range p.Attr.Sub {
			q := p.Down(sub)
			w, _ := is.Get(sub.Name)
			old, _ := had.Get(sub.Name)
			if sub.Required && !q.Fixed() && missing(w) && !(v.change && had != nil && missing(old)) {
				return scim.BadRequest(scim.InvalidValue, "%s is required", q)
			}
		}
	}
	return nil
}

// missing reports whether a value is as good as none; for what is required an empty text is.
func missing(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case string:
		return v == ""
	case []any:
		return len(v) == 0
	case *scim.Object:
		return v.Len() == 0
	default:
		return false
	}
}
