package conformance

import (
	"strings"

	"github.com/scimgate/scimgate/scim"
)

func valueTypes() []line {
	return []line{
		{"7643 2.4", "a resource with two primary values is refused", func(s *site) {
			s.send("POST", "/Users", userBody(s.unique(), `"roles":[{"value":"a","primary":true},{"value":"b","primary":true}]`)).fails(400, scim.InvalidValue)
		}},
		{"7643 2.4", "a value that becomes primary takes it from the others", func(s *site) {
			id := s.user(`"roles":[{"value":"a","primary":true},{"value":"b"}]`).id()
			s.patch(id, op("replace", `roles[value eq "b"].primary`, "true")).is(200)
			s.finds(id, `roles[value eq "b" and primary eq true]`)
			s.misses(id, `roles[value eq "a" and primary eq true]`)
		}},
		{"7644 3.5.2", "of several values made primary in one request the last one is", func(s *site) {
			id := s.user(`"roles":[{"value":"a"},{"value":"b"}]`).id()
			s.patch(id, op("add", "roles", `[{"value":"c","primary":true}]`), op("replace", `roles[value eq "a"].primary`, "true")).is(200)
			s.finds(id, `roles[value eq "a" and primary eq true]`)
			s.misses(id, `roles[value eq "c" and primary eq true]`)
		}},
		{"7643 2.4", "the same type and value are not there twice", func(s *site) {
			id := s.user(`"phoneNumbers":[{"type":"work","value":"1"},{"type":"work","value":"1"},{"type":"home","value":"1"}]`).id()
			if n := len(s.getUser(id).list("phoneNumbers")); n != 2 {
				s.Errorf("there are %d", n)
			}
		}},
		{"7643 2.3.1", "canonical values such as types compare in any letter case", func(s *site) {
			id := s.user(`"emails":[{"type":"WORK","value":"a@x.example"}]`).has("emails/0/type", "work").id()
			s.finds(id, `emails[type eq "Work"]`)
			s.patch(id, op("replace", `emails[type eq "wORK"].value`, `"b@x.example"`)).is(200).has("emails/0/value", "b@x.example")
		}},
		{"7643 2.3.1", "a type for which the application has no place is never stored as another", func(s *site) {
			a := s.send("POST", "/Users", userBody(s.unique(), `"phoneNumbers":[{"type":"pager","value":"1"}]`))
			if a.status == 201 {
				a.lacks("phoneNumbers")
			} else {
				a.fails(400, scim.InvalidValue)
			}
		}},
		{"7643 2.3.2", "a boolean is true or false, and nothing else is one", func(s *site) {
			s.user(`"active":false`).has("active", false)
			for _, wrong := range []string{`"maybe"`, "1", `{"value":true}`, "[true,false]"} {
				s.send("POST", "/Users", userBody(s.unique(), `"active":`+wrong)).fails(400, scim.InvalidValue)
			}
		}},
		{"7643 2.3.1", "a string is not an object, a list or a boolean", func(s *site) {
			for _, wrong := range []string{`{"value":"x"}`, `["x","y"]`, "true"} {
				s.send("POST", "/Users", userBody(s.unique(), `"title":`+wrong)).fails(400, scim.InvalidValue)
			}
		}},
		{"7643 2.3.8", "a complex value is an object with sub-attributes of their types", func(s *site) {
			for _, wrong := range []string{`"name":[{"givenName":"a"},{"givenName":"b"}]`, `"name":{"givenName":{}, "familyName":["a","b"]}`, `"emails":[{"value":["a","b"]}]`, `"emails":[{"value":{}, "type":true}]`} {
				s.send("POST", "/Users", userBody(s.unique(), wrong)).fails(400, scim.InvalidValue)
			}
		}},
		{"7643 2.3.7", "a reference leads to the resource it names", func(s *site) {
			boss := s.user()
			u := s.user(`"` + enterprise + `":{"manager":{"value":"` + boss.id() + `"}}`)
			path, ok := strings.CutPrefix(u.string(enterprise+"/manager/$ref"), s.url)
			if !ok {
				s.Fatalf("the manager's $ref is %q", u.string(enterprise+"/manager/$ref"))
			}
			s.send("GET", path, "").is(200).has("id", boss.id())
			g := s.getGroup(s.group(u.id()).id())
			path, ok = strings.CutPrefix(g.string("members/0/$ref"), s.url)
			if !ok {
				s.Fatalf("the member's $ref is %q", g.string("members/0/$ref"))
			}
			s.send("GET", path, "").is(200).has("id", u.id())
		}},
		{"7644 3.12", "a body that is not JSON, or not an object, is invalidSyntax", func(s *site) {
			for _, body := range []string{"{", "userName=ada", "[]", "17", `"x"`, "{} {}"} {
				s.send("POST", "/Users", body).fails(400, scim.InvalidSyntax)
			}
		}},
		{"8259 4", "a name that is given twice is refused, because readers differ about which one counts", func(s *site) {
			s.send("POST", "/Users", userBody(s.unique(), `"userName":"x"`)).fails(400, scim.InvalidSyntax)
			s.send("POST", "/Users", userBody(s.unique(), `"title":"x","TITLE":"y"`)).fails(400, scim.InvalidSyntax)
			s.send("POST", "/Users", userBody(s.unique(), `"name":{"givenName":"x","givenName":"y"}`)).fails(400, scim.InvalidSyntax)
		}},
		{"7644 3.8", "text that is not UTF-8 is refused", func(s *site) {
			s.send("POST", "/Users", userBody(s.unique(), "\"title\":\"\xff\xfe\"")).fails(400, scim.InvalidSyntax)
		}},
		{"7643 4.1.2", "an unusual country or locale is taken as it is", func(s *site) {
			s.user(`"locale":"tlh-XX"`, `"addresses":[{"type":"work","country":"Freedonia"}]`).
				has("locale", "tlh-XX").has("addresses/0/country", "Freedonia")
		}},
	}
}

