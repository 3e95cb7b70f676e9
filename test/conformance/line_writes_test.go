package conformance

import (
	"slices"
	"time"
)

func writes() section {
	return section{"writes", "POST, PUT and DELETE", slices.Concat(creation(), replacement(), deletion())}
}

func creation() []line {
	return []line{
		{"7644 3.3", "a POST answers 201 with the whole resource, its Location and its ETag", func(s *site) {
			a := s.user(`"title":"Dr"`, `"emails":[{"type":"work","value":"a@x.example","primary":true}]`)
			if a.header.Get("Location") == "" || a.header.Get("ETag") == "" {
				s.Errorf("the headers are %v", a.header)
			}
			if got := s.getUser(a.id()); got.text != a.text {
				s.Errorf("it answers\n%s\nand is\n%s", a.text, got.text)
			}
		}},
		{"7644 3.3", "a POST to a resource is 405, and the answer says what is allowed", func(s *site) {
			a := s.send("POST", "/Users/"+s.user().id(), userBody(s.unique())).fails(405, "")
			if allow := a.header.Get("Allow"); allow != "DELETE, GET, PATCH, PUT" {
				s.Errorf("Allow is %q", allow)
			}
		}},
		{"7644 3.3", "a group is created with its members, and without any", func(s *site) {
			u := s.user().id()
			s.isMembers(s.group(u).id(), u)
			s.getGroup(s.group().id()).lacks("members")
			s.getGroup(s.send("POST", "/Groups", groupBody(s.unique(), `"members":[]`)).is(201).id()).lacks("members")
		}},
		{"7643 4.1.1", "a user is active unless the request says otherwise", func(s *site) {
			s.user().has("active", true)
			s.getUser(s.user(`"active":false`).id()).has("active", false)
		}},
	}
}

func replacement() []line {
	return []line{
		{"7644 3.5.1", "a PUT answers 200 with the whole resource", func(s *site) {
			u := s.user()
			a := s.send("PUT", "/Users/"+u.id(), userBody(u.string("userName"), `"title":"Dr"`)).is(200).has("title", "Dr").has("meta/created", u.at("meta/created"))
			if got := s.getUser(u.id()); got.text != a.text {
				s.Errorf("it answers\n%s\nand is\n%s", a.text, got.text)
			}
		}},
		{"7644 3.5.1", "a PUT creates nothing", func(s *site) {
			name := s.unique()
			s.send("PUT", "/Users/0f7a2b9c-0000-5000-8000-000000000000", userBody(name)).fails(404, "")
			s.filter(`userName eq "`+name+`"`).is(200).has("totalResults", 0.0)
		}},
		{"7644 3.5.1", "a PUT clears what it leaves out", func(s *site) {
			id := s.office()
			a := s.send("PUT", "/Users/"+id, userBody(s.unique(), `"name":{"givenName":"Ada"}`)).is(200)
			a.lacks("title", "addresses", "phoneNumbers", "roles", enterprise).has("name", object{"givenName": "Ada", "formatted": "Ada"})
			s.getUser(id).lacks("title", "addresses", "phoneNumbers", "roles", enterprise)
		}},
		{"7644 3.5.1", "a PUT of what was read changes nothing", func(s *site) {
			boss := s.user().id()
			id := s.office()
			s.patch(id, op("add", enterprise+":manager", `{"value":"`+boss+`"}`)).is(200)
			s.group(id)
			before := s.getUser(id)
			s.later(time.Minute)
			s.send("PUT", "/Users/"+id, before.text).is(200)
			if got := s.getUser(id); got.text != before.text {
				s.Errorf("it was\n%s\nand is\n%s", before.text, got.text)
			}
			group := s.getGroup(s.group(id, boss).id())
			s.send("PUT", "/Groups/"+group.id(), group.text).is(200)
			if got := s.getGroup(group.id()); got.text != group.text {
				s.Errorf("it was\n%s\nand is\n%s", group.text, got.text)
			}
		}},
		{"7644 3.5.1", "a PUT of a group replaces its members", func(s *site) {
			a, b := s.user().id(), s.user().id()
			g := s.group(a)
			s.send("PUT", "/Groups/"+g.id(), groupBody(g.string("displayName"), `"members":`+values(b))).is(200)
			s.isMembers(g.id(), b)
			s.send("PUT", "/Groups/"+g.id(), groupBody(g.string("displayName"), `"members":[]`)).is(200)
			s.isMembers(g.id())
		}},
		{"7644 3.5.1", "a PUT without an address is 405, and the answer says what is allowed", func(s *site) {
			for _, method := range []string{"PUT", "PATCH", "DELETE"} {
				a := s.send(method, "/Users", userBody(s.unique())).fails(405, "")
				if allow := a.header.Get("Allow"); allow != "GET, POST" {
					s.Errorf("Allow is %q", allow)
				}
			}
		}},
	}
}

