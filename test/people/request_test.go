package people

import (
	"fmt"
	"net/http"
	"slices"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/scimgate/scimgate/test/served"
)

// wantLogins compares whom a filter finds.
func (s *site) wantLogins(filter string, want ...string) {
	s.Helper()
	var got []string
	for _, r := range s.Found("/Users", filter) {
		got = append(got, served.Text(r, "userName"))
	}
	slices.Sort(got)
	if d := cmp.Diff(want, got, cmpopts.EquateEmpty()); d != "" {
		s.Errorf("%s (-want +got):\n%s", filter, d)
	}
}

// user is the path of the one user with this login.
func (s *site) user(login string) string {
	s.Helper()
	return "/Users/" + s.User(login)
}

// wantUser compares some attributes of a user.
func (s *site) wantUser(path string, want served.Object) {
	s.Helper()
	got, have := served.Object{}, s.Send(http.StatusOK, http.MethodGet, path, "")
	work, _ := have[served.Enterprise].(served.Object)
	for name := range want {
		if got[name] = have[name]; got[name] == nil {
			got[name] = work[name]
		}
	}
	if d := cmp.Diff(want, got); d != "" {
		s.Errorf("%s (-want +got):\n%s", path, d)
	}
}

// patch replaces attributes.
func patch(values string) string {
	return served.Patch(`{"op": "replace", "value": ` + values + `}`)
}

// person is a user as a client sends one.
func person(login, family, department string, active bool) string {
	return fmt.Sprintf(`{"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", %[1]q], "userName": %[2]q, "name": {"givenName": "Noor", "familyName": %[3]q},
		"active": %[5]t, "title": "Guide", %[1]q: {"department": %[4]q}}`, served.Enterprise, login, family, department, active)
}
