package testenv

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"testing"
	"time"

	"github.com/go-sql-driver/mysql"
)

// MariaDB makes an empty database on the server that SCIMGATE_TEST_MARIADB names and returns its DSN. The database
// is dropped when the test ends.
func MariaDB(t testing.TB) string {
	t.Helper()
	server := os.Getenv(MariaDBVar)
	if server == "" {
		t.Fatalf("this test needs MariaDB and %s names none: run `make test`, which starts one", MariaDBVar)
	}
	return MariaDBOn(t, server)
}

// MariaDBOn does so on the server at this address.
func MariaDBOn(t testing.TB, server string) string {
	t.Helper()
	c, err := mysql.ParseDSN(server)
	if err != nil {
		t.Fatal("the address of the MariaDB is not a DSN")
	}
	name := fresh()
	if err := onMariaDB(c, "CREATE DATABASE "+name); err != nil {
		t.Fatalf("this test needs MariaDB and the server that %s names does not serve (%v): run `make test` without it", MariaDBVar, err)
	}
	t.Cleanup(func() {
		if err := onMariaDB(c, "DROP DATABASE "+name); err != nil {
			t.Errorf("drop the test database: %v", err)
		}
	})
	c = c.Clone()
	c.DBName = name
	return c.FormatDSN()
}

func onMariaDB(c *mysql.Config, statement string) error {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	connector, err := mysql.NewConnector(c)
	if err != nil {
		return err
	}
	db := sql.OpenDB(connector)
	_, err = db.ExecContext(ctx, statement)
	return errors.Join(err, db.Close())
}
