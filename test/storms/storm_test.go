package storms

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/scimgate/scimgate/examples/helpdesk/legacy"
	"github.com/scimgate/scimgate/internal/testenv"
)

// storms are ways in which the help desk fails, each of them many times.
func storms() map[string]legacy.Trouble {
	return map[string]legacy.Trouble{
		"it wants patience":              {Status: http.StatusTooManyRequests, RetryAfter: "7", Times: 60},
		"it wants patience for long":     {Status: http.StatusTooManyRequests, RetryAfter: "3600", Times: 20},
		"it is down for maintenance":     {Status: http.StatusServiceUnavailable, RetryAfter: "120", Times: 60},
		"it fails":                       {Status: http.StatusInternalServerError, Times: 60},
		"a gateway before it fails":      {Status: http.StatusBadGateway, Times: 60},
		"it hangs up before it works":    {Drop: legacy.BeforeTheWork, Times: 40},
		"it hangs up when it has worked": {Drop: legacy.AfterTheWork, Times: 40},
		"its answers are torn":           {Torn: true, Times: 40},
		"it takes longer than we wait":   {Wait: 700 * time.Millisecond, Times: 6},
	}
}

func TestEveryWriteHappensOnceHoweverTheApplicationFails(t *testing.T) {
	for name, trouble := range storms() {
		t.Run(name, func(t *testing.T) {
			s := newSite(t, impatient)
			w := s.begin()
			s.desk.Cause(trouble)
			w.run()
			s.desk.Calm()
			w.wantDone()
		})
	}
}

func TestEveryWriteHappensOnceHoweverTheNetworkFails(t *testing.T) {
	hold := func(sides testenv.Side) func(*site) { return func(s *site) { s.network.Hold(sides) } }
	for name, storm := range map[string]struct{ rise, rage func(*site) }{
		"connections break": {hold(testenv.Answers), func(s *site) {
			for range 20 {
				s.network.Await(1)
				s.network.Cut()
			}
		}},
		"nothing arrives any more": {hold(testenv.Requests | testenv.Answers), (*site).wantUndisturbed},
		"a byte a second arrives":  {func(s *site) { s.network.Trickle(testenv.Answers) }, (*site).wantUndisturbed},
		"the server is away": {func(s *site) { s.network.Down(true) }, func(s *site) {
			for begun := time.Now(); !strings.Contains(s.metrics(), `scimgate_breaker_changes_total{app="helpdesk",to="open"}`); {
				if time.Since(begun) > patience/2 {
					s.Error("its breaker never opens")
					break
				}
			}
			s.network.Down(false)
		}},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t, impatient)
			w := s.begin()
			storm.rise(s)
			var over sync.WaitGroup
			over.Go(func() {
				storm.rage(s)
				s.network.Hold(testenv.Nothing)
				s.network.Trickle(testenv.Nothing)
				s.network.Cut()
			})
			w.run()
			over.Wait()
			w.wantDone()
		})
	}
}

// wantUndisturbed asks the app beside, many times, while the network keeps something.
func (s *site) wantUndisturbed() {
	s.network.Await(1)
	for range 50 { // each of which would wait for half a second
		if a, err := s.send(http.MethodGet, "/other/scim/v2/Users?count=1", ""); err != nil || a.status != http.StatusOK {
			s.Errorf("the app beside answers %d: %v", a.status, err)
		}
	}
}

func TestTheBreakerOpensInAStormAndClosesBehindIt(t *testing.T) {
	s := newSite(t, impatient)
	id := s.insist(http.MethodPost, desk+"/Users", user("ada")).body.ID
	s.desk.Cause(legacy.Trouble{Status: http.StatusInternalServerError})
	for range 3 {
		if a, err := s.send(http.MethodGet, desk+"/Users/"+id, ""); err != nil || a.status != http.StatusServiceUnavailable {
			t.Errorf("a read is answered by %d: %v", a.status, err)
		}
	}
	if !strings.Contains(s.metrics(), `scimgate_breaker_state{app="helpdesk"} 2`) {
		t.Error("it did not open")
	}
	asked := len(s.desk.Calls())
	for range 100 {
		if a, err := s.send(http.MethodGet, desk+"/Users/"+id, ""); err != nil || a.status != http.StatusServiceUnavailable {
			t.Errorf("a read is answered by %d: %v", a.status, err)
		}
	}
	if now := len(s.desk.Calls()); now != asked {
		t.Errorf("the help desk was asked %d times more", now-asked)
	}
	s.desk.Calm()
	s.insist(http.MethodGet, desk+"/Users/"+id, "")
	if !strings.Contains(s.metrics(), `scimgate_breaker_state{app="helpdesk"} 0`) {
		t.Error("it did not close")
	}
}

// work is what the clients want: new people, all of them in one team, and new names for those that were there.
type work struct {
	*site
	team, renamed string // ids
}

const people = 4

func (s *site) begin() *work {
	w := &work{site: s}
	s.insist(http.MethodPost, desk+"/Groups", `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"Storm"}`)
	w.team = s.idOf("/Groups", `displayName eq "Storm"`)
	w.renamed = s.insist(http.MethodPost, desk+"/Users", user("old")).body.ID
	return w
}

// run lets all clients do their work at once.
func (w *work) run() {
	var all sync.WaitGroup
	for i := range people {
		all.Go(func() {
			id := w.insist(http.MethodPost, desk+"/Users", user(fmt.Sprint("storm", i))).body.ID
			if id != "" {
				w.insist(http.MethodPatch, desk+"/Groups/"+w.team, patch("add", "members", `[{"value":"`+id+`"}]`))
			}
		})
	}
	all.Go(func() {
		for _, name := range []string{"Ada", "Grace", "Mary"} {
			w.insist(http.MethodPatch, desk+"/Users/"+w.renamed, patch("replace", "name.givenName", `"`+name+`"`))
		}
	})
	all.Wait()
}

// wantDone looks into the help desk itself.
func (w *work) wantDone() {
	w.Helper()
	var logins []string
	numbers := map[any]string{}
	for _, row := range w.desk.Rows("agents") {
		login := row["login"].(string)
		numbers[row["id"]] = login
		if strings.HasPrefix(login, "storm") {
			logins = append(logins, login)
		}
		if login == "old" && row["first_name"] != "Mary" {
			w.Errorf("the last name is %v", row["first_name"])
		}
	}
	slices.Sort(logins)
	if want := []string{"storm0", "storm1", "storm2", "storm3"}; !slices.Equal(logins, want) {
		w.Errorf("there are %v, want %v", logins, want)
	}
	phones := map[string]int{}
	for _, row := range w.desk.Rows("phones") {
		phones[numbers[row["agent_id"]]]++
	}
	members := map[string]int{}
	for _, row := range w.desk.Rows("memberships") {
		members[numbers[row["agent_id"]]]++
	}
	for _, login := range logins {
		if phones[login] != 2 || members[login] != 1 {
			w.Errorf("%s has %d phones and is in %d teams", login, phones[login], members[login])
		}
	}
}
