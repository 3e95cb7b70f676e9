package sql

import (
	"slices"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/fold"
)

// predicate writes p, which lies within the shape, as SQL that means what Match means. SQL has a third truth value:
// where p stands under a NOT it is strict and written so that the third cannot come up; elsewhere it counts as false
// anyway, and a plain comparison lets an index serve.
func (b *builder) predicate(f *frame, p connectors.Predicate, strict bool) {
	switch p := p.(type) {
	case nil:
		b.truth(true)
	case connectors.And:
		b.terms(f, p, " AND ", true, strict)
	case connectors.Or:
		b.terms(f, p, " OR ", false, strict)
	case connectors.Not:
		b.not(f, p.Term)
	case connectors.Leaf:
		at, _ := f.field(p.Field)
		b.leaf(at, p, strict)
	case connectors.In:
		at, _ := f.field(p.Field)
		b.in(at, p.Values, strict)
	case connectors.Any:
		b.exists(f, f.relations[p.Relation], p.Where, strict)
	default:
		panic("sql: unknown predicate") // the interface is sealed
	}
}

// holds writes whether p is met as something to be selected.
func (b *builder) holds(f *frame, p connectors.Predicate) {
	around := b.d.grammar().selected
	b.write(around[0])
	b.predicate(f, p, true)
	b.write(around[1])
}

func (b *builder) terms(f *frame, terms []connectors.Predicate, connective string, none, strict bool) {
	if len(terms) == 0 {
		b.truth(none)
		return
	}
	b.write("(")
	list(b, connective, terms, func(t connectors.Predicate) { b.predicate(f, t, strict) })
	b.write(")")
}

func (b *builder) not(f *frame, term connectors.Predicate) {
	if l, ok := term.(connectors.Leaf); ok && (l.Op == connectors.Eq || l.Op == connectors.Ne) {
		at, _ := f.field(l.Field)
		l.Op = map[connectors.Op]connectors.Op{connectors.Eq: connectors.Ne, connectors.Ne: connectors.Eq}[l.Op]
		b.leaf(at, l, true)
		return
	}
	b.write("NOT (")
	b.predicate(f, term, true)
	b.write(")")
}

// in compares with each value as Eq without folding does.
func (b *builder) in(f field, values []connectors.Value, strict bool) {
	c := f.column
	var rows [][]any
	for _, v := range values {
		if v == nil {
			continue
		}
		if o := operandOf(c.typ, b.d.step(c), v); o.place == on {
			rows = append(rows, []any{b.d.encode(c, o.value)})
		}
	}
	if slices.Contains(values, nil) {
		b.write("(")
		b.empty(f)
		b.write(" OR ")
		defer b.write(")")
		strict = false // of an empty field the first half is true
	}
	if len(rows) == 0 {
		b.truth(false)
		return
	}
	b.guarded(f, strict, func() {
		if !isInstant(c.typ) {
			b.d.among(b, []*column{c}, []string{f.expr()}, rows)
			return
		}
		b.write("(")
		list(b, " OR ", rows, func(row []any) { b.d.equals(b, c, f.expr(), row[0], fold.None) })
		b.write(")")
	})
}
