package schema

import (
	"github.com/scimgate/scimgate/scim"
)

// Validate checks that a canonical resource has what its type requires: attributes, the required sub-attributes of
// the complex values it has, and required extensions (RFC 7643 §7, required). What is missing is a 400 invalidValue
// that names it. readOnly attributes are the service provider's own business and not looked at.
func Validate(rt *ResourceType, r scim.Resource) error {
	if err := validate(Path{}, rt.Schema.Attributes, r); err != nil {
		return err
	}
	for _, x := range rt.Extensions {
		o := r.Object(x.Schema.ID)
		if o == nil {
			if x.Required {
				return scim.BadRequest(scim.InvalidValue, "the extension %s is required", x.Schema.ID)
			}
			continue
		}
		if err := validate(Path{Extension: x.Schema}, x.Schema.Attributes, o); err != nil {
			return err
		}
	}
	return nil
}

func validate(in Path, attrs []*Attribute, o *scim.Object) error {
	for _, a := range attrs {
		p := Path{Extension: in.Extension, Attr: a}
		v, _ := o.Get(a.Name)
		if missing(v) {
			if a.Required && !p.Fixed() {
				return scim.BadRequest(scim.InvalidValue, "%s is required", p)
			}
			continue
		}
		if err := validateSubs(p, v); err != nil {
			return err
		}
	}
	return nil
}

func validateSubs(p Path, v any) error {
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			if err := validateSubs(p, e); err != nil {
				return err
			}
		}
	case *scim.Object:
		for _, sub := range p.Attr.Sub {
			q := p.Down(sub)
			if w, _ := v.Get(sub.Name); sub.Required && !q.Fixed() && missing(w) {
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
