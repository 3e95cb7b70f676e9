package conformance

import (
	"slices"
	"strings"
	"sync"

	"github.com/scimgate/scimgate/scim"
)

func characteristics() section {
	return section{"characteristics", "Returned, mutability, uniqueness, required, strictness", slices.Concat(returned(), selections(), mutability(), uniqueness(), customCharacteristics(), strictness())}
}

func returned() []line {
	return []line{
		{"7643 7", "what is always returned survives attributes and excludedAttributes", func(s *site) {
			id := s.user(`"title":"Dr"`).id()
			s.send("GET", "/Users/"+id+"?attributes=title", "").is(200).has("id", id).has("schemas", []any{scim.SchemaUser}).has("title", "Dr")
			s.send("GET", "/Users/"+id+"?excludedAttributes=id,schemas", "").is(200).has("id", id).has("schemas", []any{scim.SchemaUser})
		}},
		{"7643 7", "what is never returned is not returned to the request that sent it", func(s *site) {
			s.send("POST", "/Users?attributes=password", userBody(s.unique(), `"password":"correct horse"`)).is(201).lacks("password")
		}},
		{"7643 7", "what is returned by default is left out when other attributes are named", func(s *site) {
			id := s.user(`"title":"Dr"`, `"displayName":"Ada"`).id()
			s.send("GET", "/Users/"+id+"?attributes=displayName", "").is(200).has("displayName", "Ada").lacks("title", "userName", "meta", "active")
		}},
	}
}

// selections are attributes and excludedAttributes, on every verb that answers with resources.
func selections() []line {
	return []line{
		{"7644 3.9", "attributes and excludedAttributes apply to a single read", func(s *site) {
			s.selects(func(id, parameter string) answer { return s.send("GET", "/Users/"+id+"?"+parameter, "").is(200) }, "")
		}},
		{"7644 3.9", "attributes and excludedAttributes apply to lists", func(s *site) {
			s.selects(func(id, parameter string) answer { return s.filter(`id eq "`+id+`"`, parameter).is(200) }, "Resources/0/")
		}},
		{"7644 3.9", "attributes and excludedAttributes apply to the answer to POST", func(s *site) {
			s.selects(func(_, parameter string) answer {
				return s.send("POST", "/Users?"+parameter, userBody(s.unique(), `"title":"Dr"`, `"displayName":"Ada"`)).is(201)
			}, "")
		}},
		{"7644 3.9", "attributes and excludedAttributes apply to the answer to PUT", func(s *site) {
			s.selects(func(id, parameter string) answer {
				return s.send("PUT", "/Users/"+id+"?"+parameter, userBody(s.unique(), `"title":"Dr"`, `"displayName":"Ada"`)).is(200)
			}, "")
		}},
		{"7644 3.9", "attributes and excludedAttributes apply to the answer to PATCH", func(s *site) {
			s.selects(func(id, parameter string) answer {
				return s.send("PATCH", "/Users/"+id+"?"+parameter, patchBody(op("replace", "locale", `"en"`))).is(200)
			}, "")
		}},
		{"7644 3.9", "attributes and excludedAttributes together are refused, because they exclude each other", func(s *site) {
			s.send("GET", "/Users?attributes=userName&excludedAttributes=title", "").fails(400, scim.InvalidValue)
		}},
		{"7644 3.10", "a sub-attribute can be named", func(s *site) {
			id := s.user(`"name":{"givenName":"Ada","familyName":"Lovelace"}`, `"emails":[{"type":"work","value":"a@x.example"}]`).id()
			s.send("GET", "/Users/"+id+"?attributes=name.givenName,emails.value", "").is(200).
				has("name", map[string]any{"givenName": "Ada"}).has("emails", []any{map[string]any{"value": "a@x.example"}})
			s.send("GET", "/Users/"+id+"?excludedAttributes=name.givenName,name.formatted", "").is(200).has("name", map[string]any{"familyName": "Lovelace"})
		}},
		{"7644 3.10", "an attribute can be named with its URN, and an extension as a whole", func(s *site) {
			id := s.user(`"title":"Dr"`, `"`+enterprise+`":{"costCenter":"17","employeeNumber":"18"}`).id()
			read := func(parameter, name string) answer {
				return s.send("GET", "/Users/"+id+"?"+parameter+"="+escape(name), "").is(200)
			}
			read("attributes", enterprise+":costCenter").has(enterprise, map[string]any{"costCenter": "17"}).lacks("title")
			read("attributes", scim.SchemaUser+":title").has("title", "Dr").lacks(enterprise)
			read("attributes", enterprise).has(enterprise, map[string]any{"costCenter": "17", "employeeNumber": "18"}).lacks("title")
			read("excludedAttributes", enterprise+":costCenter").has(enterprise, map[string]any{"employeeNumber": "18"}).has("title", "Dr")
			read("excludedAttributes", enterprise).has("schemas", []any{scim.SchemaUser}).lacks(enterprise)
		}},
		{"7644 3.9", "names that lead nowhere are ignored", func(s *site) {
			id := s.user(`"title":"Dr"`).id()
			s.send("GET", "/Users/"+id+"?attributes=title,shoeSize", "").is(200).has("title", "Dr")
			s.send("GET", "/Users/"+id+"?attributes=shoeSize", "").is(200).has("id", id).lacks("title")
			s.send("GET", "/Users/"+id+"?excludedAttributes=shoeSize", "").is(200).has("title", "Dr")
		}},
	}
}

