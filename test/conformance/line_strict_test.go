package conformance

import (
	"github.com/scimgate/scimgate/scim"
)

// strictly is the site of an app that tolerates nothing.
func (s *site) strictly() *site {
	s.Helper()
	return newSite(s.T, s.dialect, options{app: "scim: {strict: true}"})
}

// strictness is what an app with strict: true refuses, and others tolerate.
func strictness() []line {
	return []line{
		{"7643 2.1", "in strict mode an attribute that no schema has is refused", func(s *site) {
			s = s.strictly()
			s.send("POST", "/Users", userBody(s.unique(), `"shoeSize":17`)).fails(400, scim.InvalidSyntax)
			s.send("POST", "/Users", userBody(s.unique(), `"nickName":"x"`)).fails(400, scim.InvalidSyntax)
			s.patch(s.strictUser(), op("add", "shoeSize", "17")).fails(400, scim.InvalidPath)
		}},
		{"7643 3", "in strict mode schemas must be there, be known, and list every extension with data", func(s *site) {
			s = s.strictly()
			for _, schemas := range []string{"", `"schemas":[],`, `"schemas":["urn:example:2.0:Shoe"],`, `"schemas":["` + scim.SchemaUser + `","urn:example:2.0:Shoe"],`} {
				s.send("POST", "/Users", `{`+schemas+`"userName":"`+s.unique()+`"}`).fails(400, scim.InvalidSyntax)
			}
			s.send("POST", "/Users", `{"schemas":["`+scim.SchemaUser+`"],"userName":"`+s.unique()+`","`+enterprise+`":{"costCenter":"1"}}`).fails(400, scim.InvalidSyntax)
			s.send("PATCH", "/Users/"+s.strictUser(), `{"Operations":[`+op("add", "title", `"x"`)+`]}`).fails(400, scim.InvalidSyntax)
		}},
		{"7643 2.3", "in strict mode a value has exactly the type of its attribute", func(s *site) {
			s = s.strictly()
			for _, wrong := range []string{`"active":"true"`, `"title":17`, `"emails":{"value":"a@x.example"}`, `"emails":["a@x.example"]`, `"name":"Ada"`, `"name":[{"givenName":"Ada"}]`} {
				s.send("POST", "/Users", userBody(s.unique(), wrong)).fails(400, scim.InvalidValue)
			}
		}},
		{"7644 3.5.2", "in strict mode an operation is written as the RFC writes it", func(s *site) {
			s = s.strictly()
			id := s.strictUser()
			s.patch(id, op("Replace", "title", `"x"`)).fails(400, scim.InvalidSyntax)
			s.send("PATCH", "/Users/"+id, `{"schemas":["`+scim.MessagePatch+`"],"operations":[`+op("add", "title", `"x"`)+`]}`).fails(400, scim.InvalidSyntax)
			s.patch(id, op("replace", "", `{"name.givenName":"Ada"}`)).fails(400, scim.InvalidPath)
			s.patch(id, op("replace", `emails[type eq "work"].value`, `"a@x.example"`)).fails(400, scim.NoTarget)
			s.patch(id, op("replace", "", `{"id":"x","title":"y"}`)).fails(400, scim.Mutability)
			s.getUser(id).lacks("title", "name", "emails")
		}},
		{"7644 3.5.2.2", "in strict mode a remove ignores its value, and so empties a list", func(s *site) {
			s = s.strictly()
			a, b := s.strictUser(), s.strictUser()
			g := s.group(a, b).id()
			s.patchGroup(g, op("remove", "members", values(a))).is(204)
			s.isMembers(g)
		}},
		{"7644 3.4.2.2", "in strict mode a filter is written as the RFC writes it", func(s *site) {
			s = s.strictly()
			for _, text := range []string{"userName eq ada", `emails[type eq "work"].value eq "x"`, `manager[value eq "x"]`, `active eq "true"`, `manager.value eq "x"`, "title eq 17"} {
				s.filter(text).fails(400, scim.InvalidFilter)
			}
		}},
		{"7644 3.3", "in strict mode all that the RFCs define is served", func(s *site) {
			s = s.strictly()
			u := s.send("POST", "/Users", userBody(s.unique(), `"name":{"givenName":"Ada"}`, `"emails":[{"type":"work","value":"a@x.example","primary":true}]`, `"`+enterprise+`":{"costCenter":"1"}`)).is(201)
			s.patch(u.id(), op("add", "title", `"x"`), op("replace", `emails[type eq "work"].value`, `"b@x.example"`), op("remove", enterprise+":costCenter", "")).is(200).
				has("title", "x").has("emails/0/value", "b@x.example").lacks(enterprise)
			read := s.getUser(u.id())
			s.send("PUT", "/Users/"+u.id(), read.text).is(200).has("meta/version", read.at("meta/version"))
			s.finds(u.id(), `userName eq "`+u.string("userName")+`" and emails[type eq "work" and value ew "x.example"]`)
			g := s.group(u.id()).id()
			s.patchGroup(g, op("remove", `members[value eq "`+u.id()+`"]`, "")).is(204)
			s.send("DELETE", "/Users/"+u.id(), "").is(204)
		}},
	}
}

// strictUser creates a user as an app in strict mode takes one.
func (s *site) strictUser() string {
	s.Helper()
	return s.send("POST", "/Users", `{"schemas":["`+scim.SchemaUser+`"],"userName":"`+s.unique()+`"}`).is(201).id()
}
