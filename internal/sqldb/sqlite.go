package sqldb

import (
	"context"
	"crypto/rand"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/scimgate/scimgate/connectors"
)

// SQLite speaks to a file, or to a database in memory that lives as long as its DB (":memory:").
type SQLite struct{}

func (SQLite) Name() string                 { return "sqlite" }
func (SQLite) Placeholder(int) string       { return "?" }
func (SQLite) Quote(parts ...string) string { return quoteWith(parts) }
func (SQLite) MaxArgs() int                 { return 32766 }

func (SQLite) Page(n, offset string) string { return limit(n, offset) }

// Millis is the time of the machine, which all who have the file share.
func (SQLite) Millis() string { return "CAST(unixepoch('subsec') * 1000 AS INTEGER)" }

func (d SQLite) InsertIfAbsent(table string, columns []string, rows int) string {
	return insertValues(d, table, columns, rows) + " ON CONFLICT DO NOTHING"
}

// open lays safe settings under those of the DSN: foreign keys are enforced, writers queue instead of failing, a
// double-quoted name is never taken for a text.
func (SQLite) open(dsn string, o Options) (*sql.DB, error) {
	if dsn == "" {
		return nil, errors.New("the dsn is empty: give the database's file")
	}
	name, query, _ := strings.Cut(dsn, "?")
	set, err := url.ParseQuery(query)
	if err != nil {
		return nil, fmt.Errorf("the dsn's parameters: %w", err)
	}
	for _, p := range set["_pragma"] {
		if strings.Contains(p, ";") {
			return nil, errors.New("a _pragma of the dsn holds more than one statement")
		}
	}
	if name == ":memory:" {
		name = "file:/" + rand.Text()
		set.Set("vfs", "memdb")
	}
	if o.Existing && !set.Has("mode") && !set.Has("vfs") {
		set.Set("mode", "rw")
		if !strings.HasPrefix(name, "file:") {
			name = "file:" + (&url.URL{Path: name}).EscapedPath() // only a URI has a mode
		}
	}
	readOnly := set.Get("mode") == "ro" || set.Get("immutable") == "1"
	defaults := map[string]string{
		"_busy_timeout": strconv.FormatInt(o.Timeout.Milliseconds(), 10),
		"_foreign_keys": "1", "_txlock": "immediate", "_dqs": "0", "_defensive": "1",
	}
	if !readOnly {
		defaults["_journal_mode"], defaults["_synchronous"] = "WAL", "FULL"
		if o.Relaxed {
			defaults["_synchronous"] = "NORMAL"
		}
	}
	for k, v := range defaults {
		if !set.Has(k) {
			set.Set(k, v)
		}
	}
	c, err := sqlite.NewConnector(name + "?" + set.Encode())
	if err != nil {
		return nil, err
	}
	return sql.OpenDB(stmtConnector{c}), nil
}

// sqliteKinds are by extended result code, then by its primary code.
var sqliteKinds = map[int]connectors.Kind{
	sqlite3.SQLITE_CONSTRAINT_UNIQUE:     connectors.Conflict,
	sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY: connectors.Conflict,
	sqlite3.SQLITE_CONSTRAINT_ROWID:      connectors.Conflict,
	sqlite3.SQLITE_CONSTRAINT:            connectors.Invalid,
	sqlite3.SQLITE_MISMATCH:              connectors.Invalid,
	sqlite3.SQLITE_TOOBIG:                connectors.Invalid,
	sqlite3.SQLITE_PERM:                  connectors.Denied,
	sqlite3.SQLITE_AUTH:                  connectors.Denied,
	sqlite3.SQLITE_READONLY:              connectors.Denied,
	sqlite3.SQLITE_BUSY:                  connectors.Unavailable,
	sqlite3.SQLITE_LOCKED:                connectors.Unavailable,
	sqlite3.SQLITE_PROTOCOL:              connectors.Unavailable,
	sqlite3.SQLITE_CANTOPEN:              connectors.Unavailable,
	sqlite3.SQLITE_NOTADB:                connectors.Unavailable,
	sqlite3.SQLITE_CORRUPT:               connectors.Unavailable,
	sqlite3.SQLITE_IOERR:                 connectors.Unavailable,
	sqlite3.SQLITE_FULL:                  connectors.Unavailable,
	sqlite3.SQLITE_INTERRUPT:             connectors.Unavailable,
}

func (SQLite) fault(err error) (connectors.Kind, *Fault) {
	native, ok := errors.AsType[*sqlite.Error](err)
	if !ok {
		if errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) {
			return connectors.Unavailable, &Fault{Lost: true, Err: err}
		}
		return connectors.Internal, &Fault{Err: err}
	}
	code := native.Code()
	f := &Fault{Code: strconv.Itoa(code), Err: err}
	kind, known := sqliteKinds[code]
	if !known {
		kind, known = sqliteKinds[code&0xff]
	}
	if !known {
		kind = connectors.Internal
	}
	switch code & 0xff {
	case sqlite3.SQLITE_ERROR:
		f.About = native.Error() // of names alone
	case sqlite3.SQLITE_CANTOPEN:
		f.About = "the file is not there, or cannot be opened"
	case sqlite3.SQLITE_NOTADB:
		f.About = "the file is no SQLite database"
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		f.Retry = true
	case sqlite3.SQLITE_IOERR:
		f.Lost = true
	case sqlite3.SQLITE_CONSTRAINT:
		f.constraintOf(native.Error())
	}
	return kind, f
}

// constraintOf reads the one place where SQLite says what was violated: "UNIQUE constraint failed: t.a, t.b", or
// "…: index 'name'" for an index on expressions.
func (f *Fault) constraintOf(message string) {
	_, what, ok := strings.Cut(message, "constraint failed: ")
	if _, nested, again := strings.Cut(what, "constraint failed: "); again {
		what = nested
	}
	if !ok {
		return
	}
	if i := strings.LastIndex(what, " ("); i >= 0 {
		what = what[:i]
	}
	if index, quoted := strings.CutPrefix(what, "index '"); quoted {
		f.Constraint = strings.TrimSuffix(index, "'")
		return
	}
	for part := range strings.SplitSeq(what, ", ") {
		table, column, qualified := strings.Cut(part, ".")
		if !qualified {
			f.Constraint = what
			return
		}
		f.Table = table
		f.Columns = append(f.Columns, column)
	}
}

// describe explains the statement: SQLite says nothing of its columns before it runs.
func (SQLite) describe(ctx context.Context, conn *sql.Conn, text string, args int) ([]string, error) {
	return nil, explain(ctx, conn, text, args)
}
