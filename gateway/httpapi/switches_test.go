package httpapi_test

import (
	"strings"
	"testing"

	"go.uber.org/zap/zapcore"

	"github.com/scimgate/scimgate/scim"
)

// Where clients expect different things, the app file says which of them get it.
func TestEachContradictionIsSettledByTheAppFile(t *testing.T) {
	title := patchOp(`{"op":"add","path":"title","value":"x"}`)
	cases := []struct {
		name, request, body, standard string
		section, switched             string
	}{
		{"a PATCH of a user", "PATCH /Users/USER", title, `200 "title":"x"`, "patch_answers: {User: 204}", "204"},
		{"a PATCH of a user that says what it wants", "PATCH /Users/USER?attributes=title", title, `200 "title":"x"`, "patch_answers: {User: 204}", `200 "title":"x"`},
		{"a PATCH of a group", "PATCH /Groups/GROUP", patchOp(`{"op":"add","path":"displayName","value":"x"}`), "204", "patch_answers: {Group: 200}", `200 "members":[{"value":"USER"`},
		{"a PATCH of another type", "PATCH /Groups/GROUP", patchOp(`{"op":"add","path":"displayName","value":"x"}`), "204", "patch_answers: {User: 200}", "204"},
		{"what a PUT leaves out", "PUT /Users/USER", `{` + userURN + `,"userName":"ada"}`, `200 !a+b@example.com`, "put_omitted: keep", "200 a+b@example.com"},
		{"a reference", "GET /Users/USER?attributes=groups", "", `200 "$ref":"URL/Groups/GROUP"`, "references: relative", `200 "$ref":"Groups/GROUP"`},
		{"a reference to a member", "GET /Groups/GROUP", "", `200 "$ref":"URL/Users/USER"`, "references: relative", `200 "$ref":"Users/USER"`},
		{"where a resource is", "GET /Users/USER", "", `200 "location":"URL/Users/USER"`, "references: relative", `200 "location":"URL/Users/USER"`},
		{"a removal of what is not there", "PATCH /Users/USER", patchOp(`{"op":"remove","path":"emails[type eq \"home\"]"}`), `200 a+b@example.com`, "remove_missing: no_target", "400 noTarget"},
		{"a removal of a part of what is not there", "PATCH /Users/USER", patchOp(`{"op":"remove","path":"emails[type eq \"home\"].value"}`), `200 a+b@example.com`, "remove_missing: no_target", "400 noTarget"},
		{"a removal of what is there", "PATCH /Users/USER", patchOp(`{"op":"remove","path":"emails[type eq \"work\"]"}`), `200 !a+b@example.com`, "remove_missing: no_target", "200 !a+b@example.com"},
		{"a removal of an attribute that is not there", "PATCH /Users/USER", patchOp(`{"op":"remove","path":"title"}`), `200 !title`, "remove_missing: no_target", "200 !title"},
		{"a removal of somebody who is no member", "PATCH /Groups/GROUP?attributes=members", patchOp(`{"op":"remove","path":"members[value eq \"nobody\"]"}`), `200 "value":"USER"`, "remove_missing: no_target", "400 noTarget"},
		{"a removal of a member", "PATCH /Groups/GROUP?attributes=members", patchOp(`{"op":"remove","path":"members[value eq \"USER\"]"}`), `200 !"value"`, "remove_missing: no_target", `200 !"value"`},
		{"a removal of a member who was added just before", "PATCH /Groups/GROUP?attributes=members", patchOp(`{"op":"remove","path":"members"},{"op":"add","path":"members","value":[{"value":"USER"}]},{"op":"remove","path":"members[value eq \"USER\"]"}`), `200 !"value"`, "remove_missing: no_target", `200 !"value"`},
		{"a filter on schemas", "GET /Schemas?filter=id+pr", "", "403", "discovery_filter: ignore", `200 "totalResults":6`},
		{"a filter on resource types", "GET /ResourceTypes?filter=id+pr", "", "403", "discovery_filter: ignore", `200 "totalResults":2`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			for section, want := range map[string]string{"": c.standard, c.section: c.switched} {
				s := newSite(t, switched(section))
				user := s.made("/Users", ada)
				group := s.made("/Groups", strings.Replace(staff, `"displayName"`, `"members":[{"value":"`+user+`"}],"displayName"`, 1))
				fill := strings.NewReplacer("USER", user, "GROUP", group, "URL", s.url).Replace
				method, path, _ := strings.Cut(fill(c.request), " ")
				s.send(method, path, fill(c.body)).is(t, section, fill(want))
			}
		})
	}
}

