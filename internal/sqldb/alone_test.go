package sqldb_test

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/sqldb"
	"github.com/scimgate/scimgate/internal/testenv"
)

func TestAStatementAloneIsATransaction(t *testing.T) {
	each(t, sqldb.Options{}, func(t *testing.T, db *sqldb.DB) {
		exec(t, db, "CREATE TABLE t (a INTEGER PRIMARY KEY)")
		insert := func(ctx context.Context, q sqldb.Querier) error {
			_, err := q.Exec(ctx, "INSERT INTO t VALUES (1)")
			return err
		}
		if err := db.Alone(t.Context(), insert); err != nil {
			t.Fatal(err)
		}
		if err := db.Alone(t.Context(), insert); !errors.Is(err, connectors.Conflict) {
			t.Errorf("the second time: %v", err)
		}
		if n := count(t, db, "SELECT count(*) FROM t"); n != 1 {
			t.Errorf("%d rows", n)
		}
	})
}

// Nothing was sent while all connections were taken, so that the outcome is known.
func TestAStatementAloneThatFindsNoConnectionWasNotSent(t *testing.T) {
	each(t, sqldb.Options{MaxOpen: 1, Timeout: time.Millisecond}, func(t *testing.T, db *sqldb.DB) {
		conn, err := db.Pool().Conn(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		err = db.Alone(t.Context(), func(context.Context, sqldb.Querier) error {
			t.Error("it was sent")
			return nil
		})
		if !errors.Is(err, connectors.Unavailable) {
			t.Errorf("got %v", err)
		}
		err = db.Tx(t.Context(), func(context.Context, *sqldb.Tx) error {
			t.Error("the transaction began")
			return nil
		})
		if !errors.Is(err, connectors.Unavailable) {
			t.Errorf("a transaction: got %v", err)
		}
	})
}

func TestARelaxedCommitDoesNotWaitForTheDisk(t *testing.T) {
	cases := []struct{ dialect, dsn, setting, relaxed, strict string }{
		{"sqlite", filepath.Join(t.TempDir(), "t.db"), "PRAGMA synchronous", "1", "2"},
		{"postgres", testenv.Postgres(t), "SHOW synchronous_commit", "off", ""},
	}
	for _, c := range cases {
		for _, relaxed := range []bool{true, false} {
			db, err := sqldb.Open(c.dialect, c.dsn, sqldb.Options{Relaxed: relaxed})
			if err != nil {
				t.Fatal(err)
			}
			var got string
			if err := db.Pool().QueryRowContext(t.Context(), c.setting).Scan(&got); err != nil {
				t.Fatal(err)
			}
			// The server of the tests does not wait for its disk at all.
			if relaxed && got != c.relaxed || !relaxed && c.strict != "" && got != c.strict {
				t.Errorf("%s, relaxed %t: %s", c.dialect, relaxed, got)
			}
			if err := db.Close(); err != nil {
				t.Error(err)
			}
		}
	}
}
