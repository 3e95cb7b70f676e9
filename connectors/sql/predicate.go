package sql

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/fold"
)

// asText is how a text that is compared with text is bound, whatever the column's own type.
var asText = &column{typ: connectors.TypeText, native: "text"}

// predicate writes p, which lies within the shape, as SQL that means what Match means. SQL has a third truth value:
// where p stands under a NOT it is strict and written so that the third cannot come up; elsewhere it counts as false
// anyway, and a plain comparison lets an index serve.
func (b *builder) predicate(f *frame, p connectors.Predicate, strict bool) {
	switch p := p.(type) {
	case nil:
		b.write("TRUE")
	case connectors.And:
		b.terms(f, p, " AND ", "TRUE", strict)
	case connectors.Or:
		b.terms(f, p, " OR ", "FALSE", strict)
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

func (b *builder) terms(f *frame, terms []connectors.Predicate, connective, none string, strict bool) {
	if len(terms) == 0 {
		b.write(none)
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

func (b *builder) leaf(f field, l connectors.Leaf, strict bool) {
	c := f.column
	if l.Value == nil || l.Op == connectors.Pr {
		b.emptiness(f, l)
		return
	}
	o := operandOf(c.typ, b.d.step(c), l.Value)
	if text, ok := o.value.(string); ok {
		o.value = l.Fold.Apply(text)
	}
	switch l.Op {
	case connectors.Eq:
		b.guarded(f, strict && o.place == on, func() { b.equals(f, o, l.Fold) })
	case connectors.Ne:
		b.unequal(f, o, l.Fold)
	case connectors.Co, connectors.Sw, connectors.Ew:
		b.guarded(f, strict, func() { b.search(f, o, l) })
	default:
		b.guarded(f, strict, func() { b.inOrder(f, o, l) })
	}
}

// guarded writes condition so that it is false, not unknown, for an empty field.
func (b *builder) guarded(f field, strict bool, condition func()) {
	if !strict || !f.nullable() {
		condition()
		return
	}
	b.write("(", b.d.value(f.column, f.expr()), " IS NOT NULL AND ")
	condition()
	b.write(")")
}

// emptiness writes a comparison with nothing: Eq, Ne and Pr ask whether the field is empty, all others fail.
func (b *builder) emptiness(f field, l connectors.Leaf) {
	expr := b.d.value(f.column, f.expr())
	switch l.Op {
	case connectors.Eq:
		b.write(expr, " IS NULL")
	case connectors.Ne, connectors.Pr:
		b.write(expr, " IS NOT NULL")
	default:
		b.write("FALSE")
	}
}

func (b *builder) equals(f field, o operand, k fold.Kind) {
	if o.place != on {
		b.write("FALSE")
		return
	}
	b.d.equals(b, f.column, f.expr(), b.d.encode(f.column, o.value), k)
}

func (b *builder) unequal(f field, o operand, k fold.Kind) {
	if o.place != on {
		b.write("TRUE")
		return
	}
	if f.nullable() {
		b.write("(", b.d.value(f.column, f.expr()), " IS NULL OR NOT ")
		defer b.write(")")
	} else {
		b.write("NOT ")
	}
	b.write("(")
	b.equals(f, o, k)
	b.write(")")
}

var comparisons = map[connectors.Op]string{connectors.Gt: " > ", connectors.Ge: " >= ", connectors.Lt: " < ", connectors.Le: " <= "}

func (b *builder) inOrder(f field, o operand, l connectors.Leaf) {
	op, upwards := l.Op, l.Op == connectors.Gt || l.Op == connectors.Ge
	switch o.place {
	case never:
		b.write("FALSE")
		return
	case over, under:
		if upwards == (o.place == under) {
			b.write(b.d.value(f.column, f.expr()), " IS NOT NULL")
		} else {
			b.write("FALSE")
		}
		return
	case past:
		op = connectors.Le
		if upwards {
			op = connectors.Gt
		}
	}
	b.write(b.ordered(f, o.value, l.Fold), comparisons[op])
	b.bindComparable(f.column, o.value)
}

// ordered is the expression that v is compared with. An index without case ends texts at NUL.
func (b *builder) ordered(f field, v connectors.Value, k fold.Kind) string {
	if text, ok := v.(string); ok && strings.Contains(text, "\x00") {
		return b.d.folded(f.column, f.expr(), k)
	}
	return b.d.sorted(f.column, f.expr(), k)
}

func (b *builder) bindComparable(c *column, v connectors.Value) {
	if c.typ == connectors.TypeText {
		c = asText
	}
	b.bindFor(c, b.d.encode(c, v))
}

func (b *builder) search(f field, o operand, l connectors.Leaf) {
	part, ok := o.value.(string)
	switch {
	case f.column.typ != connectors.TypeText || !ok || o.place != on:
		b.write("FALSE")
	case part == "":
		b.write(b.d.value(f.column, f.expr()), " IS NOT NULL")
	case l.Op == connectors.Co:
		b.d.contains(b, b.d.folded(f.column, f.expr(), l.Fold), part)
	case l.Op == connectors.Ew:
		b.d.endsWith(b, b.d.folded(f.column, f.expr(), l.Fold), part)
	default:
		b.startsWith(b.ordered(f, part, l.Fold), part)
	}
}

// startsWith is a range, which an index serves and which needs no escapes.
func (b *builder) startsWith(text, part string) {
	b.write("(", text, " >= ").bindFor(asText, part)
	if next, ok := successor(part); ok {
		b.write(" AND ", text, " < ").bindFor(asText, next)
	}
	b.write(")")
}

// successor is the first text behind all those that start with s.
func successor(s string) (string, bool) {
	for s != "" {
		r, size := utf8.DecodeLastRuneInString(s)
		s = s[:len(s)-size]
		switch {
		case r == 0xD7FF:
			return s + "\uE000", true // the surrogates between are no characters
		case r < utf8.MaxRune:
			return s + string(r+1), true
		}
	}
	return "", false
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
		b.write("(", b.d.value(c, f.expr()), " IS NULL OR ")
		defer b.write(")")
		strict = false // of an empty field the first half is true
	}
	if len(rows) == 0 {
		b.write("FALSE")
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
