package ledger_test

import (
	"strings"
	"testing"

	"github.com/scimgate/scimgate/correlation"
	"github.com/scimgate/scimgate/gateway/gatewaytest"
	"github.com/scimgate/scimgate/gateway/ledger"
)

func TestAnAccountIsShownByItsIDItsKeyOrWhatItIsRecognisedBy(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	s.employ("brian", "ada")
	l := s.claim(correlation.Link{Key: "2", ExternalID: "x"})
	want := []ledger.Shown{{
		Entry: ledger.Entry{App: "hr", Type: "User", ID: l.ID, Key: "2", ExternalID: "x", State: "claimed"},
		Found: true, Match: []ledger.Value{{Attribute: "userName", Value: "ada"}},
	}}
	for _, what := range []string{l.ID, "2", "ada", "ADA"} {
		got, err := ledger.Show(t.Context(), s.users(), what)
		s.ok(err)
		s.equal(got, want)
	}
}

func TestOneSideAloneIsShownToo(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	s.employ("brian")
	orphan, dead := s.see("77"), s.see("78")
	s.bury(dead.ID)
	for what, want := range map[string]ledger.Shown{
		"brian":   {Entry: ledger.Entry{App: "hr", Type: "User", Key: "1"}, Found: true, Match: []ledger.Value{{Attribute: "userName", Value: "brian"}}},
		orphan.ID: {Entry: ledger.Entry{App: "hr", Type: "User", ID: orphan.ID, Key: "77", State: "seen"}},
		"78":      {Entry: ledger.Entry{App: "hr", Type: "User", ID: dead.ID, Key: "78", State: "buried"}},
	} {
		got, err := ledger.Show(t.Context(), s.users(), what)
		s.ok(err)
		s.equal(got, []ledger.Shown{want})
	}
	for _, nobody := range []string{"nobody", "\x00", ""} {
		got, err := ledger.Show(t.Context(), s.users(), nobody)
		s.ok(err)
		s.equal(len(got), 0)
	}
}

func TestWhatIsUnderWayForAnAccountIsShownWithIt(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	begin := func(name string) correlation.Intent {
		i, err := s.Links.Begin(t.Context(), correlation.Intent{Scope: s.users().Scope, Match: name, Payload: `userName eq "` + name + `"`})
		s.ok(err)
		return i
	}
	pending := begin("Ada")
	begin("brian")
	got, err := ledger.Show(t.Context(), s.users(), "ada")
	s.ok(err)
	if len(got) != 1 || got[0].Found || len(got[0].Attempts) != 1 || got[0].Attempts[0].Intent != pending.ID {
		t.Fatalf("before it is there: %+v", got)
	}
	s.employ("ada")
	got, err = ledger.Show(t.Context(), s.users(), "1")
	s.ok(err)
	if len(got) != 1 || !got[0].Found || len(got[0].Attempts) != 1 {
		t.Fatalf("before it has a link: %+v", got)
	}
	_, err = s.Links.Bind(t.Context(), pending, correlation.Link{Key: "1"})
	s.ok(err)
	got, err = ledger.Show(t.Context(), s.users(), "1")
	s.ok(err)
	if len(got) != 1 || len(got[0].Attempts) != 0 || len(got[0].Settled) != 1 || got[0].Settled[0].Intent != pending.ID {
		t.Fatalf("afterwards: %+v", got)
	}
	var out strings.Builder
	s.ok(ledger.PrintShown(&out, got))
	for _, part := range []string{"id           " + got[0].ID, "link         claimed", "application  has it", "userName     ada", "settled      " + pending.ID} {
		if !strings.Contains(out.String(), part+"") {
			t.Errorf("%q is not in\n%s", part, &out)
		}
	}
}
