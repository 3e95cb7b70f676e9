package httpapi_test

import (
	"strings"
	"testing"

	"github.com/scimgate/scimgate/gateway/gatewaytest"
	"github.com/scimgate/scimgate/scim"
)

func TestABodyIsTakenInTheMediaTypesThatClientsSend(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	for i, media := range []string{"application/scim+json", "application/json", "application/scim+json; charset=utf-8", `APPLICATION/JSON; charset="UTF-8"`, ""} {
		body := strings.Replace(ada, `"ada"`, `"ada`+string(rune('a'+i))+`"`, 1)
		if a := s.send("POST", "/Users", body, "Content-Type", media); a.code != 201 {
			t.Errorf("%q answers %d %s", media, a.code, a.text)
		}
	}
	for _, media := range []string{"text/plain", "application/x-www-form-urlencoded", "application/json; charset=latin1", "application/xml", ";"} {
		s.send("POST", "/Users", ada, "Content-Type", media).isError(t, 415, "")
	}
	s.send("POST", "/Users", ada, "Content-Encoding", "gzip").isError(t, 415, "")
}

func TestAReadWithAMediaTypeIsFine(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	for _, accept := range []string{"", "*/*", "application/json", "application/scim+json", "text/html"} {
		if a := s.send("GET", "/Users", "", "Content-Type", "text/plain", "Accept", accept); a.code != 200 || a.Header.Get("Content-Type") != scim.MediaType {
			t.Errorf("Accept %q answers %d", accept, a.code)
		}
	}
}

func TestABodyIsRefused(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	id := s.made("/Users", ada)
	cases := []struct {
		name, method, body string
		status             int
		scimType           scim.ScimType
	}{
		{"when there is none", "POST", "", 400, scim.InvalidSyntax},
		{"when it is no JSON", "POST", "userName=ada", 400, scim.InvalidSyntax},
		{"when it is a list", "POST", "[]", 400, scim.InvalidSyntax},
		{"when a name stands twice", "POST", `{"userName":"a","userName":"b"}`, 400, scim.InvalidSyntax},
		{"when a name stands twice in another letter case", "POST", `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"a","username":"b"}`, 400, scim.InvalidSyntax},
		{"when a value is of another type", "POST", `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":{"a":1}}`, 400, scim.InvalidValue},
		{"when it nests without end", "POST", strings.Repeat(`{"a":`, 1000), 400, scim.InvalidSyntax},
		{"when a PUT lacks what is required", "PUT", `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"]}`, 400, scim.InvalidValue},
		{"when a PATCH has no operations", "PATCH", patchOp(""), 400, scim.InvalidSyntax},
		{"when a PATCH has an unknown operation", "PATCH", patchOp(`{"op":"move","path":"title"}`), 400, scim.InvalidSyntax},
		{"when a PATCH has an unreadable path", "PATCH", patchOp(`{"op":"remove","path":"emails["}`), 400, scim.InvalidPath},
		{"when a PATCH removes without a path", "PATCH", patchOp(`{"op":"remove"}`), 400, scim.NoTarget},
		{"when a PATCH changes the id", "PATCH", patchOp(`{"op":"replace","path":"id","value":"x"}`), 400, scim.Mutability},
		{"when a PATCH has too many operations", "PATCH", patchOp(strings.Repeat(`{"op":"remove","path":"title"},`, 1000) + `{"op":"remove","path":"title"}`), 413, ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			path := "/Users"
			if c.method != "POST" {
				path += "/" + id
			}
			s.send(c.method, path, c.body).isError(t, c.status, c.scimType)
		})
	}
}

func TestConditionsOfRequests(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	a := s.send("POST", "/Users", ada)
	path, tag := "/Users/"+a.body.Text("id"), a.Header.Get("ETag")
	if got := s.send("GET", path, "", "If-None-Match", `W/"x", `+tag); got.code != 304 || got.text != "" || got.Header.Get("ETag") != tag {
		t.Errorf("a version that is known answers %d %q", got.code, got.text)
	}
	if got := s.send("GET", path, "", "If-None-Match", `W/"x"`); got.code != 200 {
		t.Errorf("another version answers %d", got.code)
	}
	for _, r := range []struct{ method, body string }{{"PUT", ada}, {"PATCH", patchOp(`{"op":"add","path":"title","value":"x"}`)}, {"DELETE", ""}} {
		s.send(r.method, path, r.body, "If-Match", `W/"x"`).isError(t, 412, "")
	}
	changed := s.send("PATCH", path, patchOp(`{"op":"add","path":"title","value":"x"}`), "If-Match", tag)
	if changed.code != 200 || changed.Header.Get("ETag") == tag {
		t.Errorf("got %d %s", changed.code, changed.Header.Get("ETag"))
	}
	if got := s.send("DELETE", path, "", "If-Match", "*"); got.code != 204 {
		t.Errorf("got %d", got.code)
	}
}
