package schema

import (
	"testing"

	"github.com/scimgate/scimgate/scim"
)

func TestNamesLeadToPlaces(t *testing.T) {
	const enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
	cases := []struct{ name, text, want string }{
		{"an attribute", "userName", "userName"},
		{"in any letter case", "USERNAME", "userName"},
		{"a sub-attribute", "name.GivenName", "name.givenName"},
		{"a sub-attribute that is no word", "groups.$ref", "groups.$ref"},
		{"a common attribute", "externalid", "externalId"},
		{"a common sub-attribute", "meta.lastmodified", "meta.lastModified"},
		{"with the URN of the core schema", "urn:ietf:params:scim:schemas:core:2.0:user:emails.value", "emails.value"},
		{"of an extension", enterprise + ":Manager.Value", enterprise + ":manager.value"},
		{"a whole extension", "URN:ietf:params:scim:schemas:extension:enterprise:2.0:user", enterprise},
		{"not an extension's attribute without its URN", "employeeNumber", ""},
		{"not the core schema as a whole", "urn:ietf:params:scim:schemas:core:2.0:User", ""},
		{"not an unknown attribute", "shoeSize", ""},
		{"not an unknown sub-attribute", "name.shoeSize", ""},
		{"not an attribute of another schema", "urn:example:User:userName", ""},
		{"not a URN that only begins alike", enterprise + "s:manager", ""},
		{"not a URN without an attribute behind its colon", enterprise + ":", ""},
		{"not nothing", "", ""},
		{"not a dot with nothing behind it", "name.", ""},
		{"not a dot with nothing before it", ".givenName", ""},
		{"not a dot behind an extension", enterprise + ":.value", ""},
		{"not a third level", "name.givenName.first", ""},
	}
	rt := userType()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			p, ok := rt.Find(c.text)
			if ok != (c.want != "") || p.String() != c.want {
				t.Errorf("Find(%q) is %q, %v; want %q", c.text, p, ok, c.want)
			}
			if again, _ := rt.Find(c.want); ok && again != p {
				t.Errorf("the canonical name of %q leads elsewhere", c.text)
			}
		})
	}
}

func TestExternalIDIsHiddenWhereItCannotBeHeld(t *testing.T) {
	rt := userType()
	rt.NoExternalID = true
	if _, ok := rt.Find("externalId"); ok {
		t.Error("externalId is found")
	}
	for p := range rt.Attributes() {
		if p.Attr == ExternalID {
			t.Error("externalId is among the attributes")
		}
	}
}

func TestPathsOfTwoResourceTypesMeetInTheCommonAttributes(t *testing.T) {
	if path(t, userType(), "id") != path(t, groupType(), "ID") {
		t.Error("two paths to id differ")
	}
}

func TestAttributesComeInTheOrderOfAResource(t *testing.T) {
	want := []string{"schemas", "id", "externalId", "displayName", "members", "meta"}
	i := 0
	for p := range groupType().Attributes() {
		if i >= len(want) || p.String() != want[i] {
			t.Fatalf("attribute %d is %s; want %v", i, p, want)
		}
		i++
	}
	if i != len(want) {
		t.Errorf("%d attributes; want %v", i, want)
	}
}

func TestASetOfPathsTouchesWhatIsInsideAndAround(t *testing.T) {
	rt := userType()
	const manager = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager"
	set := Paths{path(t, rt, "name"): true, path(t, rt, manager+".value"): true}
	for name, want := range map[string]bool{
		"name": true, "name.givenName": true, "userName": false,
		manager: true, manager + ".value": true, manager + ".$ref": false,
		"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": true,
	} {
		if got := set.Touches(path(t, rt, name)); got != want {
			t.Errorf("Touches(%s) is %v", name, got)
		}
	}
}

func TestAnAppsTypeIsComparedWithTheStandard(t *testing.T) {
	app := &ResourceType{Name: "User", Schema: &Schema{ID: User().ID, Attributes: []*Attribute{
		{Name: "name", Type: Complex, Sub: []*Attribute{{Name: "formatted", Type: String, Mutability: ReadOnly}, {Name: "first", Type: String}}},
		{Name: "shoeSize", Type: Integer},
	}}, Extensions: []Extension{{Schema: &Schema{ID: EnterpriseUser().ID, Attributes: []*Attribute{{Name: "division", Type: String}}}}}}
	for name, want := range map[string]string{
		"name": "name", "name.formatted": "name.formatted", "name.first": "", "shoeSize": "", "id": "",
		EnterpriseUser().ID + ":division": EnterpriseUser().ID + ":division", EnterpriseUser().ID: "",
	} {
		p := path(t, app, name)
		q, ok := app.Standard(p)
		if ok != (want != "") || ok && (q.String() != want || q == p || q.Fixed()) {
			t.Errorf("Standard(%s) is %s, %v", name, q, ok)
		}
	}
	if q, ok := deviceType().Standard(path(t, deviceType(), "serial")); ok {
		t.Errorf("a type of our own has the standard's %s", q)
	}
	part := deviceType()
	part.Whole = []*Schema{deviceType().Schema}
	part.Schema = &Schema{ID: part.Schema.ID, Attributes: part.Schema.Attributes[:1]}
	if q, ok := part.Standard(path(t, part, "serial")); !ok || q.Attr == part.Schema.Attributes[0] {
		t.Errorf("a part of a type of our own is not compared with the whole: %s, %v", q, ok)
	}
	if strict := (&scim.Edge{Strict: map[scim.Tolerance]bool{scim.UnknownDropped: true}}); !part.MayDrop("place.room", strict) || part.MayDrop("place.colour", strict) {
		t.Error("what an app does not map of its own schema is told from what nobody knows")
	}
}
