package schema

// The common attributes of RFC 7643 §3.1, which every resource has whatever its schema says. They are shared by all
// resource types, so that paths to them compare equal, and must not be changed.
var (
	Schemas = &Attribute{
		Name: "schemas", Type: Reference, MultiValued: true, Required: true, CaseExact: true,
		Mutability: ReadOnly, Returned: ReturnedAlways, ReferenceTypes: []string{"uri"},
		Description: "The URNs of the schemas whose attributes the resource has.",
	}
	ID = &Attribute{
		Name: "id", Type: String, CaseExact: true,
		Mutability: ReadOnly, Returned: ReturnedAlways, Uniqueness: UniqueServer,
		Description: "The identifier that the service provider gives the resource; it never changes.",
	}
	ExternalID = &Attribute{
		Name: "externalId", Type: String, CaseExact: true,
		Description: "The identifier by which the client knows the resource.",
	}
	Meta = &Attribute{
		Name: "meta", Type: Complex, Mutability: ReadOnly,
		Description: "What the service provider knows about the resource itself.",
		Sub: []*Attribute{
			{Name: "resourceType", Type: String, CaseExact: true, Mutability: ReadOnly, Description: "The name of the resource type."},
			{Name: "created", Type: DateTime, Mutability: ReadOnly, Description: "When the resource was added."},
			{Name: "lastModified", Type: DateTime, Mutability: ReadOnly, Description: "When the resource last changed."},
			{Name: "location", Type: Reference, CaseExact: true, Mutability: ReadOnly, ReferenceTypes: []string{"uri"}, Description: "The URI of the resource."},
			{Name: "version", Type: String, CaseExact: true, Mutability: ReadOnly, Description: "The entity tag of the resource's present state."},
		},
	}
)

// Common finds a common attribute by name in any letter case, nil when there is none. externalId is left out when
// the resource type cannot hold it.
func (rt *ResourceType) Common(name string) *Attribute {
	a := find([]*Attribute{Schemas, ID, ExternalID, Meta}, name)
	if a == ExternalID && rt.NoExternalID {
		return nil
	}
	return a
}

// text is a single-valued string that compares without regard to letter case.
func text(name, description string) *Attribute {
	return &Attribute{Name: name, Type: String, Description: description}
}

// plural is a multi-valued complex attribute with the sub-attributes of RFC 7643 §2.4. Its value may be of another
// type than string; kinds are the canonical values of type.
func plural(name, description string, value *Attribute, kinds ...string) *Attribute {
	return &Attribute{
		Name: name, Type: Complex, MultiValued: true, Description: description,
		Sub: []*Attribute{value, text("display", "A name to show for the value."), kind(kinds...), primary()},
	}
}

func kind(canonical ...string) *Attribute {
	return &Attribute{Name: "type", Type: String, CanonicalValues: canonical, Description: "What the value is used for."}
}

func primary() *Attribute {
	return &Attribute{Name: "primary", Type: Boolean, Description: "Whether the value is the preferred one; at most one is."}
}
