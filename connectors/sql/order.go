package sql

import "github.com/scimgate/scimgate/internal/fold"

// orderBy writes one criterion: text by its fold, empty values last ascending and first descending.
func (b *builder) orderBy(f field, desc bool) {
	b.write(b.d.sorted(f.column, f.expr(), defaultFold))
	if desc {
		b.write(" DESC")
	}
	if !f.nullable() {
		return
	}
	if desc {
		b.write(" NULLS FIRST")
	} else {
		b.write(" NULLS LAST")
	}
}

// defaultFold is the Field.Fold of text: what every database does alike, and an index can serve.
const defaultFold = fold.ASCII

// keyOrder writes a key column as a criterion.
func (b *builder) keyOrder(f field) {
	ordered, _ := b.d.keyed(f.column, f.expr())
	b.write(ordered)
}

// behind writes that the key columns, in order, are greater than values, which are encoded.
func (b *builder) behind(fields []field, values []any) {
	if len(fields) > 1 {
		b.write("(")
	}
	list(b, ", ", fields, b.keyOrder)
	if len(fields) > 1 {
		b.write(")")
	}
	b.write(" > ")
	if len(fields) > 1 {
		b.write("(")
		defer b.write(")")
	}
	for i, f := range fields {
		if i > 0 {
			b.write(", ")
		}
		_, bound := b.d.keyed(f.column, f.expr())
		b.bindFor(bound, values[i])
	}
}
