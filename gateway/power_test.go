package gateway_test

import (
	"bytes"
	"fmt"
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/gateway"
	"github.com/scimgate/scimgate/gateway/gatewaytest"
)

// mortal is a site whose processes can be killed, and whose store can lose its power.
type mortal struct {
	site
	fate *atomic.Pointer[func(call string)]
}

// newMortal makes one. Where logins are distinct, creates begin with an intent that may be lost.
func newMortal(t testing.TB, distinct bool, adopt string) mortal {
	tables := gatewaytest.Tables()
	if distinct {
		tables[0].Unique = [][]string{{"login"}}
	}
	s := newSite(t, gatewaytest.Options{Tables: tables, Power: true, AppFile: func(text []byte) []byte {
		text = bytes.Replace(text, []byte("      userName: login\n"), []byte("      userName: {field: login, fold: none}\n"), 1)
		return bytes.Replace(text, []byte("    match: userName\n"), []byte("    match: userName\n    adopt: "+adopt+"\n"), 1)
	}})
	m := mortal{s, new(atomic.Pointer[func(string)])}
	at := func(place string) func(string) error {
		return func(call string) error {
			if meet := m.fate.Load(); meet != nil {
				(*meet)(place + call)
			}
			return nil
		}
	}
	s.Users.Fail, s.Users.After, s.Links.Fail = at(""), at("after "), at("")
	return m
}

// killed creates a user by a process that is killed when it comes to call, and reports whether it was. "" lets it live.
func (s mortal) killed(body, call string) (a gateway.Answer, err error, dead bool) {
	s.t.Helper()
	e, r := s.endpoint("User"), s.resource("User", body)
	var killed atomic.Bool
	meet := func(now string) {
		if killed.Load() || now == call {
			killed.Store(true)
			runtime.Goexit() // whatever the process does elsewhere ends there too
		}
	}
	s.fate.Store(&meet)
	ended := make(chan bool)
	go func() {
		defer close(ended)
		a, err = e.Create(s.t.Context(), r, s.view())
	}()
	<-ended
	s.fate.Store(nil)
	return a, err, killed.Load()
}

// TestWhoeverDiesAndWhateverLosesItsPowerEveryPersonExistsOnce plays histories of creates: processes are killed at
// every point, answers get lost, and the store's machine forgets what it may.
func TestWhoeverDiesAndWhateverLosesItsPowerEveryPersonExistsOnce(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		distinct := rapid.Bool().Draw(rt, "distinct")
		adopt := rapid.SampledFrom([]string{"if_unclaimed", "always", "never"}).Draw(rt, "adopt")
		s := newMortal(t, distinct, adopt)
		ids := map[string]string{} // that a client was told
		names := rapid.SampledFrom([]string{"ada", "brian"})
		check := func() {
			count := map[any]int{}
			for _, row := range s.Tables.Rows("employees") {
				if count[row["login"]]++; count[row["login"]] > 1 {
					rt.Fatalf("there are two of %v", row["login"])
				}
			}
			for name, id := range ids {
				if a, err := s.get("User", id); err != nil || a.Resource.Text("userName") != name {
					rt.Fatalf("%s was told to be %s: %v", name, id, err)
				}
			}
		}
		create := func(name, call string) {
			a, err, dead := s.killed(user(name), call)
			if dead || err != nil {
				return
			}
			if id := a.Resource.Text("id"); ids[name] != "" && ids[name] != id {
				rt.Fatalf("%s had the id %s and has %s", name, ids[name], id)
			} else if !rapid.Bool().Draw(rt, "the answer gets lost") {
				ids[name] = id
			}
		}
		rt.Repeat(map[string]func(*rapid.T){
			"create": func(rt *rapid.T) {
				create(names.Draw(rt, "name"), rapid.SampledFrom([]string{"", "", "Begin", "Confirm", "List", "Create", "after Create", "Bind"}).Draw(rt, "killed at"))
			},
			"the store loses its power": func(rt *rapid.T) {
				s.LosePower(t, func(n int) int { return rapid.IntRange(0, n-1).Draw(rt, "what stays") })
			},
			"the janitor looks": func(rt *rapid.T) {
				if _, err := s.endpoint("User").Tidy(s.t.Context()); err != nil {
					rt.Fatal(err)
				}
			},
			"time passes": func(rt *rapid.T) {
				s.Set(s.Now().Add(time.Duration(rapid.IntRange(1, 60).Draw(rt, "seconds")) * time.Second))
			},
			"": func(*rapid.T) { check() },
		})
		for _, name := range []string{"ada", "brian"} {
			s.Set(s.Now().Add(time.Hour))
			_, err, _ := s.killed(user(name), "")
			l, listed := s.list("User", s.query("User", fmt.Sprintf("userName eq %q", name)))
			if listed != nil || len(l.Resources) != 1 {
				rt.Fatalf("%s is not there in the end: %v, %v", name, err, listed)
			}
			if claimed := s.claimed(l.Resources[0].Resource.Text("id")); err != nil && !claimed {
				rt.Fatalf("%s is stuck: %v", name, err)
			}
		}
		check()
	})
}

