package ledger_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/correlation"
	"github.com/scimgate/scimgate/gateway/gatewaytest"
	"github.com/scimgate/scimgate/gateway/ledger"
)

// verified is what a verification of the users finds.
func (s *site) verified() (found []ledger.Finding, sum ledger.Summary) {
	s.Helper()
	users, err := s.Of("User")
	s.ok(err)
	for f, err := range users.Verify(s.Context(), func(int) {}, func(of ledger.Summary) { sum = of }) {
		s.ok(err)
		f.App, f.Type = "", ""
		found = append(found, f)
	}
	slices.SortFunc(found, func(a, b ledger.Finding) int {
		return strings.Compare(fmt.Sprint(a.Kind, a.Keys), fmt.Sprint(b.Kind, b.Keys))
	})
	return found, sum
}

func TestNothingIsFoundWhereStoreAndApplicationAgree(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	s.employ("ada", "brian")
	s.see("1")
	s.claim(correlation.Link{Key: "2"})
	s.bury(s.see("3").ID)
	found, sum := s.verified()
	s.equal(len(found), 0)
	s.equal(sum, ledger.Summary{App: "hr", Type: "User", Records: 2, Links: 2, Findings: map[ledger.Kind]int{}})
}

func TestOrphansDuplicatesAndUnknownAccountsAreFound(t *testing.T) {
	for _, push := range []connectors.Push{connectors.No, connectors.Exact} {
		s := newSite(t, gatewaytest.Options{Shape: func(sh *connectors.Shape) {
			able := sh.Push
			sh.Push = func(l connectors.Leaf) connectors.Push { return min(able(l), push) }
		}})
		s.employ("ada", "brian", "cyd", "ADA")
		for _, k := range []connectors.Key{"1", "2", "4"} {
			s.see(k)
		}
		seen, claimed := s.see("77"), s.claim(correlation.Link{Key: "78"})
		found, sum := s.verified()
		s.equal(found, []ledger.Finding{
			{Kind: ledger.Duplicate, Keys: []string{"1", "4"}, Match: "ADA", What: "2 records with one userName"},
			{Kind: ledger.Orphan, IDs: []string{seen.ID}, Keys: []string{"77"}, What: "the application has no record with the key of this link"},
			{Kind: ledger.Orphan, IDs: []string{claimed.ID}, Keys: []string{"78"}, What: "the application has no record with the key of this link, which is claimed"},
			{Kind: ledger.Unknown, Keys: []string{"3"}, Match: "cyd", What: "no link leads to this record"},
		})
		s.equal(sum.IsWrong(), true)
		s.equal(sum.Findings, map[ledger.Kind]int{ledger.Duplicate: 1, ledger.Orphan: 2, ledger.Unknown: 1})
	}
}

func TestWhatARebuildWouldNotBringBackIsToldAndIsNoFault(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	s.employ("ada", "brian", "cyd", "dora")
	s.bury(s.see("1").ID)
	again, moved := s.see("1"), s.see("99")
	s.ok(s.Links.Rekey(t.Context(), s.users().Scope, "99", "2"))
	named := s.claim(correlation.Link{Key: "3", ExternalID: "x"})
	s.see("4")
	found, sum := s.verified()
	s.equal(sum.IsWrong(), false)
	var ids []string
	for _, f := range found {
		s.equal(f.Kind, ledger.Irreplaceable)
		ids = append(ids, f.IDs...)
	}
	want := []string{again.ID, moved.ID, named.ID}
	slices.Sort(ids)
	slices.Sort(want)
	s.equal(ids, want)
	for f, err := range ledger.Wrong(s.Verify(t.Context(), func(int) {}, func(of ledger.Summary) { sum = of })) {
		t.Errorf("wrong: %v, %v", f, err)
	}
	s.equal(sum.Findings, map[ledger.Kind]int{ledger.Irreplaceable: 3})
}

func TestAnExternalIDOfSeveralLinksIsFound(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	s.employ("ada", "brian", "cyd")
	var ids []string
	for _, k := range []connectors.Key{"1", "2"} {
		ids = append(ids, s.claim(correlation.Link{Key: k, ExternalID: "x"}).ID)
	}
	s.claim(correlation.Link{Key: "3", ExternalID: "y"})
	found, _ := s.verified()
	i := slices.IndexFunc(found, func(f ledger.Finding) bool { return f.Kind == ledger.Duplicate })
	slices.Sort(ids)
	s.equal(found[i].IDs, ids)
	s.equal(found[i].Match, "x")
}

func TestACreateThatNobodyGoesOnWithIsFound(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	i, err := s.Links.Begin(t.Context(), correlation.Intent{Scope: s.users().Scope, Match: "ada", Payload: `userName eq "ada"`, Lease: time.Millisecond})
	s.ok(err)
	found, _ := s.verified()
	s.equal(len(found), 0)
	underway, err := s.Links.Underway(t.Context(), s.users().Scope)
	s.ok(err)
	s.Set(underway[0].Began.Add(time.Hour))
	s.users().Links = past{s.Links}
	found, sum := s.verified()
	s.equal(len(found), 1)
	s.equal(found[0].Kind, ledger.Pending)
	s.equal(found[0].Match, `userName eq "ada"`)
	s.equal(strings.Contains(found[0].What, i.ID), true)
	s.equal(sum.IsWrong(), true)
}

func TestAnApplicationThatDoesNotAnswerIsNoFinding(t *testing.T) {
	for _, call := range []string{"List", "Get"} {
		s := newSite(t, gatewaytest.Options{})
		s.see("77")
		down := connectors.Errorf(connectors.Unavailable, "", "down")
		s.Users.Fail = func(c string) error {
			if c == call {
				return down
			}
			return nil
		}
		var last error
		for f, err := range s.Verify(t.Context(), func(int) {}, func(ledger.Summary) {}) {
			if last = err; err == nil {
				t.Errorf("found %v", f)
			}
		}
		if !errors.Is(last, connectors.Unavailable) {
			t.Errorf("%s: %v", call, last)
		}
	}
}

// past is a store in which every lease ran out.
type past struct{ correlation.Store }

func (p past) Underway(ctx context.Context, s correlation.Scope) ([]correlation.Underway, error) {
	list, err := p.Store.Underway(ctx, s)
	for i := range list {
		list[i].Lease, list[i].Lapsed = 0, list[i].Began
	}
	return list, err
}
