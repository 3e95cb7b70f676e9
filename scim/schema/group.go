package schema

import "github.com/scimgate/scimgate/scim"

// Group makes the core schema of groups (RFC 7643 §4.2 and §8.7.1). As the text has it,
// displayName is required, and the ids of members are case exact.
func Group() *Schema {
	return &Schema{
		ID: scim.SchemaGroup, Name: "Group", Description: "Group",
		Attributes: []*Attribute{
			{Name: "displayName", Type: String, Required: true, Description: "The name of the group."},
			{
				Name: "members", Type: Complex, MultiValued: true, Description: "Who belongs to the group.",
				Sub: []*Attribute{
					{Name: "value", Type: String, CaseExact: true, Mutability: Immutable, Description: "The id of a member."},
					{Name: "$ref", Type: Reference, CaseExact: true, Mutability: Immutable, ReferenceTypes: []string{"User", "Group"}, Description: "The URI of the member."},
					{Name: "type", Type: String, Mutability: Immutable, CanonicalValues: []string{"User", "Group"}, Description: "The resource type of the member."},
					{Name: "display", Type: String, Mutability: ReadOnly, Description: "The name of the member."},
				},
			},
		},
	}
}
