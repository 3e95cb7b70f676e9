package faults

import (
	"net/http"
	"testing"

	"github.com/scimgate/scimgate/internal/testenv"
)

// The network swallows everything. There are two connections, and more requests than that.
func TestNobodyWaitsForAServerThatIsSilent(t *testing.T) {
	each(t, servers, options{}, func(s *site) {
		id, before := s.idOf("ada"), s.everything()
		s.network.Hold(testenv.Requests | testenv.Answers)
		asked := map[string]func() answer{
			"a read":       s.later(http.MethodGet, "/Users/"+id, ""),
			"another read": s.later(http.MethodGet, "/Users/"+id, ""),
			"a list":       s.later(http.MethodGet, "/Users?filter=userName+eq+%22ada%22", ""),
			"a change":     s.later(http.MethodPatch, "/Users/"+id, rename("x")),
			"a create":     s.later(http.MethodPost, "/Users", user("grace")),
		}
		for what, a := range asked {
			s.wantUnavailable(what, a())
		}
		s.network.Cut()
		s.network.Hold(testenv.Nothing)
		if after := s.everything(); after != before {
			s.Errorf("there is\n%s", after)
		}
		s.wantServing(id)
	})
}
