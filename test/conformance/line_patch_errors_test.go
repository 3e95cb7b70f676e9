package conformance

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/scim"
)

func patchErrors() []line {
	return []line{
		{"7644 3.5.2", "operations are applied in order", func(s *site) {
			id := s.user().id()
			s.patch(id, op("add", "title", `"a"`), op("remove", "title", ""), op("add", "title", `"b"`), op("add", "roles", `[{"value":"a"}]`), op("remove", `roles[value eq "a"]`, "")).is(200).
				has("title", "b").lacks("roles")
		}},
		{"7644 3.5.2", "when an operation fails none has an effect", func(s *site) {
			before := s.getUser(s.office())
			login := before.string("userName")
			changes := []string{op("replace", "title", `"x"`), op("add", "phoneNumbers", `[{"type":"fax","value":"9"}]`), op("remove", "addresses", "")}
			for _, wrong := range []string{
				op("replace", "id", `"x"`), op("replace", `emails[type eq "nonexistent"].value`, `"x"`), op("remove", "userName", ""),
				op("replace", "active", `"maybe"`), op("replace", enterprise+":manager", `{"value":"nobody"}`),
			} {
				if a := s.patch(before.id(), append(slices.Clone(changes), wrong)...); a.status != 400 {
					s.Errorf("%s answers %d", wrong, a.status)
				}
				if got := s.getUser(before.id()); got.text != before.text {
					s.Fatalf("after %s it was\n%s\nand is\n%s", wrong, before.text, got.text)
				}
			}
			taken := s.user().string("userName")
			s.patch(before.id(), append(changes, op("replace", "userName", quote(taken)))...).fails(409, scim.Uniqueness)
			if got := s.cell("SELECT job_title FROM employees WHERE login = $1", login); got != "Dr" {
				s.Errorf("the application has the title %q", got)
			}
			if got := s.getUser(before.id()); got.text != before.text {
				s.Errorf("it was\n%s\nand is\n%s", before.text, got.text)
			}
		}},
		{"7644 3.5.2", "when an operation on a group fails no member has moved", func(s *site) {
			a, b := s.user().id(), s.user().id()
			g := s.group(a).id()
			s.patchGroup(g, op("add", "members", values(b)), op("remove", `members[value eq "`+a+`"]`, ""), op("replace", "id", `"x"`)).fails(400, scim.Mutability)
			s.patchGroup(g, op("add", "members", values(b)), op("add", "members", values("nobody"))).fails(400, scim.InvalidValue)
			s.isMembers(g, a)
		}},
		{"7644 3.5.2", "a message without operations, or of another kind, is invalidSyntax", func(s *site) {
			path := "/Users/" + s.user().id()
			for _, body := range []string{
				patchBody(), `{"schemas":["` + scim.MessagePatch + `"]}`, `{"schemas":["` + scim.MessagePatch + `"],"Operations":{}}`,
				`{"schemas":["` + scim.MessagePatch + `"],"Operations":[17]}`, `{"schemas":["` + scim.MessageBulk + `"],"Operations":[` + op("add", "title", `"x"`) + `]}`,
			} {
				s.send("PATCH", path, body).fails(400, scim.InvalidSyntax)
			}
		}},
		{"7644 3.5.2", "an operation that is neither add, remove nor replace is invalidSyntax", func(s *site) {
			id := s.user().id()
			s.patch(id, op("move", "title", `"x"`)).fails(400, scim.InvalidSyntax)
			s.patch(id, `{"path":"title","value":"x"}`).fails(400, scim.InvalidSyntax)
			s.patch(id, `{"op":17,"path":"title","value":"x"}`).fails(400, scim.InvalidSyntax)
		}},
		{"7644 3.5.2", "a path that cannot be read is invalidPath", func(s *site) {
			id := s.user().id()
			for _, path := range []string{"emails[", `emails[type eq "work"`, "emails[]", "name..givenName", "name.", ".", "title]", `emails[type eq "work"].`, "a b", `title eq "x"`} {
				if a := s.patch(id, op("replace", path, `"x"`)); a.status != 400 || a.string("scimType") != "invalidPath" && a.string("scimType") != "invalidFilter" {
					s.Errorf("%s answers %d %s", path, a.status, a.text)
				}
			}
			s.patch(id, `{"op":"replace","path":17,"value":"x"}`).fails(400, scim.InvalidPath)
		}},
		{"7644 3.5.2.1", "add and replace need a value", func(s *site) {
			id := s.user().id()
			s.patch(id, op("add", "title", "")).fails(400, scim.InvalidValue)
			s.patch(id, op("replace", "title", "")).fails(400, scim.InvalidValue)
			s.patch(id, op("add", "", "")).fails(400, scim.InvalidValue)
			s.patch(id, op("replace", "", `"x"`)).fails(400, scim.InvalidValue)
		}},
		{"7644 3.12", "a value of the wrong type is invalidValue", func(s *site) {
			id := s.user().id()
			for path, value := range map[string]string{"active": `"maybe"`, "title": `{"value":"x"}`, "name": "true", "emails": `[{"value":{}}]`, "name.givenName": `["a","b"]`, enterprise: `"x"`} {
				s.patch(id, op("replace", path, value)).fails(400, scim.InvalidValue)
			}
		}},
		{"7644 3.5.2", "a failed If-Match leaves everything as it is", func(s *site) {
			before := s.getUser(s.office())
			s.send("PATCH", "/Users/"+before.id(), patchBody(op("replace", "title", `"x"`)), "If-Match", `W/"old"`).fails(412, "")
			if got := s.getUser(before.id()); got.text != before.text {
				s.Errorf("it was\n%s\nand is\n%s", before.text, got.text)
			}
		}},
		{"7644 3.5.2", "a PATCH answers 200 with the resource, or 204", func(s *site) {
			u := s.user()
			s.patch(u.id(), op("add", "title", `"x"`)).is(200).has("id", u.id()).has("title", "x")
			g := s.group()
			s.patchGroup(g.id(), op("add", "members", values(u.id()))).is(204)
			s.send("PATCH", "/Groups/"+g.id()+"?attributes=displayName", patchBody(op("replace", "externalId", `"x"`))).is(200).
				has("displayName", g.string("displayName")).lacks("members")
		}},
		{"7644 3.5.2", "more operations than allowed are 413", func(s *site) {
			s.patch(s.user().id(), slices.Repeat([]string{op("remove", "title", "")}, 1001)...).fails(413, "")
		}},
	}
}

