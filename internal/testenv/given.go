package testenv

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	mssql "github.com/microsoft/go-mssqldb"
	goora "github.com/sijms/go-ora/v2"
)

// Databases are the dialects that tests have a server for: always those that `make test` starts, and the others where
// a variable names one.
func Databases() []string {
	names := []string{"sqlite", "postgres", "mysql"}
	for _, given := range [][2]string{{"sqlserver", SQLServerVar}, {"oracle", OracleVar}} {
		if os.Getenv(given[1]) != "" {
			names = append(names, given[0])
		}
	}
	return names
}

// SQLServer makes an empty database on the server that SCIMGATE_TEST_SQLSERVER names and returns its DSN.
func SQLServer(t testing.TB) string {
	t.Helper()
	server := os.Getenv(SQLServerVar)
	connector, err := mssql.NewConnector(server)
	if err != nil {
		t.Fatalf("%s is not a DSN", SQLServerVar)
	}
	name := fresh()
	run(t, sql.OpenDB(connector), "CREATE DATABASE "+name, "ALTER DATABASE "+name+" SET SINGLE_USER WITH ROLLBACK IMMEDIATE DROP DATABASE "+name)
	u, err := url.Parse(server)
	if err != nil {
		t.Fatalf("%s is not a URL", SQLServerVar)
	}
	q := u.Query()
	q.Set("database", name)
	u.RawQuery = q.Encode()
	return u.String()
}

// Oracle makes an empty schema on the server that SCIMGATE_TEST_ORACLE names, by an account that may create users, and
// returns its DSN.
func Oracle(t testing.TB) string {
	t.Helper()
	server := os.Getenv(OracleVar)
	u, err := url.Parse(server)
	if err != nil {
		t.Fatalf("%s is not a URL", OracleVar)
	}
	name, password := fresh(), rand.Text()
	db := sql.OpenDB(goora.NewConnector(server))
	run(t, db, fmt.Sprintf(`CREATE USER %s IDENTIFIED BY "%s" QUOTA UNLIMITED ON USERS`, name, password), "DROP USER "+name+" CASCADE")
	if _, err := db.Exec("GRANT CREATE SESSION, CREATE TABLE, CREATE VIEW, CREATE SEQUENCE, CREATE TRIGGER TO " + name); err != nil {
		t.Fatal(err)
	}
	u.User = url.UserPassword(name, password)
	return u.String()
}

func fresh() string { return "test_" + strings.ToLower(rand.Text()[:16]) }

// run sends create now and drop when the test ends.
func run(t testing.TB, db *sql.DB, create, drop string) {
	t.Helper()
	send := func(text string) error {
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		_, err := db.ExecContext(ctx, text)
		return err
	}
	if err := send(create); err != nil {
		t.Fatalf("a server was named and does not serve: %v", err)
	}
	t.Cleanup(func() {
		if err := errors.Join(send(drop), db.Close()); err != nil {
			t.Errorf("drop the test database: %v", err)
		}
	})
}
