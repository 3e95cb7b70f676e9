package sql

import (
	"slices"
	"strings"

	"github.com/scimgate/scimgate/internal/fold"
)

// orderBy writes one criterion: text by its fold, empty values last ascending and first descending.
func (b *builder) orderBy(f field, desc bool) {
	expr := b.d.sorted(f.column, f.expr(), defaultFold)
	switch {
	case f.nullable():
		b.d.ranked(b, b.d.value(f.column, f.expr()), expr, desc)
	case desc:
		b.write(expr, " DESC")
	default:
		b.write(expr)
	}
}

// defaultFold is the Field.Fold of text: what every database does alike, and an index can serve.
const defaultFold = fold.ASCII

// keyOrder writes a key column as a criterion.
func (b *builder) keyOrder(f field) {
	ordered, _ := b.d.keyed(f.column, f.expr())
	b.write(ordered)
}

// thenByKey writes the key behind other criteria, without what is one of them already, which SQL Server would refuse.
func (b *builder) thenByKey(order, key []field) {
	first := len(order) == 0
	for _, f := range key {
		ordered, _ := b.d.keyed(f.column, f.expr())
		if slices.ContainsFunc(order, func(o field) bool { return b.d.sorted(o.column, o.expr(), defaultFold) == ordered }) {
			continue
		}
		if !first {
			b.write(", ")
		}
		first = false
		b.write(ordered)
	}
}

// behind writes that the key columns, in order, are greater than values, which are encoded.
func (b *builder) behind(fields []field, values []any) {
	if len(fields) > 1 && b.d.grammar().rowwise {
		b.write("(")
		list(b, ", ", fields, b.keyOrder)
		b.write(") > (")
		for i, f := range fields {
			b.write(strings.Repeat(", ", min(i, 1)))
			b.keyValue(f, values[i])
		}
		b.write(")")
		return
	}
	if len(fields) == 1 {
		b.compareKey(fields[0], " > ", values[0])
		return
	}
	// The first comparison is where an index begins.
	b.write("(")
	b.compareKey(fields[0], " >= ", values[0])
	b.write(" AND (")
	b.compareKey(fields[0], " > ", values[0])
	b.write(" OR ")
	b.behind(fields[1:], values[1:])
	b.write("))")
}

func (b *builder) compareKey(f field, op string, v any) {
	b.keyOrder(f)
	b.write(op)
	b.keyValue(f, v)
}

func (b *builder) keyValue(f field, v any) {
	_, bound := b.d.keyed(f.column, f.expr())
	b.bindFor(bound, v)
}
