package sqldb

import (
	"context"
	"database/sql/driver"
)

// maxStmts bounds how many statements a connection keeps prepared. Texts come from app files, so there are few; a
// long tail of lengths of IN lists is sent unprepared.
const maxStmts = 256

// stmtConnector makes connections that keep their statements prepared, for a driver that does not.
type stmtConnector struct{ driver.Connector }

func (c stmtConnector) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	return &stmtConn{fullConn: conn.(fullConn), kept: map[string]fullStmt{}}, nil
}

type fullConn interface {
	driver.Conn
	driver.ConnPrepareContext
	driver.ConnBeginTx
	driver.ExecerContext
	driver.QueryerContext
	driver.Pinger
	driver.SessionResetter
	driver.Validator
}

type fullStmt interface {
	driver.Stmt
	driver.StmtExecContext
	driver.StmtQueryContext
}

// leaver is a connection whose server does not notice that nobody waits for a statement any more.
type leaver interface{ leave() }

// left tells the server when the caller left during a statement, which costs the connection.
func (c *stmtConn) left(ctx context.Context, err error) {
	if l, ok := c.fullConn.(leaver); ok && err != nil && ctx.Err() != nil {
		l.leave()
	}
}

// stmtConn is one connection and its statements by their texts. The rows of a statement must be closed before it is
// used again.
type stmtConn struct {
	fullConn
	kept map[string]fullStmt
}

// ExecContext sends a text without values as it is: those that come often have values, and some, such as those that
// change a schema, cannot be prepared.
func (c *stmtConn) ExecContext(ctx context.Context, text string, args []driver.NamedValue) (driver.Result, error) {
	if len(args) == 0 {
		return c.fullConn.ExecContext(ctx, text, args)
	}
	s, err := c.stmt(ctx, text)
	if err != nil {
		return nil, err
	}
	if s == nil {
		return c.fullConn.ExecContext(ctx, text, args)
	}
	res, err := s.ExecContext(ctx, args)
	c.left(ctx, err)
	return res, err
}

func (c *stmtConn) QueryContext(ctx context.Context, text string, args []driver.NamedValue) (driver.Rows, error) {
	s, err := c.stmt(ctx, text)
	if err != nil {
		return nil, err
	}
	if s == nil {
		return c.fullConn.QueryContext(ctx, text, args)
	}
	rows, err := s.QueryContext(ctx, args)
	c.left(ctx, err)
	return rows, err
}

// stmt is the prepared statement of text; nil when it is to be sent as it is.
func (c *stmtConn) stmt(ctx context.Context, text string) (fullStmt, error) {
	if s, ok := c.kept[text]; ok {
		return s, nil
	}
	if len(c.kept) >= maxStmts {
		return nil, nil
	}
	s, err := c.PrepareContext(ctx, text)
	if err != nil {
		return nil, err
	}
	c.kept[text] = s.(fullStmt)
	return c.kept[text], nil
}

func (c *stmtConn) Close() error {
	for _, s := range c.kept {
		_ = s.Close() // the connection's own end counts
	}
	return c.fullConn.Close()
}