// claimed reports whether somebody created or adopted the resource with this id.
func (s mortal) claimed(id string) bool {
	links, err := s.Links.ByID(s.t.Context(), s.endpoint("User").Scope, []string{id})
	if err != nil {
		s.t.Fatal(err)
	}
	return links[id].Claimed
}

// While one create waits for the application, the store loses its power and with it perhaps the intent, and another
// create of the same person comes.
func TestASecondCreateAfterALostIntentMakesNoSecondPerson(t *testing.T) {
	for _, distinct := range []bool{true, false} {
		t.Run(fmt.Sprintf("distinct %t", distinct), func(t *testing.T) {
			s := newMortal(t, distinct, "if_unclaimed")
			reached, goOn := make(chan bool), make(chan bool)
			s.Users.Fail = func(call string) error {
				if call == "Create" {
					s.Users.Fail = nil
					close(reached)
					<-goOn
				}
				return nil
			}
			first := make(chan error, 1)
			var asked atomic.Bool
			confirming := make(chan bool)
			s.Links.Fail = func(call string) error { // the first create's intent is not confirmed until it may go on
				if call == "Confirm" && asked.CompareAndSwap(false, true) {
					close(confirming)
					<-goOn
				}
				return nil
			}
			body := s.resource("User", user("ada"))
			go func() { first <- second(s.endpoint("User").Create(t.Context(), body, s.view())) }()
			<-reached
			<-confirming
			s.LosePower(t, func(int) int { return 0 })
			_, err := s.create("User", user("ada"))
			if distinct && err != nil {
				t.Errorf("the second create: %v", err)
			} else if !distinct {
				refused(t, err, 503, "") // its intent was not lost
			}
			close(goOn)
			if err := <-first; distinct {
				refused(t, err, 409, "uniqueness")
			} else if err != nil {
				t.Errorf("the first create: %v", err)
			}
			if n := len(s.Tables.Rows("employees")); n != 1 {
				t.Errorf("there are %d employees", n)
			}
		})
	}
}

func TestAnAccountThatAppearsAfterItWasLookedForIsAdopted(t *testing.T) {
	for _, adopt := range []string{"if_unclaimed", "never"} {
		s := newMortal(t, true, adopt)
		s.Users.Fail = func(call string) error {
			if call == "Create" {
				return s.Tables.Insert("employees", connectors.Fields{"login": "ada", "status": "A", "deleted": int64(0)})
			}
			return nil
		}
		a, err := s.create("User", user("ada"))
		if adopt == "never" {
			refused(t, err, 409, "uniqueness")
		} else if err != nil || !a.Adopted {
			t.Errorf("%v, %v", a.Adopted, err)
		}
	}
}
