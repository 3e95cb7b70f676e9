package people

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

type object = map[string]any

// send sends a request as an identity provider does, whose answer must have this status, and returns its body.
func (s *site) send(status int, method, path, body string) object {
	s.Helper()
	return s.sendIf(status, method, path, body, "")
}

// sendIf is send of a request that is only meant for a resource of this version; empty is any.
func (s *site) sendIf(status int, method, path, body, version string) object {
	s.Helper()
	r, err := http.NewRequestWithContext(s.Context(), method, s.url+path, strings.NewReader(body))
	if err != nil {
		s.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer idp")
	r.Header.Set("Content-Type", "application/scim+json")
	if version != "" {
		r.Header.Set("If-Match", version)
	}
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		s.Fatal(err)
	}
	defer answer.Body.Close()
	got, err := io.ReadAll(answer.Body)
	if err != nil {
		s.Fatal(err)
	}
	if answer.StatusCode != status {
		s.Fatalf("%s %s %s: %d, want %d: %s", method, path, body, answer.StatusCode, status, got)
	}
	var o object
	if len(got) > 0 {
		if err := json.Unmarshal(got, &o); err != nil {
			s.Fatalf("%s %s: no JSON: %v\n%s", method, path, err, got)
		}
	}
	return o
}

// found are the resources that a filter finds.
func (s *site) found(endpoint, filter string) []object {
	s.Helper()
	items, _ := s.send(http.StatusOK, http.MethodGet, endpoint+"?filter="+url.QueryEscape(filter), "")["Resources"].([]any)
	var out []object
	for _, item := range items {
		o, _ := item.(object)
		out = append(out, o)
	}
	return out
}

// wantLogins compares whom a filter finds.
func (s *site) wantLogins(filter string, want ...string) {
	s.Helper()
	var got []string
	for _, r := range s.found("/Users", filter) {
		got = append(got, text(r, "userName"))
	}
	slices.Sort(got)
	if d := cmp.Diff(want, got, cmpopts.EquateEmpty()); d != "" {
		s.Errorf("%s (-want +got):\n%s", filter, d)
	}
}

// user is the path of the one user with this login.
func (s *site) user(login string) string {
	s.Helper()
	return "/Users/" + s.id("/Users", "userName", login)
}

func (s *site) id(endpoint, attribute, value string) string {
	s.Helper()
	found := s.found(endpoint, fmt.Sprintf("%s eq %q", attribute, value))
	if len(found) != 1 {
		s.Fatalf("%s %s: %v", attribute, value, found)
	}
	return text(found[0], "id")
}

// wantUser compares some attributes of a user.
func (s *site) wantUser(path string, want object) {
	s.Helper()
	got, have := object{}, s.send(http.StatusOK, http.MethodGet, path, "")
	work, _ := have[enterprise].(object)
	for name := range want {
		if got[name] = have[name]; got[name] == nil {
			got[name] = work[name]
		}
	}
	if d := cmp.Diff(want, got); d != "" {
		s.Errorf("%s (-want +got):\n%s", path, d)
	}
}

func text(o object, name string) string {
	t, _ := o[name].(string)
	return t
}

const enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"

// patch replaces attributes.
func patch(values string) string {
	return `{"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [{"op": "replace", "value": ` + values + `}]}`
}

// person is a user as a client sends one.
func person(login, family, department string, active bool) string {
	return fmt.Sprintf(`{"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", %[1]q], "userName": %[2]q, "name": {"givenName": "Noor", "familyName": %[3]q},
		"active": %[5]t, "title": "Guide", %[1]q: {"department": %[4]q}}`, enterprise, login, family, department, active)
}
