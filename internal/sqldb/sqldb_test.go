package sqldb_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/sqldb"
	"github.com/scimgate/scimgate/internal/testenv"
)

// each runs f on an empty database of every dialect.
func each(t *testing.T, o sqldb.Options, f func(t *testing.T, db *sqldb.DB)) {
	dsns := map[string]func(t *testing.T) string{
		"sqlite":   func(t *testing.T) string { return filepath.Join(t.TempDir(), "test.db") },
		"postgres": func(t *testing.T) string { return testenv.Postgres(t) },
	}
	for _, name := range sqldb.Names() {
		t.Run(name, func(t *testing.T) {
			f(t, open(t, name, dsns[name](t), o))
		})
	}
}

func open(t *testing.T, dialect, dsn string, o sqldb.Options) *sqldb.DB {
	t.Helper()
	db, err := sqldb.Open(dialect, dsn, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

func exec(t *testing.T, q sqldb.Querier, text string, args ...any) {
	t.Helper()
	if _, err := q.Exec(t.Context(), text, args...); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
}

func count(t *testing.T, q sqldb.Querier, text string, args ...any) (n int64) {
	t.Helper()
	rows, err := q.Query(t.Context(), text, args...)
	if err == nil {
		err = rows.Each(func(scan func(...any) error) error { return scan(&n) })
	}
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return n
}

func TestADatabaseInMemoryIsSharedByItsConnectionsAndNoOthers(t *testing.T) {
	a, b := open(t, "sqlite", ":memory:", sqldb.Options{}), open(t, "sqlite", ":memory:", sqldb.Options{})
	exec(t, a, "CREATE TABLE t (c INTEGER)")
	exec(t, a, "INSERT INTO t VALUES (1)")
	rows, err := a.Query(t.Context(), "SELECT c FROM t")
	if err != nil {
		t.Fatal(err)
	}
	if n := count(t, a, "SELECT count(*) FROM t"); n != 1 {
		t.Errorf("another connection sees %d rows", n)
	}
	if err := rows.Close(); err != nil {
		t.Error(err)
	}
	if _, err := b.Exec(t.Context(), "INSERT INTO t VALUES (1)"); err == nil {
		t.Error("two databases in memory are one")
	}
}

func TestUnsafeDSNsAreRefused(t *testing.T) {
	for dialect, dsns := range map[string][]string{
		"postgres": {"", "postgres://h/d?default_query_exec_mode=simple_protocol", "postgres://%zz"},
		"sqlite":   {"", "f.db?_pragma=foreign_keys(1);drop table t", "f.db?%zz"},
		"oracle":   {"x"},
	} {
		for _, dsn := range dsns {
			if _, err := sqldb.Open(dialect, dsn, sqldb.Options{}); err == nil {
				t.Errorf("%s %q was opened", dialect, dsn)
			}
		}
	}
}

func TestADSNsPasswordIsNotInTheError(t *testing.T) {
	_, err := sqldb.Open("postgres", "postgres://hr:s3cret@h:notaport/d", sqldb.Options{})
	if err == nil || strings.Contains(err.Error(), "s3cret") {
		t.Errorf("got %v", err)
	}
}

func TestATextWithMoreThanOneStatementIsRefused(t *testing.T) {
	each(t, sqldb.Options{}, func(t *testing.T, db *sqldb.DB) {
		if _, err := db.Exec(t.Context(), "CREATE TABLE a (c INTEGER); CREATE TABLE b (c INTEGER)"); connectors.KindOf(err) != connectors.Internal {
			t.Errorf("got %v", err)
		}
	})
}

func TestConstraintsBecomeKindsWithWhatTheDatabaseNames(t *testing.T) {
	cases := []struct {
		name, sql  string
		kind       connectors.Kind
		column     string
		constraint string
	}{
		{name: "a taken unique value", sql: "INSERT INTO t (id, login) VALUES (2, 'ada')", kind: connectors.Conflict, column: "login", constraint: "t_login_key"},
		{name: "a taken primary key", sql: "INSERT INTO t (id, login) VALUES (1, 'bob')", kind: connectors.Conflict, column: "id", constraint: "t_pkey"},
		{name: "an index on an expression", sql: "INSERT INTO t (id, login, mail) VALUES (2, 'bob', 'A@X')", kind: connectors.Conflict, constraint: "t_mail"},
		{name: "an empty column that must not be", sql: "INSERT INTO t (id) VALUES (2)", kind: connectors.Invalid, column: "login"},
		{name: "a check", sql: "INSERT INTO t (id, login, age) VALUES (2, 'bob', -1)", kind: connectors.Invalid, constraint: "t_age"},
		{name: "a reference to nothing", sql: "INSERT INTO t (id, login, boss) VALUES (2, 'bob', 9)", kind: connectors.Invalid},
		{name: "a table that is not there", sql: "INSERT INTO nowhere (id) VALUES (2)", kind: connectors.Internal},
	}
	each(t, sqldb.Options{}, func(t *testing.T, db *sqldb.DB) {
		exec(t, db, `CREATE TABLE t (id INTEGER PRIMARY KEY, login VARCHAR(20) NOT NULL UNIQUE, mail TEXT,
			age INTEGER, boss INTEGER REFERENCES t (id), CONSTRAINT t_age CHECK (age > 0))`)
		exec(t, db, "CREATE UNIQUE INDEX t_mail ON t (lower(mail))")
		exec(t, db, "INSERT INTO t (id, login, mail) VALUES (1, 'ada', 'a@x')")
		for _, c := range cases {
			t.Run(c.name, func(t *testing.T) {
				_, err := db.Exec(t.Context(), c.sql)
				if !errors.Is(err, c.kind) {
					t.Fatalf("got %v, want %s", err, c.kind)
				}
				f, ok := errors.AsType[*sqldb.Fault](err)
				if !ok {
					t.Fatalf("%v has no fault", err)
				}
				named := f.Constraint == c.constraint && c.constraint != "" || c.column != "" && len(f.Columns) == 1 && f.Columns[0] == c.column
				if !named && c.column+c.constraint != "" {
					t.Errorf("got constraint %q, columns %q", f.Constraint, f.Columns)
				}
				if strings.Contains(err.Error(), "ada") || strings.Contains(err.Error(), "A@X") {
					t.Errorf("%v shows a value", err)
				}
			})
		}
	})
}

func TestInsertIfAbsentInsertsEachRowOnce(t *testing.T) {
	each(t, sqldb.Options{}, func(t *testing.T, db *sqldb.DB) {
		exec(t, db, "CREATE TABLE t (a INTEGER, b TEXT, UNIQUE (a, b))")
		text := db.Dialect.InsertIfAbsent(db.Dialect.Quote("t"), []string{"a", "b"}, []string{"a", "b"}, 3)
		for i, want := range []int64{2, 0} {
			n, err := db.Exec(t.Context(), text, int64(1), "x", int64(1), "y", int64(1), "x")
			if err != nil || n != want {
				t.Errorf("run %d inserted %d (%v), want %d", i, n, err, want)
			}
		}
	})
}

func TestATransactionThatFailsWritesNothingAndReturnsItsOwnError(t *testing.T) {
	each(t, sqldb.Options{}, func(t *testing.T, db *sqldb.DB) {
		exec(t, db, "CREATE TABLE t (a INTEGER)")
		own := errors.New("own")
		err := db.Tx(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
			exec(t, tx, "INSERT INTO t VALUES (1)")
			return own
		})
		if err != own {
			t.Errorf("got %v", err)
		}
		if n := count(t, db, "SELECT count(*) FROM t"); n != 0 {
			t.Errorf("%d rows stayed", n)
		}
	})
}

func TestACancelledTransactionWritesNothingAndReturnsTheContextsError(t *testing.T) {
	each(t, sqldb.Options{}, func(t *testing.T, db *sqldb.DB) {
		exec(t, db, "CREATE TABLE t (a INTEGER)")
		ctx, cancel := context.WithCancel(t.Context())
		err := db.Tx(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
			exec(t, tx, "INSERT INTO t VALUES (1)")
			cancel()
			return nil
		})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
		if n := count(t, db, "SELECT count(*) FROM t"); n != 0 {
			t.Errorf("%d rows stayed", n)
		}
	})
}

