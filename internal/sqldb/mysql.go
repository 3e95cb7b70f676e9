package sqldb

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/go-sql-driver/mysql"
)

// MySQL speaks to MySQL and MariaDB. Statements are prepared by the server, so values travel apart from the text, and
// a text holds one statement.
type MySQL struct{}

func (MySQL) Name() string           { return "mysql" }
func (MySQL) Placeholder(int) string { return "?" }
func (MySQL) MaxArgs() int           { return 65535 }

// Quote uses backticks, which mean the same in every sql_mode.
func (MySQL) Quote(parts ...string) string {
	quoted := make([]string, len(parts))
	for i, p := range parts {
		quoted[i] = "`" + strings.ReplaceAll(p, "`", "``") + "`"
	}
	return strings.Join(quoted, ".")
}

func (MySQL) Page(n, offset string) string { return limit(n, offset) }

func (MySQL) Millis() string { return "CAST(UNIX_TIMESTAMP(NOW(3)) * 1000 AS SIGNED)" }

// InsertIfAbsent would cut what a column cannot hold instead of refusing it: the values have to fit.
func (d MySQL) InsertIfAbsent(table string, columns []string, rows int) string {
	return strings.Replace(insertValues(d, table, columns, rows), "INSERT", "INSERT IGNORE", 1)
}

// open forces what the statements rely on, whatever the DSN says: UTF-8, instants in UTC, found rows counted rather
// than changed ones.
func (MySQL) open(dsn string, o Options) (*sql.DB, error) {
	if dsn == "" {
		return nil, errors.New("the dsn is empty")
	}
	c, err := mysql.ParseDSN(dsn)
	if err != nil {
		// The library's message may repeat a part of the dsn.
		return nil, errors.New("the dsn cannot be read; it is user:password@tcp(host:3306)/database")
	}
	switch {
	case c.InterpolateParams:
		return nil, errors.New("interpolateParams is refused: it puts values into the text of statements")
	case c.MultiStatements:
		return nil, errors.New("multiStatements is refused: a text holds one statement")
	case c.AllowAllFiles:
		return nil, errors.New("allowAllFiles is refused: it lets the server read files of this machine")
	}
	c.ParseTime, c.Loc, c.ClientFoundRows = true, time.UTC, true
	c.Logger = &mysql.NopLogger{} // what matters comes back as an error
	if c.Timeout == 0 {
		c.Timeout = o.Connect
	}
	if err := c.Apply(mysql.Charset("utf8mb4", "")); err != nil {
		return nil, err
	}
	connector, err := mysql.NewConnector(c)
	if err != nil {
		return nil, errors.New("the dsn asks for what the driver does not have")
	}
	return sql.OpenDB(stmtConnector{mysqlSession{connector, mysqlSettings(o.Timeout)}}), nil
}

// mysqlSettings is the statement that begins every session. What is cut or changed is refused; a transaction sees what
// others have committed, as in the other databases; the server gives up where we would. The two products call their
// settings by different names, and each reads its own kind of comment. MariaDB makes joins of some EXISTS, and then
// fails when the prepared statement is executed for the second time.
func mysqlSettings(timeout time.Duration) string {
	seconds := max(1, int(timeout.Round(time.Second).Seconds()))
	return fmt.Sprintf(`SET sql_mode = 'STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,ONLY_FULL_GROUP_BY,NO_ENGINE_SUBSTITUTION',
	/*M!100101 tx_isolation = 'READ-COMMITTED', max_statement_time = %.3f, optimizer_switch = 'exists_to_in=off', */
	/*!50720 transaction_isolation = 'READ-COMMITTED', max_execution_time = %d, */
	time_zone = '+00:00', innodb_lock_wait_timeout = %d`,
		timeout.Seconds(), timeout.Milliseconds(), seconds)
}

// mysqlSession makes connections that begin with settings.
type mysqlSession struct {
	driver.Connector
	settings string
}

func (c mysqlSession) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	full := conn.(fullConn)
	if _, err := full.ExecContext(ctx, c.settings, nil); err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	id, err := connectionID(ctx, full)
	if err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return &mysqlConn{full, c.Connector, id}, nil
}

func connectionID(ctx context.Context, conn fullConn) (string, error) {
	rows, err := conn.QueryContext(ctx, "SELECT CONNECTION_ID()", nil)
	if err != nil {
		return "", err
	}
	defer rows.Close() //nolint:errcheck // what counts was read
	row := make([]driver.Value, 1)
	if err := rows.Next(row); err != nil {
		return "", err
	}
	if text, ok := row[0].([]byte); ok {
		return string(text), nil
	}
	return fmt.Sprint(row[0]), nil
}

// mysqlConn is a connection that its server knows by id.
type mysqlConn struct {
	fullConn
	server driver.Connector
	id     string
}

func (c *mysqlConn) full(err error) bool {
	native, ok := errors.AsType[*mysql.MySQLError](err)
	return ok && native.Number == 1461 // max_prepared_stmt_count
}

// leave ends the statement that is under way, by a connection of its own: the driver has closed this one, and the
// server would go on until it has something to say. It is a courtesy, which nobody waits for.
func (c *mysqlConn) leave() {
	go func() {
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		other, err := c.server.Connect(ctx)
		if err != nil {
			return
		}
		defer other.Close() //nolint:errcheck // nobody waits for it
		_, _ = other.(driver.ExecerContext).ExecContext(ctx, "KILL QUERY "+c.id, nil)
	}()
}
