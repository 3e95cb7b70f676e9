package sql

import (
	"slices"
	"strings"
	"time"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/fold"
)

// among sends one array per column.
func (d postgresDialect) among(b *builder, columns []*column, exprs []string, rows [][]any) {
	rows = slices.DeleteFunc(slices.Clone(rows), func(row []any) bool {
		for i, c := range columns {
			if _, ok := comparable(c, row[i]); !ok {
				return true
			}
		}
		return false
	})
	left := make([]string, len(columns))
	for i, c := range columns {
		left[i] = exprs[i]
		if native, _ := comparable(c, ""); !native && c.native != "uuid" {
			left[i] = d.folded(c, exprs[i], fold.None)
		}
	}
	array := func(i int) {
		b.bind(arrayOf(rows, i)).write("::", d.array(columns[i]))
	}
	if len(columns) == 1 {
		b.write(left[0], " = ANY(")
		array(0)
		b.write(")")
		return
	}
	b.write("(", strings.Join(left, ", "), ") IN (SELECT * FROM unnest(")
	for i := range columns {
		if i > 0 {
			b.write(", ")
		}
		array(i)
	}
	b.write("))")
}

// array is the type of an array of values for c: texts travel as such and are cast where they arrive.
func (d postgresDialect) array(c *column) string {
	switch {
	case c.typ == connectors.TypeText && c.native != "uuid":
		return "text[]"
	case c.typ == connectors.TypeText, c.typ == connectors.TypeDecimal:
		return "text[]::" + c.native + "[]"
	default:
		return d.cast(c) + "[]"
	}
}

// arrayOf is one column of rows as a slice of its own type, which the driver sends as an array.
func arrayOf(rows [][]any, column int) any {
	if len(rows) == 0 {
		return "{}"
	}
	switch rows[0][column].(type) {
	case int64:
		return sliceOf[int64](rows, column)
	case string:
		return sliceOf[string](rows, column)
	case float64:
		return sliceOf[float64](rows, column)
	case bool:
		return sliceOf[bool](rows, column)
	case time.Time:
		return sliceOf[time.Time](rows, column)
	default:
		return sliceOf[[]byte](rows, column)
	}
}

func sliceOf[T any](rows [][]any, column int) []T {
	out := make([]T, len(rows))
	for i, row := range rows {
		out[i], _ = row[column].(T)
	}
	return out
}