func deletion() []line {
	return []line{
		{"7644 3.6", "a DELETE answers 204", func(s *site) {
			s.send("DELETE", "/Users/"+s.user().id(), "").is(204)
			s.send("DELETE", "/Groups/"+s.group().id(), "").is(204)
		}},
		{"7644 3.6", "what was deleted is 404 to every method", func(s *site) {
			for endpoint, body := range map[string]string{"/Users": userBody(s.unique()), "/Groups": groupBody(s.unique())} {
				path := endpoint + "/" + s.send("POST", endpoint, body).is(201).id()
				s.send("DELETE", path, "").is(204)
				s.send("GET", path, "").fails(404, "")
				s.send("PUT", path, body).fails(404, "")
				s.send("PATCH", path, patchBody(op("replace", "externalId", `"x"`))).fails(404, "")
				s.send("DELETE", path, "").fails(404, "")
			}
		}},
		{"7644 3.6", "what was deleted is in no list", func(s *site) {
			u := s.user(`"externalId":` + quote(s.unique()))
			s.send("DELETE", "/Users/"+u.id(), "").is(204)
			for _, text := range []string{`userName eq "` + u.string("userName") + `"`, `id eq "` + u.id() + `"`, `externalId eq "` + u.string("externalId") + `"`} {
				s.filter(text).is(200).has("totalResults", 0.0)
			}
			if slices.Contains(s.page("count=1000", "attributes=id").is(200).each("id"), any(u.id())) {
				s.Error("it is in the list of all")
			}
		}},
		{"7644 3.6", "a reference to what was deleted vanishes", func(s *site) {
			boss := s.user().id()
			u := s.user(`"` + enterprise + `":{"manager":{"value":"` + boss + `"}}`).id()
			g := s.group(boss, u).id()
			s.send("DELETE", "/Users/"+boss, "").is(204)
			s.isMembers(g, u)
			s.getUser(u).lacks(enterprise)
			s.send("DELETE", "/Groups/"+g, "").is(204)
			s.getUser(u).lacks("groups")
		}},
		{"7644 3.6", "a name is free again when its resource was deleted", func(s *site) {
			u, g := s.user(), s.group()
			s.send("DELETE", "/Users/"+u.id(), "").is(204)
			s.send("DELETE", "/Groups/"+g.id(), "").is(204)
			if id := s.send("POST", "/Users", userBody(u.string("userName"))).is(201).id(); id == u.id() {
				s.Error("and so is its id")
			}
			s.send("POST", "/Groups", groupBody(g.string("displayName"))).is(201)
		}},
		{"7644 3.12", "what leads nowhere is 404", func(s *site) {
			for _, path := range []string{"/Users/nobody", "/Groups/nobody", "/Shoes", "/Shoes/1", "/Users/" + s.group().id(), "/Users/a/b", "/ServiceProviderConfig/x"} {
				s.send("GET", path, "").fails(404, "")
			}
		}},
	}
}
