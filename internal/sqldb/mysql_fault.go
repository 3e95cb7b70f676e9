package sqldb

import (
	"errors"
	"strconv"
	"strings"

	"github.com/go-sql-driver/mysql"

	"github.com/scimgate/scimgate/connectors"
)

// mysqlKinds are by the numbers that MySQL and MariaDB share, and some that only one of them has. What is in no row
// is decided by the class of its SQLSTATE.
var mysqlKinds = map[uint16]connectors.Kind{
	1062: connectors.Conflict, // duplicate entry
	1586: connectors.Conflict,
	1048: connectors.Invalid, // cannot be null
	1364: connectors.Invalid, // no default value
	1264: connectors.Invalid, // out of range
	1265: connectors.Invalid, // truncated
	1292: connectors.Invalid, // incorrect value
	1366: connectors.Invalid, // incorrect value for a column
	1406: connectors.Invalid, // too long
	1416: connectors.Invalid, // not a geometry
	1451: connectors.Invalid, // foreign key, of a parent
	1452: connectors.Invalid, // foreign key, of a child
	1644: connectors.Invalid, // SIGNAL in a trigger
	3140: connectors.Invalid, // not JSON
	3819: connectors.Invalid, // CHECK, MySQL
	4025: connectors.Invalid, // CHECK, MariaDB
	1044: connectors.Denied,
	1045: connectors.Denied,
	1142: connectors.Denied,
	1143: connectors.Denied,
	1227: connectors.Denied,
	1370: connectors.Denied,
	1020: connectors.Unavailable, // changed since it was read
	1021: connectors.Unavailable, // disk full
	1028: connectors.Unavailable,
	1030: connectors.Unavailable,
	1040: connectors.Unavailable, // too many connections
	1053: connectors.Unavailable, // shutdown
	1114: connectors.Unavailable, // table full
	1203: connectors.Unavailable,
	1205: connectors.Unavailable, // lock wait timeout
	1213: connectors.Unavailable, // deadlock
	1226: connectors.Unavailable,
	1290: connectors.Unavailable, // read only, after a failover
	1317: connectors.Unavailable, // interrupted
	1412: connectors.Unavailable, // the table changed
	1461: connectors.Unavailable, // too many prepared statements
	1615: connectors.Unavailable, // to be prepared again
	1836: connectors.Unavailable,
	1927: connectors.Unavailable, // killed
	1969: connectors.Unavailable, // statement timeout, MariaDB
	3024: connectors.Unavailable, // statement timeout, MySQL
}

func (MySQL) fault(err error) (connectors.Kind, *Fault) {
	native, ok := errors.AsType[*mysql.MySQLError](err)
	if !ok {
		return connectionFault(err)
	}
	f := &Fault{Code: strconv.Itoa(int(native.Number)), State: string(native.SQLState[:]), Err: err}
	kind, known := mysqlKinds[native.Number]
	if !known {
		kind = map[string]connectors.Kind{"22": connectors.Invalid, "23": connectors.Invalid, "45": connectors.Invalid}[string(native.SQLState[:2])]
	}
	if kind == "" {
		kind = connectors.Internal
	}
	switch native.Number {
	case 1020, 1205, 1213, 1412, 1615:
		f.Retry = true
	case 1053, 1927:
		f.Lost = true
	}
	if string(native.SQLState[:2]) == "42" && kind == connectors.Internal {
		f.About = native.Message // of names and of the statement, which holds no value
	}
	f.mysqlNames(native)
	return kind, f
}

// mysqlNames reads what was violated from the message, the only place where it is said. A value in it comes before the
// names, so that they are looked for from the end.
func (f *Fault) mysqlNames(e *mysql.MySQLError) {
	last := func(before, after string) string {
		i := strings.LastIndex(e.Message, before)
		if i < 0 {
			return ""
		}
		name, _, _ := strings.Cut(e.Message[i+len(before):], after)
		return name
	}
	switch e.Number {
	case 1062, 1586:
		f.Constraint = strings.TrimSuffix(last(" for key '", "\n"), "'")
		if table, index, qualified := strings.Cut(f.Constraint, "."); qualified {
			f.Table, f.Constraint = table, index
		}
	case 1048:
		f.columns(last("Column '", "'"))
	case 1364:
		f.columns(last("Field '", "'"))
	case 1264, 1265, 1406:
		f.columns(last(" for column '", "'"))
	case 1292, 1366:
		f.columns(strings.Trim(last(" for column ", " at row"), "`'"))
	case 1451, 1452:
		f.Constraint = last("CONSTRAINT `", "`")
	case 3819:
		f.Constraint = last("constraint '", "'")
	case 4025:
		f.Constraint = last("CONSTRAINT `", "`")
	}
}

// columns notes a column, which MariaDB writes with its database and table.
func (f *Fault) columns(name string) {
	if name == "" {
		return
	}
	parts := strings.Split(name, "`.`")
	if f.Columns = parts[len(parts)-1:]; len(parts) > 1 {
		f.Table = parts[len(parts)-2]
	}
}
