package ledger_test

import (
	"testing"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/correlation"
	"github.com/scimgate/scimgate/gateway"
	"github.com/scimgate/scimgate/gateway/gatewaytest"
	"github.com/scimgate/scimgate/gateway/ledger"
)

func (s *site) rebuilt() []ledger.Rebuilt {
	s.Helper()
	var got []ledger.Rebuilt
	for r, err := range s.Rebuild(s.Context(), func(int) {}) {
		s.ok(err)
		got = append(got, r)
	}
	return got
}

func TestARebuildFindsTheLinksThatAreMissing(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	s.employ("ada", "brian", "claire")
	s.see("2")
	s.equal(s.rebuilt(), []ledger.Rebuilt{
		{App: "hr", Type: "Group", Identity: correlation.Derived},
		{App: "hr", Type: "User", Identity: correlation.Derived, Records: 3, New: 2},
	})
	s.equal(s.rebuilt()[1].New, 0)
}

func TestIdsThatDoNotFollowFromKeysAreNotRebuilt(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	s.employ("ada")
	for _, identity := range []correlation.Identity{correlation.ByKey, correlation.Stored} {
		e := *s.users()
		e.Scope.Identity = identity
		s.Types = []*gateway.Endpoint{&e}
		s.equal(s.rebuilt(), []ledger.Rebuilt{{App: "hr", Type: "User", Identity: identity}})
	}
}

func TestARebuildEndsWithWhatGoesWrong(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	s.Users.Fail = func(string) error { return connectors.Errorf(connectors.Unavailable, "list", "refused") }
	for r, err := range s.Rebuild(t.Context(), func(int) {}) {
		if r.Type == "User" && connectors.KindOf(err) != connectors.Unavailable {
			t.Errorf("%+v, %v", r, err)
		}
	}
}
