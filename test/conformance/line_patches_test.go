package conformance

import (
	"slices"

	"github.com/scimgate/scimgate/scim"
)

func patches() section {
	return section{"patch", "PATCH", slices.Concat(adding(), replacing(), removing(), patchErrors(), memberships())}
}

// office is a user with an address, two telephones and two job roles.
func (s *site) office() string {
	s.Helper()
	return s.user(
		`"title":"Dr"`, `"name":{"givenName":"Ada","familyName":"Lovelace"}`,
		`"addresses":[{"type":"work","locality":"London","country":"GB"}]`,
		`"phoneNumbers":[{"type":"work","value":"1"},{"type":"home","value":"2"}]`, `"roles":[{"value":"a"},{"value":"b"}]`,
		`"`+enterprise+`":{"costCenter":"1","employeeNumber":"2"}`,
	).id()
}

// after checks what the user has at a place now, whatever the answer to the PATCH was.
func (s *site) after(id string, place string, want any) {
	s.Helper()
	s.getUser(id).has(place, want)
}

type object = map[string]any

func adding() []line {
	return []line{
		{"7644 3.5.2.1", "add sets a single value, whether there was one or not", func(s *site) {
			id := s.office()
			s.patch(id, op("add", "title", `"Prof"`), op("add", "locale", `"en"`)).is(200).has("title", "Prof").has("locale", "en")
			s.after(id, "title", "Prof")
		}},
		{"7644 3.5.2.1", "add to a complex value merges its sub-attributes", func(s *site) {
			id := s.office()
			s.patch(id, op("add", "name", `{"givenName":"Augusta","middleName":"King"}`)).is(200)
			s.after(id, "name", object{"givenName": "Augusta", "middleName": "King", "familyName": "Lovelace", "formatted": "Augusta King Lovelace"})
		}},
		{"7644 3.5.2.1", "add to a list appends to it", func(s *site) {
			id := s.office()
			s.patch(id, op("add", "phoneNumbers", `[{"type":"fax","value":"3"},{"type":"mobile","value":"4"}]`)).is(200)
			s.after(id, "phoneNumbers", []any{
				object{"type": "work", "value": "1"}, object{"type": "home", "value": "2"}, object{"type": "fax", "value": "3"}, object{"type": "mobile", "value": "4"},
			})
		}},
		{"7644 3.5.2.1", "add to a list takes a single value as well", func(s *site) {
			id := s.office()
			s.patch(id, op("add", "roles", `{"value":"c"}`)).is(200)
			s.after(id, "roles", []any{object{"value": "a"}, object{"value": "b"}, object{"value": "c"}})
		}},
		{"7644 3.5.2.1", "add of a value that is there adds nothing", func(s *site) {
			before := s.getUser(s.office())
			s.patch(before.id(), op("add", "roles", `[{"value":"a"}]`), op("add", "phoneNumbers", `[{"type":"work","value":"1"}]`)).is(200)
			s.getUser(before.id()).has("roles", before.at("roles")).has("phoneNumbers", before.at("phoneNumbers")).has("meta/version", before.at("meta/version"))
		}},
		{"7644 3.5.2.1", "add to selected values sets the sub-attribute of every one of them", func(s *site) {
			id := s.user(`"addresses":[{"type":"work","locality":"London"},{"type":"home","locality":"London"},{"type":"other","locality":"Ulm"}]`).id()
			s.patch(id, op("add", `addresses[locality eq "london"].country`, `"GB"`)).is(200)
			s.after(id, "addresses", []any{
				object{"type": "work", "locality": "London", "country": "GB"}, object{"type": "home", "locality": "London", "country": "GB"}, object{"type": "other", "locality": "Ulm"},
			})
		}},
		{"7644 3.5.2.1", "add to a value that is not there makes it", func(s *site) {
			id := s.user().id()
			s.patch(id, op("add", `emails[type eq "work"].value`, `"a@x.example"`)).is(200).has("emails/0/value", "a@x.example").has("emails/0/type", "work")
		}},
		{"7644 3.5.2.1", "add to an extension sets its attribute, and schemas lists it", func(s *site) {
			id := s.user().id()
			s.patch(id, op("add", enterprise+":costCenter", `"1"`)).is(200).has(enterprise+"/costCenter", "1").has("schemas", []any{scim.SchemaUser, enterprise})
		}},
		{"7644 3.5.2.1", "add without a path merges every attribute of its value", func(s *site) {
			id := s.office()
			s.patch(id, op("add", "", `{"title":"Prof","name":{"middleName":"King"},"roles":[{"value":"c"}],"`+enterprise+`":{"costCenter":"9"}}`)).is(200)
			s.getUser(id).has("title", "Prof").has("name/middleName", "King").has("name/givenName", "Ada").
				has("roles", []any{object{"value": "a"}, object{"value": "b"}, object{"value": "c"}}).
				has(enterprise, object{"costCenter": "9", "employeeNumber": "2"})
		}},
	}
}

