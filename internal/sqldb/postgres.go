package sqldb

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgconn/ctxwatch"
	"github.com/jackc/pgx/v5/stdlib"

	"github.com/scimgate/scimgate/connectors"
)

// Postgres speaks to PostgreSQL, always with the extended protocol: values travel apart from the text, and a text
// holds one statement.
type Postgres struct{}

func (Postgres) Name() string                 { return "postgres" }
func (Postgres) Placeholder(n int) string     { return "$" + strconv.Itoa(n) }
func (Postgres) Quote(parts ...string) string { return quoteWith(parts) }
func (Postgres) MaxArgs() int                 { return 65535 }

func (Postgres) Page(limit, offset string) string {
	if offset == "" {
		return " LIMIT " + limit
	}
	return " OFFSET " + offset + " LIMIT " + limit
}

func (Postgres) Millis() string {
	return "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)"
}

func (d Postgres) InsertIfAbsent(table string, columns []string, rows int) string {
	return insertValues(d, table, columns, rows) + " ON CONFLICT DO NOTHING"
}

func (Postgres) open(dsn string, o Options) (*sql.DB, error) {
	if dsn == "" {
		return nil, errors.New("the dsn is empty")
	}
	c, err := pgx.ParseConfig(dsn)
	if err != nil {
		// The library's message repeats the dsn, and hides a password only where it understood enough to find it.
		return nil, errors.New("the dsn cannot be read; it is postgres://user@host:port/database, or host=… port=… dbname=… without spaces around =")
	}
	if c.DefaultQueryExecMode == pgx.QueryExecModeSimpleProtocol {
		return nil, errors.New("default_query_exec_mode=simple_protocol is refused: it puts values into the text of statements")
	}
	if c.ConnectTimeout == 0 {
		c.ConnectTimeout = o.Connect
	}
	parameters := map[string]string{
		"statement_timeout": strconv.FormatInt(o.Timeout.Milliseconds(), 10),
		"application_name":  "scimgate",
	}
	if o.Relaxed {
		parameters["synchronous_commit"] = "off"
	}
	for name, value := range parameters {
		if _, given := c.RuntimeParams[name]; !given {
			c.RuntimeParams[name] = value
		}
	}
	// Whoever leaves takes the statement along: the server is asked to end it, and has a moment to say that it did.
	c.BuildContextWatcherHandler = func(conn *pgconn.PgConn) ctxwatch.Handler {
		return &pgconn.CancelRequestContextWatcherHandler{Conn: conn, DeadlineDelay: time.Second}
	}
	return stdlib.OpenDB(*c), nil
}

// postgresKinds are by SQLSTATE, then by its class.
var postgresKinds = map[string]connectors.Kind{
	"23505": connectors.Conflict, // unique_violation
	"23P01": connectors.Conflict, // exclusion_violation
	"23":    connectors.Invalid,
	"22":    connectors.Invalid,
	"44":    connectors.Invalid,
	"P0001": connectors.Invalid, // RAISE in a trigger
	"42501": connectors.Denied,
	"28":    connectors.Denied,
	"3D000": connectors.Unavailable, // there is no such database
	"25006": connectors.Unavailable, // a standby, after a failover
	"08":    connectors.Unavailable,
	"40":    connectors.Unavailable,
	"53":    connectors.Unavailable,
	"55":    connectors.Unavailable,
	"57":    connectors.Unavailable,
	"58":    connectors.Unavailable,
}

func (Postgres) fault(err error) (connectors.Kind, *Fault) {
	native, ok := errors.AsType[*pgconn.PgError](err)
	if !ok {
		if _, ok := errors.AsType[*pgconn.ConnectError](err); ok {
			return connectors.Unavailable, &Fault{Err: err}
		}
		if lost(err) {
			return connectors.Unavailable, &Fault{Lost: !pgconn.SafeToRetry(err), Err: err}
		}
		return connectors.Internal, &Fault{Err: err}
	}
	f := &Fault{Code: native.Code, Constraint: native.ConstraintName, Table: native.TableName, Err: err}
	if native.ColumnName != "" {
		f.Columns = []string{native.ColumnName}
	}
	kind, known := postgresKinds[native.Code]
	if !known && len(native.Code) == 5 {
		kind, known = postgresKinds[native.Code[:2]]
	}
	if !known {
		kind = connectors.Internal
	}
	switch native.Code {
	case "28000", "28P01", "3D000":
		f.About = native.Message // of names alone
	}
	if strings.HasPrefix(native.Code, "42") && native.Routine != "exec_stmt_raise" {
		f.About = native.Message // of names and types alone, unless a trigger raised it
	}
	switch native.Code {
	case "40001", "40P01", "55P03":
		f.Retry = true
	case "57P01", "57P02", "57P03":
		f.Lost = true
	case "0A000":
		// A plan that the driver kept and a change of the schema made void; the driver has dropped it by now.
		if native.Routine == "RevalidateCachedQuery" {
			kind, f.Retry = connectors.Unavailable, true
		}
	}
	return kind, f
}

// lost reports whether err means that a connection broke, rather than that a value could not be sent.
func lost(err error) bool {
	if _, ok := errors.AsType[net.Error](err); ok {
		return true
	}
	return pgconn.SafeToRetry(err) || pgconn.Timeout(err) ||
		errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) ||
		errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed)
}

// call tells the one statement that cannot be explained.
var call = regexp.MustCompile(`(?i)^\s*call\b`)

// describe prepares the statement and, where that is possible, explains it, which asks for our rights too.
func (Postgres) describe(ctx context.Context, conn *sql.Conn, text string, args int) (columns []string, err error) {
	err = conn.Raw(func(native any) error {
		described, err := native.(*stdlib.Conn).Conn().PgConn().Prepare(ctx, "", text, nil)
		if err != nil {
			return err
		}
		columns = []string{}
		for _, f := range described.Fields {
			columns = append(columns, f.Name)
		}
		return nil
	})
	if err != nil || call.MatchString(text) {
		return columns, err
	}
	return columns, explain(ctx, conn, text, args)
}
