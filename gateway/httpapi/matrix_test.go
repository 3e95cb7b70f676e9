package httpapi_test

import (
	"strings"
	"testing"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/gateway/gatewaytest"
	"github.com/scimgate/scimgate/scim"
)

// The answers that every identity provider can live with, one test each.

func TestACreateAnswers201WithBodyLocationAndETag(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	a := s.send("POST", "/Users", ada)
	if a.code != 201 || a.body.Text("userName") != "ada" {
		t.Fatalf("got %d %s", a.code, a.text)
	}
	want := s.url + "/Users/" + a.body.Text("id")
	if got := a.Header.Get("Location"); got != want || a.body.Object("meta").Text("location") != want {
		t.Errorf("the location is %s and %s, want %s", got, a.body.Object("meta").Text("location"), want)
	}
	if got := a.Header.Get("ETag"); !strings.HasPrefix(got, `W/"`) || got != a.body.Object("meta").Text("version") {
		t.Errorf("the ETag is %s", got)
	}
	if got := a.Header.Get("Content-Type"); got != "application/scim+json" {
		t.Errorf("the body is %s", got)
	}
}

func TestADuplicateAnswers409Uniqueness(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	s.made("/Users", ada)
	a := s.send("POST", "/Users", ada)
	a.isError(t, 409, scim.Uniqueness)
	if detail := a.body.Text("detail"); !strings.Contains(detail, "userName") || strings.Contains(detail, "ada") {
		t.Errorf("the detail is %q", detail)
	}
}

func TestAListOfNobodyIsAnEmptyList(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	a := s.send("GET", `/Users?filter=userName+eq+%22nobody%22`, "")
	want := `{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":0,"startIndex":1,"itemsPerPage":0,"Resources":[]}`
	if a.code != 200 || a.text != want {
		t.Errorf("got %d %s", a.code, a.text)
	}
}

func TestAnUnknownIDAnswers404(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	for method, body := range map[string]string{"GET": "", "PUT": ada, "PATCH": patchOp(`{"op":"replace","path":"title","value":"x"}`), "DELETE": ""} {
		s.send(method, "/Users/nobody", body).isError(t, 404, "")
	}
}

func TestAPutAnswers200WithBody(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	id := s.made("/Users", ada)
	a := s.send("PUT", "/Users/"+id, strings.Replace(ada, "canary", "other", 1))
	if a.code != 200 || a.body.Text("externalId") != "other" || a.Header.Get("ETag") == "" {
		t.Errorf("got %d %s", a.code, a.text)
	}
}

func TestAPutOfAGroupEmptiesItWhenItSaysSo(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	user, group := s.made("/Users", ada), s.made("/Groups", staff)
	put := func(more string) answer {
		return s.send("PUT", "/Groups/"+group, `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"staff"`+more+`}`)
	}
	for _, c := range []struct {
		name, members string
		want          int
	}{
		{"with a member it has one", `,"members":[{"value":"` + user + `"}]`, 1},
		{"without members it keeps them", ``, 1},
		{"null says nothing", `,"members":null`, 1},
		{"an empty list empties it", `,"Members":[]`, 0},
	} {
		if a := put(c.members); a.code != 200 || len(a.body.List("members")) != c.want {
			t.Errorf("%s: got %d %s", c.name, a.code, a.text)
		}
	}
}

func TestAPatchOfAUserAnswers200WithBody(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	id := s.made("/Users", ada)
	a := s.send("PATCH", "/Users/"+id, patchOp(`{"op":"replace","path":"active","value":"False"}`))
	if active, _ := a.body.Get("active"); a.code != 200 || active != false || a.Header.Get("ETag") == "" {
		t.Errorf("got %d %s", a.code, a.text)
	}
}

