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
	// contains and endsWith write a search in folded text.
	contains(b *builder, text, part string)
	endsWith(b *builder, text, part string)
	// among writes that the columns equal one of rows, in a text that does not depend on how many there are.
	among(b *builder, columns []*column, exprs []string, rows [][]any)
	// lock is the clause behind a SELECT that keeps others from writing the selected row of alias.
	lock(alias string, removing bool) string
}

var (
	_ dialect = sqliteDialect{}
	_ dialect = postgresDialect{}
)

// dialectOf is the dialect of that name, which sqldb knows.
func dialectOf(name string) dialect {
	if name == "postgres" {
		return postgresDialect{}
	}
	return sqliteDialect{}
}
