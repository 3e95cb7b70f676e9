package schema

import "strings"

// Schema is a named set of attributes (RFC 7643 §7).
type Schema struct {
	ID          string // URN
	Name        string
	Description string
	Attributes  []*Attribute
}

// Lookup finds an attribute by name in any letter case, nil when there is none.
func (s *Schema) Lookup(name string) *Attribute { return find(s.Attributes, name) }

// Extension is a schema whose attributes a resource may have besides its core ones.
type Extension struct {
	Schema   *Schema
	Required bool
}

// ResourceType is a kind of resource at an endpoint (RFC 7643 §6). Schema holds the core attributes without the
// common ones (id, externalId, meta, schemas), which every resource has.
type ResourceType struct {
	Name        string // "User"
	Endpoint    string // "/Users"
	Description string
	Schema      *Schema
	Extensions  []Extension
	// Whole are the schemas that are an app's own, before what the app does not map was left out of them.
	Whole []*Schema
	// NoExternalID says that externalId can be held nowhere, so that it is not served.
	NoExternalID bool
}

// Extension finds an extension by its URN in any letter case, nil when there is none.
func (rt *ResourceType) Extension(urn string) *Schema {
	for _, x := range rt.Extensions {
		if strings.EqualFold(x.Schema.ID, urn) {
			return x.Schema
		}
	}
	return nil
}
