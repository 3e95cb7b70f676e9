package sqldb

import (
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"

	mssql "github.com/microsoft/go-mssqldb"
	"github.com/microsoft/go-mssqldb/msdsn"

	"github.com/scimgate/scimgate/connectors"
)

// SQLServer speaks to Microsoft SQL Server 2019 and later, and to Azure SQL.
type SQLServer struct{}

func (SQLServer) Name() string             { return "sqlserver" }
func (SQLServer) Placeholder(n int) string { return "@p" + strconv.Itoa(n) }
func (SQLServer) MaxArgs() int             { return 2098 } // of 2,100 the text of a statement takes two

func (SQLServer) Quote(parts ...string) string {
	quoted := make([]string, len(parts))
	for i, p := range parts {
		quoted[i] = "[" + strings.ReplaceAll(p, "]", "]]") + "]"
	}
	return strings.Join(quoted, ".")
}

// Page belongs behind an ORDER BY.
func (SQLServer) Page(limit, offset string) string {
	if offset == "" {
		offset = "0"
	}
	return " OFFSET " + offset + " ROWS FETCH NEXT " + limit + " ROWS ONLY"
}

func (SQLServer) open(dsn string, o Options) (*sql.DB, error) {
	if dsn == "" {
		return nil, errors.New("the dsn is empty")
	}
	c, err := msdsn.Parse(dsn)
	if err != nil {
		// The library's message may repeat a part of the dsn.
		return nil, errors.New("the dsn cannot be read; it is sqlserver://user:password@host:1433?database=…")
	}
	if _, given := c.Parameters[msdsn.DialTimeout]; !given {
		c.DialTimeout = o.Connect
	}
	if _, given := c.Parameters[msdsn.AppName]; !given {
		c.AppName = "scimgate"
	}
	connector := mssql.NewConnectorConfig(c)
	connector.SessionInitSQL = fmt.Sprintf("SET XACT_ABORT ON SET LOCK_TIMEOUT %d", o.Timeout.Milliseconds())
	return sql.OpenDB(connector), nil
}

// sqlServerKinds are by error number.
var sqlServerKinds = map[int32]connectors.Kind{
	2601: connectors.Conflict, // unique index
	2627: connectors.Conflict, // unique constraint
	220:  connectors.Invalid,  // arithmetic overflow
	232:  connectors.Invalid,
	241:  connectors.Invalid, // conversion of a date
	242:  connectors.Invalid,
	245:  connectors.Invalid, // conversion
	515:  connectors.Invalid, // NULL
	547:  connectors.Invalid, // foreign key, check
	2628: connectors.Invalid, // too long
	8114: connectors.Invalid,
	8115: connectors.Invalid,
	8152: connectors.Invalid, // too long, in older versions
	8169: connectors.Invalid, // uniqueidentifier

	229:   connectors.Denied,
	230:   connectors.Denied,
	262:   connectors.Denied,
	297:   connectors.Denied,
	916:   connectors.Denied,
	4060:  connectors.Denied,
	18456: connectors.Denied,

	701:   connectors.Unavailable, // memory
	945:   connectors.Unavailable,
	1105:  connectors.Unavailable, // filegroup full
	1204:  connectors.Unavailable,
	1205:  connectors.Unavailable, // deadlock
	1222:  connectors.Unavailable, // lock timeout
	3906:  connectors.Unavailable, // read only
	3960:  connectors.Unavailable, // snapshot conflict
	6005:  connectors.Unavailable, // shutdown
	8645:  connectors.Unavailable,
	9002:  connectors.Unavailable, // log full
	10928: connectors.Unavailable, // Azure's limits, and its moves from machine to machine
	10929: connectors.Unavailable,
	40197: connectors.Unavailable,
	40501: connectors.Unavailable,
	40613: connectors.Unavailable,
	49918: connectors.Unavailable,
}

func (SQLServer) fault(err error) (connectors.Kind, *Fault) {
	native, ok := errors.AsType[mssql.Error](err)
	if !ok {
		return connectionFault(err)
	}
	f := &Fault{Code: strconv.Itoa(int(native.Number)), Err: err}
	kind, known := sqlServerKinds[native.Number]
	switch {
	case known:
	case native.Number >= 50000: // THROW and RAISERROR, in a trigger or procedure
		kind = connectors.Invalid
	default:
		kind = connectors.Internal
		if native.Class == 15 || native.Number == 207 || native.Number == 208 {
			f.About = native.Message // of names and of the statement, which holds no value
		}
	}
	switch native.Number {
	case 1205, 1222, 3960:
		f.Retry = true
	case 6005:
		f.Lost = true
	}
	f.sqlServerNames(native)
	return kind, f
}

// sqlServerNames reads what was violated from the message, the only place where it is said. A value comes behind the
// names.
func (f *Fault) sqlServerNames(e mssql.Error) {
	between := func(before, after string) string {
		_, rest, found := strings.Cut(e.Message, before)
		name, _, ended := strings.Cut(rest, after)
		if !found || !ended {
			return ""
		}
		return name
	}
	table := ""
	switch e.Number {
	case 2627:
		f.Constraint, table = between("constraint '", "'"), between("object '", "'")
	case 2601:
		f.Constraint, table = between("unique index '", "'"), between("object '", "'")
	case 547:
		f.Constraint, table = between("constraint \"", "\""), between("table \"", "\"")
	case 515, 2628:
		table = between("table '", "'")
		if column := between("column '", "'"); column != "" {
			f.Columns = []string{column}
		}
	}
	f.Table = table[strings.LastIndexByte(table, '.')+1:]
}
