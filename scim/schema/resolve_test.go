package schema

import (
	"testing"

	"github.com/scimgate/scimgate/scim"
)

func TestANameIsResolvedAsFarAsTheEdgeTolerates(t *testing.T) {
	const enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
	cases := []struct {
		name, text, want string
		needs            scim.Tolerance
	}{
		{"a name as the RFC has it", "USERNAME", "userName", ""},
		{"an extension's attribute under its URN", enterprise + ":manager", enterprise + ":manager", ""},
		{"an attribute that one extension alone has", "manager", enterprise + ":manager", scim.SchemasInferred},
		{"a sub-attribute of it", "manager.value", enterprise + ":manager.value", scim.SchemasInferred},
		{"the URN of SCIM 1.1", "URN:scim:schemas:extension:enterprise:1.0", enterprise, scim.SchemasInferred},
		{"an attribute under the URN of SCIM 1.1", "urn:scim:schemas:extension:enterprise:1.0:department", enterprise + ":department", scim.SchemasInferred},
		{"a core attribute under the URN of SCIM 1.1", "urn:scim:schemas:core:1.0:name.givenName", "name.givenName", scim.SchemasInferred},
		{"what SCIM 1.1 called a manager's id", enterprise + ":manager.managerId", enterprise + ":manager.value", scim.LegacyNames},
		{"the same without the URN", "manager.managerID", enterprise + ":manager.value", scim.LegacyNames},
		{"no sub-attribute of that name", "name.managerId", "", ""},
		{"a name that leads nowhere", "shoeSize", "", ""},
		{"a sub-attribute of a URN", enterprise + ".managerId", "", ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			edge := &scim.Edge{}
			if p, ok := userType().Resolve(c.text, edge); p.String() != c.want || ok != (c.want != "") {
				t.Errorf("%q is %q, %v; want %q", c.text, p, ok, c.want)
			}
			if len(edge.Used) > 1 || edge.Used[c.needs] == 0 && c.needs != "" {
				t.Errorf("%v is counted, want %s", edge.Used, c.needs)
			}
			if _, ok := userType().Resolve(c.text, nil); ok != (c.want != "" && c.needs == "") {
				t.Errorf("without tolerances %q is found: %v", c.text, ok)
			}
		})
	}
}

func TestAMissingURNIsInferredOnlyWhenOneExtensionHasTheAttribute(t *testing.T) {
	cases := []struct{ name, text, want string }{
		{"one has it", "until", "urn:example:2.0:Lease:until"},
		{"two have it", "lessor", ""},
		{"none has it", "building", ""},
		{"the core schema has it, too", "serial", "serial"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if p, ok := deviceType().Resolve(c.text, &scim.Edge{}); p.String() != c.want || ok != (c.want != "") {
				t.Errorf("%q is %q, %v; want %q", c.text, p, ok, c.want)
			}
		})
	}
}
