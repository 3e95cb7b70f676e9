package correlation_test

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/correlation"
	"github.com/scimgate/scimgate/internal/redisdb"
	"github.com/scimgate/scimgate/internal/testenv"
)

// A replica takes over, and may have missed what was said last. Nobody who compares what a link leads to with its Check
// notices anything, before, while or after.
func TestWhenAnotherServerTakesOverTheAnswersAreTheSame(t *testing.T) {
	pair := testenv.RedisWatched(t)
	open := opener("sqlite", filepath.Join(t.TempDir(), "links.db"))
	clock, seen, users := new(clock), new(counts), correlation.Scope{App: "hr", Type: "User"}
	client := dialAt(t, redisdb.Place{
		Addresses: pair.Sentinels, Master: pair.Name, Timeout: time.Second,
		Account: redisdb.Account{Password: pair.Password}, Sentinel: redisdb.Account{Password: pair.SentinelPassword},
	})
	store := correlation.Cached(open(t, correlation.Options{}), correlation.CacheOptions{
		Line: redisdb.NewLine(client, redisdb.LineOptions{Rest: time.Second, Clock: clock.Now}), Observe: seen.observe,
	})
	all := must[byKeys](t)(store.See(t.Context(), users, []key{"a", "b"}))
	a, b := all["a"].ID, all["b"].ID
	// look asks for both as a reader does, and tells the cache what it found true.
	look := func() (observed map[string]int) {
		t.Helper()
		truth := must[byIDs](t)(store.ByID(correlation.Durable(t.Context()), users, []string{a, b}))
		got := must[byIDs](t)(store.ByID(t.Context(), users, []string{a, b}))
		var found []link
		for id, l := range truth {
			l.Check = "digest of " + string(l.Key)
			if got := got[id]; got.Cached && got.Check == l.Check {
				got.Cached = false
				if d := cmp.Diff(l, got); d != "" {
					t.Errorf("-want +got\n%s", d)
				}
			}
			found = append(found, l)
		}
		observed = seen.since()
		store.Verified(t.Context(), users, found)
		clock.Advance(time.Second)
		return observed
	}
	untilWarm := func() {
		t.Helper()
		for deadline := time.Now().Add(time.Minute); look()["hit"] != 2; { // the takeover needs its time
			if time.Now().After(deadline) {
				t.Fatal("the cache is not used")
			}
		}
	}
	untilWarm()
	pair.TakeOver(t)
	ok(t, store.Rekey(t.Context(), users, "a", "c"))
	untilWarm()
	ok(t, store.Bury(t.Context(), users, b))
	if l := must[byIDs](t)(store.ByID(t.Context(), users, []string{b}))[b]; !l.Buried {
		t.Errorf("got %+v", l)
	}
}
