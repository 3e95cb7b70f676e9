package correlation_test

import (
	"context"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/scimgate/scimgate/correlation"
	"github.com/scimgate/scimgate/internal/redisdb"
	"github.com/scimgate/scimgate/internal/testenv"
)

// TestMain sets how often a property is tried; -rapid.checks on the command line stands above it.
func TestMain(m *testing.M) {
	if err := flag.Set("rapid.checks", strconv.Itoa(testenv.N(50, 5_000))); err != nil {
		panic(err)
	}
	os.Exit(m.Run())
}

// TestTheStoreBehavesLikeItsModel walks at random through everything a Store can do, over two handles on one
// database, and compares every answer with maps in memory. The second handle has a cache, which forgets and whose
// invalidations get lost on the way; whoever heeds Link.Check does not notice.
func TestTheStoreBehavesLikeItsModel(t *testing.T) {
	clock := new(clock)
	open := opener("sqlite", filepath.Join(t.TempDir(), "links.db"))
	o := correlation.Options{Clock: clock.Now}
	url := testenv.Redis(t)
	client, other := dial(t, url), dial(t, url) // the other one never breaks
	reach := new(breakableHook)
	client.AddHook(reach)
	stores := []correlation.Store{
		open(t, o),
		correlation.Cached(open(t, o), correlation.CacheOptions{Line: redisdb.NewLine(client, redisdb.LineOptions{Clock: clock.Now, Rest: time.Nanosecond})}),
	}
	walks := 0
	rapid.Check(t, func(t *rapid.T) {
		walks++
		m := newModel(correlation.Scope{App: fmt.Sprint(walks), Type: "User"})
		store := rapid.SampledFrom(stores)
		keys := rapid.SampledFrom([]key{"1", "2", "3", "4"})
		matches := rapid.SampledFrom([]string{"a", "b"})
		ctx := context.Background()
		reach.broken.Store(false)
		t.Repeat(map[string]func(*rapid.T){
			"see": func(t *rapid.T) {
				page := rapid.SliceOfN(keys, 0, 4).Draw(t, "keys")
				want := byKeys{}
				for _, k := range page {
					want[k] = m.see(k)
				}
				m.equal(t, want, must[byKeys](t)(store.Draw(t, "store").See(ctx, m.scope, page)))
			},
			"bind": func(t *rapid.T) {
				l := link{Key: keys.Draw(t, "key"), ID: rapid.SampledFrom(m.ids()).Draw(t, "id"), ExternalID: rapid.SampledFrom([]string{"", "x", "y"}).Draw(t, "external")}
				want := m.bind(l)
				m.equal(t, want, must[link](t)(store.Draw(t, "store").Bind(ctx, intent{Scope: m.scope}, l)))
			},
			"enter": func(t *rapid.T) {
				l := link{
					Key: keys.Draw(t, "key"), ID: rapid.SampledFrom(append(m.ids(), "imported")).Draw(t, "id"),
					ExternalID: rapid.SampledFrom([]string{"", "x"}).Draw(t, "external"), Claimed: rapid.Bool().Draw(t, "claimed"),
				}
				write := rapid.Bool().Draw(t, "write")
				got := must[[]entry](t)(store.Draw(t, "store").Enter(ctx, m.scope, []link{l}, write))
				m.equal(t, m.enter(l, write), got[0])
			},
			"bury": func(t *rapid.T) {
				id := rapid.SampledFrom(m.ids()).Draw(t, "id")
				m.bury(id)
				ok(t, store.Draw(t, "store").Bury(ctx, m.scope, id))
			},
			"rekey": func(t *rapid.T) {
				from, to := keys.Draw(t, "from"), keys.Draw(t, "to")
				m.rekey(from, to)
				ok(t, store.Draw(t, "store").Rekey(ctx, m.scope, from, to))
			},
			"begin": func(t *rapid.T) {
				match := matches.Draw(t, "match")
				got := must[intent](t)(store.Draw(t, "store").Begin(ctx, intent{Scope: m.scope, Match: match, Lease: 5 * time.Second}))
				m.begin(t, got, clock.Now())
			},
			"settle": func(t *rapid.T) {
				match, st := matches.Draw(t, "match"), store.Draw(t, "store")
				p, pending := m.intents[match]
				if !pending {
					t.Skip()
				}
				delete(m.intents, match)
				if rapid.Bool().Draw(t, "abandon") {
					ok(t, st.Abandon(ctx, p.intent))
					return
				}
				l := link{Key: keys.Draw(t, "key")}
				want := m.bind(l)
				m.equal(t, want, must[link](t)(st.Bind(ctx, p.intent, l)))
			},
			"time passes": func(t *rapid.T) {
				clock.Advance(time.Duration(rapid.IntRange(1, 4).Draw(t, "seconds")) * time.Second)
			},
			"redis forgets":       func(t *rapid.T) { ok(t, other.FlushDB(ctx).Err()) },
			"redis comes or goes": func(t *rapid.T) { reach.broken.Store(!reach.broken.Load()) },
			"": func(t *rapid.T) {
				clock.Advance(time.Nanosecond) // so that the cache's rest is over
				m.compare(t, ctx, store.Draw(t, "asked"))
			},
		})
	})
}

// model is what a Store remembers of one scope, in maps.
type model struct {
	scope   correlation.Scope
	links   map[string]link // by id
	spent   map[key]int     // generations by the key they were derived from
	intents map[string]pendingIntent
}

