package conformance

import (
	"strings"

	"github.com/scimgate/scimgate/scim"
)

const seen = "seen in the wild"

// regressions are faults that other service providers had and clients suffered from.
func regressions() section {
	return section{"regressions", "Faults seen elsewhere", []line{
		{seen, "the Resources of an empty list are never null", func(s *site) {
			for _, path := range []string{"/Users?filter=" + escape(`userName eq "x y z"`), "/Groups?filter=" + escape(`displayName eq "x y z"`), "/Users?count=0", "/Users?startIndex=100000"} {
				if a := s.send("GET", path, "").is(200); !strings.Contains(a.text, `"Resources":[]`) {
					s.Errorf("%s answers %s", a.request, a.text)
				}
			}
		}},
		{seen, "the status inside an error is a text", func(s *site) {
			if a := s.send("GET", "/Users/nobody", "").is(404); !strings.Contains(a.text, `"status":"404"`) {
				s.Errorf("it is %s", a.text)
			}
		}},
		{seen, "an error is not sent as HTML or plain JSON", func(s *site) {
			for _, path := range []string{"/Users/nobody", "/nowhere", "/Users?filter=(", "/Users/%ff", "//nothing"} {
				if a := s.send("GET", path, "", "Accept", "text/html"); a.header.Get("Content-Type") != scim.MediaType {
					s.Errorf("%s is %s", path, a.header.Get("Content-Type"))
				}
			}
		}},
		{seen, "a new resource has a Location", func(s *site) {
			for _, a := range []answer{s.user(), s.group()} {
				if a.header.Get("Location") == "" {
					s.Errorf("%s has none", a.request)
				}
			}
		}},
		{seen, "a new resource is answered 201 and not 200, and its body is whole", func(s *site) {
			a := s.send("POST", "/Users", userBody(s.unique(), `"active":true`)).is(201)
			if a.id() == "" || a.at("meta/created") == nil {
				s.Errorf("it is %s", a.text)
			}
		}},
		{seen, "a count of 0 returns no rows", func(s *site) {
			s.user()
			s.page("count=0").is(200).has("Resources", []any{}).has("itemsPerPage", 0.0)
		}},
		{seen, "a page that was cut without a count says its true length", func(s *site) {
			small := newSite(s.T, s.dialect, options{gateway: "limits: {default_count: 2}"})
			small.crowd(3)
			small.page().is(200).has("itemsPerPage", 2.0).has("totalResults", 3.0)
		}},
		{seen, "an empty extension is not left behind", func(s *site) {
			id := s.user(`"` + enterprise + `":{"costCenter":"1"}`).id()
			s.send("PUT", "/Users/"+id, userBody(s.unique(), `"`+enterprise+`":{}`)).is(200).lacks(enterprise).has("schemas", []any{scim.SchemaUser})
		}},
		{seen, "a filter for a name with the word and in it is not cut there", func(s *site) {
			name := "A and B or not " + s.unique()
			id := s.send("POST", "/Groups", groupBody(name)).is(201).id()
			s.send("GET", "/Groups?filter="+escape(`displayName eq "`+name+`"`), "").is(200).has("totalResults", 1.0).has("Resources/0/id", id)
		}},
		{seen, "a plus sign inside quotes stays a plus sign, sent as it is or escaped", func(s *site) {
			name := "a+b@" + s.unique()
			id := s.send("POST", "/Users", userBody(name)).is(201).id()
			for _, query := range []string{`userName%20eq%20"` + name + `"`, `userName%20eq%20%22` + name + `%22`, "userName+eq+%22" + strings.ReplaceAll(name, "+", "%2B") + "%22"} {
				s.send("GET", "/Users?filter="+strings.ReplaceAll(query, `"`, "%22"), "").is(200).has("Resources/0/id", id)
			}
		}},
		{seen, "a userName in another letter case is no second user", func(s *site) {
			name := "Mixed" + s.unique()
			id := s.send("POST", "/Users", userBody(name)).is(201).id()
			s.filter(`userName eq "`+strings.ToUpper(name)+`"`).is(200).has("Resources/0/id", id)
			s.send("POST", "/Users", userBody(strings.ToUpper(name))).fails(409, scim.Uniqueness)
		}},
		{seen, "a dotted key without a path is a sub-attribute and not an attribute with a dot", func(s *site) {
			id := s.user().id()
			s.patch(id, op("replace", "", `{"name.givenName":"Ada","`+enterprise+`:costCenter":"1","emails[type eq \"work\"].value":"a@x.example"}`)).is(200).
				has("name/givenName", "Ada").has(enterprise+"/costCenter", "1").has("emails/0/value", "a@x.example").lacks("name.givenName")
		}},
		{seen, "the text False is false", func(s *site) {
			id := s.user().id()
			for text, want := range map[string]bool{`"False"`: false, `"True"`: true, `"false"`: false} {
				s.patch(id, op("Replace", "active", text)).is(200).has("active", want)
				s.after(id, "active", want)
			}
			s.user(`"active":"False"`).has("active", false)
		}},
		{seen, "members are appended and not replaced", func(s *site) {
			a, b := s.user().id(), s.user().id()
			g := s.group(a).id()
			s.patchGroup(g, op("Add", "members", values(b))).is(204)
			s.isMembers(g, a, b)
		}},
		{seen, "a remove of members that lists some does not empty the group", func(s *site) {
			a, b := s.user().id(), s.user().id()
			g := s.group(a, b).id()
			s.patchGroup(g, op("Remove", "members", values(a))).is(204)
			s.isMembers(g, b)
			s.patchGroup(g, op("remove", "members", "[]")).is(204)
			s.isMembers(g, b)
		}},
		{seen, "a 204 has no body", func(s *site) {
			g := s.group(s.user().id()).id() // every answer is checked for it
			s.patchGroup(g, op("remove", "members", "")).is(204)
			s.send("DELETE", "/Groups/"+g, "").is(204)
		}},
		{seen, "a PUT that does not mention active enables nobody", func(s *site) {
			id := s.user(`"active":false`).id()
			s.send("PUT", "/Users/"+id, userBody(s.unique())).is(200).has("active", false)
			s.after(id, "active", false)
		}},
		{seen, "a PUT does not touch what the app file does not map", func(s *site) {
			u := s.user(`"password":"correct horse"`, `"phoneNumbers":[{"type":"work","value":"1"}]`)
			s.change("UPDATE employee_phones SET note = 'kept' WHERE emp_no = (SELECT emp_no FROM employees WHERE login = '" + u.string("userName") + "')")
			s.send("PUT", "/Users/"+u.id(), userBody(u.string("userName"), `"phoneNumbers":[{"type":"work","value":"2"}]`)).is(200)
			if note := s.cell("SELECT note FROM employee_phones WHERE number = '2' AND emp_no = (SELECT emp_no FROM employees WHERE login = $1)", u.string("userName")); note != "kept" {
				s.Errorf("the note is %q", note)
			}
			if hash := s.cell("SELECT password_hash FROM employees WHERE login = $1", u.string("userName")); hash == "" {
				s.Error("the password is gone")
			}
		}},
		{seen, "a group is read without its members when they are excluded", func(s *site) {
			u := s.user().id()
			g := s.group(u)
			s.send("GET", "/Groups/"+g.id()+"?excludedAttributes=members", "").is(200).has("displayName", g.string("displayName")).lacks("members")
			s.send("GET", "/Groups?excludedAttributes=members&filter="+escape(`displayName eq "`+g.string("displayName")+`"`), "").is(200).
				has("totalResults", 1.0).lacks("Resources/0/members")
		}},
		{seen, "a read changes no ETag", func(s *site) {
			id := s.office()
			tag := s.getUser(id).header.Get("ETag")
			for range 3 {
				s.filter(`id eq "` + id + `"`).is(200)
				if got := s.getUser(id).header.Get("ETag"); got != tag {
					s.Errorf("it was %s and is %s", tag, got)
				}
			}
		}},
		{seen, "Retry-After is a whole number of seconds and not a date", func(s *site) {
			s.comesBack()
		}},
		{seen, "a filter that finds nobody is 200 and not 404", func(s *site) {
			for _, text := range []string{`userName eq "nobody at all"`, `externalId eq "nobody"`, `id eq "nobody"`, `emails[type eq "work"].value eq "nobody@x.example"`} {
				s.filter(text).is(200).has("totalResults", 0.0).has("startIndex", 1.0).has("itemsPerPage", 0.0)
			}
		}},
		{seen, "what the application's constraints refuse is 409 or 400, and never a 5xx", func(s *site) {
			s.send("POST", "/Users", userBody(s.user().string("userName"))).fails(409, scim.Uniqueness)
			s.send("POST", "/Groups", groupBody(strings.ToUpper(s.group().string("displayName")))).fails(409, scim.Uniqueness)
			s.patchGroup(s.group().id(), op("replace", "displayName", quote(s.group().string("displayName")))).fails(409, scim.Uniqueness)
			for _, more := range []string{`"` + enterprise + `":{"department":"None such"}`, `"` + enterprise + `":{"manager":{"value":"nobody"}}`, `"title":"` + strings.Repeat("x", 500) + `"`, `"displayName":"a\u0000b"`} {
				a := s.send("POST", "/Users", userBody(s.unique(), more))
				if a.status != 201 {
					a.fails(400, scim.InvalidValue)
				}
			}
		}},
	}}
}