// selects checks that a request for a user with the title "Dr" and the displayName "Ada" heeds its parameter. prefix
// leads to the user in the answer.
func (s *site) selects(request func(id, parameter string) answer, prefix string) {
	s.Helper()
	id := s.user(`"title":"Dr"`, `"displayName":"Ada"`).id()
	request(id, "attributes=title").has(prefix+"title", "Dr").lacks(prefix+"displayName", prefix+"userName")
	request(id, "excludedAttributes=title").has(prefix+"displayName", "Ada").lacks(prefix + "title")
}

func mutability() []line {
	return []line{
		{"7644 3.3", "what is readOnly is ignored in a POST", func(s *site) {
			s.user(`"groups":[{"value":"x"}]`, `"meta":{"version":"x"}`).lacks("groups")
		}},
		{"7644 3.5.1", "what is readOnly is ignored in a PUT", func(s *site) {
			u := s.user()
			g := s.group(u.id())
			s.send("PUT", "/Users/"+u.id(), userBody(u.string("userName"), `"id":"x"`, `"groups":[]`, `"meta":{"created":"2001-01-01T00:00:00Z"}`)).is(200).
				has("id", u.id()).has("meta/created", u.at("meta/created")).has("groups/0/value", g.id())
		}},
		{"7644 3.5.2", "a PATCH whose path is readOnly is refused", func(s *site) {
			id := s.user().id()
			for _, path := range []string{"id", "meta.version", "groups", "schemas"} {
				for _, kind := range []string{"add", "replace", "remove"} {
					s.patch(id, op(kind, path, `"x"`)).fails(400, scim.Mutability)
				}
			}
		}},
		{"7643 7", "what is immutable takes the value it has, and no other", func(s *site) {
			u := s.user()
			g := s.group(u.id())
			s.patchGroup(g.id(), op("replace", `members[value eq "`+u.id()+`"].value`, quote(u.id()))).is(204)
			s.patchGroup(g.id(), op("replace", `members[value eq "`+u.id()+`"].value`, quote(s.user().id()))).fails(400, scim.Mutability)
			s.getGroup(g.id()).has("members/0/value", u.id())
		}},
		{"7643 7", "a POST or PUT without a required attribute is refused", func(s *site) {
			for _, userName := range []string{"", `,"userName":null`, `,"userName":""`} {
				body := `{"schemas":["` + scim.SchemaUser + `"],"title":"Dr"` + userName + `}`
				s.send("POST", "/Users", body).fails(400, scim.InvalidValue)
				s.send("PUT", "/Users/"+s.user().id(), body).fails(400, scim.InvalidValue)
			}
			s.send("POST", "/Groups", `{"schemas":["`+scim.SchemaGroup+`"]}`).fails(400, scim.InvalidValue)
		}},
		{"7644 3.5.2.2", "a PATCH cannot remove what is required", func(s *site) {
			u := s.user()
			s.patch(u.id(), op("remove", "userName", "")).fails(400, scim.Mutability)
			s.patchGroup(s.group().id(), op("remove", "displayName", "")).fails(400, scim.Mutability)
			s.getUser(u.id()).has("userName", u.string("userName"))
		}},
		{"7644 3.5.2.3", "a PATCH cannot empty what is required either", func(s *site) {
			u := s.user()
			for _, value := range []string{`""`, "null"} {
				if a := s.patch(u.id(), op("replace", "userName", value)); a.status != 400 {
					s.Errorf("userName replaced by %s: %d %s", value, a.status, a.text)
				}
			}
			s.getUser(u.id()).has("userName", u.string("userName"))
		}},
	}
}

