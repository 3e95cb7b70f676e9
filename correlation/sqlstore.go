package correlation

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/sqldb"
)

// Options of the durable store. The zero Options are sensible.
type Options struct {
	Clock func() time.Time // nil: time.Now, and leases are judged by the database's own clock
	// Observe sees the text of every statement before it is sent, from several goroutines.
	Observe func(text string)
}

// sqlStore is the durable Store. It holds nothing in memory that matters, so any number of them may share a database.
type sqlStore struct {
	db      *sqldb.DB
	dialect sqldb.Keeper
	relaxed *sqldb.DB     // the same database, for what may be lost with the power
	queue   chan struct{} // of writers; nil: they need not queue
	clock   func() time.Time
	given   bool // the clock, instead of the database's own

	sweptLeases rarely
}

var _ Store = (*sqlStore)(nil)

// OpenSQL opens the durable store in a database of its own or in one that it shares: its tables begin with
// "correlation_", and it creates or migrates them. The error is about the settings or the database; it never shows
// a password.
func OpenSQL(ctx context.Context, dialect, dsn string, o Options) (Store, error) {
	db, err := sqldb.Open(dialect, dsn, sqldb.Options{Observe: o.Observe, Brief: true})
	if err != nil {
		return nil, fmt.Errorf("correlation store: %w", err)
	}
	keeper, ok := db.Dialect.(sqldb.Keeper)
	if !ok {
		return nil, errors.Join(fmt.Errorf("correlation store: a database of type %s cannot be one", dialect), db.Close())
	}
	relaxed := db
	if keeper.Name() != mysql { // which knows no such thing
		if relaxed, err = sqldb.Open(dialect, dsn, sqldb.Options{Observe: o.Observe, Relaxed: true, Brief: true}); err != nil {
			return nil, errors.Join(fmt.Errorf("correlation store: %w", err), db.Close())
		}
	}
	st := &sqlStore{db: db, dialect: keeper, relaxed: relaxed, clock: time.Now}
	if o.Clock != nil {
		st.clock, st.given = o.Clock, true
	}
	if keeper.Name() == (sqldb.SQLite{}).Name() {
		st.queue = make(chan struct{}, 1)
	}
	if err := st.migrate(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("correlation store: %w", err), st.Close())
	}
	return st, nil
}

// Ready reports whether the database answers, and has room.
func (st *sqlStore) Ready(ctx context.Context) error {
	if err := st.db.Ping(ctx); err != nil {
		return failed("ready", err)
	}
	return st.Room(ctx)
}

// Verified does nothing: what is durable needs no confirmation.
func (st *sqlStore) Verified(context.Context, Scope, []Link) {}

// Close ends all connections.
func (st *sqlStore) Close() error { return errors.Join(st.relaxed.Close(), st.db.Close()) }

// now is the current time as the tables hold it: milliseconds, the same in every dialect.
func (st *sqlStore) now() int64 { return st.clock().UnixMilli() }

// failed makes err what the contract of Store says. Whatever the database has against a statement of ours, to the
// caller the store is away; no write here does harm when it is tried again.
func failed(op string, err error) error {
	e, ok := errors.AsType[*connectors.Error](err)
	if !ok {
		return err
	}
	cause := ErrAway
	if e.Err != nil {
		cause = fmt.Errorf("%w: %w", ErrAway, e.Err)
	}
	return &connectors.Error{Kind: connectors.Unavailable, Op: "correlation: " + op, Err: cause}
}
