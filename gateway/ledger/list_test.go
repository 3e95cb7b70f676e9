package ledger_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/correlation"
	"github.com/scimgate/scimgate/gateway/gatewaytest"
	"github.com/scimgate/scimgate/gateway/ledger"
)

func TestLinksAreListedInTheStateThatIsAskedFor(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	seen, claimed, buried := s.see("1"), s.claim(correlation.Link{Key: "2", ExternalID: "x"}), s.see("3")
	s.bury(buried.ID)
	row := map[string]string{
		seen.ID:    fmt.Sprintf("hr | User | %s | 1 |  | seen", seen.ID),
		claimed.ID: fmt.Sprintf("hr | User | %s | 2 | x | claimed", claimed.ID),
		buried.ID:  fmt.Sprintf("hr | User | %s | 3 |  | buried", buried.ID),
	}
	for state, ids := range map[correlation.State][]string{
		"": {seen.ID, claimed.ID, buried.ID}, correlation.InUseFirm: {claimed.ID}, correlation.InTheGrave: {buried.ID},
	} {
		want := []string{"app | type | id | key | externalId | state"}
		for _, id := range slices.Sorted(slices.Values(ids)) {
			want = append(want, row[id])
		}
		s.equal(printed(s, ledger.Tabs, s.List(t.Context(), state, 0)), lines(want...))
	}
	s.equal(printed(s, ledger.JSON, s.List(t.Context(), correlation.InUseFirm, 0)),
		fmt.Sprintf(`{"app":"hr","type":"User","id":%q,"key":"2","externalId":"x","state":"claimed"}`+"\n", claimed.ID))
	s.equal(printed(s, ledger.Table, s.List(t.Context(), correlation.InUseFirm, 0)),
		fmt.Sprintf("app  type  id                                    key  externalId  state\nhr   User  %s  2    x           claimed\n", claimed.ID))
}

func TestAListIsReadPageByPageAndEndsWhereItIsToEnd(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	keys := make([]connectors.Key, 1_200)
	for i := range keys {
		keys[i] = connectors.Key(fmt.Sprint(i))
	}
	_, err := s.Links.See(t.Context(), s.users().Scope, keys)
	s.ok(err)
	for limit, want := range map[int]int{0: 1_200, 700: 700, 1: 1} {
		s.equal(strings.Count(printed(s, ledger.JSON, s.List(t.Context(), "", limit)), "\n"), want)
	}
}

func TestAnErrorEndsAList(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	s.ok(s.Links.Close())
	if err := ledger.Print(new(strings.Builder), ledger.Tabs, s.List(t.Context(), "", 0)); err == nil {
		t.Error("no error")
	}
	if err := ledger.Print(new(strings.Builder), ledger.JSON, s.Pending(t.Context(), 0)); err == nil {
		t.Error("no error")
	}
}

func TestWhatAnApplicationPutsIntoAKeyMovesNoCursorAndEndsNoCell(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	s.see("a\tb\n\x1b[2Jé")
	got := printed(s, ledger.Tabs, s.List(t.Context(), "", 0))
	if !strings.Contains(got, "\t"+`a\tb\n\x1b[2Jé`+"\t") {
		t.Errorf("printed as %q", got)
	}
}

func TestWhatIsUnderWayIsListedWithItsAge(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	i, err := s.Links.Begin(t.Context(), correlation.Intent{Scope: s.users().Scope, Match: "ada", Payload: `userName eq "ada"`})
	s.ok(err)
	done, err := s.Links.Begin(t.Context(), correlation.Intent{Scope: s.users().Scope, Match: "brian", Payload: `userName eq "brian"`})
	s.ok(err)
	_, err = s.Links.Bind(t.Context(), done, correlation.Link{Key: "1"})
	s.ok(err)
	got := printed(s, ledger.Tabs, s.Pending(t.Context(), 0))
	_, rest, _ := strings.Cut(got, "\n")
	cells := strings.Split(strings.TrimSpace(rest), "\t")
	if len(cells) != 7 || cells[2] != i.ID || cells[3] != `userName eq "ada"` || cells[5] != "1" || cells[6] != "true" {
		t.Errorf("printed %q", got)
	}
}

func TestAResourceTypeIsFoundOrAnotherOneIsMeant(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	users, err := s.Of("User")
	s.ok(err)
	s.equal(len(users.Types), 1)
	if _, err := s.Of("Usre"); err == nil || err.Error() != `there is no resource type "Usre" (did you mean User?)` {
		t.Errorf("got %v", err)
	}
}
