package gateway_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/correlation"
	"github.com/scimgate/scimgate/gateway"
	"github.com/scimgate/scimgate/gateway/gatewaytest"
	"github.com/scimgate/scimgate/scim"
)

// saying is a site whose app file says these lines of users.
func saying(t *testing.T, distinct bool, lines ...string) site {
	t.Helper()
	tables := gatewaytest.Tables()
	if distinct {
		tables[0].Unique = [][]string{{"login"}}
	}
	return newSite(t, gatewaytest.Options{Tables: tables, AppFile: func(text []byte) []byte {
		said := "    match: userName\n"
		for _, l := range lines {
			said += "    " + l + "\n"
		}
		return []byte(strings.NewReplacer("    match: userName\n", said, "userName: login", "userName: {field: login, fold: none}").Replace(string(text)))
	}})
}

// lose creates a user whose answer nobody gets: behind the application, or before it.
func (s site) lose(body string, made bool) {
	s.t.Helper()
	if made {
		s.Users.After = once("Create", errLost)
	} else {
		s.Users.Fail = once("Create", errLost)
	}
	refused(s.t, second(s.create("User", body)), 503, "")
	s.Users.After, s.Users.Fail = nil, nil
}

// tidy lets so much time pass and then the janitor look.
func (s site) tidy(after time.Duration) gateway.Tidied {
	s.t.Helper()
	s.Set(s.Now().Add(after))
	got, err := s.endpoint("User").Tidy(s.t.Context())
	if err == nil {
		err = s.Links.Sweep(s.t.Context())
	}
	if err != nil {
		s.t.Fatal(err)
	}
	return got
}

func (s site) tidies(after time.Duration, want gateway.Tidied) {
	s.t.Helper()
	if d := cmp.Diff(want, s.tidy(after)); d != "" {
		s.t.Errorf("-want +got\n%s", d)
	}
}

const adaTitled = `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ada","title":"Countess"}`

func TestWhatAnInterruptedCreateLeftBehindIsBoundAndAnswersItsRetry(t *testing.T) {
	for _, adopt := range []string{"never", "if_unclaimed", "always"} {
		t.Run(adopt, func(t *testing.T) {
			s := saying(t, false, "adopt: "+adopt)
			s.lose(ada, true)
			s.tidies(0, gateway.Tidied{Pending: 1}) // it may go on yet
			s.tidies(time.Minute, gateway.Tidied{Bound: 1})
			s.tidies(time.Minute, gateway.Tidied{})
			found, err := s.list("User", s.query("User", `userName eq "ada"`))
			if err != nil || len(found.Resources) != 1 {
				t.Fatal(found, err)
			}
			id := found.Resources[0].Resource.Text("id")
			s.tidies(23*time.Hour, gateway.Tidied{})
			a, err := s.create("User", adaTitled)
			if err != nil || a.Resource.Text("id") != id || a.Resource.Text("title") != "Countess" {
				t.Fatalf("the retry: %v, %v, was %s", a.Resource, err, id)
			}
			if adopt != "always" {
				refused(t, second(s.create("User", ada)), 409, scim.Uniqueness)
			}
			if n := len(s.Tables.Rows("employees")); n != 1 {
				t.Errorf("there are %d employees", n)
			}
		})
	}
}

func TestADayAfterItWasBoundARetryIsAnotherCreate(t *testing.T) {
	s := saying(t, false, "adopt: if_unclaimed")
	s.lose(ada, true)
	s.tidy(time.Minute)
	s.tidy(24*time.Hour + time.Minute)
	refused(t, second(s.create("User", ada)), 409, scim.Uniqueness)
}

func TestARetryThatFailsCanBeTriedAgain(t *testing.T) {
	for name, fail := range map[string]error{
		"refused": connectors.Errorf(connectors.Invalid, "update", "no"), "down": connectors.Errorf(connectors.Unavailable, "update", "refused"),
	} {
		for _, call := range []string{"List", "Update"} {
			t.Run(name+" at "+call, func(t *testing.T) {
				s := saying(t, false, "adopt: never")
				s.lose(ada, true)
				s.tidy(time.Minute)
				s.Users.Fail = once(call, fail)
				if err := second(s.create("User", adaTitled)); err == nil {
					t.Fatal("it did not fail")
				}
				if err := second(s.create("User", adaTitled)); err != nil {
					t.Error(err)
				}
			})
		}
	}
}

func TestAnIntentThatLeftNothingBehindIsAbandonedOnceNothingMoreCanTurnUp(t *testing.T) {
	for line, bound := range map[string]time.Duration{"adopt: never": 5 * time.Minute, "settle: 1h": time.Hour} {
		t.Run(line, func(t *testing.T) {
			s := saying(t, false, line)
			s.lose(ada, false)
			s.tidies(30*time.Second, gateway.Tidied{Pending: 1})
			s.tidies(bound-time.Second, gateway.Tidied{Pending: 1})
			s.tidies(time.Second, gateway.Tidied{Abandoned: 1})
			s.tidies(0, gateway.Tidied{})
		})
	}
}

