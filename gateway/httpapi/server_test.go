package httpapi_test

import (
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/gateway/gatewaytest"
	"github.com/scimgate/scimgate/gateway/httpapi"
)

func TestARequestIDIsEchoedWhenItIsHarmless(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	made := regexp.MustCompile(`^[A-Z2-7]{26}$`)
	for sent, kept := range map[string]bool{
		"a.B_9-x": true, strings.Repeat("x", 64): true, strings.Repeat("x", 65): false, "a b": false, `{"a":1}`: false, "ë": false,
	} {
		got := s.send("GET", "/Users", "", "X-Request-Id", sent).Header.Get("X-Request-Id")
		if kept && got != sent || !kept && !made.MatchString(got) {
			t.Errorf("%q became %q", sent, got)
		}
	}
}

func TestEveryRequestLeavesOneLineThatNamesNobody(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	id := s.made("/Users", ada)
	s.logs.TakeAll()
	requests := []struct {
		method, path, body string
		want               []string
	}{
		{"GET", "/Users?filter=externalId+eq+%22canary%22", "", []string{"hr", "/Users", "200"}},
		{"GET", "/Users/" + id, "", []string{"hr", "/Users/{id}", "200"}},
		{"POST", "/Users", ada, []string{"hr", "/Users", "409", "uniqueness"}},
		{"GET", "/canary", "", []string{"404"}},
		{"GET", "/Users/canary", "", []string{"404"}},
		{"CANARY", "/Users", "", []string{"405", "other"}},
	}
	for _, r := range requests {
		s.send(r.method, r.path, r.body, "X-Request-Id", "r1", "User-Agent", "canary")
		lines := s.logs.TakeAll()
		if len(lines) != 1 {
			t.Fatalf("%s %s left %d lines", r.method, r.path, len(lines))
		}
		var words []string
		for _, f := range lines[0].Context {
			words = append(words, f.Key, f.String)
			if f.Key == "status" {
				words = append(words, strconv.FormatInt(f.Integer, 10))
			}
		}
		line := lines[0].Message + " " + strings.Join(words, " ")
		for _, want := range append(r.want, "r1", "writer", "duration_ms") {
			if !slices.Contains(words, want) {
				t.Errorf("%s %s: %q lacks %q", r.method, r.path, line, want)
			}
		}
		for _, secret := range []string{"canary", "CANARY", "ada", id, "writer "} {
			if strings.Contains(strings.ReplaceAll(line, "client writer", ""), secret) {
				t.Errorf("%s %s: %q tells %q", r.method, r.path, line, secret)
			}
		}
	}
}

func TestAPanicIsA500AndOneMoreLine(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	s.Users.Fail = func(string) error { panic("boom") }
	a := s.send("GET", "/Users", "")
	a.isError(t, 500, "")
	if strings.Contains(a.text, "boom") {
		t.Errorf("the answer tells of it: %s", a.text)
	}
	if n := s.logs.FilterMessage("panic").Len(); n != 1 {
		t.Errorf("it was logged %d times", n)
	}
	if n := s.logs.FilterMessage("request").Len(); n != 1 {
		t.Errorf("the request was logged %d times", n)
	}
}

func TestTheCauseOfAFailureIsLogged(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	s.Users.Fail = func(string) error { return connectors.Errorf(connectors.Internal, "list", "the cause") }
	s.send("GET", "/Users", "").isError(t, 500, "")
	line := s.logs.FilterMessage("request").All()[0]
	if got := line.ContextMap()["cause"]; got != "list: internal: the cause" {
		t.Errorf("the cause is %v", got)
	}
}

func TestRequestsAndTolerancesAreCounted(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	id := s.made("/Users", ada)
	s.send("PATCH", "/Users/"+id, patchOp(`{"op":"Replace","path":"active","value":"False"}`))
	s.send("GET", "/nowhere", "")
	want := []string{"hr /Users POST 201", "hr /Users/{id} PATCH 200", "  GET 404"}
	if diff := cmp.Diff(want, s.seen.requests); diff != "" {
		t.Error(diff)
	}
	if got := s.seen.tolerances; got["op_case"] != 1 || got["boolean_text"] != 1 {
		t.Errorf("the tolerances are %v", got)
	}
}

func TestLocationsBeginWhereTheClientCalled(t *testing.T) {
	cases := []struct {
		name string
		o    httpapi.Options
		tls  bool
		want string
	}{
		{"by the request's host", httpapi.Options{}, false, "http://h.example/hr/scim/v2"},
		{"over TLS", httpapi.Options{}, true, "https://h.example/hr/scim/v2"},
		{"by the public URL", httpapi.Options{PublicURL: "https://scim.example.com/x"}, false, "https://scim.example.com/x/hr/scim/v2"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s := newSite(t, gatewaytest.Options{}, func(o *httpapi.Options) { o.PublicURL = c.o.PublicURL })
			target := "http://h.example"
			if c.tls {
				target = "https://h.example"
			}
			r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, target+"/hr/scim/v2/ServiceProviderConfig", nil)
			r.Header.Set("Authorization", "Bearer writer")
			w := httptest.NewRecorder()
			s.handler.ServeHTTP(w, r)
			if want := `"location":"` + c.want + `/ServiceProviderConfig"`; !strings.Contains(w.Body.String(), want) {
				t.Errorf("%s is not in %s", want, w.Body)
			}
		})
	}
}
