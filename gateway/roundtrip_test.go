package gateway_test

import (
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/correlation"
	"github.com/scimgate/scimgate/gateway/gatewaytest"
	"github.com/scimgate/scimgate/internal/redisdb"
	"github.com/scimgate/scimgate/internal/testenv"
)

// trips counts the statements that go to the durable store, and what is asked of the cache.
type trips struct{ statements, lookups atomic.Int32 }

// watched is a site whose store, behind a Redis or alone, is counted.
func watched(t *testing.T, cached bool) (site, *trips) {
	t.Helper()
	s, c := newSite(t, gatewaytest.Options{}), new(trips)
	o := correlation.Options{Clock: s.Now, Observe: func(string) { c.statements.Add(1) }}
	store, err := correlation.OpenSQL(t.Context(), "sqlite", filepath.Join(t.TempDir(), "links.db"), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	if cached {
		client, err := redisdb.Dial(redisdb.Place{URL: testenv.Redis(t), Timeout: time.Minute})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = client.Close() })
		line := redisdb.NewLine(client, redisdb.LineOptions{})
		store = correlation.Cached(store, correlation.CacheOptions{Line: line, Observe: func(string) { c.lookups.Add(1) }})
	}
	if err := s.Links.Store.Close(); err != nil {
		t.Fatal(err)
	}
	s.Links.Store = store
	return s, c
}

// want checks what was counted since it was asked last.
func (c *trips) want(t *testing.T, what string, statements, lookups int32) {
	t.Helper()
	if s, l := c.statements.Swap(0), c.lookups.Swap(0); s != statements || l != lookups {
		t.Errorf("%s: %d statements and %d lookups, want %d and %d", what, s, l, statements, lookups)
	}
}

func TestAReadByIdAsksTheStoreOnceAndNotAtAllWhereTheCacheKnows(t *testing.T) {
	for _, cached := range []bool{false, true} {
		s, c := watched(t, cached)
		id := s.made("User", ada)
		c.statements.Store(0)
		read := func() {
			t.Helper()
			if _, err := s.get("User", id); err != nil {
				t.Fatal(err)
			}
		}
		read()
		if !cached {
			c.want(t, "without a cache", 1, 0)
			read()
			c.want(t, "without a cache, again", 1, 0)
			continue
		}
		c.want(t, "a cold cache", 1, 1)
		read()
		c.want(t, "a warm cache", 0, 1)
	}
}

// A hundred people with a hundred managers, each in one of a hundred groups: their own ids and those of the managers are
// asked for in one batch, those of the groups in another.
func TestAPageResolvesAllItsReferencesInOneBatchPerType(t *testing.T) {
	s, c := watched(t, false)
	const n = 100
	var people, roles, members []connectors.Fields
	for i := range int64(2 * n) {
		people = append(people, connectors.Fields{"emp_no": i + 1, "login": "p" + strings.Repeat("x", int(i)), "status": "A", "deleted": int64(0), "manager_no": 1 + (i+n)%(2*n)})
		roles = append(roles, connectors.Fields{"role_id": i + 1, "role_name": "r" + strings.Repeat("x", int(i))})
		members = append(members, connectors.Fields{"role_id": i + 1, "emp_no": i + 1})
	}
	for table, rows := range map[string][]connectors.Fields{"employees": people, "roles": roles, "employee_roles": members} {
		if err := s.Tables.Insert(table, rows...); err != nil {
			t.Fatal(err)
		}
	}
	q := s.query("User", "")
	q.Count = n
	for _, what := range []string{"first", "again"} {
		l, err := s.list("User", q)
		if err != nil || len(l.Resources) != n {
			t.Fatalf("%d, %v", len(l.Resources), err)
		}
		for _, a := range l.Resources {
			if seen := text(a); !strings.Contains(seen, `"manager"`) || !strings.Contains(seen, `"groups"`) {
				t.Fatalf("no references in %s", seen)
			}
		}
		if what == "again" {
			c.want(t, "a page", 2, 0)
		}
		c.statements.Store(0)
	}
}
