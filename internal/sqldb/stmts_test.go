package sqldb

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"strconv"
	"testing"

	"github.com/go-sql-driver/mysql"
	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/testenv"
)

// TestAStatementInUseStaysPreparedAmongManyThatComeOnce asks MariaDB how often its session has prepared one.
func TestAStatementInUseStaysPreparedAmongManyThatComeOnce(t *testing.T) {
	db, err := Open("mysql", testenv.MariaDB(t), Options{MaxOpen: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	ask := func(text string, args ...any) (n int64) {
		t.Helper()
		rows, err := db.Query(t.Context(), text, args...)
		if err == nil {
			err = rows.Each(func(scan func(...any) error) error { return scan(&n) })
		}
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		return n
	}
	count := func(status string) int64 {
		return ask("SELECT CAST(variable_value AS SIGNED) FROM information_schema.session_status WHERE variable_name = ?", status)
	}
	const once = 300
	before := count("Com_stmt_prepare")
	for i := range int64(once) {
		if n := ask(fmt.Sprintf("SELECT %d + ?", i), 1); n != i+1 {
			t.Fatalf("got %d, want %d", n, i+1)
		}
		ask("SELECT ?", 1)
	}
	prepared := count("Com_stmt_prepare")
	if n := prepared - before; n != once+1 && n != once+2 { // the question itself may have had to be prepared again
		t.Errorf("%d statements were prepared", n)
	}
	if left := prepared - count("Com_stmt_close"); left > maxStmts {
		t.Errorf("%d statements are prepared", left)
	}
}

func TestAConnectionGivesUpItsStatementsWhenTheServerTakesNoMore(t *testing.T) {
	s := &crowded{room: 3}
	db := s.open(t)
	for _, n := range []int{0, 1, 2, 3, 3, 0} {
		if _, err := db.Exec(t.Context(), strconv.Itoa(n), n); err != nil {
			t.Fatalf("%d: %v", n, err)
		}
	}
	want := []string{"prepare 0", "prepare 1", "prepare 2", "refuse 3", "close", "close", "close", "prepare 3", "prepare 0"}
	if d := cmp.Diff(want, s.log); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestAServerThatTakesNoStatementAtAllIsUnavailable(t *testing.T) {
	s := &crowded{}
	db := s.open(t)
	send := func(ctx context.Context, q Querier) error {
		_, err := q.Exec(ctx, "UPDATE t SET a = ?", 1)
		return err
	}
	for at, err := range map[string]error{
		"on its own":       send(t.Context(), db),
		"alone":            db.Alone(t.Context(), send),
		"in a transaction": db.Tx(t.Context(), func(ctx context.Context, tx *Tx) error { return send(ctx, tx) }),
	} {
		if connectors.KindOf(err) != connectors.Unavailable {
			t.Errorf("%s: got %v", at, err)
		}
	}
}

// crowded is a server that keeps few statements prepared, and the one connection to it.
type crowded struct {
	fullConn
	room, prepared int
	log            []string
}

func (s *crowded) open(t *testing.T) *DB {
	pool := sql.OpenDB(stmtConnector{s})
	pool.SetMaxOpenConns(1)
	t.Cleanup(func() { _ = pool.Close() })
	return &DB{Dialect: MySQL{}, pool: pool, options: Options{}.withDefaults()}
}

func (s *crowded) Connect(context.Context) (driver.Conn, error) { return &mysqlConn{fullConn: s}, nil }
func (s *crowded) Driver() driver.Driver                        { return nil }

func (s *crowded) PrepareContext(_ context.Context, text string) (driver.Stmt, error) {
	if s.prepared >= s.room {
		s.log = append(s.log, "refuse "+text)
		return nil, &mysql.MySQLError{Number: 1461, SQLState: [5]byte{'4', '2', '0', '0', '0'}, Message: "Can't create more than max_prepared_stmt_count statements"}
	}
	s.prepared++
	s.log = append(s.log, "prepare "+text)
	return crowdedStmt{s}, nil
}

func (s *crowded) BeginTx(context.Context, driver.TxOptions) (driver.Tx, error) { return s, nil }
func (s *crowded) Commit() error                                                { return nil }
func (s *crowded) Rollback() error                                              { return nil }
func (s *crowded) ResetSession(context.Context) error                           { return nil }
func (s *crowded) IsValid() bool                                                { return true }
func (s *crowded) Close() error                                                 { return nil }

// crowdedStmt is a statement that crowded has prepared.
type crowdedStmt struct{ *crowded }

func (s crowdedStmt) Close() error {
	s.prepared--
	s.log = append(s.log, "close")
	return nil
}

func (crowdedStmt) NumInput() int                              { return -1 }
func (crowdedStmt) Exec([]driver.Value) (driver.Result, error) { return nil, driver.ErrSkip }
func (crowdedStmt) Query([]driver.Value) (driver.Rows, error)  { return nil, driver.ErrSkip }

func (crowdedStmt) ExecContext(context.Context, []driver.NamedValue) (driver.Result, error) {
	return driver.RowsAffected(1), nil
}

func (crowdedStmt) QueryContext(context.Context, []driver.NamedValue) (driver.Rows, error) {
	return nil, driver.ErrSkip
}
