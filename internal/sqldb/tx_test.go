package sqldb_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/sqldb"
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
	each(t, sqldb.Options{Attempts: 100}, func(t *testing.T, db *sqldb.DB) {
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
	for _, dialect := range []string{"postgres", "mysql"} {
		t.Run(dialect, func(t *testing.T) {
			dsn := servers[dialect](t)
			killer, victim := open(t, dialect, dsn, sqldb.Options{}), open(t, dialect, dsn, sqldb.Options{})
			exec(t, victim, "CREATE TABLE t (a INTEGER)")

			t.Run("while it rested goes unnoticed", func(t *testing.T) {
				cut(t, killer)
				if err := victim.Tx(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error { return nil }); err != nil && !errors.Is(err, connectors.Unavailable) {
					t.Errorf("got %v", err)
				}
				exec(t, victim, "INSERT INTO t VALUES (1)")
			})
			t.Run("before the commit is Unavailable", func(t *testing.T) {
				err := victim.Tx(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
					exec(t, tx, "INSERT INTO t VALUES (2)")
					cut(t, killer)
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
					cut(t, killer)
					return nil
				})
				if !errors.Is(err, connectors.OutcomeUnknown) {
					t.Errorf("got %v", err)
				}
			})
		})
	}
}

// cut ends all other connections to the database.
func cut(t *testing.T, killer *sqldb.DB) {
	t.Helper()
	if killer.Dialect.Name() == "postgres" {
		exec(t, killer, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
		return
	}
	rows, err := killer.Query(t.Context(), "SELECT id FROM information_schema.processlist WHERE db = DATABASE() AND id <> CONNECTION_ID()")
	var ids []int64
	if err == nil {
		err = rows.Each(func(scan func(...any) error) error {
			ids = append(ids, 0)
			return scan(&ids[len(ids)-1])
		})
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range ids {
		exec(t, killer, fmt.Sprint("KILL ", id))
	}
}
