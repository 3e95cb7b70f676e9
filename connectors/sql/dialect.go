package sql

import (
	"context"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/fold"
	"github.com/scimgate/scimgate/internal/sqldb"
)

// dialect is everything that differs between databases. Whatever it writes is made of validated, quoted names and of
// placeholders. An expr below is the qualified name of the column c.
type dialect interface {
	sqldb.Dialect

	// introspect reads one table of the live schema; nil when there is none. tables lists them for hints.
	introspect(ctx context.Context, db sqldb.Querier, name string) (*table, error)
	tables(ctx context.Context, db sqldb.Querier) ([]string, error)

	// value is what is read of a column: for types that the database keeps in several notations, one of them.
	value(c *column, expr string) string
	// decode makes a Value of what the driver answered to value, and encode what is bound for a Value of the
	// column's type.
	decode(c *column, v any) (connectors.Value, error)
	encode(c *column, v connectors.Value) any
	// readable is the condition, true or false for a value that is not NULL, that decode makes a Value of it; empty
	// where it always does.
	readable(c *column, expr string) string
	// param is the placeholder of a value for c, with its type where the database could not know it.
	param(c *column, placeholder string) string
	// unioned is such a placeholder in one of several SELECTs whose rows come together.
	unioned(c *column, placeholder string) string
	// step is the distance between neighbouring instants that the column can tell apart; see operand.
	step(c *column) resolution

	// folded is text as f folds it, compared by code points. sorted is the same for comparing and ordering
	// alone, so that an index can serve; for all that is not text both are the value itself.
	folded(c *column, expr string, f fold.Kind) string
	sorted(c *column, expr string, f fold.Kind) string
	// keyed is c in the application's own order, where that tells all values apart, and how a value that is
	// compared with it is bound.
	keyed(c *column, expr string) (ordered string, bound *column)
	// equals writes that expr equals v under f, so that an index can answer it.
	equals(b *builder, c *column, expr string, v any, f fold.Kind)
	// startsWith writes a search that an index can answer, contains and endsWith one in folded text.
	startsWith(b *builder, c *column, expr, part string, f fold.Kind)
	contains(b *builder, text, part string)
	endsWith(b *builder, text, part string)
	// among writes that the columns equal one of rows, in one text, or one of few, however many there are.
	among(b *builder, columns []*column, exprs []string, rows [][]any)
	// joined is how a column is compared with one of another table: left equals right, an index on theirs is to
	// serve, and exact, unless it is empty, holds too.
	joined(theirs, ours *column, left, right string) (l, r, exact string)
	// same is left = right, where nothing equals nothing.
	same(left, right string) string
	// ranked writes a criterion of ORDER BY whose empty values come last ascending and first descending; empty says
	// of which expression that is asked.
	ranked(b *builder, empty, expr string, desc bool)

	// grammar is what is said in other words and no more.
	grammar() grammar
	// telling is how an INSERT tells the fields that the database makes, where statements that write do not answer.
	telling(made []field) telling
	// latest is the condition of the row of f that the connection inserted last; empty where nothing tells it.
	latest(f *frame) string
	// deleteFrom is the beginning of a DELETE of rows of f, up to WHERE; updateOf is that of an UPDATE and what comes
	// between its columns and WHERE.
	deleteFrom(f *frame) string
	updateOf(f *frame) (set, from string)
	// unlessTaken is the clause of an INSERT that passes over rows which the unique index over key refuses; ok is
	// false where no clause passes over those and no others.
	unlessTaken(key []string) (clause string, ok bool)
	// lock keeps others from writing the row that a SELECT finds.
	lock(alias string, removing bool) locking
}

// grammar is the words of a dialect.
type grammar struct {
	yes, no  string    // conditions
	selected [2]string // around a condition whose truth is selected
	as       string    // before the alias of a table
	nowhere  string    // the FROM of a SELECT of nothing but expressions
	defaults string    // follows the table in an INSERT of a row that gets nothing but defaults
	unsorted string    // the ORDER BY of a page whose order does not matter
	rowwise  bool      // rows of several columns are compared by their order, and an index serves
	tuples   bool      // rows of several columns are compared for equality
	answers  bool      // a statement that writes can answer what it wrote
}

// telling is how an INSERT tells what the database made: by itself, its texts being before the statement, before the
// values and behind it all, its answer being rows or, where out, values of further placeholders; or else in the next
// statement, as last.
type telling struct {
	before, output, after string
	out                   bool
	last                  string
}

// locking is how a SELECT locks: a hint behind the alias, or a clause behind it all. whole says that the rows of all
// other tables in it are locked too, unpaged that it has no place behind a page.
type locking struct {
	hint, clause string
	whole        bool
	unpaged      bool
}

// advisor is a dialect that can lock a name until the transaction ends.
type advisor interface {
	lockName(b *builder, name string)
}

var (
	_ dialect = sqliteDialect{}
	_ dialect = postgresDialect{}
	_ dialect = mysqlDialect{}
	_ dialect = sqlserverDialect{}
	_ dialect = oracleDialect{}
)

// dialectOf is the dialect of that name, which sqldb knows.
func dialectOf(name string) dialect {
	switch name {
	case "postgres":
		return postgresDialect{}
	case "mysql":
		return mysqlDialect{}
	case "sqlserver":
		return sqlserverDialect{}
	case "oracle":
		return oracleDialect{}
	default:
		return sqliteDialect{}
	}
}
