package gateway_test

import (
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/gateway/gatewaytest"
	"github.com/scimgate/scimgate/scim"
)

const enterprise = scim.SchemaEnterpriseUser

// changedFields are the columns of an employee that differ, without the stamps.
func changedFields(before, after connectors.Fields) connectors.Fields {
	changed := connectors.Fields{}
	for name, v := range after {
		if before[name] != v && name != "changed_by" && name != "updated_at" {
			changed[name] = v
		}
	}
	return changed
}

// body is a user with these further attributes.
func body(name, more string) string {
	return `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","` + enterprise + `"],"userName":"` + name + `"` + more + `}`
}

func TestAPutChangesWhatTheRequestChangesAndNothingElse(t *testing.T) {
	given := `,"name":{"givenName":"Ada","familyName":"Lovelace"},"title":"Countess","active":false,"password":"old","externalId":"x7",
		"emails":[{"type":"work","value":"ada@example.com"}],"` + enterprise + `":{"employeeNumber":"7"}`
	cases := []struct {
		name, body string
		want       connectors.Fields
	}{
		{"the same again changes nothing", given[:strings.Index(given, `,"password"`)] + given[strings.Index(given, `,"externalId"`):], connectors.Fields{}},
		{"one value", strings.Replace(given, "Countess", "Analyst", 1), connectors.Fields{"job_title": "Analyst", "password_hash": "hash of old"}},
		{"what is left out is cleared, but for active and the password", `,"title":"Countess"`, connectors.Fields{
			"given_name": nil, "family_name": nil, "external_ref": nil, "work_mail": nil, "employee_number": nil}},
		{"a password that was sent is written", strings.Replace(given, `"old"`, `"new"`, 1), connectors.Fields{"password_hash": "hash of new"}},
		{"an account is enabled when the request says so", strings.Replace(given, "false", "true", 1), connectors.Fields{"status": "A"}},
		{"what clients cannot write is ignored", given + `,"id":"other","meta":{"created":"2001-01-01T00:00:00Z"},"groups":[{"value":"g"}]`, connectors.Fields{}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s := newSite(t, gatewaytest.Options{})
			id := s.made("User", body("ada", given))
			before := s.row("employees", "login", "ada")
			a, err := s.replace("User", id, body("ada", c.body), s.view())
			if err != nil {
				t.Fatal(err)
			}
			want := maps.Clone(c.want)
			if before["password_hash"] == want["password_hash"] {
				delete(want, "password_hash") // written, and the same
			}
			if diff := cmp.Diff(want, changedFields(before, s.row("employees", "login", "ada"))); diff != "" {
				t.Error(diff)
			}
			now, err := s.get("User", id)
			if err != nil || text(now) != text(a) {
				t.Errorf("it reads differently afterwards: %v\n%s\n%s", err, text(a), text(now))
			}
		})
	}
}

func TestAPutThatChangesNothingWritesNothing(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	id := s.made("User", ada)
	before := s.row("employees", "login", "ada")
	first, err := s.get("User", id)
	if err != nil {
		t.Fatal(err)
	}
	s.Set(s.Now().Add(time.Hour))
	a, err := s.replace("User", id, ada, s.view())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, s.row("employees", "login", "ada")); diff != "" || a.Version != first.Version {
		t.Errorf("%s\nversions %s and %s", diff, first.Version, a.Version)
	}
}

func TestAPutKeepsTheRowsThatSurviveIt(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	id := s.made("User", body("ada", `,"phoneNumbers":[{"type":"work","value":"1"},{"type":"mobile","value":"2"}]`))
	before := s.row("phones", "number", "2")
	if _, err := s.replace("User", id, body("ada", `,"phoneNumbers":[{"type":"mobile","value":"3"}]`), s.view()); err != nil {
		t.Fatal(err)
	}
	after := s.row("phones", "number", "3")
	if rows := s.Tables.Rows("phones"); len(rows) != 1 || after["phone_no"] != before["phone_no"] {
		t.Errorf("the rows are %v", rows)
	}
}

func TestAPutIsRefused(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	id := s.made("User", ada)
	s.made("User", brian)
	if err := s.Tables.Insert("employees", connectors.Fields{"login": "root", "status": "P", "deleted": int64(0)}); err != nil {
		t.Fatal(err)
	}
	root, err := s.list("User", s.query("User", `userName eq "root"`))
	if err != nil {
		t.Fatal(err)
	}
	other := s.view()
	other.IfMatch = []string{`W/"other"`}
	cases := []struct {
		name     string
		err      error
		status   int
		scimType scim.ScimType
	}{
		{"of an unknown id", second(s.replace("User", "nobody", ada, s.view())), 404, ""},
		{"when the resource has changed", second(s.replace("User", id, ada, other)), 412, ""},
		{"without what is required", second(s.replace("User", id, `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"]}`, s.view())), 400, scim.InvalidValue},
		{"to a name that another has", second(s.replace("User", id, user("BRIAN"), s.view())), 409, scim.Uniqueness},
		{"with a manager who does not exist", second(s.replace("User", id, body("ada", `,"`+enterprise+`":{"manager":{"value":"nobody"}}`), s.view())), 400, scim.InvalidValue},
		{"of a protected account", second(s.replace("User", root.Resources[0].Resource.Text("id"), user("root"), s.view())), 403, ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) { refused(t, c.err, c.status, c.scimType) })
	}
}

func second[T any](_ T, err error) error { return err }

func TestARenameKeepsTheID(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	id := s.made("User", ada)
	for _, name := range []string{"ada2", "ADA2", "ada"} {
		a, err := s.replace("User", id, user(name), s.view())
		if err != nil || a.Resource.Text("id") != id || a.Resource.Text("userName") != name {
			t.Fatalf("to %s: %v", name, err)
		}
	}
	s.made("User", user("ada2")) // the name is free, and no intent is left behind
}

func TestARenameWaitsForACreateOfTheSameName(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	id := s.made("User", ada)
	s.Users.After = once("Create", errLost)
	_, err := s.create("User", brian)
	refused(t, err, 503, "")
	_, err = s.replace("User", id, user("brian"), s.view())
	if e := refused(t, err, 503, ""); e.RetryAfter < time.Second || e.RetryAfter > 5*time.Second {
		t.Errorf("the client is told to wait %s", e.RetryAfter)
	}
}

func TestAPutOfAGroupReplacesItsMembersOnlyWhenItNamesThem(t *testing.T) {
	group := func(more string) string {
		return `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"team"` + more + `}`
	}
	s := newSite(t, gatewaytest.Options{})
	id, ids := s.team(3)
	for _, c := range []struct {
		name, body string
		want       int
	}{
		{"without members they stay", group(""), 3},
		{"with members they are these", group(`,"members":[{"value":"` + ids[0] + `"}]`), 1},
	} {
		a, err := s.replace("Group", id, c.body, s.view())
		if err != nil {
			t.Fatal(err)
		}
		if got := members(t, a); len(got) != c.want {
			t.Errorf("%s: got %d", c.name, len(got))
		}
	}
}
