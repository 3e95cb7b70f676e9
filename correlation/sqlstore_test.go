package correlation_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/correlation"
	"github.com/scimgate/scimgate/internal/sqldb"
	"github.com/scimgate/scimgate/internal/testenv"
)

// statements collects the first words of what a store sends.
type statements struct {
	mu   sync.Mutex
	sent []string
}

func (s *statements) observe(text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sent = append(s.sent, strings.Fields(text)[0])
}

func (s *statements) since() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer func() { s.sent = nil }()
	return s.sent
}

// A janitor may come between the look at an intent and the attempt to take it over. Whoever goes on with it has to be told
// what it left behind.
func TestAnIntentThatIsSettledWhileItIsTakenOverSaysWhatItLeftBehind(t *testing.T) {
	open, clock := opener("sqlite", filepath.Join(t.TempDir(), "links.db")), new(clock)
	janitor := open(t, correlation.Options{Clock: clock.Now})
	users := correlation.Scope{App: "hr", Type: "User"}
	i := intent{Scope: users, Match: "jdoe", Payload: "p", Lease: time.Second}
	must[intent](t)(janitor.Begin(t.Context(), i))
	clock.Advance(time.Minute)
	settle := sync.OnceFunc(func() {
		left := must[[]intent](t)(janitor.Pending(t.Context(), users))
		if !must[bool](t)(janitor.Settle(t.Context(), left[0], link{Key: "1"})) {
			t.Error("it is not settled")
		}
	})
	st := open(t, correlation.Options{Clock: clock.Now, Observe: func(text string) {
		if strings.HasPrefix(text, "UPDATE correlation_intents SET attempt") {
			settle()
		}
	}})
	if got := must[intent](t)(st.Begin(t.Context(), i)); !got.Mine || got.Left != users.Derive("1", 1) {
		t.Errorf("%+v", got)
	}
}

