package mappings

import (
	"slices"
	"time"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/scim/filter"
	"github.com/scimgate/scimgate/scim/schema"
)

// planDate compares a field that keeps an instant in a format of its own.
func (c *cell) planDate(at place, op filter.Op, v any) pushed {
	f := c.format
	if op == filter.Pr {
		return c.dates(at)
	}
	text, _ := v.(string)
	t, ok := schema.Instant(text)
	if !ok || t.Year() < 1 || t.Year() > 9999 {
		return notPushed
	}
	point := t.UTC().Truncate(f.step)
	native, err := toNative(c.typ, f.write(point))
	if err != nil {
		return notPushed
	}
	compare := func(op connectors.Op) pushed {
		return leaf(at.push, connectors.Leaf{Field: c.field, Op: op, Value: native})
	}
	switch between := !point.Equal(t); {
	case op == filter.Eq && (between || c.stands(native)):
		return never
	case op == filter.Eq:
		return compare(connectors.Eq)
	case !f.sorted || op != filter.Gt && op != filter.Ge && op != filter.Lt && op != filter.Le:
		return notPushed
	case between && op == filter.Ge:
		op = filter.Gt
	case between && op == filter.Lt:
		op = filter.Le
	}
	return both(compare(connectors.Op(op)), c.dates(at))
}

// stands reports whether a native value stands for "no value".
func (c *cell) stands(native connectors.Value) bool {
	return slices.ContainsFunc(c.nones(c.typ), func(none connectors.Value) bool { return sameNative(none, native) })
}

// dates holds of fields that a date may be in. Among whole numbers there are no others; a text
// or a fraction is still to be looked at.
func (c *cell) dates(at place) pushed {
	bound := func(op connectors.Op, t time.Time) pushed {
		native, err := toNative(c.typ, c.format.write(t))
		if err != nil {
			return notPushed
		}
		return leaf(at.push, connectors.Leaf{Field: c.field, Op: op, Value: native})
	}
	there := c.present(at)
	if c.format.sorted {
		there = both(there, bound(connectors.Ge, firstDate), bound(connectors.Le, lastDate))
	}
	if c.format.unit == 0 || c.typ != connectors.TypeInteger {
		there.push = min(there.push, connectors.Superset)
	}
	return there
}
