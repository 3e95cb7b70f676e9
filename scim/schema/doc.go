// Package schema holds the schemas of SCIM as data and what follows from them alone: looking an attribute up by the
// names clients use, making a client's body canonical, validating it, and deciding what is returned.
//
//	attribute.go    Attribute: the characteristics of RFC 7643 §2.2
//	schema.go       Schema, Extension, ResourceType
//	user.go group.go enterprise.go common.go   the schemas of RFC 7643 as data
//	discovery.go    the schemas of discovery itself
//	path.go         Path: one attribute or sub-attribute, or a whole extension
//	find.go         a Path by its name; resolve.go by what clients call it
//	standard.go     names the type lacks, and whether RFC 7643 knows them
//	walk.go         all attributes in order
//	canonical.go    Canonicalise: the body of a POST or PUT; urns.go its `schemas`
//	value.go scalar.go elements.go   CanonicalValue: complex, simple and multi-valued values
//	instant.go      Instant: reads a dateTime
//	validate.go     Validate: what is required
//	mutability.go   CheckMutability: what may not change
//	selection.go    Selection: attributes and excludedAttributes
//	returned.go     Returned: a resource as a client may see it
//	render.go       a schema and a resource type as the resources of RFC 7643 §6 and §7
package schema