func TestEveryOperationCostsAFixedNumberOfStatements(t *testing.T) {
	seen := new(statements)
	st := opener("sqlite", filepath.Join(t.TempDir(), "links.db"))(t, correlation.Options{Observe: seen.observe})
	ctx, users := t.Context(), correlation.Scope{App: "hr", Type: "User"}
	plain := correlation.Scope{App: "hr", Type: "User", Identity: correlation.ByKey}
	page := make([]key, 100)
	for i := range page {
		page[i] = key(fmt.Sprint(i))
	}
	var ids []string
	for _, k := range page {
		ids = append(ids, users.Derive(k, 1))
	}
	spend := func() error {
		_, err := st.Spend(ctx, correlation.Quota{Scope: users, Kind: correlation.Deletions, Window: time.Hour, Limit: 2}, 1)
		return err
	}
	var begun intent
	var kept []parked
	var held lease
	for _, c := range []struct {
		name string
		do   func() error
		want []string
	}{
		{"a page of new keys", func() error { _, err := st.See(ctx, users, page); return err }, []string{"SELECT", "INSERT"}},
		{"a page of known keys", func() error { _, err := st.See(ctx, users, page); return err }, []string{"SELECT"}},
		{"a page of ids", func() error { _, err := st.ByID(ctx, users, ids); return err }, []string{"SELECT"}},
		{"an id of another shape, which may have been entered", func() error { _, err := st.ByID(ctx, users, []string{"7"}); return err }, []string{"SELECT"}},
		{"what cannot be an id", func() error { _, err := st.ByID(ctx, users, []string{"\x00", ".search"}); return err }, nil},
		{"begin", func() (err error) { begun, err = st.Begin(ctx, intent{Scope: users, Match: "a"}); return err }, []string{"INSERT"}},
		{"bind a new key", func() error { _, err := st.Bind(ctx, begun, link{Key: "new"}); return err }, []string{"SELECT", "INSERT", "UPDATE"}},
		{"bind a known key", func() error { _, err := st.Bind(ctx, intent{Scope: users}, link{Key: "1"}); return err }, []string{"SELECT", "UPDATE"}},
		{"bury", func() error { return st.Bury(ctx, users, ids[0]) }, []string{"UPDATE"}},
		{"the first loss of all", spend, []string{"UPDATE", "UPDATE", "UPDATE", "INSERT", "UPDATE"}},
		{"a loss", spend, []string{"UPDATE"}},
		{"a loss that begins a hold", spend, []string{"UPDATE", "UPDATE", "UPDATE"}},
		{"a loss that is held", spend, []string{"UPDATE", "UPDATE"}},
		{"a page with a reused key", func() error { _, err := st.See(ctx, users, page); return err }, []string{"SELECT", "INSERT", "SELECT", "SELECT", "INSERT"}},
		{"hold a lease", func() (err error) { held, err = st.Hold(ctx, users, "a", time.Minute); return err }, []string{"INSERT"}},
		{"hold a lease of another", func() error { _, err := st.Hold(ctx, users, "a", time.Minute); return err }, []string{"INSERT", "SELECT"}},
		{"renew a lease", func() (err error) { held, err = st.Renew(ctx, held, time.Minute); return err }, []string{"UPDATE"}},
		{"release a lease for the first time in a minute", func() error { return st.Release(ctx, held) }, []string{"UPDATE", "DELETE"}},
		{"hold and release a lease", func() error {
			held, err := st.Hold(ctx, users, "a", time.Minute)
			return errors.Join(err, st.Release(ctx, held))
		}, []string{"INSERT", "UPDATE"}},
		{"park", func() (err error) {
			kept, err = st.Park(ctx, users, []parked{{Owner: "g", ID: "x"}, {Owner: "g", ID: "y"}}, time.Now().Add(time.Hour))
			return err
		}, []string{"DELETE", "INSERT", "UPDATE"}},
		{"what waits for an id", func() error { _, err := st.Awaiting(ctx, users, "x"); return err }, []string{"SELECT"}},
		{"take", func() (err error) { kept, err = st.Take(ctx, users, kept, time.Minute); return err }, []string{"UPDATE"}},
		{"unpark", func() error { return st.Unpark(ctx, users, kept) }, []string{"DELETE"}},
		{"unpark nothing", func() error { return st.Unpark(ctx, users, nil) }, nil},
		{"identity key, a page", func() error { _, err := st.See(ctx, plain, page); return err }, nil},
		{"identity key, by id", func() error { _, err := st.ByID(ctx, plain, ids); return err }, nil},
		{"identity key, by id for a write", func() error { _, err := st.ByID(correlation.Durable(ctx), plain, ids); return err }, []string{"SELECT"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			seen.since()
			ok(t, c.do())
			if d := cmp.Diff(c.want, seen.since()); d != "" {
				t.Errorf("-want +got\n%s", d)
			}
		})
	}
}

func TestWhatWasAnsweredSurvivesACrash(t *testing.T) {
	dir := t.TempDir()
	users := correlation.Scope{App: "hr", Type: "User"}
	running := opener("sqlite", filepath.Join(dir, "links.db"))(t, correlation.Options{})
	first := must[byKeys](t)(running.See(t.Context(), users, []key{"1", "2", "3"}))
	ok(t, running.Bury(t.Context(), users, first["3"].ID))
	first["3"] = must[byKeys](t)(running.See(t.Context(), users, []key{"3"}))["3"]
	first["1"] = must[link](t)(running.Bind(t.Context(), intent{Scope: users}, link{Key: "1", ExternalID: "x"}))
	begun := must[intent](t)(running.Begin(t.Context(), intent{Scope: users, Match: "a"}))

	// A crash leaves the files as they are at this moment: the store is not closed.
	crashed := t.TempDir()
	for _, name := range []string{"links.db", "links.db-wal"} {
		ok(t, os.WriteFile(filepath.Join(crashed, name), must[[]byte](t)(os.ReadFile(filepath.Join(dir, name))), 0o600))
	}
	again := opener("sqlite", filepath.Join(crashed, "links.db"))(t, correlation.Options{})
	if d := cmp.Diff(first, must[byKeys](t)(again.See(t.Context(), users, []key{"1", "2", "3"}))); d != "" {
		t.Errorf("-before +after\n%s", d)
	}
	other := must[intent](t)(again.Begin(t.Context(), intent{Scope: users, Match: "a"}))
	if other.Mine || other.ID != begun.ID {
		t.Errorf("the intent is forgotten: %+v", other)
	}
}

