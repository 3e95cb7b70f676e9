package sqldb

import (
	"context"
	"database/sql/driver"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// pgConnector makes pgx connections for database/sql. pgx has an adapter of its own, which also brings a second pool;
// this one is the pool of database/sql and the protocol of pgx, and no more.
type pgConnector struct{ config *pgx.ConnConfig }

func (c pgConnector) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := pgx.ConnectConfig(ctx, c.config.Copy())
	if err != nil {
		return nil, err
	}
	return &pgConn{conn: conn, used: time.Now()}, nil
}

func (c pgConnector) Driver() driver.Driver { return pgDriver{} }

type pgDriver struct{}

func (pgDriver) Open(string) (driver.Conn, error) { return nil, errors.ErrUnsupported }

// pgConn is one connection. pgx keeps the statements it has prepared by their texts.
type pgConn struct {
	conn *pgx.Conn
	used time.Time
}

var (
	_ driver.ExecerContext     = (*pgConn)(nil)
	_ driver.QueryerContext    = (*pgConn)(nil)
	_ driver.ConnBeginTx       = (*pgConn)(nil)
	_ driver.Pinger            = (*pgConn)(nil)
	_ driver.SessionResetter   = (*pgConn)(nil)
	_ driver.Validator         = (*pgConn)(nil)
	_ driver.NamedValueChecker = (*pgConn)(nil)
)

func (c *pgConn) ExecContext(ctx context.Context, text string, args []driver.NamedValue) (driver.Result, error) {
	tag, err := c.conn.Exec(ctx, text, pgArgs(nil, args)...)
	if err != nil {
		return nil, unsent(err)
	}
	return driver.RowsAffected(tag.RowsAffected()), nil
}

func (c *pgConn) QueryContext(ctx context.Context, text string, args []driver.NamedValue) (driver.Rows, error) {
	rows, err := c.conn.Query(ctx, text, pgArgs(pgFormats, args)...)
	if err != nil {
		return nil, unsent(err)
	}
	r := &pgRows{conn: c.conn, rows: rows}
	r.first = rows.Next() // an error of the statement shows here, and so do its columns
	if err := rows.Err(); err != nil {
		rows.Close()
		return nil, unsent(err)
	}
	return r, nil
}

// unsent lets database/sql try another connection when nothing of the statement left this one.
func unsent(err error) error {
	if pgconn.SafeToRetry(err) {
		return driver.ErrBadConn
	}
	return err
}

func pgArgs(formats any, args []driver.NamedValue) []any {
	out := make([]any, 0, len(args)+1)
	if formats != nil {
		out = append(out, formats)
	}
	for _, a := range args {
		out = append(out, a.Value)
	}
	return out
}

// CheckNamedValue lets pgx encode every type it knows.
func (c *pgConn) CheckNamedValue(*driver.NamedValue) error { return nil }

func (c *pgConn) BeginTx(ctx context.Context, o driver.TxOptions) (driver.Tx, error) {
	if o.Isolation != 0 || o.ReadOnly {
		return nil, errors.ErrUnsupported
	}
	tx, err := c.conn.Begin(ctx)
	if err != nil {
		return nil, unsent(err)
	}
	return pgTx{ctx, tx}, nil
}

func (c *pgConn) Begin() (driver.Tx, error) {
	return c.BeginTx(context.Background(), driver.TxOptions{})
}

// pgTx ends with the context it began with, as database/sql has none for its end.
type pgTx struct {
	ctx context.Context
	tx  pgx.Tx
}

func (t pgTx) Commit() error   { return t.tx.Commit(t.ctx) }
func (t pgTx) Rollback() error { return t.tx.Rollback(t.ctx) }

func (c *pgConn) Ping(ctx context.Context) error {
	if err := c.conn.Ping(ctx); err != nil {
		return errors.Join(driver.ErrBadConn, err, c.Close())
	}
	return nil
}

// IsValid keeps a connection out of the pool that is closed or within a transaction nobody ended.
func (c *pgConn) IsValid() bool { return !c.conn.IsClosed() && c.conn.PgConn().TxStatus() == 'I' }

// ResetSession looks whether a connection that has rested still stands.
func (c *pgConn) ResetSession(ctx context.Context) error {
	rested := time.Since(c.used)
	c.used = time.Now()
	if !c.IsValid() || rested > time.Second && c.conn.Ping(ctx) != nil {
		return driver.ErrBadConn
	}
	return nil
}

func (c *pgConn) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	return c.conn.Close(ctx)
}

// Prepare only keeps the text: pgx prepares it when it is first used.
func (c *pgConn) Prepare(text string) (driver.Stmt, error) { return pgStmt{c, text}, nil }

type pgStmt struct {
	conn *pgConn
	text string
}

func (s pgStmt) Close() error  { return nil }
func (s pgStmt) NumInput() int { return -1 }

func (s pgStmt) ExecContext(ctx context.Context, args []driver.NamedValue) (driver.Result, error) {
	return s.conn.ExecContext(ctx, s.text, args)
}

func (s pgStmt) QueryContext(ctx context.Context, args []driver.NamedValue) (driver.Rows, error) {
	return s.conn.QueryContext(ctx, s.text, args)
}

func (s pgStmt) Exec(args []driver.Value) (driver.Result, error) {
	return s.ExecContext(context.Background(), named(args))
}

func (s pgStmt) Query(args []driver.Value) (driver.Rows, error) {
	return s.QueryContext(context.Background(), named(args))
}

func named(args []driver.Value) []driver.NamedValue {
	out := make([]driver.NamedValue, len(args))
	for i, a := range args {
		out[i] = driver.NamedValue{Ordinal: i + 1, Value: a}
	}
	return out
}
