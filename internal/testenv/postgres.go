package testenv

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// Postgres makes an empty database on the server that SCIMGATE_TEST_POSTGRES names and returns its DSN. The
// database is dropped when the test ends, whoever is still connected.
func Postgres(t testing.TB) string {
	t.Helper()
	server := os.Getenv(PostgresVar)
	if server == "" {
		t.Fatalf("this test needs PostgreSQL and %s names none: run `make test`, which starts one", PostgresVar)
	}
	return PostgresOn(t, server)
}

// PostgresOn does so on the server at this address.
func PostgresOn(t testing.TB, server string) string {
	t.Helper()
	name := fresh()
	if err := onPostgres(server, "CREATE DATABASE "+name); err != nil {
		t.Fatalf("this test needs PostgreSQL and the server that %s names does not serve (%v): run `make test` without it", PostgresVar, err)
	}
	t.Cleanup(func() {
		if err := onPostgres(server, "DROP DATABASE "+name+" WITH (FORCE)"); err != nil {
			t.Errorf("drop the test database: %v", err)
		}
	})
	dsn, err := withDatabase(server, name)
	if err != nil {
		t.Fatal(err)
	}
	return dsn
}

func onPostgres(dsn, statement string) error {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	conn, err := pgx.Connect(ctx, dsn)
	if err != nil {
		return err
	}
	_, err = conn.Exec(ctx, statement)
	return errors.Join(err, conn.Close(ctx))
}

// withDatabase is dsn, a URL or a list of key=value, with another database.
func withDatabase(dsn, name string) (string, error) {
	if !strings.Contains(dsn, "://") {
		return dsn + " dbname=" + name, nil // the last one counts
	}
	u, err := url.Parse(dsn)
	if err != nil {
		return "", fmt.Errorf("not a DSN: %w", err)
	}
	u.Path = "/" + name
	return u.String(), nil
}