func TestSQLiteSyncsEveryCommit(t *testing.T) {
	// What the store relies on: an id is durable before it leaves the gateway, even when the power fails.
	db := must[*sqldb.DB](t)(sqldb.Open("sqlite", filepath.Join(t.TempDir(), "links.db"), sqldb.Options{}))
	defer db.Close()
	for pragma, want := range map[string]string{"synchronous": "2", "journal_mode": "wal"} {
		var got string
		ok(t, db.Pool().QueryRowContext(t.Context(), "PRAGMA "+pragma).Scan(&got))
		if got != want {
			t.Errorf("%s is %s, want %s", pragma, got, want)
		}
	}
}

func TestReplicasMayCreateTheSchemaAtOnce(t *testing.T) {
	for dialect, dsn := range map[string]string{"sqlite": filepath.Join(t.TempDir(), "links.db"), "postgres": testenv.Postgres(t), "mysql": testenv.MariaDB(t)} {
		t.Run(dialect, func(t *testing.T) {
			var wg sync.WaitGroup
			for range 8 {
				wg.Go(func() {
					st, err := correlation.OpenSQL(t.Context(), dialect, dsn, correlation.Options{})
					if err != nil {
						t.Error(err)
						return
					}
					if err := st.Close(); err != nil {
						t.Error(err)
					}
				})
			}
			wg.Wait()
			st := opener(dialect, dsn)(t, correlation.Options{})
			ok(t, st.Ready(t.Context()))
		})
	}
}

func TestASchemaOfANewerProgramIsRefused(t *testing.T) {
	file := filepath.Join(t.TempDir(), "links.db")
	ok(t, must[correlation.Store](t)(correlation.OpenSQL(t.Context(), "sqlite", file, correlation.Options{})).Close())
	alter(t, file, "INSERT INTO correlation_schema_version (version, applied) VALUES (99, 0)")
	_, err := correlation.OpenSQL(t.Context(), "sqlite", file, correlation.Options{})
	if err == nil || !strings.Contains(err.Error(), "version 99") {
		t.Errorf("error %v", err)
	}
}

func TestOpenSQLNeverShowsAPassword(t *testing.T) {
	for _, c := range []struct{ dialect, dsn string }{
		{"postgres", "postgres://u:hunter2@127.0.0.1:1/x"},
		{"postgres", "postgres://u:hunter2@127.0.0.1:port/x"},
		{"postgres", "host=127.0.0.1 port=1 password=hunter2"},
		{"sqlite", filepath.Join(t.TempDir(), "no such folder", "links.db")},
		{"sqlite", ""},
		{"oracle", "hunter2"},
	} {
		_, err := correlation.OpenSQL(t.Context(), c.dialect, c.dsn, correlation.Options{})
		if err == nil || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s %q: error %v", c.dialect, c.dsn, err)
		}
	}
}

