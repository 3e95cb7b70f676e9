package sqldb

import (
	"context"
	"database/sql/driver"
)

// maxStmts bounds how many statements a connection keeps prepared: those that an application's records are read and
// written by are fewer, and servers bound what all connections keep together.
const maxStmts = 64

// stmtConnector makes connections that keep their statements prepared, for a driver that does not.
type stmtConnector struct{ driver.Connector }

func (c stmtConnector) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	return &stmtConn{fullConn: conn.(fullConn), kept: map[string]*keptStmt{}}, nil
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

// limited is a connection whose server keeps only so many statements prepared for all of its connections.
type limited interface {
	// full reports whether err is the server's refusal to prepare one more.
	full(err error) bool
}

// left tells the server when the caller left during a statement, which costs the connection.
func (c *stmtConn) left(ctx context.Context, err error) {
	if l, ok := c.fullConn.(leaver); ok && err != nil && ctx.Err() != nil {
		l.leave()
	}
}

// stmtConn is one connection and the statements that it used last, by their texts. The rows of a statement must be
// closed before the next one is sent.
type stmtConn struct {
	fullConn
	kept map[string]*keptStmt
	uses uint64 // of all statements so far
}

type keptStmt struct {
	fullStmt
	used uint64 // the last of the connection's uses that was its own
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
	res, err := s.ExecContext(ctx, args)
	c.left(ctx, err)
	return res, err
}

func (c *stmtConn) QueryContext(ctx context.Context, text string, args []driver.NamedValue) (driver.Rows, error) {
	s, err := c.stmt(ctx, text)
	if err != nil {
		return nil, err
	}
	rows, err := s.QueryContext(ctx, args)
	c.left(ctx, err)
	return rows, err
}

// stmt is the prepared statement of text. One that is new takes the place of the one whose last use is longest ago.
func (c *stmtConn) stmt(ctx context.Context, text string) (fullStmt, error) {
	c.uses++
	if s, ok := c.kept[text]; ok {
		s.used = c.uses
		return s, nil
	}
	if len(c.kept) >= maxStmts {
		c.giveUp(c.oldest())
	}
	s, err := c.PrepareContext(ctx, text)
	if l, ok := c.fullConn.(limited); ok && err != nil && l.full(err) {
		for other := range c.kept {
			c.giveUp(other)
		}
		s, err = c.PrepareContext(ctx, text)
	}
	if err != nil {
		return nil, err
	}
	c.kept[text] = &keptStmt{s.(fullStmt), c.uses}
	return c.kept[text], nil
}

func (c *stmtConn) oldest() (text string) {
	used := c.uses
	for t, s := range c.kept {
		if s.used < used {
			text, used = t, s.used
		}
	}
	return text
}

func (c *stmtConn) giveUp(text string) {
	_ = c.kept[text].Close() // a connection that broke says so when it is used
	delete(c.kept, text)
}

func (c *stmtConn) Close() error {
	for text := range c.kept {
		c.giveUp(text)
	}
	return c.fullConn.Close()
}
