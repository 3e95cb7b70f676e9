package sqldb

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/scimgate/scimgate/connectors"
)

// Options bound what a DB may use. The zero Options are sensible.
type Options struct {
	MaxOpen  int           // connections; 0: 8
	MaxIdle  int           // connections kept while unused; 0: MaxOpen
	Lifetime time.Duration // after which a connection is replaced; 0: never
	Connect  time.Duration // for a connection to be made; 0: 5s
	Timeout  time.Duration // for one statement, its wait for a lock included; 0: 10s
	Attempts int           // how often Tx runs a transaction that deadlocks; 0: 5
	Existing bool          // SQLite: a file that is not there is an error, and is not made
	// Relaxed says that the loss of power may undo a commit, all of it and together with every later one, unless a
	// commit of a DB that is not relaxed came after it. The loss of the process undoes none. SQLite and PostgreSQL
	// commit faster then, other databases as ever.
	Relaxed bool
	// Brief says that every statement takes less than it takes to watch over it: once begun it ends by itself, or by
	// the Timeout of its wait for a lock. SQLite, which works in this process, is faster then; other databases are
	// watched as ever.
	Brief bool
	// Observe sees the text of every statement before it is sent, from several goroutines.
	Observe func(text string)
}

func (o Options) withDefaults() Options {
	o.MaxOpen = cmp.Or(o.MaxOpen, 8)
	o.MaxIdle = cmp.Or(o.MaxIdle, o.MaxOpen)
	o.Connect = cmp.Or(o.Connect, 5*time.Second)
	o.Timeout = cmp.Or(o.Timeout, 10*time.Second)
	o.Attempts = cmp.Or(o.Attempts, 5)
	if o.Observe == nil {
		o.Observe = func(string) {}
	}
	return o
}

// DB is a pool of connections to one database. It is safe for concurrent use. Every error of a statement is an
// *connectors.Error whose cause is a *Fault, or the context's error.
type DB struct {
	Dialect Dialect
	pool    *sql.DB
	options Options
	anchor  *sql.Conn // keeps a database in memory alive
	brief   bool      // see Options.Brief
}

// Open prepares a pool; it does not connect. Its error is about the DSN and never shows a password.
func Open(dialect, dsn string, o Options) (*DB, error) {
	d, ok := ByName(dialect)
	if !ok {
		return nil, fmt.Errorf("unknown dialect %q; known: %s", dialect, strings.Join(Names(), " "))
	}
	o = o.withDefaults()
	pool, err := d.open(dsn, o)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", dialect, err)
	}
	db := &DB{Dialect: d, pool: pool, options: o, brief: o.Brief && d.Name() == (SQLite{}).Name()}
	pool.SetMaxOpenConns(o.MaxOpen)
	pool.SetMaxIdleConns(o.MaxIdle)
	pool.SetConnMaxLifetime(o.Lifetime)
	if strings.HasPrefix(dsn, ":memory:") {
		pool.SetMaxOpenConns(o.MaxOpen + 1)
		if db.anchor, err = pool.Conn(context.Background()); err != nil {
			return nil, errors.Join(err, pool.Close())
		}
	}
	return db, nil
}

// Pool is the database behind db, for seeding it and for tests: what is sent there is neither bounded nor observed.
func (db *DB) Pool() *sql.DB { return db.pool }

// Ping reports whether the database answers.
func (db *DB) Ping(ctx context.Context) error {
	bound, cancel := context.WithTimeout(ctx, db.options.Connect)
	defer cancel()
	return db.translate(ctx, reading, db.pool.PingContext(bound))
}

// Close ends all connections.
func (db *DB) Close() error {
	if db.anchor != nil {
		_ = db.anchor.Close() // the pool closes it too
	}
	return db.pool.Close()
}

// Exec sends a statement on its own and answers how many rows it touched. It is sent again as a transaction is.
// OutcomeUnknown when the connection broke after it was sent.
func (db *DB) Exec(ctx context.Context, text string, args ...any) (n int64, err error) {
	err = db.again(ctx, func() error {
		n, err = db.exec(ctx, db.pool, writing, text, args)
		return err
	})
	return n, err
}

// Query sends a statement that only reads; one that writes and returns rows belongs into a Tx. The rows must be
// closed. It is sent once more when the connection turns out to be broken before there are rows.
func (db *DB) Query(ctx context.Context, text string, args ...any) (rows *Rows, err error) {
	err = db.Read(ctx, func(q Querier) error {
		rows, err = q.Query(ctx, text, args...)
		return err
	})
	return rows, err
}

// Read runs f, which only reads and hands nothing on before it ends, and once more when a connection turns out to be
// broken, be it amid the rows.
func (db *DB) Read(ctx context.Context, f func(q Querier) error) error {
	err := f(reader{db})
	if fault, ok := errors.AsType[*Fault](err); ok && fault.Lost && ctx.Err() == nil {
		return f(reader{db})
	}
	return err
}

// reader sends statements that read, once.
type reader struct{ *DB }

func (r reader) Query(ctx context.Context, text string, args ...any) (*Rows, error) {
	return r.query(ctx, r.pool, reading, text, args)
}

// Querier is what DB and Tx have in common.
type Querier interface {
	Exec(ctx context.Context, text string, args ...any) (int64, error)
	Query(ctx context.Context, text string, args ...any) (*Rows, error)
}

var (
	_ Querier = (*DB)(nil)
	_ Querier = (*Tx)(nil)
)

// session is what a statement is sent through: the pool, one of its connections, or a transaction.
type session interface {
	ExecContext(ctx context.Context, text string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, text string, args ...any) (*sql.Rows, error)
}

func (db *DB) exec(ctx context.Context, s session, at stage, text string, args []any) (int64, error) {
	if err := db.announce(text); err != nil {
		return 0, err
	}
	bound, cancel, err := db.bound(ctx)
	if err != nil {
		return 0, err
	}
	defer cancel()
	res, err := s.ExecContext(bound, text, args...)
	if err != nil {
		return 0, db.translate(ctx, at, err)
	}
	n, err := res.RowsAffected()
	return n, db.translate(ctx, at, err)
}

func (db *DB) query(ctx context.Context, s session, at stage, text string, args []any) (*Rows, error) {
	if err := db.announce(text); err != nil {
		return nil, err
	}
	bound, cancel, err := db.bound(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := s.QueryContext(bound, text, args...)
	if err != nil {
		cancel()
		return nil, db.translate(ctx, at, err)
	}
	return &Rows{Rows: rows, db: db, ctx: ctx, at: at, cancel: cancel}, nil
}

// bound is the context of one statement. Drivers watch over one that can end.
func (db *DB) bound(ctx context.Context) (context.Context, context.CancelFunc, error) {
	if !db.brief {
		bound, cancel := context.WithTimeout(ctx, db.patience())
		return bound, cancel, nil
	}
	return context.WithoutCancel(ctx), func() {}, context.Cause(ctx)
}

// renew closes the connections that wait for use: where one broke, the others have too, most often because the server
// went away.
func (db *DB) renew() {
	db.pool.SetMaxIdleConns(0)
	db.pool.SetMaxIdleConns(db.options.MaxIdle)
}

func (db *DB) announce(text string) error {
	if strings.Contains(text, ";") {
		return connectors.Errorf(connectors.Internal, "send", "a text with ; may be more than one statement")
	}
	db.options.Observe(text)
	return nil
}

// patience is longer than the server's own timeout, so that a statement that is only slow does not cost the
// connection.
func (db *DB) patience() time.Duration { return db.options.Timeout + time.Second }
