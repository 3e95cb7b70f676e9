package sqldb_test

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/sqldb"
	"github.com/scimgate/scimgate/internal/testenv"
)

// servers make an empty database and answer its DSN.
var servers = map[string]func(t testing.TB) string{
	"sqlite":   func(t testing.TB) string { return filepath.Join(t.TempDir(), "test.db") },
	"postgres": testenv.Postgres,
	"mysql":    testenv.MariaDB,
}

// each runs f on an empty database of every dialect.
func each(t *testing.T, o sqldb.Options, f func(t *testing.T, db *sqldb.DB)) {
	for _, name := range []string{"sqlite", "postgres", "mysql"} {
		t.Run(name, func(t *testing.T) {
			f(t, open(t, name, servers[name](t), o))
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
		"postgres":  {"", "postgres://h/d?default_query_exec_mode=simple_protocol", "postgres://%zz"},
		"sqlite":    {"", "f.db?_pragma=foreign_keys(1);drop table t", "f.db?%zz"},
		"mysql":     {"", "u@tcp(h)/d?interpolateParams=true", "u@tcp(h)/d?multiStatements=true", "u@tcp(h)/d?allowAllFiles=true", "u@h:3306"},
		"sqlserver": {"", "sqlserver://h:notaport/"},
		"oracle":    {"", "://"},
		"db2":       {"x"},
	} {
		for _, dsn := range dsns {
			if _, err := sqldb.Open(dialect, dsn, sqldb.Options{}); err == nil {
				t.Errorf("%s %q was opened", dialect, dsn)
			}
		}
	}
}

func TestATextWithMoreThanOneStatementIsRefused(t *testing.T) {
	each(t, sqldb.Options{}, func(t *testing.T, db *sqldb.DB) {
		if _, err := db.Exec(t.Context(), "CREATE TABLE a (c INTEGER); CREATE TABLE b (c INTEGER)"); connectors.KindOf(err) != connectors.Internal {
			t.Errorf("got %v", err)
		}
	})
}

func TestInsertIfAbsentInsertsEachRowOnce(t *testing.T) {
	each(t, sqldb.Options{}, func(t *testing.T, db *sqldb.DB) {
		exec(t, db, "CREATE TABLE t (a INTEGER, b VARCHAR(20), UNIQUE (a, b))")
		text := db.Dialect.(sqldb.Keeper).InsertIfAbsent(db.Dialect.Quote("t"), []string{"a", "b"}, 3)
		for i, want := range []int64{2, 0} {
			n, err := db.Exec(t.Context(), text, int64(1), "x", int64(1), "y", int64(1), "x")
			if err != nil || n != want {
				t.Errorf("run %d inserted %d (%v), want %d", i, n, err, want)
			}
		}
	})
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
		open, end, _ := strings.Cut(d.Quote("x"), "x")
		if got, want := d.Quote("hr", "a"+end+"b"), open+"hr"+end+"."+open+"a"+end+end+"b"+end; got != want {
			t.Errorf("%s quotes %s, want %s", name, got, want)
		}
	}
}

func TestThePoolIsAnOrdinaryDatabase(t *testing.T) {
	each(t, sqldb.Options{}, func(t *testing.T, db *sqldb.DB) {
		if err := db.Ping(t.Context()); err != nil {
			t.Fatal(err)
		}
		exec(t, db, "CREATE TABLE t (a INTEGER)")
		place := db.Dialect.Placeholder
		insert, err := db.Pool().PrepareContext(t.Context(), "INSERT INTO t VALUES ("+place(1)+")")
		if err != nil {
			t.Fatal(err)
		}
		defer insert.Close()
		for i := range 5 {
			if _, err := insert.ExecContext(t.Context(), int64(i)); err != nil {
				t.Fatal(err)
			}
		}
		page, err := db.Pool().PrepareContext(t.Context(), "SELECT a FROM t ORDER BY a"+db.Dialect.Page(place(2), place(1)))
		if err != nil {
			t.Fatal(err)
		}
		defer page.Close()
		var a int64
		if err := page.QueryRowContext(t.Context(), int64(3), int64(1)).Scan(&a); err != nil || a != 3 {
			t.Errorf("got %d, %v", a, err)
		}
		if n := count(t, db, "SELECT a FROM t ORDER BY a"+db.Dialect.Page(place(1), ""), int64(1)); n != 0 {
			t.Errorf("the first page begins with %d", n)
		}
	})
}

func TestValuesTravelAsTheyAre(t *testing.T) {
	db := open(t, "postgres", testenv.Postgres(t), sqldb.Options{})
	rows, err := db.Query(t.Context(), `SELECT $1::bigint, $2::text, $3::boolean, $4::bytea, $5::double precision, $6::numeric, $7::timestamptz, 'infinity'::date, NULL`,
		int64(7), "ä\n", true, []byte{0, 255}, 0.1, "1.50", time.Date(2024, 5, 1, 12, 0, 0, 0, time.FixedZone("", 7200)))
	if err != nil {
		t.Fatal(err)
	}
	got := make([]any, 9)
	err = rows.Each(func(scan func(...any) error) error {
		dest := make([]any, len(got))
		for i := range dest {
			dest[i] = &got[i]
		}
		return scan(dest...)
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []any{int64(7), "ä\n", true, []byte{0, 255}, 0.1, "1.50", time.Date(2024, 5, 1, 10, 0, 0, 0, time.UTC), "infinity", nil}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}