func TestAnIntentThatWasSettledByAnotherIsAbandoned(t *testing.T) {
	s := saying(t, false, "adopt: never")
	s.made("User", ada)
	for name, begin := range map[string]func(){
		"a create of an account that was there": func() {
			_, err := s.Links.Begin(t.Context(), correlation.Intent{Scope: s.endpoint("User").Scope, Match: "ada", Payload: `userName eq "ada"`, Lease: time.Second})
			if err != nil {
				t.Fatal(err)
			}
		},
		"a rename": func() {
			id := s.made("User", brian)
			s.Users.After = once("Update", errLost)
			refused(t, second(s.patch("User", id, `{"op":"replace","path":"userName","value":"bob"}`, s.view())), 503, "")
		},
	} {
		t.Run(name, func(t *testing.T) {
			begin()
			s.tidies(time.Minute, gateway.Tidied{Pending: 1})
			s.tidies(time.Hour, gateway.Tidied{Abandoned: 1})
		})
	}
}

func TestWhatCannotBeAskedForNowIsLeftForTheNextTime(t *testing.T) {
	s := saying(t, false)
	s.lose(ada, true)
	s.Set(s.Now().Add(time.Minute))
	s.Users.Fail = func(string) error { return connectors.Errorf(connectors.Unavailable, "list", "refused") }
	got, err := s.endpoint("User").Tidy(t.Context())
	if connectors.KindOf(err) != connectors.Unavailable || got != (gateway.Tidied{Pending: 1}) {
		t.Errorf("%+v, %v", got, err)
	}
	s.Users.Fail = nil
	s.tidies(24*time.Hour, gateway.Tidied{Bound: 1}) // however late it is
	if err := second(s.create("User", ada)); err != nil {
		t.Error(err)
	}
}

func TestTwoAccountsThatMatchAreNobodysGuess(t *testing.T) {
	s := saying(t, false)
	s.lose(ada, true)
	if err := s.Tables.Insert("employees", connectors.Fields{"login": "ada", "status": "A", "deleted": int64(0)}); err != nil {
		t.Fatal(err)
	}
	s.tidies(time.Minute, gateway.Tidied{Pending: 1})
	s.tidies(time.Hour, gateway.Tidied{Abandoned: 1})
}

func TestAnAccountThatCameBackToLifeUnansweredKeepsItsID(t *testing.T) {
	for _, tidy := range []bool{true, false} {
		s := deleting(t, reviving)
		id := s.made("User", ada)
		if err := s.delete("User", id); err != nil {
			t.Fatal(err)
		}
		s.Users.After = once("Update", errLost)
		entity := s.endpoint("User").Graves
		s.endpoint("User").Graves = &gatewaytest.Entity{Entity: entity, After: once("Update", errLost)}
		refused(t, second(s.create("User", ada)), 503, "")
		s.endpoint("User").Graves = entity
		s.Users.After = nil
		s.Set(s.Now().Add(time.Minute))
		if tidy {
			s.tidies(0, gateway.Tidied{Bound: 1})
		}
		if again := s.made("User", ada); again != id {
			t.Errorf("tidied %t: the person came back as %s, was %s", tidy, again, id)
		}
	}
}

func TestNobodyTriesAgainBeforeAnUnansweredCreateIsSettled(t *testing.T) {
	s := saying(t, false, "settle: 10m")
	s.lose(ada, false)
	s.Set(s.Now().Add(time.Minute))
	e := refused(t, second(s.create("User", ada)), 503, "")
	if e.RetryAfter <= 0 || e.RetryAfter > 10*time.Minute {
		t.Errorf("it is to come again after %s", e.RetryAfter)
	}
	s.Set(s.Now().Add(5 * time.Minute))
	refused(t, second(s.create("User", ada)), 503, "")
	if n := len(s.Tables.Rows("employees")); n != 0 {
		t.Fatalf("there are %d employees", n)
	}
	s.Set(s.Now().Add(5 * time.Minute))
	if err := second(s.create("User", ada)); err != nil {
		t.Error(err)
	}
}

func TestWhatTurnsUpLateIsAdopted(t *testing.T) {
	s := saying(t, false, "settle: 10m", "adopt: never")
	s.lose(ada, false)
	s.Set(s.Now().Add(time.Minute))
	refused(t, second(s.create("User", ada)), 503, "")
	if err := s.Tables.Insert("employees", connectors.Fields{"login": "ada", "status": "A", "deleted": int64(0)}); err != nil {
		t.Fatal(err)
	}
	if a, err := s.create("User", ada); err != nil || !a.Adopted {
		t.Errorf("%v, %v", a.Adopted, err)
	}
}

func TestAnApplicationThatRefusesDuplicatesIsAskedAgainAtOnce(t *testing.T) {
	s := saying(t, true, "settle: 10m")
	s.lose(ada, false)
	s.Set(s.Now().Add(time.Minute))
	if err := second(s.create("User", ada)); err != nil {
		t.Error(err)
	}
}

func TestAnIntentThatCannotBeAskedAboutIsInNobodysWay(t *testing.T) {
	s := saying(t, false)
	s.lose(ada, true)
	s.lose(brian, true)
	s.Set(s.Now().Add(time.Minute))
	s.Users.Fail = once("List", connectors.Errorf(connectors.Invalid, "list", "no"))
	got, err := s.endpoint("User").Tidy(t.Context())
	if connectors.KindOf(err) != connectors.Invalid || got != (gateway.Tidied{Pending: 1, Bound: 1}) {
		t.Errorf("%+v, %v", got, err)
	}
	s.Users.Fail = func(string) error { return connectors.Errorf(connectors.Invalid, "list", "no") }
	s.tidies(24*time.Hour, gateway.Tidied{Abandoned: 1})
}
