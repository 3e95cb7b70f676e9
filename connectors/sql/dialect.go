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
	// rowwise reports whether rows of several columns are compared as such.
	rowwise() bool

	// answers reports whether a statement that writes can answer what it wrote. Where it cannot, made is, in the
	// statement behind an INSERT, the key that the database gave to the row.
	answers() bool
	made() string
	// latest is the condition of the row of f that the connection inserted last; empty where nothing tells it.
	latest(f *frame) string
	// defaults is what follows the table in an INSERT of a row that gets nothing but defaults.
	defaults() string
	// deleteFrom is the beginning of a DELETE of rows of f, up to WHERE; updateOf is that of an UPDATE and what comes
	// between its columns and WHERE.
	deleteFrom(f *frame) string
	updateOf(f *frame) (set, from string)
	// unlessTaken is the clause of an INSERT that passes over rows which the unique index over key refuses; ok is
	// false where no clause passes over those and no others.
	unlessTaken(key []string) (clause string, ok bool)
	// lock is the clause behind a SELECT that keeps others from writing the selected row of alias; whole says that
	// it does so with the rows of every other table too.
	lock(alias string, removing bool) (clause string, whole bool)
}

// advisor is a dialect that can lock a name until the transaction ends.
type advisor interface {
	lockName(b *builder, name string)
}

var (
	_ dialect = sqliteDialect{}
	_ dialect = postgresDialect{}
	_ dialect = mysqlDialect{}
)

// dialectOf is the dialect of that name, which sqldb knows.
func dialectOf(name string) dialect {
	switch name {
	case "postgres":
		return postgresDialect{}
	case "mysql":
		return mysqlDialect{}
	default:
		return sqliteDialect{}
	}
}