func replacing() []line {
	return []line{
		{"7644 3.5.2.3", "replace sets a single value, whether there was one or not", func(s *site) {
			id := s.office()
			s.patch(id, op("replace", "title", `"Prof"`), op("replace", "displayName", `"A"`), op("replace", "active", "false")).is(200)
			s.getUser(id).has("title", "Prof").has("displayName", "A").has("active", false)
		}},
		{"7644 3.5.2.3", "replace of a complex value sets the sub-attributes it gives and keeps the others", func(s *site) {
			id := s.office()
			s.patch(id, op("replace", "name", `{"givenName":"Augusta"}`)).is(200)
			s.after(id, "name", object{"givenName": "Augusta", "familyName": "Lovelace", "formatted": "Augusta Lovelace"})
		}},
		{"7644 3.5.2.3", "replace of a sub-attribute leaves the others alone", func(s *site) {
			id := s.office()
			s.patch(id, op("replace", "name.familyName", `"King"`)).is(200)
			s.after(id, "name", object{"givenName": "Ada", "familyName": "King", "formatted": "Ada King"})
		}},
		{"7644 3.5.2.3", "replace of a list replaces all of it", func(s *site) {
			id := s.office()
			s.patch(id, op("replace", "phoneNumbers", `[{"type":"fax","value":"3"}]`)).is(200)
			s.after(id, "phoneNumbers", []any{object{"type": "fax", "value": "3"}})
		}},
		{"7644 3.5.2.3", "replace of a selected value replaces that one", func(s *site) {
			id := s.office()
			s.patch(id, op("replace", `phoneNumbers[type eq "home"]`, `{"type":"mobile","value":"9"}`)).is(200)
			s.after(id, "phoneNumbers", []any{object{"type": "work", "value": "1"}, object{"type": "mobile", "value": "9"}})
		}},
		{"7644 3.5.2.3", "replace of a selected value's sub-attribute leaves all else alone", func(s *site) {
			id := s.office()
			s.patch(id, op("replace", `addresses[type eq "work"].locality`, `"Oxford"`)).is(200)
			s.after(id, "addresses", []any{object{"type": "work", "locality": "Oxford", "country": "GB"}})
		}},
		{"7644 3.5.2.3", "replace where nothing is selected is noTarget", func(s *site) {
			before := s.getUser(s.office())
			s.patch(before.id(), op("replace", `emails[type eq "nonexistent"].value`, `"x"`)).fails(400, scim.NoTarget)
			s.patch(before.id(), op("replace", `roles[value eq "z"].primary`, "true")).fails(400, scim.NoTarget)
			if got := s.getUser(before.id()); got.text != before.text {
				s.Errorf("it was\n%s\nand is\n%s", before.text, got.text)
			}
		}},
		{"7644 3.5.2.3", "replace in an extension sets its attribute", func(s *site) {
			id := s.office()
			s.patch(id, op("replace", enterprise+":costCenter", `"9"`)).is(200)
			s.after(id, enterprise, object{"costCenter": "9", "employeeNumber": "2"})
		}},
		{"7644 3.5.2.3", "replace of an extension sets the attributes it gives and keeps the others", func(s *site) {
			id := s.office()
			s.patch(id, op("replace", enterprise, `{"costCenter":"9"}`)).is(200)
			s.after(id, enterprise, object{"costCenter": "9", "employeeNumber": "2"})
		}},
		{"7644 3.5.2.3", "replace without a path does so for every attribute of its value", func(s *site) {
			id := s.office()
			s.patch(id, op("replace", "", `{"title":"Prof","name":{"middleName":"King"},"roles":[{"value":"c"}],"`+enterprise+`":{"costCenter":"9"}}`)).is(200)
			s.getUser(id).has("title", "Prof").has("name/middleName", "King").has("name/givenName", "Ada").
				has("roles", []any{object{"value": "c"}}).has(enterprise, object{"costCenter": "9", "employeeNumber": "2"})
		}},
		{"7643 4.3", "a manager can be set by any path that leads to her", func(s *site) {
			id := s.user().id()
			for _, path := range []string{enterprise + ":manager.value", enterprise + ":manager"} {
				boss := s.user().id()
				value := quote(boss)
				if path == enterprise+":manager" {
					value = `{"value":` + value + "}"
				}
				s.patch(id, op("replace", path, value)).is(200).has(enterprise+"/manager/value", boss)
				s.after(id, enterprise+"/manager/value", boss)
			}
		}},
	}
}

