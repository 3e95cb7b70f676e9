package sqldb

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"strconv"
	"strings"

	goora "github.com/sijms/go-ora/v2"
	"github.com/sijms/go-ora/v2/network"

	"github.com/scimgate/scimgate/connectors"
)

// Out is a place for what a statement of Oracle gives back.
type Out = goora.Out

// Oracle speaks to Oracle Database 12.2 and later.
type Oracle struct{}

func (Oracle) Name() string                 { return "oracle" }
func (Oracle) Placeholder(n int) string     { return ":" + strconv.Itoa(n) }
func (Oracle) Quote(parts ...string) string { return quoteWith(parts) }
func (Oracle) MaxArgs() int                 { return 65535 }

func (Oracle) Page(limit, offset string) string {
	if offset == "" {
		return " FETCH FIRST " + limit + " ROWS ONLY"
	}
	return " OFFSET " + offset + " ROWS FETCH NEXT " + limit + " ROWS ONLY"
}

func (Oracle) open(dsn string, _ Options) (*sql.DB, error) {
	if dsn == "" {
		return nil, errors.New("the dsn is empty")
	}
	if _, err := goora.ParseConfig(dsn); err != nil {
		// The library's message may repeat a part of the dsn.
		return nil, errors.New("the dsn cannot be read; it is oracle://user:password@host:1521/service")
	}
	return sql.OpenDB(oracleSession{goora.NewConnector(dsn)}), nil
}

// oracleSettings begin every session, one statement each: texts are compared by their bytes, numbers are
// written with a point, instants are in UTC.
var oracleSettings = []string{
	"ALTER SESSION SET NLS_COMP = BINARY NLS_SORT = BINARY NLS_NUMERIC_CHARACTERS = '.,'",
	"ALTER SESSION SET TIME_ZONE = '+00:00'",
}

type oracleSession struct{ driver.Connector }

func (c oracleSession) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	for _, text := range oracleSettings {
		if _, err := conn.(driver.ExecerContext).ExecContext(ctx, text, nil); err != nil {
			return nil, errors.Join(err, conn.Close())
		}
	}
	return conn, nil
}

// oracleKinds are by error number.
var oracleKinds = map[int]connectors.Kind{
	1:     connectors.Conflict,
	1400:  connectors.Invalid, // NULL in an INSERT
	1407:  connectors.Invalid, // NULL in an UPDATE
	1438:  connectors.Invalid, // precision
	1722:  connectors.Invalid, // not a number
	1830:  connectors.Invalid,
	1839:  connectors.Invalid,
	1843:  connectors.Invalid,
	1847:  connectors.Invalid,
	1858:  connectors.Invalid,
	1861:  connectors.Invalid,
	2290:  connectors.Invalid, // check
	2291:  connectors.Invalid, // foreign key, of a child
	2292:  connectors.Invalid, // foreign key, of a parent
	12899: connectors.Invalid, // too long

	1017:  connectors.Denied,
	1031:  connectors.Denied,
	1045:  connectors.Denied,
	28000: connectors.Denied,
	28001: connectors.Denied,

	18:    connectors.Unavailable, // sessions
	20:    connectors.Unavailable, // processes
	54:    connectors.Unavailable, // busy
	60:    connectors.Unavailable, // deadlock
	1013:  connectors.Unavailable, // cancelled
	1033:  connectors.Unavailable,
	1034:  connectors.Unavailable,
	1089:  connectors.Unavailable,
	1536:  connectors.Unavailable, // space
	1653:  connectors.Unavailable,
	1654:  connectors.Unavailable,
	1688:  connectors.Unavailable,
	1691:  connectors.Unavailable,
	3113:  connectors.Unavailable, // the connection ended
	3114:  connectors.Unavailable,
	3135:  connectors.Unavailable,
	8177:  connectors.Unavailable, // serialisation
	12514: connectors.Unavailable,
	12528: connectors.Unavailable,
	12541: connectors.Unavailable,
	16000: connectors.Unavailable, // read only
	30006: connectors.Unavailable, // waited too long
}

func (Oracle) fault(err error) (connectors.Kind, *Fault) {
	native, ok := errors.AsType[*network.OracleError](err)
	if !ok {
		return connectionFault(err)
	}
	f := &Fault{Code: fmt.Sprintf("ORA-%05d", native.ErrCode), Err: err}
	kind, known := oracleKinds[native.ErrCode]
	switch {
	case known:
	case native.ErrCode >= 20000 && native.ErrCode <= 20999: // raise_application_error
		kind = connectors.Invalid
	default:
		kind = connectors.Internal
		if native.ErrCode >= 900 && native.ErrCode <= 999 {
			f.About, _, _ = strings.Cut(native.ErrMsg, "\n") // of names and of the statement, which holds no value
		}
	}
	switch native.ErrCode {
	case 54, 60, 8177:
		f.Retry = true
	case 3113, 3114, 3135, 1089:
		f.Lost = true
	}
	f.oracleNames(native)
	return kind, f
}

// oracleNames reads what was violated from the message, the only place where it is said: (HR.EMPLOYEES_U1) or
// ("HR"."EMPLOYEES"."LOGIN"). A value comes behind the names.
func (f *Fault) oracleNames(e *network.OracleError) {
	switch e.ErrCode {
	case 1, 2290, 2291, 2292:
		_, rest, _ := strings.Cut(e.ErrMsg, "(")
		name, _, _ := strings.Cut(rest, ")")
		f.Constraint = name[strings.LastIndexByte(name, '.')+1:]
	case 1400, 1407, 12899:
		parts := strings.Split(e.ErrMsg, `"`)
		if len(parts) >= 6 {
			f.Table, f.Columns = parts[3], []string{parts[5]}
		}
	}
}
