package gateway_test

import (
	"strings"
	"testing"
	"time"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/gateway/gatewaytest"
	"github.com/scimgate/scimgate/scim"
)

const (
	ada   = `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ada","name":{"givenName":"Ada","familyName":"Lovelace"}}`
	adaUp = `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ADA"}`
	brian = `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"brian"}`
)

func user(name string) string {
	return `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"` + name + `"}`
}

func TestACreateAnswersWithTheWholeResource(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	a, err := s.create("User", `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ada","password":"s3cret",
		"emails":[{"type":"work","value":"ada@example.com"}],"phoneNumbers":[{"type":"mobile","value":"17"}]}`)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"userName":"ada"`, `"active":true`, `"value":"ada@example.com"`, `"type":"mobile"`, `"location":"` + a.Location, `"version":"W/\"`} {
		if !strings.Contains(text(a), want) {
			t.Errorf("the answer lacks %s: %s", want, text(a))
		}
	}
	if strings.Contains(text(a), "s3cret") {
		t.Error("the answer shows the password")
	}
	if got := s.row("employees", "login", "ada")["password_hash"]; got != "hash of s3cret" {
		t.Errorf("the password is stored as %v", got)
	}
	again, err := s.get("User", a.Resource.Text("id"))
	if err != nil || text(again) != text(a) || again.Version != a.Version {
		t.Errorf("it reads differently afterwards: %v\n%s\n%s", err, text(a), text(again))
	}
}

func TestACreateIsRefused(t *testing.T) {
	cases := []struct {
		name, given, body string
		status            int
		scimType          scim.ScimType
		detail            string
	}{
		{"when the account exists and is claimed", ada, ada, 409, scim.Uniqueness, "the value of userName is taken"},
		{"whatever the letter case", ada, adaUp, 409, scim.Uniqueness, "the value of userName is taken"},
		{"without what is required", ada, `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"displayName":"x"}`, 400, scim.InvalidValue, "userName is required"},
		{"when a value does not fit the application", ada, `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"b","title":"` + strings.Repeat("x", 21) + `"}`, 400, scim.InvalidValue, ""},
		{"when a reference leads nowhere", ada, `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","` + scim.SchemaEnterpriseUser + `"],"userName":"b","` + scim.SchemaEnterpriseUser + `":{"manager":{"value":"nobody"}}}`, 400, scim.InvalidValue, `no resource has the id ["nobody"]`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s := newSite(t, gatewaytest.Options{})
			s.made("User", c.given)
			_, err := s.create("User", c.body)
			if e := refused(t, err, c.status, c.scimType); c.detail != "" && e.Detail != c.detail {
				t.Errorf("the detail is %q", e.Detail)
			}
			if n := len(s.Tables.Rows("employees")); n != 1 {
				t.Errorf("there are %d employees", n)
			}
		})
	}
}

func TestAnAccountThatExistsIsAdoptedAsTheAppFileSays(t *testing.T) {
	policy := func(p string) func([]byte) []byte {
		return func(text []byte) []byte {
			return []byte(strings.Replace(string(text), "    match: userName\n", "    match: userName\n    adopt: "+p+"\n", 1))
		}
	}
	employee := connectors.Fields{"login": "ada", "status": "A", "deleted": int64(0), "job_title": "Countess", "badge": "7"}
	cases := []struct {
		name, adopt    string
		claimed, taken bool
	}{
		{"if_unclaimed takes one that nobody claimed", "if_unclaimed", false, true},
		{"if_unclaimed leaves one that is claimed", "if_unclaimed", true, false},
		{"never takes none", "never", false, false},
		{"always takes one that is claimed", "always", true, true},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s := newSite(t, gatewaytest.Options{AppFile: policy(c.adopt)})
			if c.claimed {
				s.made("User", ada)
			} else if err := s.Tables.Insert("employees", employee); err != nil {
				t.Fatal(err)
			}
			a, err := s.create("User", `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ada","displayName":"Ada L."}`)
			if !c.taken {
				refused(t, err, 409, scim.Uniqueness)
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if !a.Adopted {
				t.Error("the answer does not say that it was adopted")
			}
			row := s.row("employees", "login", "ada")
			if row["display_name"] != "Ada L." {
				t.Errorf("the request was not applied: %v", row)
			}
			if !c.claimed && (row["job_title"] != "Countess" || row["badge"] != "7") {
				t.Errorf("what the request did not mention has changed: %v", row)
			}
		})
	}
}

func TestAnAdoptedAccountKeepsASecretThatIsForCreation(t *testing.T) {
	s := newSite(t, gatewaytest.Options{AppFile: func(text []byte) []byte {
		return []byte(strings.Replace(string(text), "secret: true", "secret: true, once: true", 1))
	}})
	if err := s.Tables.Insert("employees", connectors.Fields{"login": "ada", "status": "A", "deleted": int64(0), "password_hash": "old"}); err != nil {
		t.Fatal(err)
	}
	a, err := s.create("User", `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ada","password":"new"}`)
	if err != nil || !a.Adopted {
		t.Fatal(a.Adopted, err)
	}
	if got := s.row("employees", "login", "ada")["password_hash"]; got != "old" {
		t.Errorf("the password is %v", got)
	}
	_, err = s.patch("User", a.Resource.Text("id"), `{"op":"replace","path":"password","value":"new"}`, s.view())
	refused(t, err, 400, scim.Mutability)
}

