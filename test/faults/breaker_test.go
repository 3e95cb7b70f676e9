package faults

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/scimgate/scimgate/internal/testenv"
)

// The database does not answer. After two requests have waited for it nobody does any more, though it is as silent as
// before, until its rest is over.
func TestAnApplicationThatDoesNotAnswerIsLeftAloneWhileOthersAreServed(t *testing.T) {
	o := options{timeout: "200ms", calls: "breaker: {failures: 2, rest: 60s}"}
	each(t, []string{"postgres"}, o, func(s *site) {
		id := s.idOf("ada")
		s.wantBreaker("closed", 0)
		s.network.Hold(testenv.Requests | testenv.Answers)
		for range 2 {
			s.wantUnavailable("a read that waits", s.do(http.MethodGet, "/Users/"+id, ""))
		}
		s.wantBreaker("open", 2)
		for range 100 { // each of which would wait for a second
			a := s.do(http.MethodPatch, "/Users/"+id, rename("x"))
			s.wantUnavailable("a change", a)
			if a.RetryAfter != "60" {
				s.Fatalf("it is told to wait for %s seconds", a.RetryAfter)
			}
		}
		s.wantStatus("another app", s.beside().do(http.MethodGet, "/Users", ""), http.StatusOK)

		s.network.Cut()
		s.network.Hold(testenv.Nothing)
		s.clock.Add(60)
		s.wantBreaker("half open", 1)
		s.wantServing(id)
		s.wantBreaker("closed", 0)
	})
}

// beside asks the app beside.
func (s *site) beside() *site {
	o := *s
	o.url = strings.Replace(s.url, "/hr/", "/other/", 1)
	return &o
}

// wantBreaker checks what operators see of the app.
func (s *site) wantBreaker(state string, gauge int) {
	s.Helper()
	for path, want := range map[string]string{
		"/apps":    `"breaker": "` + state + `"`,
		"/metrics": `scimgate_breaker_state{app="hr"} ` + string(rune('0'+gauge)),
	} {
		w := httptest.NewRecorder()
		s.admin.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		if !strings.Contains(w.Body.String(), want) {
			s.Errorf("%s has no %s:\n%s", path, want, w.Body.String())
		}
	}
}
