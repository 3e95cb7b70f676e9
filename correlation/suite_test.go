package correlation_test

import (
	"context"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/redis/go-redis/v9"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/correlation"
	"github.com/scimgate/scimgate/internal/testenv"
)

// backend is a kind of Store. fresh prepares an empty database; every call of what it returns opens another handle
// on it, as another replica would.
type backend struct {
	name  string
	fresh func(t testing.TB) func(correlation.Options) correlation.Store
}

func backends() []backend {
	return []backend{
		{"SQLite", func(t testing.TB) func(correlation.Options) correlation.Store {
			return opener(t, "sqlite", filepath.Join(t.TempDir(), "links.db"))
		}},
		{"PostgreSQL", func(t testing.TB) func(correlation.Options) correlation.Store {
			return opener(t, "postgres", testenv.Postgres(t))
		}},
		{"Redis before SQLite", func(t testing.TB) func(correlation.Options) correlation.Store {
			open, url := opener(t, "sqlite", filepath.Join(t.TempDir(), "links.db")), testenv.Redis(t)
			return func(o correlation.Options) correlation.Store {
				return confirming{correlation.Cached(open(o), correlation.CacheOptions{Client: dial(t, url)})}
			}
		}},
	}
}

func opener(t testing.TB, dialect, dsn string) func(correlation.Options) correlation.Store {
	return func(o correlation.Options) correlation.Store {
		t.Helper()
		st, err := correlation.OpenSQL(t.Context(), dialect, dsn, o)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := st.Close(); err != nil {
				t.Error(err)
			}
		})
		return st
	}
}

// confirming offers every link it answers to the cache, the way a gateway does that found all of them true, so that
// the suite is answered by the cache as often as may be. What the cache adds to a link is taken off again.
type confirming struct{ correlation.Store }

func (c confirming) ByID(ctx context.Context, s correlation.Scope, ids []string) (map[string]correlation.Link, error) {
	links, err := c.Store.ByID(ctx, s, ids)
	for id, l := range links {
		c.confirm(ctx, s, l)
		l.Check, l.Cached = "", false
		links[id] = l
	}
	return links, err
}

func (c confirming) See(ctx context.Context, s correlation.Scope, keys []connectors.Key) (map[connectors.Key]correlation.Link, error) {
	links, err := c.Store.See(ctx, s, keys)
	for _, l := range links {
		c.confirm(ctx, s, l)
	}
	return links, err
}

func (c confirming) Bind(ctx context.Context, i correlation.Intent, l correlation.Link) (correlation.Link, error) {
	bound, err := c.Store.Bind(ctx, i, l)
	c.confirm(ctx, i.Scope, bound)
	return bound, err
}

func (c confirming) confirm(ctx context.Context, s correlation.Scope, l correlation.Link) {
	l.Check = "true"
	c.Verified(ctx, s, []correlation.Link{l})
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
}

func TestEveryStore(t *testing.T) {
	for _, b := range backends() {
		t.Run(b.name, func(t *testing.T) {
			for _, part := range [][]storeCase{linkCases(), byKeyCases(), intentCases(), concurrencyCases()} {
				for _, c := range part {
					t.Run(c.name, func(t *testing.T) {
						clock, open := new(clock), b.fresh(t)
						another := func() correlation.Store { return open(correlation.Options{Clock: clock.Now}) }
						c.test(&fixture{t, clock, another(), another})
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

var (
	users  = correlation.Scope{App: "hr", Type: "User", Identity: correlation.Derived}
	groups = correlation.Scope{App: "hr", Type: "Group", Identity: correlation.Derived}
	plain  = correlation.Scope{App: "desk", Type: "User", Identity: correlation.ByKey}
)

// The helpers below fail the test on an error and make one-liners of the rest.

func must[T any](f *fixture) func(T, error) T {
	return func(v T, err error) T {
		f.Helper()
		f.ok(err)
		return v
	}
}

func (f *fixture) ok(err error) {
	f.Helper()
	if err != nil {
		f.Fatal(err)
	}
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

func dial(t testing.TB, url string) redis.UniversalClient {
	t.Helper()
	client, err := correlation.DialRedis(url)
	if err != nil {
		t.Fatal(err)
	}
	return client
}
