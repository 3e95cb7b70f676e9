package sqldb

import (
	"context"
	"database/sql"
	"errors"
	"math/rand/v2"
	"time"

	"github.com/scimgate/scimgate/connectors"
)

// Tx is a running transaction. It belongs to one goroutine.
type Tx struct {
	db *DB
	tx *sql.Tx
}

// Exec sends a statement and answers how many rows it touched.
func (t *Tx) Exec(ctx context.Context, text string, args ...any) (int64, error) {
	return t.db.exec(ctx, t.tx, inside, text, args)
}

// Query sends a statement that answers rows, which must be closed before the next statement.
func (t *Tx) Query(ctx context.Context, text string, args ...any) (*Rows, error) {
	return t.db.query(ctx, t.tx, inside, text, args)
}

// Tx runs f in a transaction and commits it; an error of f rolls it back and is returned as it is. After a deadlock, a
// serialisation failure or a busy database the whole of it runs again, a bounded number of times and not once the
// statement timeout has passed; f must not mind.
// When the connection breaks before the commit is sent the error is Unavailable and nothing was written; after that it
// is OutcomeUnknown. A commit that was begun does not end with ctx.
func (db *DB) Tx(ctx context.Context, f func(ctx context.Context, tx *Tx) error) error {
	once := db.once
	if db.brief {
		once = db.briefly
	}
	return db.again(ctx, func() error { return once(ctx, f) })
}

// Alone runs f, which sends at most one statement that writes and no other after it: it needs no BEGIN and no COMMIT,
// being a transaction by itself. It may answer rows. It is run again as in Tx. Since it is the commit too, the error is
// OutcomeUnknown when the connection breaks after it was sent.
func (db *DB) Alone(ctx context.Context, f func(ctx context.Context, q Querier) error) error {
	return db.again(ctx, func() error {
		bound, cancel := context.WithTimeout(ctx, db.patience())
		defer cancel()
		conn, err := db.pool.Conn(bound) // nothing was sent yet when there is none
		if err != nil {
			return db.translate(ctx, inside, err)
		}
		defer conn.Close() //nolint:errcheck // it goes back to the pool
		return f(ctx, alone{db, conn})
	})
}

// alone sends statements that write outside a transaction.
type alone struct {
	db   *DB
	conn *sql.Conn
}

func (a alone) Exec(ctx context.Context, text string, args ...any) (int64, error) {
	return a.db.exec(ctx, a.conn, writing, text, args)
}

func (a alone) Query(ctx context.Context, text string, args ...any) (*Rows, error) {
	return a.db.query(ctx, a.conn, writing, text, args)
}

// again runs what either happens or does not until it has happened, or should not be tried any longer.
func (db *DB) again(ctx context.Context, f func() error) error {
	begun := time.Now()
	for attempt := 1; ; attempt++ {
		err := f()
		fault, ok := errors.AsType[*Fault](err)
		if !ok || !fault.Retry || attempt == db.options.Attempts || time.Since(begun) > db.options.Timeout {
			return err
		}
		if err := pause(ctx, attempt); err != nil {
			return err
		}
	}
}

func (db *DB) once(ctx context.Context, f func(ctx context.Context, tx *Tx) error) error {
	// The driver ties a transaction to one context, its commit too. That context must outlive the caller's
	// for as long as the commit takes, and end with it until then.
	whole, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	follow := context.AfterFunc(ctx, cancel)
	defer follow()

	impatient := time.AfterFunc(db.patience(), cancel)
	tx, err := db.begin(ctx, whole)
	impatient.Stop()
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // after a commit it does nothing, and else the first error counts
	if err := f(ctx, &Tx{db, tx}); err != nil {
		return err
	}
	if !follow() {
		return context.Cause(ctx)
	}
	limit := time.AfterFunc(db.patience(), cancel)
	defer limit.Stop()
	err = db.translate(ctx, committing, tx.Commit())
	if connectors.KindOf(err) == connectors.Internal {
		return connectors.Errorf(connectors.OutcomeUnknown, "commit", "%w", err)
	}
	return err
}

// briefly is once for a database that is not watched: ctx is looked at between the statements.
func (db *DB) briefly(ctx context.Context, f func(ctx context.Context, tx *Tx) error) error {
	tx, err := db.pool.BeginTx(context.WithoutCancel(ctx), nil)
	if err != nil {
		return db.translate(ctx, inside, err)
	}
	defer tx.Rollback() //nolint:errcheck // after a commit it does nothing, and else the first error counts
	if err := f(ctx, &Tx{db, tx}); err != nil {
		return err
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return db.translate(ctx, committing, tx.Commit())
}

// begin begins a transaction that ends with whole, and once more when the connection turns out to be broken, as all
// that wait in the pool are when the server was started again.
func (db *DB) begin(ctx, whole context.Context) (*sql.Tx, error) {
	tx, err := db.pool.BeginTx(whole, nil)
	err = db.translate(ctx, inside, err)
	if fault, ok := errors.AsType[*Fault](err); ok && fault.Lost && ctx.Err() == nil {
		tx, err = db.pool.BeginTx(whole, nil)
		err = db.translate(ctx, inside, err)
	}
	return tx, err
}

// pause waits a random while that grows with the attempts, so that two transactions do not meet again.
func pause(ctx context.Context, attempt int) error {
	t := time.NewTimer(time.Duration(1+rand.IntN(10*attempt*attempt)) * time.Millisecond)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
