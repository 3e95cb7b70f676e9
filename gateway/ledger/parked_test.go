package ledger_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/scimgate/scimgate/correlation"
	"github.com/scimgate/scimgate/gateway/gatewaytest"
	"github.com/scimgate/scimgate/gateway/ledger"
)

func TestReferencesThatWaitAreListed(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	park := func(resourceType, owner, part, id string) {
		ref := correlation.Parked{Owner: owner, Part: part, ID: id}
		_, err := s.Links.Park(t.Context(), s.App.Endpoints[resourceType].Scope, []correlation.Parked{ref}, s.Now().Add(48*time.Hour))
		s.ok(err)
	}
	park("User", "u1", `{"manager":{"value":"u9"}}`, "u9")
	s.Set(gatewaytest.Noon.Add(time.Hour))
	park("Group", "g1", `{"members":[{"value":"u9"}]}`, "u9")
	s.equal(printed(s, ledger.Tabs, s.Parked(t.Context(), 0)), lines(
		"app | type | id | awaits | part | since | expires",
		`hr | Group | g1 | u9 | {"members":[{"value":"u9"}]} | 2026-05-04T13:00:00Z | 2026-05-06T13:00:00Z`,
		`hr | User | u1 | u9 | {"manager":{"value":"u9"}} | 2026-05-04T12:00:00Z | 2026-05-06T12:00:00Z`,
	))
	s.equal(printed(s, ledger.JSON, s.Parked(t.Context(), 1)), lines(
		`{"app":"hr","type":"Group","id":"g1","awaits":"u9","part":{"members":[{"value":"u9"}]},"since":"2026-05-04T13:00:00Z","expires":"2026-05-06T13:00:00Z"}`,
	))
	for n := range 1200 {
		park("Group", "g2", `{}`, fmt.Sprint(n))
	}
	n := 0
	for _, err := range s.Parked(t.Context(), 0) {
		s.ok(err)
		n++
	}
	s.equal(n, 1202)
}
