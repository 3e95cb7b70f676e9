package ledger_test

import (
	"testing"
	"time"

	"github.com/scimgate/scimgate/correlation"
	"github.com/scimgate/scimgate/gateway"
	"github.com/scimgate/scimgate/gateway/gatewaytest"
	"github.com/scimgate/scimgate/gateway/ledger"
)

// limited is a site with limits of losses within an hour.
func limited(t *testing.T) *site {
	s := newSite(t, gatewaytest.Options{})
	for _, e := range s.Types {
		e.Holds = &gateway.Holds{Window: time.Hour, Limits: map[correlation.Loss]gateway.HoldLimit{
			correlation.Deactivations: {Count: 50, Percent: 2.5}, correlation.Deletions: {Count: 3}, correlation.MemberRemovals: {Count: -1, Percent: 10},
		}}
	}
	return s
}

// spend counts losses of a type, at a limit of three.
func (s *site) spend(resourceType string, kind correlation.Loss, n int) {
	s.Helper()
	_, err := s.Links.Spend(s.Context(), correlation.Quota{Scope: s.App.Endpoints[resourceType].Scope, Kind: kind, Window: time.Hour, Limit: 3}, n)
	s.ok(err)
}

func (s *site) approve(l ledger.Ledger, kind string, a correlation.Approval, force bool) []ledger.Hold {
	s.Helper()
	approved, err := l.Approve(s.Context(), kind, a, force)
	s.ok(err)
	return approved
}

func TestWhatIsHeldApprovedAndCountedIsListed(t *testing.T) {
	s := limited(t)
	s.equal(printed(s, ledger.Tabs, s.Holds(t.Context())), lines("app | type | kind | state | since | refused | counted | admits | until | by"))
	s.spend("User", correlation.Deletions, 4)
	s.spend("User", correlation.Deactivations, 2)
	s.spend("Group", correlation.MemberRemovals, 3)
	s.Set(gatewaytest.Noon.Add(20 * time.Minute))
	s.spend("User", correlation.Deletions, 1)
	s.approve(s.Ledger, "deactivations", correlation.Approval{By: "ops", Count: 70}, true)
	s.equal(printed(s, ledger.Tabs, s.Holds(t.Context())), lines(
		"app | type | kind | state | since | refused | counted | admits | until | by",
		"hr | Group | deactivations | approved | 2026-05-04T12:20:00Z | 0 | 0 | 70 | 2026-05-04T13:20:00Z | ops",
		"hr | Group | member_removals | counting |  | 0 | 3 | 10% | 2026-05-04T13:00:00Z | ",
		"hr | User | deactivations | approved | 2026-05-04T12:20:00Z | 0 | 0 | 70 | 2026-05-04T13:20:00Z | ops",
		"hr | User | deletions | held | 2026-05-04T12:00:00Z | 2 | 0 | 3 |  | ",
	))
	s.equal(printed(s, ledger.JSON, (ledger.Ledger{Types: s.Types[1:]}).Holds(t.Context())), lines(
		`{"app":"hr","type":"User","kind":"deactivations","state":"approved","since":"2026-05-04T12:20:00Z","counted":0,"admits":"70","until":"2026-05-04T13:20:00Z","by":"ops"}`,
		`{"app":"hr","type":"User","kind":"deletions","state":"held","since":"2026-05-04T12:00:00Z","refused":2,"counted":0,"admits":"3"}`,
	))
	s.Set(gatewaytest.Noon.Add(80 * time.Minute))
	s.spend("User", correlation.Deactivations, 1)
	s.equal(printed(s, ledger.Tabs, s.Holds(t.Context())), lines(
		"app | type | kind | state | since | refused | counted | admits | until | by",
		"hr | User | deactivations | counting |  | 0 | 1 | 50 or 2.5% | 2026-05-04T14:20:00Z | ",
		"hr | User | deletions | held | 2026-05-04T12:00:00Z | 2 | 0 | 3 |  | ",
	))
}

func TestAnApprovalIsOfWhatIsHeld(t *testing.T) {
	s := limited(t)
	s.equal(len(s.approve(s.Ledger, "deletions", correlation.Approval{By: "ops"}, false)), 0)
	s.spend("User", correlation.Deletions, 4)
	s.spend("Group", correlation.Deletions, 1)
	until, since := gatewaytest.Noon.Add(10*time.Minute), gatewaytest.Noon
	s.equal(s.approve(s.Ledger, "deletions", correlation.Approval{By: "ops", For: 10 * time.Minute}, false), []ledger.Hold{
		{App: "hr", Type: "User", Kind: "deletions", State: "approved", Since: &since, Admits: "any", Until: &until, By: "ops"},
	})
	s.equal(len(s.approve(s.Ledger, "deletions", correlation.Approval{By: "ops"}, false)), 0)
}

func TestAnApprovalOfATypeMayComeBeforehand(t *testing.T) {
	s := limited(t)
	users, err := s.Of("User")
	s.ok(err)
	s.equal(len(s.approve(users, "member_removals", correlation.Approval{By: "ops"}, true)), 1)
}

func TestWhatHasNoLimitIsNeitherListedNorApproved(t *testing.T) {
	s := limited(t)
	s.spend("User", correlation.Deletions, 4)
	_, err := s.Approve(t.Context(), "deletion", correlation.Approval{}, true)
	s.equal(err.Error(), `there is no kind "deletion": it is one of [deactivations deletions member_removals] (did you mean deletions?)`)
	for _, holds := range []*gateway.Holds{nil, {Window: time.Hour}} {
		for _, e := range s.Types {
			e.Holds = holds
		}
		s.equal(printed(s, ledger.JSON, s.Holds(t.Context())), "")
		_, err = s.Approve(t.Context(), "deletions", correlation.Approval{}, true)
		s.equal(err.Error(), "the deletions of hr have no limit")
	}
}
