package restfaults

import (
	"net/http"
	"testing"

	"github.com/scimgate/scimgate/examples/helpdesk/legacy"
	"github.com/scimgate/scimgate/internal/testenv"
)

// silence holds back one side of every connection: a read waits for as long as one call may take, and a client is told to come
// again.
func TestNobodyWaitsForANetworkThatIsSilent(t *testing.T) {
	for name, side := range map[string]testenv.Side{"requests": testenv.Requests, "answers": testenv.Answers} {
		t.Run(name, func(t *testing.T) {
			s := open(t, "breaker: {failures: 0}, retries: 0")
			id := s.do(http.MethodGet, "/Users?count=1&attributes=id", "").Resources[0].ID
			s.network.Hold(side)
			s.wantUnavailable(s.do(http.MethodGet, "/Users/"+id, ""))
			s.wantUnavailable(s.do(http.MethodPatch, "/Users/"+id, patchSchema+`{"op":"replace","path":"title","value":"x"}]}`))
			s.network.Cut()
			s.network.Hold(testenv.Nothing)
			s.story(func() {})
		})
	}
}

// The answer to each call in turn never comes, and the connection breaks; a client comes again.
func TestWhatIsAskedForIsDoneOnceWhateverAnswerIsLost(t *testing.T) {
	for n := range 8 {
		s := open(t, "breaker: {failures: 0}, retries: 0")
		s.do(http.MethodGet, "/Users?count=1", "")
		s.network.Hold(testenv.Answers)
		done := make(chan answer, 1)
		go func() {
			done <- s.do(http.MethodPost, "/Users", `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"grace","active":false}`)
		}()
		for range n {
			s.network.Await(1)
			s.network.Pass()
		}
		s.network.Await(1)
		s.network.Cut()
		s.network.Hold(testenv.Nothing)
		first := <-done
		if first.Status != http.StatusCreated {
			s.wantUnavailable(first)
		}
		s.clock.Add(60)
		again := s.insist(http.MethodPost, "/Users", `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"grace","active":false}`)
		found := s.agents("grace")
		if len(found) != 1 || found[0]["state"] != "locked" || again.Status != http.StatusCreated && again.Status != http.StatusConflict {
			s.Errorf("after %d answers: %+v, then %+v, and there are %v", n, first, again, found)
		}
		if first.Status == http.StatusCreated {
			return // all answers came through
		}
	}
}

func TestAnApplicationThatIsAskedTooOftenIsNotAskedMore(t *testing.T) {
	s := open(t, "retries: 0, longest_wait: 10ms")
	id := s.do(http.MethodGet, "/Users?count=1&attributes=id", "").Resources[0].ID
	s.desk.Cause(legacy.Trouble{Status: http.StatusTooManyRequests, RetryAfter: "17"})
	if a := s.do(http.MethodGet, "/Users/"+id, ""); a.Status != http.StatusTooManyRequests || a.RetryAfter != "17" {
		t.Errorf("the client is told %+v", a)
	}
}

func (s *site) wantUnavailable(a answer) {
	s.Helper()
	if a.Status != http.StatusServiceUnavailable || a.RetryAfter == "" || a.Detail == "" {
		s.Errorf("the client is told %+v", a)
	}
}
