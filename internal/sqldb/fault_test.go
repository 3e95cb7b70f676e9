package sqldb_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/sqldb"
	"github.com/scimgate/scimgate/internal/testenv"
)

func TestADSNsPasswordIsNotInTheError(t *testing.T) {
	for dialect, dsn := range map[string]string{"postgres": "postgres://hr:s3cret@h:notaport/d", "mysql": "hr:s3cret@h:notaport/d"} {
		_, err := sqldb.Open(dialect, dsn, sqldb.Options{})
		if err == nil || strings.Contains(err.Error(), "s3cret") {
			t.Errorf("%s: got %v", dialect, err)
		}
	}
}

func TestConstraintsBecomeKindsWithWhatTheDatabaseNames(t *testing.T) {
	cases := []struct {
		name, sql  string
		kind       connectors.Kind
		column     string
		constraint string // by PostgreSQL's rules
		mysql      string // by those of MariaDB, where they are others
	}{
		{name: "a taken unique value", sql: "INSERT INTO t (id, login) VALUES (2, 'ada')", kind: connectors.Conflict, column: "login", constraint: "t_login_key", mysql: "login"},
		{name: "a taken primary key", sql: "INSERT INTO t (id, login) VALUES (1, 'bob')", kind: connectors.Conflict, column: "id", constraint: "t_pkey", mysql: "PRIMARY"},
		{name: "an index on an expression", sql: "INSERT INTO t (id, login, mail) VALUES (2, 'bob', 'A@X')", kind: connectors.Conflict, constraint: "t_mail"},
		{name: "an empty column that must not be", sql: "INSERT INTO t (id) VALUES (2)", kind: connectors.Invalid, column: "login"},
		{name: "a check", sql: "INSERT INTO t (id, login, age) VALUES (2, 'bob', -1)", kind: connectors.Invalid, constraint: "t_age"},
		{name: "a reference to nothing", sql: "INSERT INTO t (id, login, boss) VALUES (2, 'bob', 9)", kind: connectors.Invalid},
		{name: "a table that is not there", sql: "INSERT INTO nowhere (id) VALUES (2)", kind: connectors.Internal},
	}
	each(t, sqldb.Options{}, func(t *testing.T, db *sqldb.DB) {
		exec(t, db, `CREATE TABLE t (id INTEGER PRIMARY KEY, login VARCHAR(20) NOT NULL UNIQUE, mail VARCHAR(20),
			age INTEGER, boss INTEGER REFERENCES t (id), CONSTRAINT t_age CHECK (age > 0))`)
		if db.Dialect.Name() == "mysql" {
			exec(t, db, "ALTER TABLE t ADD folded VARCHAR(20) AS (lower(mail)), ADD UNIQUE INDEX t_mail (folded)")
		} else {
			exec(t, db, "CREATE UNIQUE INDEX t_mail ON t (lower(mail))")
		}
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
				constraint := c.constraint
				if db.Dialect.Name() == "mysql" && c.mysql != "" {
					constraint = c.mysql
				}
				named := f.Constraint == constraint && constraint != "" || c.column != "" && len(f.Columns) == 1 && f.Columns[0] == c.column
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

func TestAStatementThatTakesTooLongIsUnavailable(t *testing.T) {
	for dialect, text := range map[string]string{"postgres": "SELECT 1 FROM pg_sleep(30)", "mysql": "SELECT SLEEP(30) FROM (SELECT 1) AS x"} {
		t.Run(dialect, func(t *testing.T) {
			db := open(t, dialect, servers[dialect](t), sqldb.Options{Timeout: 50 * time.Millisecond})
			rows, err := db.Query(t.Context(), text)
			if err == nil {
				err = rows.Each(func(func(...any) error) error { return nil })
			}
			if !errors.Is(err, connectors.Unavailable) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestAServerThatIsNotThereIsUnavailable(t *testing.T) {
	for dialect, dsn := range map[string]string{"postgres": "postgres://127.0.0.1:1/none?sslmode=disable", "mysql": "u@tcp(127.0.0.1:1)/none"} {
		t.Run(dialect, func(t *testing.T) {
			db := open(t, dialect, dsn, sqldb.Options{})
			if err := db.Ping(t.Context()); !errors.Is(err, connectors.Unavailable) {
				t.Errorf("ping: %v", err)
			}
			if _, err := db.Exec(t.Context(), "SELECT 1"); !errors.Is(err, connectors.Unavailable) {
				t.Errorf("exec: %v", err)
			}
		})
	}
}

func TestAnErrorAmongTheRowsIsTranslated(t *testing.T) {
	db := open(t, "postgres", testenv.Postgres(t), sqldb.Options{})
	rows, err := db.Query(t.Context(), "SELECT 10 / (3 - n) FROM generate_series(1, 5) n")
	if err == nil {
		err = rows.Each(func(scan func(...any) error) error { return scan(new(int64)) })
	}
	if !errors.Is(err, connectors.Invalid) {
		t.Errorf("got %v", err)
	}
}