func passwords() []line {
	const secret = "correct-horse-battery-staple"
	return []line{
		{"7643 4.1.1", "a password is never returned, whatever the request asks for", func(s *site) {
			id := s.user(`"password":"` + secret + `"`).lacks("password").id()
			s.getUser(id).lacks("password")
			s.send("GET", "/Users/"+id+"?attributes=password,userName", "").is(200).lacks("password")
			s.filter(`id eq "`+id+`"`, "attributes=password").is(200).lacks("Resources/0/password")
			s.patch(id, op("replace", "password", `"`+secret+`2"`)).is(200).lacks("password")
			s.send("PUT", "/Users/"+id+"?attributes=password", userBody(s.unique(), `"password":"`+secret+`3"`)).is(200).lacks("password")
		}},
		{"7643 4.1.1", "a password can be set and changed, and is stored in no readable form", func(s *site) {
			u := s.user(`"password":"` + secret + `"`)
			hash := func() string {
				return s.cell("SELECT password_hash FROM employees WHERE login = $1", u.string("userName"))
			}
			first := hash()
			s.patch(u.id(), op("replace", "", `{"password":"another `+secret+`"}`)).is(200)
			if second := hash(); first == "" || second == "" || first == second || strings.Contains(first+second, secret) {
				s.Errorf("it is kept as %q, then as %q", first, second)
			}
		}},
		{"7643 7", "a filter on a password is refused with every operator", func(s *site) {
			for _, f := range []string{`password pr`, `password sw "c"`, `password eq "` + secret + `"`, `not (password pr)`, `password ne null`, `userName pr or password pr`} {
				s.filter(f).fails(400, scim.InvalidFilter)
			}
		}},
		{"7643 7", "nothing is sorted by a password", func(s *site) {
			s.send("GET", "/Users?sortBy=password", "").fails(400, scim.InvalidValue)
		}},
		{"7644 7.5.2", "a password is neither in the log nor in an error", func(s *site) {
			id := s.user(`"password":"` + secret + `"`).id()
			for _, a := range []answer{
				s.patch(id, op("replace", "password", `"`+secret+`"`)),
				s.patch(id, op("replace", "password", `{"x":"`+secret+`"}`)),
				s.send("POST", "/Users", userBody(s.unique(), `"password":["`+secret+`"],"title":{"x":1}`)),
				s.send("POST", "/Users", `{"userName":"`+s.unique()+`","password":"`+secret+`"`),
				s.filter(`password eq "` + secret + `"`),
			} {
				if strings.Contains(a.text, secret) {
					s.Errorf("%s answers %s", a.request, a.text)
				}
			}
			for _, entry := range s.logs.All() {
				for key, v := range entry.ContextMap() {
					if text, _ := v.(string); strings.Contains(text+key+entry.Message, secret) {
						s.Errorf("the log says %s: %v", key, v)
					}
				}
			}
		}},
		{"7644 3.5.1", "a replacement without a password keeps it", func(s *site) {
			u := s.user(`"password":"` + secret + `"`)
			hash := s.cell("SELECT password_hash FROM employees WHERE login = $1", u.string("userName"))
			s.send("PUT", "/Users/"+u.id(), userBody(u.string("userName"), `"title":"Dr"`)).is(200)
			if got := s.cell("SELECT password_hash FROM employees WHERE login = $1", u.string("userName")); got != hash {
				s.Errorf("the hash was %q and is %q", hash, got)
			}
		}},
	}
}
