package sql

import (
	"strings"
	"unicode/utf8"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/fold"
)

// asText is how a text that is compared with text is bound, whatever the column's own type.
var asText = &column{typ: connectors.TypeText, native: "text"}

func (b *builder) leaf(f field, l connectors.Leaf, strict bool) {
	c := f.column
	if on, ok := l.Value.(bool); ok && f.isWhether() && (l.Op == connectors.Eq || l.Op == connectors.Ne) {
		b.whether(f, on == (l.Op == connectors.Eq))
		return
	}
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

// whether writes that a row is joined, or that none is, so that a database can begin with the rows.
func (b *builder) whether(f field, there bool) {
	if there {
		b.write(f.join.there(), " IS NOT NULL")
	} else {
		b.write(f.join.there(), " IS NULL")
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
	switch l.Op {
	case connectors.Eq:
		b.empty(f)
	case connectors.Ne, connectors.Pr:
		b.present(f)
	default:
		b.truth(false)
	}
}

// present writes that the field has a value, and one that can be read.
func (b *builder) present(f field) {
	expr := b.d.value(f.column, f.expr())
	if readable := b.d.readable(f.column, f.expr()); readable != "" {
		b.write("(", expr, " IS NOT NULL AND ", readable, ")")
		return
	}
	b.write(expr, " IS NOT NULL")
}

func (b *builder) empty(f field) {
	expr := b.d.value(f.column, f.expr())
	if readable := b.d.readable(f.column, f.expr()); readable != "" {
		b.write("(", expr, " IS NULL OR NOT ", readable, ")")
		return
	}
	b.write(expr, " IS NULL")
}

func (b *builder) equals(f field, o operand, k fold.Kind) {
	if o.place != on {
		b.truth(false)
		return
	}
	b.d.equals(b, f.column, f.expr(), b.d.encode(f.column, o.value), k)
}

func (b *builder) unequal(f field, o operand, k fold.Kind) {
	if o.place != on {
		b.truth(true)
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
		b.truth(false)
		return
	case over, under:
		if upwards == (o.place == under) {
			b.present(f)
		} else {
			b.truth(false)
		}
		return
	case past:
		op = connectors.Le
		if upwards {
			op = connectors.Gt
		}
	}
	readable := b.d.readable(f.column, f.expr())
	if readable != "" {
		b.write("(", readable, " AND ")
		defer b.write(")")
	}
	b.write(b.ordered(f.column, f.expr(), o.value, l.Fold), comparisons[op])
	b.bindComparable(f.column, o.value)
}

// ordered is the expression that v is compared with. An index without case ends texts at NUL.
func (b *builder) ordered(c *column, expr string, v connectors.Value, k fold.Kind) string {
	if text, ok := v.(string); ok && strings.Contains(text, "\x00") {
		return b.d.folded(c, expr, k)
	}
	return b.d.sorted(c, expr, k)
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
	case f.column.typ != connectors.TypeText || !ok || o.place == past:
		b.truth(false)
	case part == "":
		b.present(f)
	case l.Op == connectors.Co:
		b.d.contains(b, b.d.folded(f.column, f.expr(), l.Fold), part)
	case l.Op == connectors.Ew:
		b.d.endsWith(b, b.d.folded(f.column, f.expr(), l.Fold), part)
	default:
		b.d.startsWith(b, f.column, f.expr(), part, l.Fold)
	}
}

// span writes that a text starts with part, as a range, which an index serves and which needs no escapes.
func (b *builder) span(text, part string) {
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