func removing() []line {
	return []line{
		{"7644 3.5.2.2", "remove unassigns a single value, and one that is not there as well", func(s *site) {
			id := s.office()
			s.patch(id, op("remove", "title", ""), op("remove", "displayName", "")).is(200).lacks("title", "displayName")
			s.getUser(id).lacks("title", "displayName")
		}},
		{"7644 3.5.2.2", "remove of a complex value unassigns all of it", func(s *site) {
			id := s.office()
			s.patch(id, op("remove", "name", "")).is(200).lacks("name")
			s.getUser(id).lacks("name")
		}},
		{"7644 3.5.2.2", "remove of a list unassigns all of it", func(s *site) {
			id := s.office()
			s.patch(id, op("remove", "phoneNumbers", ""), op("remove", "addresses", "")).is(200).lacks("phoneNumbers", "addresses")
			s.getUser(id).lacks("phoneNumbers", "addresses")
		}},
		{"7644 3.5.2.2", "remove of selected values removes those, and the list when none is left", func(s *site) {
			id := s.office()
			s.patch(id, op("remove", `phoneNumbers[type eq "work"]`, "")).is(200)
			s.after(id, "phoneNumbers", []any{object{"type": "home", "value": "2"}})
			s.patch(id, op("remove", `phoneNumbers[value eq "2"]`, "")).is(200)
			s.getUser(id).lacks("phoneNumbers")
		}},
		{"7644 3.5.2.2", "remove of a selected value's sub-attribute removes that alone", func(s *site) {
			id := s.office()
			s.patch(id, op("remove", `addresses[type eq "work"].country`, "")).is(200)
			s.after(id, "addresses", []any{object{"type": "work", "locality": "London"}})
		}},
		{"7644 3.5.2.2", "remove where nothing is selected succeeds and changes nothing", func(s *site) {
			before := s.getUser(s.office())
			s.patch(before.id(), op("remove", `phoneNumbers[type eq "fax"]`, ""), op("remove", `emails[value eq "x"]`, "")).is(200)
			s.after(before.id(), "meta", before.at("meta"))
		}},
		{"7644 3.5.2.2", "remove of an extension, or of its last attribute, takes its URN out of schemas", func(s *site) {
			id := s.office()
			s.patch(id, op("remove", enterprise, "")).is(200).lacks(enterprise).has("schemas", []any{scim.SchemaUser})
			id = s.office()
			s.patch(id, op("remove", enterprise+":costCenter", ""), op("remove", enterprise+":employeeNumber", "")).is(200).
				lacks(enterprise).has("schemas", []any{scim.SchemaUser})
		}},
		{"7644 3.5.2.2", "remove without a path is noTarget", func(s *site) {
			s.patch(s.user().id(), op("remove", "", "")).fails(400, scim.NoTarget)
			s.patch(s.user().id(), op("remove", "", `{"title":null}`)).fails(400, scim.NoTarget)
		}},
		{"7644 3.5.2.2", "remove of a single value ignores a value beside the path", func(s *site) {
			s.patch(s.office(), op("remove", "title", `"something else"`)).is(200).lacks("title")
		}},
	}
}
