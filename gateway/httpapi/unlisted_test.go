package httpapi_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/connectors/memory"
	"github.com/scimgate/scimgate/gateway/gatewaytest"
	"github.com/scimgate/scimgate/scim"
)

// coded is the HR app with two attributes that a code table knows, and what it says about others.
func coded(missing, section string) gatewaytest.Options {
	lookup := "lookup: {entity: codes, key: code, value: label" + missing + "}}"
	o := switched(section)
	inner := o.AppFile
	o.AppFile = func(text []byte) []byte {
		text = bytes.Replace(text, []byte("title: {field: job_title, max: 20}"), []byte("title: {field: job_title, "+lookup+"\n      name.honorificPrefix: {field: badge, "+lookup), 1)
		return inner(text)
	}
	text := func(name string) memory.Column { return memory.Column{Name: name, Type: connectors.TypeText} }
	o.Tables = append(gatewaytest.Tables(), memory.Table{Name: "codes", Key: []string{"code"}, Columns: []memory.Column{text("code"), text("label")}})
	return o
}

func TestAValueThatNoCodeTableHasIsRefusedOrDropped(t *testing.T) {
	const known = `{` + userURN + `,"userName":"ada","title":"Nurse","name":{"givenName":"Ada","honorificPrefix":"Dr"}}`
	cases := []struct{ name, request, body, dropped, refused string }{
		{"a new user", "POST /Users", `{` + userURN + `,"userName":"bea","title":"Wizard","nickName":"b"}`, `201 "nickName":"b"`, "400 invalidValue"},
		{"a new user, in two attributes", "POST /Users", `{` + userURN + `,"userName":"bea","title":"Wizard","name":{"honorificPrefix":"Sir"}}`, `201 !"name"`, "400 invalidValue"},
		{"an account that is adopted", "POST /Users", `{` + userURN + `,"userName":"eve","title":"Wizard"}`, `201 !"title"`, "400 invalidValue"},
		{"a PUT", "PUT /Users/USER", strings.Replace(known, "Nurse", "Wizard", 1), `200 "title":"Nurse"`, "400 invalidValue"},
		{"a PUT, in a sub-attribute", "PUT /Users/USER", strings.Replace(known, "Dr", "Sir", 1), `200 "honorificPrefix":"Dr"`, "400 invalidValue"},
		{"a PATCH", "PATCH /Users/USER", patchOp(`{"op":"replace","path":"title","value":"Wizard"}`), `200 "title":"Nurse"`, "400 invalidValue"},
		{"a PATCH with more", "PATCH /Users/USER", patchOp(`{"op":"replace","value":{"title":"Wizard","nickName":"a"}}`), `200 "nickName":"a"`, "400 invalidValue"},
		{"a PATCH of both", "PATCH /Users/USER", patchOp(`{"op":"replace","value":{"title":"Wizard","name":{"givenName":"Ada B","honorificPrefix":"Sir"}}}`), `200 "givenName":"Ada B"`, "400 invalidValue"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			for _, v := range []struct {
				missing, section, want string
				counted                bool
			}{
				{", missing: drop", "", c.dropped, true},
				{", missing: drop", "strict: true", c.refused, false},
				{", missing: drop", "tolerances: {lookup_dropped: false}", c.refused, false},
				{", missing: refuse", "", c.refused, false},
				{"", "", c.refused, false},
			} {
				s := newSite(t, coded(v.missing, v.section))
				if err := s.Tables.Insert("codes", connectors.Fields{"code": "N", "label": "Nurse"}, connectors.Fields{"code": "D", "label": "Dr"}); err != nil {
					t.Fatal(err)
				}
				if err := s.Tables.Insert("employees", connectors.Fields{"login": "eve", "status": "A", "deleted": int64(0)}); err != nil {
					t.Fatal(err)
				}
				path := strings.Replace(c.request, "USER", s.made("/Users", known), 1)
				method, path, _ := strings.Cut(path, " ")
				s.send(method, path, c.body).is(t, "with "+v.missing+" "+v.section, v.want)
				if n := s.seen.tolerances[string(scim.LookupDropped)]; (n > 0) != v.counted {
					t.Errorf("with %q it is counted %d times", v.missing+v.section, n)
				}
			}
		})
	}
}

func TestAPatchOfNothingButWhatNoCodeTableHasSaysSo(t *testing.T) {
	s := newSite(t, coded(", missing: drop", ""))
	id := s.made("/Users", ada)
	a := s.send("PATCH", "/Users/"+id, patchOp(`{"op":"add","path":"title","value":"Wizard"}`))
	if got := a.Header.Get("X-Scimgate-Dropped"); a.code != 200 || got != "title" {
		t.Errorf("%d, dropped %q", a.code, got)
	}
	a = s.send("PATCH", "/Users/"+id, patchOp(`{"op":"add","path":"title","value":"Wizard"},{"op":"add","path":"nickName","value":"a"}`))
	if got := a.Header.Get("X-Scimgate-Dropped"); a.code != 200 || got != "" {
		t.Errorf("%d, dropped %q", a.code, got)
	}
}
