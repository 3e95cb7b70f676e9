package testenv_test

import (
	"database/sql"
	"net/url"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/scimgate/scimgate/internal/testenv"
)

func TestEveryTestGetsAnEmptyPostgreSQLDatabaseOfItsOwn(t *testing.T) {
	a, b := testenv.Postgres(t), testenv.Postgres(t)
	if a == b {
		t.Fatalf("both are %s", a)
	}
	for _, dsn := range []string{a, b} {
		conn, err := pgx.Connect(t.Context(), dsn)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := conn.Exec(t.Context(), "CREATE TABLE employees (emp_no int)"); err != nil {
			t.Errorf("the database is not empty: %v", err)
		}
		if err := conn.Close(t.Context()); err != nil {
			t.Error(err)
		}
	}
}

func TestEveryTestGetsAnEmptyMariaDBDatabaseOfItsOwn(t *testing.T) {
	a, b := testenv.MariaDB(t), testenv.MariaDB(t)
	if a == b {
		t.Fatalf("both are %s", a)
	}
	for _, dsn := range []string{a, b} {
		db, err := sql.Open("mysql", dsn)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := db.ExecContext(t.Context(), "CREATE TABLE employees (emp_no int)"); err != nil {
			t.Errorf("the database is not empty: %v", err)
		}
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestEveryTestGetsARedisDatabaseOfItsOwn(t *testing.T) {
	a, b := testenv.Redis(t), testenv.Redis(t)
	for _, u := range []string{a, b} {
		if parsed, err := url.Parse(u); err != nil || len(parsed.Path) < 2 {
			t.Errorf("%q names no database (%v)", u, err)
		}
	}
	if a == b {
		t.Errorf("both are %s", a)
	}
}
