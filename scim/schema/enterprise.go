package schema

import "github.com/scimgate/scimgate/scim"

// EnterpriseUser makes the enterprise extension of users (RFC 7643 §4.3 and §8.7.1). The id of the
// manager is case exact, as all ids are.
func EnterpriseUser() *Schema {
	return &Schema{
		ID: scim.SchemaEnterpriseUser, Name: "EnterpriseUser", Description: "Enterprise user",
		Attributes: []*Attribute{
			text("employeeNumber", "The number or name the organisation gave the user."),
			text("costCenter", "The name of a cost centre."),
			text("organization", "The name of an organisation."),
			text("division", "The name of a division."),
			text("department", "The name of a department."),
			{
				Name: "manager", Type: Complex, Description: "The user's manager.",
				Sub: []*Attribute{
					{Name: "value", Type: String, CaseExact: true, Description: "The id of the user who is the manager."},
					{Name: "$ref", Type: Reference, CaseExact: true, ReferenceTypes: []string{"User"}, Description: "The URI of the manager."},
					{Name: "displayName", Type: String, Mutability: ReadOnly, Description: "The name of the manager."},
				},
			},
		},
	}
}
