package schema

import (
	"cmp"
	"net/url"

	"github.com/scimgate/scimgate/scim"
)

// Resource is the schema as a resource (RFC 7643 §7), every characteristic spelled out. base is the absolute URL of
// the service provider, for meta.location.
func (s *Schema) Resource(base string) scim.Resource {
	return scim.NewObject(
		"schemas", []any{scim.SchemaSchema},
		"id", s.ID,
		"name", s.Name,
		"description", s.Description,
		"attributes", renderAttributes(s.Attributes),
		"meta", renderMeta("Schema", base+"/Schemas/"+s.ID),
	)
}

// Resource is the resource type as a resource (RFC 7643 §6).
func (rt *ResourceType) Resource(base string) scim.Resource {
	o := scim.NewObject(
		"schemas", []any{scim.SchemaResourceType},
		"id", rt.Name,
		"name", rt.Name,
		"endpoint", rt.Endpoint,
		"description", rt.Description,
		"schema", rt.Schema.ID,
	)
	if len(rt.Extensions) > 0 {
		list := make([]any, 0, len(rt.Extensions))
		for _, x := range rt.Extensions {
			list = append(list, scim.NewObject("schema", x.Schema.ID, "required", x.Required))
		}
		o.Append("schemaExtensions", list)
	}
	o.Append("meta", renderMeta("ResourceType", base+"/ResourceTypes/"+url.PathEscape(rt.Name)))
	return o
}

func renderMeta(resourceType, location string) *scim.Object {
	return scim.NewObject("resourceType", resourceType, "location", location)
}

func renderAttributes(attrs []*Attribute) []any {
	list := make([]any, 0, len(attrs))
	for _, a := range attrs {
		list = append(list, a.render())
	}
	return list
}

func (a *Attribute) render() *scim.Object {
	o := scim.NewObject(
		"name", a.Name,
		"type", string(a.Type),
		"multiValued", a.MultiValued,
		"description", a.Description,
		"required", a.Required,
	)
	if len(a.Sub) > 0 {
		o.Append("subAttributes", renderAttributes(a.Sub))
	}
	if len(a.CanonicalValues) > 0 {
		o.Append("canonicalValues", values(a.CanonicalValues))
	}
	o.Append("caseExact", a.CaseExact)
	o.Append("mutability", cmp.Or(string(a.Mutability), "readWrite"))
	o.Append("returned", cmp.Or(string(a.Returned), "default"))
	o.Append("uniqueness", cmp.Or(string(a.Uniqueness), "none"))
	if len(a.ReferenceTypes) > 0 {
		o.Append("referenceTypes", values(a.ReferenceTypes))
	}
	return o
}

func values(list []string) []any {
	out := make([]any, len(list))
	for i, s := range list {
		out[i] = s
	}
	return out
}
