package sqldb

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"

	"github.com/go-sql-driver/mysql"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/scimgate/scimgate/connectors"
)

// Fault is what a database said. It is the cause of every *connectors.Error of this package. Its text holds names
// and codes, never a value of a row or of a statement; Err is the driver's own error, which may.
type Fault struct {
	Code       string   // SQLSTATE, or SQLite's extended result code; empty when the server did not answer
	State      string   // SQLSTATE, of a database whose codes are its own
	Constraint string   // or index that was violated, where the database names it
	Table      string   // of the constraint
	Columns    []string // of the constraint, where the database names them
	About      string   // what is wrong with a statement itself
	Retry      bool     // the same transaction may well succeed if it is run again
	Lost       bool     // the connection broke: a write that was sent may have happened
	Err        error
}

func (f *Fault) Error() string {
	if f.Code == "" && !f.told() {
		return fmt.Sprintf("the driver failed with a %T", f.Err)
	}
	if f.Code == "" {
		return f.Err.Error()
	}
	s := "database error " + f.Code
	if f.Constraint != "" {
		s += ", constraint " + f.Constraint
	}
	if f.Table != "" {
		s += ", table " + f.Table
	}
	if len(f.Columns) > 0 {
		s += ", columns " + strings.Join(f.Columns, " ")
	}
	if f.About != "" {
		s += ": " + f.About
	}
	return s
}

// told reports whether a driver's own error is about the connection or the time, and so holds no value.
func (f *Fault) told() bool {
	if _, ok := errors.AsType[*pgconn.ConnectError](f.Err); ok {
		return true
	}
	return f.Lost || lost(f.Err) || errors.Is(f.Err, context.Canceled) || errors.Is(f.Err, context.DeadlineExceeded)
}

func (f *Fault) Unwrap() error { return f.Err }

// stage says how far a statement had come when it failed.
type stage int

const (
	reading    stage = iota // nothing can have been written
	writing                 // on its own, outside a transaction
	inside                  // a transaction that was not committed
	committing              // the commit itself
)

// translate makes an *connectors.Error of a driver's error. A context's error passes through, except while
// committing, when it means that nobody knows.
func (db *DB) translate(ctx context.Context, at stage, err error) error {
	if err == nil {
		return nil
	}
	if _, done := errors.AsType[*connectors.Error](err); done {
		return err
	}
	if ctx.Err() != nil && at != committing {
		return context.Cause(ctx)
	}
	kind, fault := db.Dialect.fault(err)
	if fault.Lost {
		db.renew()
	}
	timedOut := errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled)
	switch {
	case timedOut && (at == reading || at == inside):
		kind = connectors.Unavailable
	case at == writing && (fault.Lost || timedOut), at == committing && fault.Code == "":
		kind = connectors.OutcomeUnknown
	case at == committing && fault.Lost:
		kind = connectors.OutcomeUnknown
	}
	return &connectors.Error{Kind: kind, Err: fault}
}

// connectionFault is for an error that is not the server's: the connection broke, or something is wrong with a value.
func connectionFault(err error) (connectors.Kind, *Fault) {
	if !broken(err) {
		return connectors.Internal, &Fault{Err: err}
	}
	return connectors.Unavailable, &Fault{Lost: !errors.Is(err, driver.ErrBadConn) && !isDial(err), Err: err}
}

func broken(err error) bool {
	if _, ok := errors.AsType[net.Error](err); ok {
		return true
	}
	return errors.Is(err, mysql.ErrInvalidConn) || errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) ||
		errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed)
}

// isDial reports whether no connection was made, and so nothing sent.
func isDial(err error) bool {
	op, ok := errors.AsType[*net.OpError](err)
	return ok && op.Op == "dial"
}