type pendingIntent struct {
	intent
	until time.Time
}

func newModel(s correlation.Scope) *model {
	return &model{s, map[string]link{}, map[key]int{}, map[string]pendingIntent{}}
}

// ids are those in the store and two that are not.
func (m *model) ids() []string {
	return append(slices.Sorted(maps.Keys(m.links)), "", m.scope.Derive("nobody", 1))
}

func (m *model) holder(k key) (link, bool) {
	for _, l := range m.links {
		if l.Key == k && !l.Buried {
			return l, true
		}
	}
	return link{}, false
}

func (m *model) see(k key) link {
	if l, ok := m.holder(k); ok {
		return l
	}
	m.spent[k]++
	l := link{ID: m.scope.Derive(k, m.spent[k]), Key: k}
	m.links[l.ID] = l
	return l
}

func (m *model) bind(l link) link {
	held, ok := m.holder(l.Key)
	if !ok {
		if held, ok = m.links[l.ID]; !ok {
			held = m.see(l.Key)
		}
	}
	held.Key, held.Claimed, held.Buried = l.Key, true, false
	if l.ExternalID != "" {
		held.ExternalID = l.ExternalID
	}
	m.links[held.ID] = held
	return held
}

// enter is what becomes of a link in use that is entered.
func (m *model) enter(l link, write bool) entry {
	held, isHeld := m.holder(l.Key)
	named, isNamed := m.links[l.ID]
	switch {
	case isHeld && (l.ID == "" || l.ID == held.ID):
		was := held
		held.Claimed = held.Claimed || l.Claimed
		if l.ExternalID != "" {
			held.ExternalID = l.ExternalID
		}
		if write {
			m.links[held.ID] = held
		}
		if was == held {
			return entry{Link: held, Outcome: correlation.Unchanged}
		}
		return entry{Link: held, Outcome: correlation.Confirmed}
	case isHeld && held.Claimed:
		return entry{Link: held, Outcome: correlation.KeyTaken}
	case isNamed:
		return entry{Link: named, Outcome: correlation.IDTaken}
	}
	for n := m.spent[l.Key] + 1; l.ID == ""; n++ {
		if id := m.scope.Derive(l.Key, n); m.links[id].ID == "" {
			l.ID = id
		}
	}
	if write {
		if isHeld {
			m.bury(held.ID)
		}
		m.links[l.ID] = l
		for n := 1; n <= 16; n++ {
			if m.scope.Derive(l.Key, n) == l.ID {
				m.spent[l.Key] = max(m.spent[l.Key], n)
			}
		}
	}
	return entry{Link: l, Outcome: correlation.New, Replaced: held.ID}
}

func (m *model) bury(id string) {
	if l, ok := m.links[id]; ok {
		l.Buried = true
		m.links[id] = l
	}
}

func (m *model) rekey(from, to key) {
	l, ok := m.holder(from)
	if !ok || from == to {
		return
	}
	if other, held := m.holder(to); held {
		m.bury(other.ID)
	}
	l.Key = to
	m.links[l.ID] = l
}

func (m *model) begin(t *rapid.T, got intent, now time.Time) {
	p, pending := m.intents[got.Match]
	resumed := pending && !now.Before(p.until)
	if mine := !pending || resumed; got.Mine != mine || got.Resumed != resumed || pending && got.ID != p.ID {
		t.Fatalf("pending %v %+v at %s, got %+v", pending, p, now, got)
	}
	if got.Mine {
		m.intents[got.Match] = pendingIntent{got, now.Add(5 * time.Second)}
	}
}

// compare asks st for everything, the way a gateway reads: an answer of the cache that does not fit the record it
// leads to is asked for again.
func (m *model) compare(t *rapid.T, ctx context.Context, st correlation.Store) {
	got := must[byIDs](t)(st.ByID(ctx, m.scope, m.ids()))
	for id, l := range got {
		if l.Cached && l.Check != m.record(l.Key) {
			got[id] = must[byIDs](t)(st.ByID(correlation.Durable(ctx), m.scope, []string{id}))[id]
		}
	}
	for id, l := range got {
		if l.Cached {
			l.Claimed, l.ExternalID = m.links[id].Claimed, m.links[id].ExternalID // the cache does not say
		}
		l.Check = m.record(l.Key)
		st.Verified(ctx, m.scope, []link{l})
		l.Check, l.Cached = "", false
		got[id] = l
	}
	m.equal(t, m.links, got)

	live, carriers := byKeys{}, []link(nil)
	for _, id := range slices.Sorted(maps.Keys(m.links)) {
		l := m.links[id]
		if l.Buried {
			continue
		}
		live[l.Key] = l
		if l.ExternalID == "x" {
			carriers = append(carriers, l)
		}
	}
	m.equal(t, live, must[byKeys](t)(st.ByKey(ctx, m.scope, []key{"1", "2", "3", "4"})))
	m.equal(t, carriers, must[[]link](t)(st.ByExternalID(ctx, m.scope, "x")))
}

// record is the digest of the record that has this key now: of the id that it answers to.
func (m *model) record(k key) string {
	l, ok := m.holder(k)
	if !ok {
		return "gone"
	}
	return strings.ToUpper(l.ID)
}

func (m *model) equal(t *rapid.T, want, got any) {
	if d := cmp.Diff(want, got); d != "" {
		t.Fatalf("-want +got\n%s", d)
	}
}
