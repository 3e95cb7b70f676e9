package schema

import "github.com/scimgate/scimgate/scim"

// Discovery makes the schemas of what describes a service provider: ServiceProviderConfig, ResourceType and Schema
// (RFC 7643 §5, §6, §7 and §8.7.2). Nothing in them can be changed through SCIM.
func Discovery() []*Schema {
	return []*Schema{serviceProviderConfig(), resourceType(), schemaSchema()}
}

func serviceProviderConfig() *Schema {
	supported := fixed("supported", Boolean, "Whether the feature is supported.")
	feature := func(name, description string, more ...*Attribute) *Attribute {
		return fixed(name, Complex, description, append([]*Attribute{supported}, more...)...)
	}
	schemes := list(fixed("authenticationSchemes", Complex, "How clients can authenticate.",
		fixed("type", String, "The kind of scheme."),
		fixed("name", String, "The name of the scheme."),
		fixed("description", String, "What the scheme is."),
		link("specUri", "external", "The specification of the scheme."),
		optional(link("documentationUri", "external", "How to use the scheme.")),
		optional(fixed("primary", Boolean, "Whether the scheme is the preferred one."))))
	return &Schema{
		ID: scim.SchemaServiceProviderConfig, Name: "ServiceProviderConfig", Description: "What the service provider supports",
		Attributes: []*Attribute{
			optional(link("documentationUri", "external", "Where to read about the service provider.")),
			feature("patch", "PATCH (RFC 7644 §3.5.2)."),
			feature("bulk", "Bulk requests (RFC 7644 §3.7).",
				fixed("maxOperations", Integer, "How many operations one request may have."),
				fixed("maxPayloadSize", Integer, "How many bytes one request may have.")),
			feature("filter", "Filters (RFC 7644 §3.4.2.2).", fixed("maxResults", Integer, "How many resources one answer may have.")),
			feature("changePassword", "Changing passwords."),
			feature("sort", "Sorting (RFC 7644 §3.4.2.3)."),
			feature("etag", "Entity tags (RFC 7644 §3.14)."),
			optional(fixed("pagination", Complex, "How lists are cut into pages (RFC 9865 §4).",
				fixed("cursor", Boolean, "Whether a page can be asked for by cursor."),
				fixed("index", Boolean, "Whether a page can be asked for by startIndex."),
				optional(fixed("defaultPaginationMethod", String, "How the pages are made of a client that does not say.")),
				optional(fixed("defaultPageSize", Integer, "How many resources a page has when count is not given.")),
				optional(fixed("maxPageSize", Integer, "How many resources a page has at most.")),
				optional(fixed("cursorTimeout", Integer, "For how many seconds a cursor is good.")))),
			schemes,
			optional(fixed("interopProfileConformant", Boolean, "Whether the SCIM interoperability profile is kept to: what is not defined is refused.")),
		},
	}
}

func resourceType() *Schema {
	return &Schema{
		ID: scim.SchemaResourceType, Name: "ResourceType", Description: "A kind of resource",
		Attributes: []*Attribute{
			optional(fixed("id", String, "The identifier of the resource type.")),
			fixed("name", String, "The name of the resource type."),
			optional(fixed("description", String, "What the resource type is.")),
			link("endpoint", "uri", "The path of its resources, relative to the base URL."),
			link("schema", "uri", "The URN of its core schema."),
			optional(list(fixed("schemaExtensions", Complex, "The extensions that its resources may have.",
				link("schema", "uri", "The URN of the extension."),
				fixed("required", Boolean, "Whether every resource must have it.")))),
		},
	}
}

func schemaSchema() *Schema {
	// Sub-attributes nest no deeper: RFC 7643 §2.3.8 allows no complex value inside another.
	characteristics := func(more ...*Attribute) []*Attribute {
		return append([]*Attribute{
			fixed("name", String, "The name of the attribute."),
			fixed("type", String, "Its data type."),
			fixed("multiValued", Boolean, "Whether it can have several values."),
			optional(fixed("description", String, "What it is.")),
			optional(fixed("required", Boolean, "Whether every resource must have it.")),
			optional(list(fixed("canonicalValues", String, "Values that everybody understands."))),
			optional(fixed("caseExact", Boolean, "Whether letter case matters in comparisons.")),
			optional(fixed("mutability", String, "Who can change it, and when.")),
			optional(fixed("returned", String, "When it is part of an answer.")),
			optional(fixed("uniqueness", String, "Among which resources a value occurs once.")),
			optional(list(fixed("referenceTypes", String, "What a reference can lead to."))),
		}, more...)
	}
	subs := optional(list(fixed("subAttributes", Complex, "The attributes inside a complex one.", characteristics()...)))
	return &Schema{
		ID: scim.SchemaSchema, Name: "Schema", Description: "A set of attributes",
		Attributes: []*Attribute{
			fixed("id", String, "The URN of the schema."),
			optional(fixed("name", String, "The name of the schema.")),
			optional(fixed("description", String, "What the schema is for.")),
			list(fixed("attributes", Complex, "Its attributes.", characteristics(subs)...)),
		},
	}
}

// fixed is a required attribute that no client can change.
func fixed(name string, t Type, description string, sub ...*Attribute) *Attribute {
	return &Attribute{Name: name, Type: t, Description: description, Required: true, Mutability: ReadOnly, Sub: sub}
}

// link is fixed for a reference to something of a kind.
func link(name, kind, description string) *Attribute {
	a := fixed(name, Reference, description)
	a.CaseExact, a.ReferenceTypes = true, []string{kind}
	return a
}

func optional(a *Attribute) *Attribute { a.Required = false; return a }

func list(a *Attribute) *Attribute { a.MultiValued = true; return a }
