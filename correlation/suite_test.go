package correlation_test

import (
	"context"
	"maps"
	"path/filepath"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/correlation"
	"github.com/scimgate/scimgate/internal/redisdb"
	"github.com/scimgate/scimgate/internal/testenv"
)

// backend is a kind of Store. fresh prepares an empty database; every call of what it returns opens another handle
// on it, as another replica would.
type backend struct {
	name  string
	fresh func(t testing.TB) func(testing.TB, correlation.Options) correlation.Store
}

func backends() []backend {
	return []backend{
		{"SQLite", func(t testing.TB) func(testing.TB, correlation.Options) correlation.Store {
			return opener("sqlite", filepath.Join(t.TempDir(), "links.db"))
		}},
		{"PostgreSQL", func(t testing.TB) func(testing.TB, correlation.Options) correlation.Store {
			return opener("postgres", testenv.Postgres(t))
		}},
		{"MariaDB", func(t testing.TB) func(testing.TB, correlation.Options) correlation.Store {
			return opener("mysql", testenv.MariaDB(t))
		}},
		{"Redis before SQLite", func(t testing.TB) func(testing.TB, correlation.Options) correlation.Store {
			open, url := opener("sqlite", filepath.Join(t.TempDir(), "links.db")), testenv.Redis(t)
			return func(t testing.TB, o correlation.Options) correlation.Store {
				return confirming{correlation.Cached(open(t, o), correlation.CacheOptions{Line: lineTo(dial(t, url))})}
			}
		}},
	}
}

// clustered is one more, which takes its time to start.
func clustered() backend {
	return backend{"a Redis cluster before SQLite", func(t testing.TB) func(testing.TB, correlation.Options) correlation.Store {
		open, nodes := opener("sqlite", filepath.Join(t.TempDir(), "links.db")), testenv.RedisCluster(t)
		return func(t testing.TB, o correlation.Options) correlation.Store {
			return confirming{correlation.Cached(open(t, o), correlation.CacheOptions{Line: lineTo(dialAt(t, redisdb.Place{Addresses: nodes}))})}
		}
	}}
}

func opener(dialect, dsn string) func(testing.TB, correlation.Options) correlation.Store {
	return func(t testing.TB, o correlation.Options) correlation.Store {
		t.Helper()
		st := must[correlation.Store](t)(correlation.OpenSQL(t.Context(), dialect, dsn, o))
		t.Cleanup(func() {
			if err := st.Close(); err != nil {
				t.Error(err)
			}
		})
		return st
	}
}

// confirming offers every link it answers to the cache, the way a gateway does that found all of them true, so that
// the suite is answered by the cache as often as may be. What the cache does not know of a link is filled in.
type confirming struct{ correlation.Store }

func (c confirming) ByID(ctx context.Context, s correlation.Scope, ids []string) (map[string]correlation.Link, error) {
	links, err := c.Store.ByID(ctx, s, ids)
	for id, l := range links {
		if l.Cached {
			durable, err := c.Store.ByID(correlation.Durable(ctx), s, []string{id})
			if err != nil {
				return nil, err
			}
			l.Claimed, l.ExternalID = durable[id].Claimed, durable[id].ExternalID
		}
		l.Check, l.Cached = "", false
		links[id] = l
	}
	c.confirm(ctx, s, slices.Collect(maps.Values(links)))
	return links, err
}

func (c confirming) See(ctx context.Context, s correlation.Scope, keys []connectors.Key) (map[connectors.Key]correlation.Link, error) {
	links, err := c.Store.See(ctx, s, keys)
	c.confirm(ctx, s, slices.Collect(maps.Values(links)))
	return links, err
}

func (c confirming) Bind(ctx context.Context, i correlation.Intent, l correlation.Link) (correlation.Link, error) {
	bound, err := c.Store.Bind(ctx, i, l)
	c.confirm(ctx, i.Scope, []correlation.Link{bound})
	return bound, err
}

func (c confirming) confirm(ctx context.Context, s correlation.Scope, links []correlation.Link) {
	for i := range links {
		links[i].Check = "true"
	}
	c.Verified(ctx, s, links)
}

// clock stands still until it is told to move.
type clock struct{ offset atomic.Int64 }