func TestConcurrentTransactionsThatDeadlockAllEnd(t *testing.T) {
	each(t, sqldb.Options{Attempts: 20}, func(t *testing.T, db *sqldb.DB) {
		exec(t, db, "CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER)")
		exec(t, db, "INSERT INTO t VALUES (1, 0), (2, 0)")
		var runs atomic.Int64
		var wg sync.WaitGroup
		for i := range 8 {
			first, second := 1+i%2, 2-i%2
			wg.Go(func() {
				err := db.Tx(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
					runs.Add(1)
					for _, id := range []int{first, second} {
						if _, err := tx.Exec(ctx, fmt.Sprintf("UPDATE t SET n = n + 1 WHERE id = %d", id)); err != nil {
							return err
						}
					}
					return nil
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if n := count(t, db, "SELECT sum(n) FROM t"); n != 16 {
			t.Errorf("the sum is %d after %d runs, want 16", n, runs.Load())
		}
	})
}

func TestAStatementThatTakesTooLongIsUnavailable(t *testing.T) {
	db := open(t, "postgres", testenv.Postgres(t), sqldb.Options{Timeout: 50 * time.Millisecond})
	rows, err := db.Query(t.Context(), "SELECT 1 FROM pg_sleep(30)")
	if err == nil {
		err = rows.Close()
	}
	if !errors.Is(err, connectors.Unavailable) {
		t.Errorf("got %v", err)
	}
}

func TestALostConnection(t *testing.T) {
	const kill = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'victim'"
	dsn := testenv.Postgres(t)
	killer := open(t, "postgres", dsn, sqldb.Options{})
	victim := open(t, "postgres", withName(dsn), sqldb.Options{})
	exec(t, victim, "CREATE TABLE t (a INTEGER)")

	t.Run("while it rested goes unnoticed", func(t *testing.T) {
		exec(t, killer, kill)
		if err := victim.Tx(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error { return nil }); err != nil && !errors.Is(err, connectors.Unavailable) {
			t.Errorf("got %v", err)
		}
		exec(t, victim, "INSERT INTO t VALUES (1)")
	})
	t.Run("before the commit is Unavailable", func(t *testing.T) {
		err := victim.Tx(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
			exec(t, tx, "INSERT INTO t VALUES (2)")
			exec(t, killer, kill)
			_, err := tx.Exec(ctx, "INSERT INTO t VALUES (3)")
			return err
		})
		if !errors.Is(err, connectors.Unavailable) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("in the commit is OutcomeUnknown", func(t *testing.T) {
		err := victim.Tx(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
			exec(t, tx, "INSERT INTO t VALUES (4)")
			exec(t, killer, kill)
			return nil
		})
		if !errors.Is(err, connectors.OutcomeUnknown) {
			t.Errorf("got %v", err)
		}
	})
}

func withName(dsn string) string {
	sep := "?"
	if strings.Contains(dsn, "?") {
		sep = "&"
	}
	if !strings.Contains(dsn, "://") {
		sep = " "
	}
	return dsn + sep + "application_name=victim"
}

func TestAServerThatIsNotThereIsUnavailable(t *testing.T) {
	db := open(t, "postgres", "postgres://127.0.0.1:1/none?sslmode=disable", sqldb.Options{})
	if err := db.Ping(t.Context()); !errors.Is(err, connectors.Unavailable) {
		t.Errorf("ping: %v", err)
	}
	if _, err := db.Exec(t.Context(), "SELECT 1"); !errors.Is(err, connectors.Unavailable) {
		t.Errorf("exec: %v", err)
	}
}

func TestEveryStatementIsObserved(t *testing.T) {
	var seen []string
	each(t, sqldb.Options{Observe: func(text string) { seen = append(seen, text) }}, func(t *testing.T, db *sqldb.DB) {
		seen = nil
		exec(t, db, "CREATE TABLE t (a INTEGER)")
		if err := db.Tx(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
			exec(t, tx, "INSERT INTO t VALUES (1)")
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		count(t, db, "SELECT count(*) FROM t")
		if len(seen) != 3 {
			t.Errorf("saw %q", seen)
		}
	})
}

func TestNamesAndQuotes(t *testing.T) {
	for name, ok := range map[string]bool{
		"login": true, "Zoë": true, "cost centre": true, "a$b#c": true, "_x": true, "first-name": true,
		"": false, "1a": false, `a"b`: false, "a;b": false, "a.b": false, "a\x00": false, strings.Repeat("a", 129): false,
	} {
		if err := sqldb.CheckIdent(name); (err == nil) != ok {
			t.Errorf("%q: %v", name, err)
		}
	}
	for _, name := range sqldb.Names() {
		d, _ := sqldb.ByName(name)
		if got := d.Quote("hr", `a"b`); got != `"hr"."a""b"` {
			t.Errorf("%s quotes %s", name, got)
		}
	}
}