func TestAWriteOfWhichNothingIsMappedSaysSo(t *testing.T) {
	s := newSite(t, switched("put_keeps_required: true"))
	user, group := s.made("/Users", ada), s.made("/Groups", staff)
	long := strings.Repeat("x", 95)
	names := func(n int) string {
		var b strings.Builder
		for i := range n {
			b.WriteString(`,"` + long + string(rune('a'+i)) + `":1`)
		}
		return b.String()[1:]
	}
	cases := []struct {
		name, request, body string
		status              int
		dropped             string
	}{
		{"an attribute of the standard and one of nobody", "PATCH /Users/" + user, patchOp(`{"op":"add","path":"locale","value":"de"},{"op":"Add","value":{"shoeSize":43,"LOCALE":"en"}}`), 200, "locale, shoeSize"},
		{"an attribute of an extension", "PATCH /Users/" + user, patchOp(`{"op":"add","path":"` + enterprise + `:division","value":"D"}`), 200, enterprise + ":division"},
		{"a type that answers without a body", "PATCH /Groups/" + group, patchOp(`{"op":"add","path":"description","value":"D"}`), 204, "description"},
		{"together with what the server sets itself", "PATCH /Users/" + user, patchOp(`{"op":"add","value":{"id":"x","locale":"de"}}`), 200, "locale"},
		{"a PUT", "PUT /Users/" + user, `{` + userURN + `,"id":"x","locale":"de"}`, 200, "locale"},
		{"names that are none", "PATCH /Users/" + user, patchOp(`{"op":"add","value":{"a\r\nSet-Cookie: x":1,"ada@example.com":1,"` + long + long + `":1,"shoes[owner eq \"ada\"].size":1}}`), 200, "?, ?, ?, shoes.size"},
		{"more names than a header should have", "PATCH /Users/" + user, patchOp(`{"op":"add","value":{` + names(20) + `}}`), 200, ""},
		{"something that is mapped, too", "PATCH /Users/" + user, patchOp(`{"op":"add","value":{"title":"x","locale":"de"}}`), 200, ""},
		{"a removal of all members", "PUT /Groups/" + group, `{"schemas":["` + scim.SchemaGroup + `"],"members":[],"description":"D"}`, 200, ""},
		{"nothing but what the server sets itself", "PATCH /Users/" + user, patchOp(`{"op":"add","value":{"id":"x"}}`), 200, ""},
		{"nobody", "PATCH /Users/nobody", patchOp(`{"op":"add","path":"locale","value":"de"}`), 404, ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s.logs.TakeAll()
			method, path, _ := strings.Cut(c.request, " ")
			a := s.send(method, path, c.body)
			if a.code != c.status {
				t.Fatalf("got %d %s", a.code, a.text)
			}
			got, line := a.Header.Get("X-Scimgate-Dropped"), s.logs.FilterMessage("request").All()[0]
			if strings.HasPrefix(c.name, "more names") {
				if len(got) > 620 || !strings.HasSuffix(got, "..., ...") && !strings.HasSuffix(got, ", ...") {
					t.Errorf("the header has %d bytes: %s", len(got), got)
				}
				return
			}
			if got != c.dropped {
				t.Errorf("the header says %q, want %q", got, c.dropped)
			}
			logged, _ := line.ContextMap()["dropped"].(string)
			if logged != c.dropped || (line.Level == zapcore.WarnLevel) != (c.dropped != "") {
				t.Errorf("the log says %q at %s", logged, line.Level)
			}
		})
	}
}

func TestAStrictAppRefusesAWriteOfWhichNothingIsMapped(t *testing.T) {
	s := newSite(t, switched("strict: true"))
	user := s.made("/Users", ada)
	for _, attribute := range []string{"locale", "shoeSize", enterprise + ":division"} {
		a := s.send("PATCH", "/Users/"+user, patchOp(`{"op":"add","path":"`+attribute+`","value":"x"}`))
		a.isError(t, 400, scim.InvalidPath)
		if detail := a.body.Text("detail"); !strings.Contains(detail, attribute) {
			t.Errorf("the detail is %q", detail)
		}
		a = s.send("PUT", "/Users/"+user, `{`+userURN+`,"userName":"ada","`+attribute+`":"x"}`)
		a.isError(t, 400, scim.InvalidSyntax)
	}
}
