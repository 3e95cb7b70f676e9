package correlation_test

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/correlation"
)

func outageCases() []storeCase {
	return []storeCase{
		{"there is room", func(f *fixture) { f.ok(f.store.Room(f.Context())) }},
		{"what is vouched for is what was stored and verified", func(f *fixture) {
			a, b := f.see(f.users, "a"), f.see(f.users, "b")
			a.Check, b.Check = "of a", "of b"
			f.store.Verified(f.Context(), f.users, []link{a, b})
			for key, got := range f.store.Vouch(f.Context(), f.users, []key{"a", "b", "c"}) {
				want := map[connectors.Key]link{"a": a, "b": b}[key]
				want.Cached = true
				f.equal(got, want)
			}
			f.equal(len(f.store.Vouch(f.Context(), f.groups, []key{"a", "b"})), 0)
			f.equal(len(f.store.Vouch(f.Context(), f.plain, []key{"a"})), 0)
		}},
		{"what is buried or renamed is not vouched for", func(f *fixture) {
			a, b := f.see(f.users, "a"), f.see(f.users, "b")
			a.Check, b.Check = "of a", "of b"
			f.store.Verified(f.Context(), f.users, []link{a, b})
			f.ok(f.store.Bury(f.Context(), f.users, a.ID))
			f.ok(f.store.Rekey(f.Context(), f.users, "b", "c"))
			f.equal(len(f.store.Vouch(f.Context(), f.users, []key{"a", "b", "c"})), 0)
		}},
	}
}

func TestTheCacheVouchesWithoutTheStore(t *testing.T) {
	f := newCacheFixture(t)
	f.scope.Identity = correlation.Derived
	a := f.verified("a")
	ok(t, f.durable.Rekey(t.Context(), f.scope, "a", "x")) // which the cache does not know
	ok(t, f.durable.Close())
	a.Cached = true
	if d := cmp.Diff(byKeys{"a": a}, f.cached.Vouch(t.Context(), f.scope, []key{"a", "x", "b"})); d != "" {
		t.Errorf("-want +got\n%s", d)
	}
}

func TestAStoreThatIsFullSaysSoBeforeAWriteAndStillAnswers(t *testing.T) {
	users := correlation.Scope{App: "hr", Type: "User", Identity: correlation.Derived}
	file := filepath.Join(t.TempDir(), "links.db")
	st := opener("sqlite", file+"?_pragma=max_page_count(120)")(t, correlation.Options{})
	ok(t, st.Room(t.Context()))
	first := must[byKeys](t)(st.See(t.Context(), users, []key{"0"}))["0"]
	var full error
	for n := 1; full == nil && n < 10_000; n++ {
		must[byKeys](t)(st.See(t.Context(), users, []key{key(fmt.Sprint(n) + strings.Repeat("x", 500))}))
		full = st.Room(t.Context())
	}
	if !errors.Is(full, connectors.Unavailable) || !errors.Is(full, correlation.ErrAway) || !errors.Is(st.Ready(t.Context()), correlation.ErrAway) {
		t.Errorf("it says %v", full)
	}
	i := must[intent](t)(st.Begin(t.Context(), intent{Scope: users, Match: "a", Payload: "p"})) // what had begun has room
	must[link](t)(st.Bind(t.Context(), i, link{Key: "a"}))
	ok(t, st.Bury(t.Context(), users, first.ID))
	if got := must[byIDs](t)(st.ByID(t.Context(), users, []string{first.ID}))[first.ID]; got.Key != "0" || !got.Buried {
		t.Errorf("got %+v", got)
	}
	for n := range 10_000 { // and then there is none
		if _, full = st.See(t.Context(), users, []key{key(fmt.Sprint("more", n) + strings.Repeat("x", 500))}); full != nil {
			break
		}
	}
	if !errors.Is(full, correlation.ErrAway) {
		t.Errorf("it says %v", full)
	}
	ok(t, opener("sqlite", file)(t, correlation.Options{}).Room(t.Context())) // one that may grow has
}