func TestSeeingAnAccountDoesNotClaimIt(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	if err := s.Tables.Insert("employees", connectors.Fields{"login": "ada", "status": "A", "deleted": int64(0)}); err != nil {
		t.Fatal(err)
	}
	seen, err := s.list("User", s.query("User", `userName eq "ada"`))
	if err != nil || len(seen.Resources) != 1 {
		t.Fatal(err, seen)
	}
	a, err := s.create("User", ada)
	if err != nil {
		t.Fatal(err)
	}
	if a.Resource.Text("id") != seen.Resources[0].Resource.Text("id") {
		t.Error("the adopted account got another id")
	}
}

func TestWhichOfTwoAccountsIsMeantIsNeverGuessed(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	twin := connectors.Fields{"login": "ada", "status": "A", "deleted": int64(0)}
	if err := s.Tables.Insert("employees", twin, twin); err != nil {
		t.Fatal(err)
	}
	_, err := s.create("User", ada)
	if e := refused(t, err, 409, scim.Uniqueness); !strings.Contains(e.Detail, "more than one account") {
		t.Errorf("the detail is %q", e.Detail)
	}
}

func TestARetriedCreateLeavesOnePersonWithOneID(t *testing.T) {
	cases := []struct {
		name  string
		harm  func(s site)
		first int // status of the first attempt
		// wait is how long the client waits; a live intent keeps it away
		wait  time.Duration
		retry int // status of the retry, 0: it succeeds
	}{
		{"after the application was down", func(s site) {
			s.Users.Fail = once("Create", connectors.Errorf(connectors.Unavailable, "create", "refused"))
		}, 503, 0, 0},
		{"after the answer was lost", func(s site) { s.Users.After = once("Create", errLost) }, 503, time.Minute, 0},
		{"after the request was lost", func(s site) { s.Users.Fail = once("Create", errLost) }, 503, time.Minute, 0},
		{"after a crash before the link was bound", func(s site) { s.Links.Fail = once("Bind", gatewaytest.Down) }, 503, time.Minute, 0},
		{"after the intent could not be confirmed", func(s site) { s.Links.Fail = once("Confirm", gatewaytest.Down) }, 503, time.Minute, 0},
		{"too early, while the outcome is unknown", func(s site) { s.Users.After = once("Create", errLost) }, 503, 0, 503},
		{"after the store was down", func(s site) { s.Links.Fail = once("Begin", gatewaytest.Down) }, 503, 0, 0},
		{"after the probe failed", func(s site) {
			s.Users.Fail = once("List", connectors.Errorf(connectors.Unavailable, "list", "refused"))
		}, 503, 0, 0},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s := newSite(t, gatewaytest.Options{})
			c.harm(s)
			_, err := s.create("User", ada)
			if e := refused(t, err, c.first, ""); e.RetryAfter <= 0 {
				t.Error("the client is not told when to come again")
			}
			s.Set(s.Now().Add(c.wait))
			a, err := s.create("User", ada)
			if c.retry != 0 {
				refused(t, err, c.retry, "")
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if n := len(s.Tables.Rows("employees")); n != 1 {
				t.Errorf("there are %d employees", n)
			}
			if _, err := s.get("User", a.Resource.Text("id")); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestAStoreThatIsDownKeepsTheApplicationUntouched(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	s.Links.Fail = func(string) error { return gatewaytest.Down }
	_, err := s.create("User", ada)
	refused(t, err, 503, "")
	if calls := s.Users.Calls(); len(calls) > 0 {
		t.Errorf("the application was asked: %v", calls)
	}
}

func TestAUniqueValueOfTheApplicationIsAConflict(t *testing.T) {
	tables := gatewaytest.Tables()
	tables[0].Unique = [][]string{{"external_ref"}}
	s := newSite(t, gatewaytest.Options{Tables: tables})
	withRef := func(name string) string {
		return `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"externalId":"x","userName":"` + name + `"}`
	}
	s.made("User", withRef("ada"))
	_, err := s.create("User", withRef("brian"))
	if e := refused(t, err, 409, scim.Uniqueness); e.Detail != "the value of externalId is taken" {
		t.Errorf("the detail is %q", e.Detail)
	}
	s.made("User", user("brian")) // the intent was given back
}

func TestAReusedNativeKeyIsAnotherPerson(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	// The application had an employee 1 once, and deleted the row behind our back.
	before, err := s.Links.See(t.Context(), s.endpoint("User").Scope, []connectors.Key{"1"})
	if err != nil {
		t.Fatal(err)
	}
	s.Set(s.Now().Add(time.Hour))
	if id := s.made("User", ada); id == before["1"].ID {
		t.Error("the new person got the id of the old one")
	}
	refused(t, second(s.get("User", before["1"].ID)), 404, "")
}