func TestAPatchOfAGroupAnswers204UnlessTheClientWantsToSeeSomething(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	user, group := s.made("/Users", ada), s.made("/Groups", staff)
	add := patchOp(`{"op":"add","path":"members","value":[{"value":"` + user + `"}]}`)
	if a := s.send("PATCH", "/Groups/"+group, add); a.code != 204 || a.text != "" || a.Header.Get("Content-Type") != "" {
		t.Errorf("got %d %q as %q", a.code, a.text, a.Header.Get("Content-Type"))
	}
	if a := s.send("PATCH", "/Groups/"+group+"?excludedAttributes=members", add); a.code != 200 || strings.Contains(a.text, user) {
		t.Errorf("got %d %s", a.code, a.text)
	}
	if a := s.send("PATCH", "/Groups/"+group+"?attributes=members", add); a.code != 200 || !strings.Contains(a.text, user) {
		t.Errorf("got %d %s", a.code, a.text)
	}
}

func TestADeleteAnswers204And404WhenRepeated(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	id := s.made("/Users", ada)
	if a := s.send("DELETE", "/Users/"+id, ""); a.code != 204 || a.text != "" {
		t.Errorf("got %d %q", a.code, a.text)
	}
	s.send("DELETE", "/Users/"+id, "").isError(t, 404, "")
}

func TestARequestWithoutAValidTokenAnswers401(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	for _, header := range []string{"", "Bearer", "Bearer wrong", "Basic d3JpdGVyOg==", "writer"} {
		for _, path := range []string{"/Users", "/ServiceProviderConfig", "/nowhere", "//other/scim/v2/Users"} {
			a := s.send("GET", path, "", "Authorization", header)
			a.isError(t, 401, "")
			if got := a.Header.Get("WWW-Authenticate"); got != `Bearer realm="scim"` {
				t.Errorf("WWW-Authenticate is %q", got)
			}
		}
	}
}

func TestAnApplicationThatIsDownAnswers503WithRetryAfter(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	id := s.made("/Users", ada)
	s.Users.Fail = func(string) error {
		return connectors.Errorf(connectors.Unavailable, "select employees", "dial tcp 10.0.0.7:5432: connection refused")
	}
	for _, r := range []struct{ method, path, body string }{
		{"GET", "/Users", ""}, {"GET", "/Users/" + id, ""}, {"POST", "/Users", strings.Replace(ada, "ada", "eve", 1)}, {"PUT", "/Users/" + id, ada},
		{"PATCH", "/Users/" + id, patchOp(`{"op":"remove","path":"title"}`)}, {"DELETE", "/Users/" + id, ""},
	} {
		a := s.send(r.method, r.path, r.body)
		a.isError(t, 503, "")
		if got := a.Header.Get("Retry-After"); got != "5" {
			t.Errorf("Retry-After is %q", got)
		}
		if strings.Contains(a.text, "10.0.0.7") || strings.Contains(a.text, "employees") {
			t.Errorf("the answer tells of the application: %s", a.text)
		}
	}
}

func TestAValueThatTheApplicationRefusesAnswers400InvalidValue(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	s.Users.Fail = func(call string) error {
		if call == "Create" {
			return &connectors.Error{Kind: connectors.Invalid, Op: "insert", Field: "job_title"}
		}
		return nil
	}
	a := s.send("POST", "/Users", ada)
	a.isError(t, 400, scim.InvalidValue)
	if !strings.Contains(a.body.Text("detail"), "title") {
		t.Errorf("the detail is %q", a.body.Text("detail"))
	}
}

func TestTooMuchAnswers413TooManyOr429(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	big := strings.Replace(ada, `"ada"`, `"`+strings.Repeat("x", 1<<20)+`"`, 1)
	s.send("POST", "/Users", big).isError(t, 413, "")
	s.Users.Fail = func(string) error { return &connectors.Error{Kind: connectors.RateLimited, RetryAfter: 1500e6} }
	a := s.send("GET", "/Users", "")
	a.isError(t, 429, "")
	if got := a.Header.Get("Retry-After"); got != "2" {
		t.Errorf("Retry-After is %q", got)
	}
}