// everyOperation calls everything that asks the store.
func everyOperation(ctx context.Context, st correlation.Store) map[string]error {
	users := correlation.Scope{App: "hr", Type: "User"}
	id := users.Derive("1", 1)
	errs := map[string]error{"ready": st.Ready(ctx)}
	_, errs["by id"] = st.ByID(ctx, users, []string{id})
	_, errs["by key"] = st.ByKey(ctx, users, []key{"1"})
	_, errs["by externalId"] = st.ByExternalID(ctx, users, "x")
	_, errs["see"] = st.See(ctx, users, []key{"1"})
	_, errs["begin"] = st.Begin(ctx, intent{Scope: users, Match: "a"})
	_, errs["bind"] = st.Bind(ctx, intent{Scope: users, ID: "i"}, link{Key: "1"})
	_, errs["pending"] = st.Pending(ctx, users)
	_, errs["settle"] = st.Settle(ctx, intent{Scope: users, ID: "i"}, link{Key: "1"})
	errs["give back"] = st.GiveBack(ctx, intent{Scope: users, ID: "i"})
	errs["sweep"] = st.Sweep(ctx)
	_, errs["scanned"] = st.Scanned(ctx, users)
	errs["scan"] = st.Scan(ctx, users, correlation.Scan{})
	_, errs["page"] = st.Page(ctx, users, correlation.Page{Limit: 1})
	_, errs["underway"] = st.Underway(ctx, users)
	_, errs["enter"] = st.Enter(ctx, users, []link{{Key: "1"}}, true)
	errs["abandon"] = st.Abandon(ctx, intent{Scope: users, ID: "i"})
	errs["rekey"] = st.Rekey(ctx, users, "1", "2")
	errs["bury"] = st.Bury(ctx, users, id)
	_, errs["hold"] = st.Hold(ctx, users, "a", time.Second)
	_, errs["renew"] = st.Renew(ctx, correlation.Lease{Scope: users, Name: "a"}, time.Second)
	errs["release"] = st.Release(ctx, correlation.Lease{Scope: users, Name: "a"})
	refs := []parked{{Ref: "r", Owner: id, Part: "{}", ID: "x"}}
	_, errs["park"] = st.Park(ctx, users, refs, time.Now())
	_, errs["parked at"] = st.ParkedAt(ctx, users, id)
	_, errs["awaiting"] = st.Awaiting(ctx, users, "x")
	_, errs["all parked"] = st.AllParked(ctx, users, "", 1)
	_, errs["take"] = st.Take(ctx, users, refs, time.Second)
	errs["unpark"] = st.Unpark(ctx, users, refs)
	errs["return"] = st.Return(ctx, users, refs)
	_, errs["expire"] = st.Expire(ctx, users)
	return errs
}

// lose drops the tables of a store.
func lose(t *testing.T, file string) {
	t.Helper()
	for _, table := range []string{"links", "intents", "leases", "scans", "names", "parked", "holds"} {
		alter(t, file, "DROP TABLE correlation_"+table)
	}
}

func TestAStoreThatCannotBeAskedIsUnavailable(t *testing.T) {
	broken := map[string]func(t *testing.T) correlation.Store{
		"a lost table": func(t *testing.T) correlation.Store {
			file := filepath.Join(t.TempDir(), "links.db")
			st := opener("sqlite", file)(t, correlation.Options{})
			lose(t, file)
			return st
		},
		"a closed store": func(t *testing.T) correlation.Store {
			st := must[correlation.Store](t)(correlation.OpenSQL(t.Context(), "sqlite", filepath.Join(t.TempDir(), "links.db"), correlation.Options{}))
			ok(t, st.Close())
			return st
		},
		"a lost table behind a cache": func(t *testing.T) correlation.Store {
			file := filepath.Join(t.TempDir(), "links.db")
			st := opener("sqlite", file)(t, correlation.Options{})
			lose(t, file)
			return correlation.Cached(st, correlation.CacheOptions{Line: lineTo(dial(t, testenv.Redis(t)))})
		},
	}
	for name, open := range broken {
		t.Run(name, func(t *testing.T) {
			for op, err := range everyOperation(t.Context(), open(t)) {
				if op == "ready" && strings.HasPrefix(name, "a lost table") {
					continue
				}
				if _, native := errors.AsType[*connectors.Error](err); !native || connectors.KindOf(err) != connectors.Unavailable || !errors.Is(err, connectors.Unavailable) {
					t.Errorf("%s: %v", op, err)
				}
				for _, kind := range connectors.Kinds {
					if kind != connectors.Unavailable && errors.Is(err, kind) {
						t.Errorf("%s is %s too: %v", op, kind, err)
					}
				}
			}
		})
	}
}

func TestACallersContextEndsEveryOperation(t *testing.T) {
	for _, b := range backends() {
		t.Run(b.name, func(t *testing.T) {
			st := b.fresh(t)(t, correlation.Options{})
			ctx, cancel := context.WithCancel(t.Context())
			cancel()
			for op, err := range everyOperation(ctx, st) {
				if !errors.Is(err, context.Canceled) {
					t.Errorf("%s: %v", op, err)
				}
			}
		})
	}
}

