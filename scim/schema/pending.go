package schema

import "github.com/scimgate/scimgate/scim"

// Wants reports whether p is to be computed at all.
func (s Selection) Wants(p Path) bool { return true }

// Returned applies the returned rules to a whole resource.
func (s Selection) Returned(rt *ResourceType, r scim.Resource) scim.Resource { return r }

// Canonicalise makes a client's body canonical.
func Canonicalise(rt *ResourceType, in *scim.Object, edge *scim.Edge) (scim.Resource, error) {
	return in, nil
}

// CanonicalValue makes the value for one place canonical; ok is false when it counts as absent.
func CanonicalValue(rt *ResourceType, at Path, v any, edge *scim.Edge) (value any, ok bool, err error) {
	return v, v != nil, nil
}

// CanonicalElement makes one element of a multi-valued attribute canonical; ok is false when it counts as absent.
func CanonicalElement(rt *ResourceType, at Path, v any, edge *scim.Edge) (value any, ok bool, err error) {
	return v, v != nil, nil
}

// Validate checks that a resource has what is required.
func Validate(rt *ResourceType, r scim.Resource) error { return nil }

// CheckMutability checks that nothing immutable changed.
func CheckMutability(rt *ResourceType, before, after scim.Resource) error { return nil }

// Resource is the schema as a resource of RFC 7643 §7.
func (s *Schema) Resource(base string) scim.Resource { return scim.NewObject("id", s.ID) }

// Resource is the resource type as a resource of RFC 7643 §6.
func (rt *ResourceType) Resource(base string) scim.Resource { return scim.NewObject("id", rt.Name) }