func uniqueness() []line {
	return []line{
		{"7644 3.3", "a POST of a value that is taken is 409 uniqueness", func(s *site) {
			s.send("POST", "/Users", userBody(s.user().string("userName"))).fails(409, scim.Uniqueness)
			s.send("POST", "/Groups", groupBody(s.group().string("displayName"))).fails(409, scim.Uniqueness)
		}},
		{"7644 3.5.1", "a PUT of a value that is taken is 409 uniqueness", func(s *site) {
			taken, id := s.user().string("userName"), s.user().id()
			s.send("PUT", "/Users/"+id, userBody(taken)).fails(409, scim.Uniqueness)
		}},
		{"7644 3.5.2", "a PATCH to a value that is taken is 409 uniqueness", func(s *site) {
			taken, id := s.user().string("userName"), s.user().id()
			s.patch(id, op("replace", "userName", quote(taken))).fails(409, scim.Uniqueness)
		}},
		{"7643 7", "values that differ in letter case alone are the same, unless they are case exact", func(s *site) {
			name := "Case" + s.unique()
			id := s.send("POST", "/Users", userBody(name)).is(201).id()
			s.send("POST", "/Users", userBody(strings.ToUpper(name))).fails(409, scim.Uniqueness)
			s.send("PUT", "/Users/"+s.user().id(), userBody(strings.ToLower(name))).fails(409, scim.Uniqueness)
			s.patch(id, op("replace", "userName", quote(strings.ToUpper(name)))).is(200).has("userName", strings.ToUpper(name))
		}},
		{"7644 3.3", "of many who create the same at once one is served, and the others are told so", func(s *site) {
			name := s.unique()
			s.onlyOne(201, func(int) answer { return s.send("POST", "/Users", userBody(name)) })
		}},
		{"7644 3.5.2", "of many who rename to the same at once one is served, and the others are told so", func(s *site) {
			name, ids := s.unique(), []string{}
			for range rivals {
				ids = append(ids, s.user().id())
			}
			s.onlyOne(200, func(i int) answer { return s.patch(ids[i], op("replace", "userName", quote(name))) })
		}},
		{"7644 3.3", "the error about a taken value tells nothing of who has it", func(s *site) {
			u := s.user(`"displayName":"Somebody Else"`)
			a := s.send("POST", "/Users", userBody(strings.ToUpper(u.string("userName"))))
			for _, of := range []string{u.id(), "Somebody Else", u.string("userName")} {
				if strings.Contains(a.text, of) {
					s.Errorf("it tells %q: %s", of, a.text)
				}
			}
		}},
	}
}

const rivals = 8

// onlyOne checks that of many requests at the same time one is answered with status and the others with 409. Who is
// asked to come back, because the first one's outcome is not known yet, comes back when it is.
func (s *site) onlyOne(status int, request func(i int) answer) {
	s.Helper()
	answers := make([]answer, rivals)
	var all sync.WaitGroup
	for i := range rivals {
		all.Go(func() { answers[i] = request(i) })
	}
	all.Wait()
	served := 0
	for i, a := range answers {
		if a.status == 503 && a.header.Get("Retry-After") != "" {
			a = request(i)
		}
		if a.status == status {
			served++
		} else {
			a.fails(409, scim.Uniqueness)
		}
	}
	if served != 1 {
		s.Errorf("%d are served", served)
	}
}