// isMembers checks who is in a group.
func (s *site) isMembers(group string, want ...string) {
	s.Helper()
	got := []string{}
	for _, m := range s.getGroup(group).list("members") {
		got = append(got, valueAt(m, "value").(string))
	}
	slices.Sort(got)
	if diff := cmp.Diff(slices.Sorted(slices.Values(want)), got); diff != "" && len(want)+len(got) > 0 {
		s.Errorf("the members (-want +got):\n%s", diff)
	}
}

func memberships() []line {
	return []line{
		{"7644 3.5.2", "members are added, removed, replaced and taken away", func(s *site) {
			a, b, c := s.user().id(), s.user().id(), s.user().id()
			g := s.group(a).id()
			steps := []struct {
				op   string
				want []string
			}{
				{op("add", "members", values(b, c)), []string{a, b, c}},
				{op("add", "members", values(b)), []string{a, b, c}},
				{op("remove", `members[value eq "`+a+`"]`, ""), []string{b, c}},
				{op("remove", `members[value eq "`+a+`"]`, ""), []string{b, c}},
				{op("replace", "members", values(a)), []string{a}},
				{op("add", "", `{"members":`+values(b)+`}`), []string{a, b}},
				{op("remove", `members[value eq "`+a+`" or value eq "`+b+`"]`, ""), nil},
				{op("add", "members", values(a, b, c)), []string{a, b, c}},
				{op("remove", "members", ""), nil},
				{op("replace", "members", values(a, c)), []string{a, c}},
				{op("replace", "members", "[]"), nil},
			}
			for _, step := range steps {
				s.patchGroup(g, step.op).is(204)
				s.isMembers(g, step.want...)
			}
		}},
		{"7643 4.2", "a member has its id, its type and its reference", func(s *site) {
			u := s.user()
			s.getGroup(s.group(u.id()).id()).has("members", []any{object{"value": u.id(), "type": "User", "$ref": s.url + "/Users/" + u.id()}})
		}},
		{"7643 4.1.2", "the groups of a user follow from the groups", func(s *site) {
			u := s.user().id()
			g := s.group(u)
			s.getUser(u).has("groups/0/value", g.id()).has("groups/0/display", g.string("displayName")).has("groups/0/$ref", s.url+"/Groups/"+g.id())
			s.patchGroup(g.id(), op("remove", "members", "")).is(204)
			s.getUser(u).lacks("groups")
		}},
		{"7644 3.12", "a member that does not exist is invalidValue", func(s *site) {
			g := s.group().id()
			s.patchGroup(g, op("add", "members", values("nobody"))).fails(400, scim.InvalidValue)
			s.send("PUT", "/Groups/"+g, groupBody(s.unique(), `"members":`+values("nobody"))).fails(400, scim.InvalidValue)
			s.send("POST", "/Groups", groupBody(s.unique(), `"members":`+values("nobody"))).fails(400, scim.InvalidValue)
		}},
		{"7644 3.5.2", "members that many requests add at once are all there", func(s *site) {
			const n = 16
			g, ids := s.group().id(), make([]string, n)
			for i := range ids {
				ids[i] = s.user().id()
			}
			var all sync.WaitGroup
			for _, id := range ids {
				all.Go(func() { s.patchGroup(g, op("add", "members", values(id))) })
			}
			all.Wait()
			s.isMembers(g, ids...)
			for _, id := range ids[:n/2] {
				all.Go(func() { s.patchGroup(g, op("remove", `members[value eq "`+id+`"]`, "")) })
			}
			all.Wait()
			s.isMembers(g, ids[n/2:]...)
		}},
		{"7644 3.5.2", "a request can carry ten thousand members", func(s *site) {
			const n = 10_000
			s = newSite(s.T, s.dialect, patient())
			s.fillTable("employees", "login, status, deleted, given_name", "('bulk' || $1, 'A', 0, 'Bulk')", n)
			ids := []string{}
			for start := 1; start <= n; start += 1000 {
				for _, id := range s.filter(`userName sw "bulk" and name.givenName eq "Bulk"`, "attributes=id", "count=1000", fmt.Sprint("startIndex=", start)).is(200).each("id") {
					ids = append(ids, id.(string))
				}
			}
			g := s.group().id()
			s.patchGroup(g, op("add", "members", values(ids...))).is(204)
			if got := strings.Count(s.getGroup(g).text, `"$ref"`); got != n {
				s.Errorf("the group has %d members", got)
			}
			s.patchGroup(g, op("remove", "members", values(ids[1:]...))).is(204)
			s.isMembers(g, ids[0])
			s.send("GET", "/Groups/"+g+"?excludedAttributes=members", "").is(200).lacks("members")
		}},
	}
}
