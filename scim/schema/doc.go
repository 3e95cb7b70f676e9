// Package schema holds the schemas of SCIM as data and what follows from them alone: looking an attribute up by the
// names clients use, making a client's body canonical, validating it, and deciding what is returned.
//
//	attribute.go    Attribute: the characteristics of RFC 7643 §2.2
//	schema.go       Schema, Extension, ResourceType
//	user.go group.go enterprise.go common.go   the schemas of RFC 7643 as data
//	path.go         Path: one attribute or sub-attribute, found in a resource type by name
//	canonical.go    Canonicalise: canonical names and types, tolerances applied
//	validate.go     Validate: required, immutable, canonical
//	selection.go    Selection: attributes and excludedAttributes; Returned applies it
//	render.go       a schema and a resource type as the resources of RFC 7643 §6 and §7
package schema
