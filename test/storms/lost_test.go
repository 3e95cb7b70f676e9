package storms

import (
	"net/http"
	"testing"
	"time"

	"github.com/scimgate/scimgate/examples/helpdesk/legacy"
	"github.com/scimgate/scimgate/internal/testenv"
)

// One side of every connection says nothing, or a byte a second: a request waits for as long as one call may take, and a
// client is told to come again.
func TestNobodyWaitsForANetworkThatIsSilent(t *testing.T) {
	for name, fail := range map[string]func(*testenv.Proxy){
		"requests":              func(p *testenv.Proxy) { p.Hold(testenv.Requests) },
		"answers":               func(p *testenv.Proxy) { p.Hold(testenv.Answers) },
		"requests that trickle": func(p *testenv.Proxy) { p.Trickle(testenv.Requests) },
		"answers that trickle":  func(p *testenv.Proxy) { p.Trickle(testenv.Answers) },
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t, "breaker: {failures: 0}, retries: 0")
			id := s.ask(http.MethodGet, desk+"/Users?count=1&attributes=id", "").body.Resources[0].ID
			fail(s.network)
			s.wantUnavailable(s.ask(http.MethodGet, desk+"/Users/"+id, ""))
			s.wantUnavailable(s.ask(http.MethodPatch, desk+"/Users/"+id, patchSchema+`{"op":"replace","path":"title","value":"x"}]}`))
			s.network.Cut()
			s.network.Hold(testenv.Nothing)
			s.network.Trickle(testenv.Nothing)
			s.story(func() {})
		})
	}
}

// The answer to each call in turn never comes, and the connection breaks; a client comes again.
func TestWhatIsAskedForIsDoneOnceWhateverAnswerIsLost(t *testing.T) {
	for n := range 8 {
		s := newSite(t, "breaker: {failures: 0}, retries: 0")
		s.ask(http.MethodGet, desk+"/Users?count=1", "")
		s.network.Hold(testenv.Answers)
		done := make(chan answer, 1)
		go func() {
			done <- s.ask(http.MethodPost, desk+"/Users", `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"grace","active":false}`)
		}()
		for range n {
			s.network.Await(1)
			s.network.Pass()
		}
		s.network.Await(1)
		s.network.Cut()
		s.network.Hold(testenv.Nothing)
		first := <-done
		if first.status != http.StatusCreated {
			s.wantUnavailable(first)
		}
		s.least = time.Minute
		again := s.insist(http.MethodPost, desk+"/Users", `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"grace","active":false}`, http.StatusConflict)
		found := s.agents("grace")
		if len(found) != 1 || found[0]["state"] != "locked" {
			s.Errorf("after %d answers: %+v, then %+v, and there are %v", n, first, again, found)
		}
		if first.status == http.StatusCreated {
			return // all answers came through
		}
	}
}

func TestAnApplicationThatIsAskedTooOftenIsNotAskedMore(t *testing.T) {
	s := newSite(t, "retries: 0, longest_wait: 10ms")
	id := s.ask(http.MethodGet, desk+"/Users?count=1&attributes=id", "").body.Resources[0].ID
	s.desk.Cause(legacy.Trouble{Status: http.StatusTooManyRequests, RetryAfter: "17"})
	if a := s.ask(http.MethodGet, desk+"/Users/"+id, ""); a.status != http.StatusTooManyRequests || a.retry != "17" {
		t.Errorf("the client is told %+v", a)
	}
}
