package sqldb_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/sqldb"
	"github.com/scimgate/scimgate/internal/testenv"
)

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