func TestCompletedIntentsAreKeptForADay(t *testing.T) {
	file, clock := filepath.Join(t.TempDir(), "links.db"), new(clock)
	st := opener("sqlite", file)(t, correlation.Options{Clock: clock.Now})
	users := correlation.Scope{App: "hr", Type: "User"}
	create := func(match string) {
		i := must[intent](t)(st.Begin(t.Context(), intent{Scope: users, Match: match}))
		must[link](t)(st.Bind(t.Context(), i, link{Key: key(match)}))
	}
	db := must[*sql.DB](t)(sql.Open("sqlite", file))
	defer db.Close()
	kept := func() (n int) {
		ok(t, st.Sweep(t.Context()))
		ok(t, db.QueryRowContext(t.Context(), "SELECT COUNT(*) FROM correlation_intents").Scan(&n))
		return n
	}
	create("a")
	must[intent](t)(st.Begin(t.Context(), intent{Scope: users, Match: "pending"}))
	clock.Advance(24 * time.Hour)
	create("b")
	if n := kept(); n != 3 {
		t.Errorf("%d intents, want a, b and the pending one", n)
	}
	clock.Advance(time.Minute)
	if n := kept(); n != 2 {
		t.Errorf("%d intents, want b and the pending one", n)
	}
}

func TestLeasesAreJudgedByTheDatabasesClock(t *testing.T) {
	for _, b := range backends() {
		t.Run(b.name, func(t *testing.T) {
			open := b.fresh(t)
			first, second := open(t, correlation.Options{}), open(t, correlation.Options{})
			before := time.Now()
			l := must[lease](t)(first.Hold(t.Context(), correlation.Scope{}, "a", time.Hour))
			if early, late := before.Add(time.Hour), time.Now().Add(time.Hour); !l.Mine || l.Until.Before(early) || l.Until.After(late) {
				t.Errorf("%+v does not end between %s and %s", l, early, late)
			}
			other := must[lease](t)(second.Hold(t.Context(), correlation.Scope{}, "a", time.Hour))
			if other.Mine || other.Wait <= 59*time.Minute || other.Wait > time.Hour {
				t.Errorf("refused with %+v", other)
			}
			l = must[lease](t)(first.Renew(t.Context(), l, time.Millisecond))
			for !other.Mine && t.Context().Err() == nil { // until the millisecond has passed there, too
				other = must[lease](t)(second.Hold(t.Context(), correlation.Scope{}, "a", time.Hour))
			}
			if l = must[lease](t)(first.Renew(t.Context(), l, time.Hour)); l.Mine {
				t.Error("both hold it")
			}
		})
	}
}

// alter changes a database behind the store's back.
func alter(t *testing.T, file string, statements ...string) {
	t.Helper()
	db := must[*sql.DB](t)(sql.Open("sqlite", file))
	defer db.Close()
	for _, s := range statements {
		_, err := db.ExecContext(t.Context(), s)
		ok(t, err)
	}
}

func TestAWriterThatWaitsForItsTurnLeavesWithItsRequest(t *testing.T) {
	file := filepath.Join(t.TempDir(), "links.db")
	asked := make(chan string, 100)
	st := opener("sqlite", file)(t, correlation.Options{Observe: func(text string) { asked <- text }})
	for len(asked) > 0 {
		<-asked // to make the tables
	}
	db := must[*sqldb.DB](t)(sqldb.Open("sqlite", file, sqldb.Options{}))
	defer db.Close()
	users := correlation.Scope{App: "hr", Type: "User", Identity: correlation.Derived}
	first := make(chan error, 1)
	ok(t, db.Tx(t.Context(), func(context.Context, *sqldb.Tx) error { // which keeps all others from writing
		go func() {
			_, err := st.Begin(t.Context(), correlation.Intent{Scope: users, Match: "ada"})
			first <- err
		}()
		<-asked
		gone, leave := context.WithCancel(t.Context())
		leave()
		for name, write := range map[string]func() error{
			"Begin": func() error { _, err := st.Begin(gone, correlation.Intent{Scope: users, Match: "brian"}); return err },
			"Bury":  func() error { return st.Bury(gone, users, "x") },
			"Bind": func() error {
				_, err := st.Bind(gone, correlation.Intent{Scope: users}, correlation.Link{Key: "1"})
				return err
			},
		} {
			if err := write(); !errors.Is(err, context.Canceled) {
				t.Errorf("%s: %v", name, err)
			}
		}
		return nil
	}))
	ok(t, <-first)
}
