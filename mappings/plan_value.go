package mappings

import (
	"time"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/fold"
	"github.com/scimgate/scimgate/scim/filter"
	"github.com/scimgate/scimgate/scim/schema"
)

// planValue compares the field with a value, where the field's type can say the same as the attribute's.
func (c *cell) planValue(at place, op filter.Op, v any) pushed {
	native, ok := c.comparable(op, v)
	if !ok {
		return notPushed
	}
	if native == nil {
		return never // no value of the field reads as v
	}
	f := fold.None
	if c.isText() {
		f = c.leaf.Comparison()
	}
	if v == "" {
		return c.planEmptyText(at, op)
	}
	parts := []pushed{leaf(at.push, connectors.Leaf{Field: c.field, Op: connectors.Op(op), Value: native, Fold: f})}
	for _, none := range c.nones(c.typ) {
		if connectors.Match(parts[0].where, connectors.Record{Fields: connectors.Fields{c.field: none}}) {
			parts = append(parts, leaf(at.push, connectors.Leaf{Field: c.field, Op: connectors.Ne, Value: none}))
		}
	}
	return both(parts...)
}

// planEmptyText compares with "": no attribute is ever empty text, but any contains it.
func (c *cell) planEmptyText(at place, op filter.Op) pushed {
	switch op {
	case filter.Eq, filter.Lt, filter.Le:
		return never
	default:
		return c.planPresent(at)
	}
}

// comparable translates a filter's value into the field's type. ok is false when the comparison means something
// else there; a nil value means that nothing can be equal.
func (c *cell) comparable(op filter.Op, v any) (native connectors.Value, ok bool) {
	ordered := op == filter.Gt || op == filter.Ge || op == filter.Lt || op == filter.Le
	switch c.leaf.Type {
	case schema.String, schema.Reference:
		s, _ := v.(string)
		switch {
		case c.isText():
			return s, true
		case c.typ == connectors.TypeInteger && op == filter.Eq:
			return canonicalInteger(s), true
		}
	case schema.Boolean:
		b, _ := v.(bool)
		switch c.typ {
		case connectors.TypeBool:
			return b, true
		case connectors.TypeInteger:
			return convert(b, connectors.TypeInteger)
		}
	case schema.Integer:
		return v, c.typ == connectors.TypeInteger
	case schema.Decimal:
		return v, c.typ == connectors.TypeInteger || c.typ == connectors.TypeFloat || c.typ == connectors.TypeDecimal
	case schema.DateTime:
		t, isTime := schema.Instant(v.(string))
		switch {
		case !isTime:
		case c.typ == connectors.TypeTime:
			return t, true
		case c.typ == connectors.TypeDate && !ordered && !t.Equal(t.Truncate(24*time.Hour)):
			return nil, true // a day begins at midnight
		case c.typ == connectors.TypeDate:
			return t, true
		}
	}
	return nil, false
}

// canonicalInteger is the number that is shown as s, nil when none is.
func canonicalInteger(s string) connectors.Value {
	i, ok := convert(s, connectors.TypeInteger)
	if text, _ := nativeText(i); !ok || text != s {
		return nil
	}
	return i
}