func (c *clock) Now() time.Time          { return time.Unix(1_700_000_000, c.offset.Load()) }
func (c *clock) Advance(d time.Duration) { c.offset.Add(int64(d)) }

// fixture is what one case of the suite works with.
type fixture struct {
	*testing.T
	clock *clock
	store correlation.Store
	open  func() correlation.Store // another handle on the same database, with the same clock

	users, groups correlation.Scope // derived ids, in an app of the case's own
	plain         correlation.Scope // identity key
	people        correlation.Scope // identity store
	badges        correlation.Scope // identity field
}

func TestEveryStore(t *testing.T) {
	for _, b := range append(backends(), clustered()) {
		t.Run(b.name, func(t *testing.T) {
			open := b.fresh(t)
			for _, part := range [][]storeCase{
				linkCases(), byKeyCases(), storedCases(), fieldCases(), intentCases(), concurrencyCases(), leaseCases(), holdCases(), parkingCases(),
				ledgerCases(), nameCases(), settlingCases(), outageCases(), scanCases(),
			} {
				for _, c := range part {
					t.Run(c.name, func(t *testing.T) {
						clock := new(clock)
						another := func() correlation.Store { return open(t, correlation.Options{Clock: clock.Now}) }
						c.test(&fixture{
							T: t, clock: clock, store: another(), open: another,
							users:  correlation.Scope{App: t.Name(), Type: "User", Identity: correlation.Derived},
							groups: correlation.Scope{App: t.Name(), Type: "Group", Identity: correlation.Derived},
							plain:  correlation.Scope{App: t.Name(), Type: "Device", Identity: correlation.ByKey},
							people: correlation.Scope{App: t.Name(), Type: "Person", Identity: correlation.Stored},
							badges: correlation.Scope{App: t.Name(), Type: "Badge", Identity: correlation.ByField},
						})
					})
				}
			}
		})
	}
}

type storeCase struct {
	name string
	test func(f *fixture)
}

// The helpers below fail the test on an error and make one-liners of the rest.

type tester interface {
	Helper()
	Fatal(args ...any)
}

func must[T any](t tester) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		ok(t, err)
		return v
	}
}

func ok(t tester, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (f *fixture) ok(err error) {
	f.Helper()
	ok(f, err)
}

func (f *fixture) see(s correlation.Scope, key connectors.Key) correlation.Link {
	f.Helper()
	return must[map[connectors.Key]correlation.Link](f)(f.store.See(f.Context(), s, []connectors.Key{key}))[key]
}

func (f *fixture) byID(s correlation.Scope, id string) correlation.Link {
	f.Helper()
	return must[map[string]correlation.Link](f)(f.store.ByID(f.Context(), s, []string{id}))[id]
}

func (f *fixture) byKey(s correlation.Scope, key connectors.Key) correlation.Link {
	f.Helper()
	return must[map[connectors.Key]correlation.Link](f)(f.store.ByKey(f.Context(), s, []connectors.Key{key}))[key]
}

func (f *fixture) bind(s correlation.Scope, l correlation.Link) correlation.Link {
	f.Helper()
	return must[correlation.Link](f)(f.store.Bind(f.Context(), correlation.Intent{Scope: s}, l))
}

func (f *fixture) begin(i correlation.Intent) correlation.Intent {
	f.Helper()
	return must[correlation.Intent](f)(f.store.Begin(f.Context(), i))
}

func (f *fixture) equal(got, want any) {
	f.Helper()
	if d := cmp.Diff(want, got); d != "" {
		f.Fatalf("-want +got\n%s", d)
	}
}

func dial(t testing.TB, url string) redisdb.Client {
	t.Helper()
	return dialAt(t, redisdb.Place{URL: url})
}

func dialAt(t testing.TB, p redisdb.Place) redisdb.Client {
	t.Helper()
	client := must[redisdb.Client](t)(redisdb.Dial(p))
	t.Cleanup(func() { _ = client.Close() }) // Redis may be gone on purpose
	return client
}

// lineTo is a line with the usual patience.
func lineTo(client redisdb.Client) *redisdb.Line {
	return redisdb.NewLine(client, redisdb.LineOptions{})
}
