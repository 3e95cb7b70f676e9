package sqldb_test

import (
	"context"
	"errors"
	"testing"

	"github.com/scimgate/scimgate/internal/sqldb"
)

func TestABriefDatabaseSendsNothingOnceItsContextHasEnded(t *testing.T) {
	each(t, sqldb.Options{Brief: true}, func(t *testing.T, db *sqldb.DB) {
		exec(t, db, "CREATE TABLE t (a INTEGER)")
		over, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := db.Exec(over, "INSERT INTO t VALUES (1)"); !errors.Is(err, context.Canceled) {
			t.Errorf("a statement: %v", err)
		}
		if _, err := db.Query(over, "SELECT a FROM t"); !errors.Is(err, context.Canceled) {
			t.Errorf("a question: %v", err)
		}

		ctx, cancel := context.WithCancel(t.Context())
		err := db.Tx(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
			exec(t, tx, "INSERT INTO t VALUES (2)")
			cancel()
			return nil
		})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("a transaction: %v", err)
		}
		if n := count(t, db, "SELECT count(*) FROM t"); n != 0 {
			t.Errorf("%d rows", n)
		}
	})
}

func TestABriefTransactionIsWholeOrNotThere(t *testing.T) {
	each(t, sqldb.Options{Brief: true}, func(t *testing.T, db *sqldb.DB) {
		exec(t, db, "CREATE TABLE t (a INTEGER)")
		own := errors.New("own")
		for _, outcome := range []error{own, nil} {
			err := db.Tx(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
				exec(t, tx, "INSERT INTO t VALUES (1)")
				exec(t, tx, "INSERT INTO t VALUES (2)")
				return outcome
			})
			if err != outcome {
				t.Errorf("got %v", err)
			}
		}
		if n := count(t, db, "SELECT count(*) FROM t"); n != 2 {
			t.Errorf("%d rows", n)
		}
	})
}
