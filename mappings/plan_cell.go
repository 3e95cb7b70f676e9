package mappings

import (
	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/scim/filter"
	"github.com/scimgate/scimgate/scim/schema"
)

// cell plans one comparison with one cell. op is never Ne: that is the negation of Eq.
func (p *planner) cell(at place, c *cell, op filter.Op, v any) pushed {
	switch {
	case c.constant != nil:
		return static(op == filter.Pr || matchesAlone(filter.Compare{Op: op, Value: v, At: c.at}, c.constant))
	case c.secret || c.scan || c.read != nil || len(c.names) == 0 || c.empty != nil && c.empty.expr != nil:
		return notPushed
	case c.one != "":
		return p.planOne(at, c, func(at place) pushed { return p.value(at, c, op, v) })
	default:
		return p.value(at, c, op, v)
	}
}

// value plans one comparison with the fields of a cell.
func (p *planner) value(at place, c *cell, op filter.Op, v any) pushed {
	switch {
	case c.ref != "":
		return p.reference(at, c, op, v)
	case c.table != nil:
		return c.planTable(at, op, v)
	case c.format != nil:
		return c.planDate(at, op, v)
	case op == filter.Pr:
		return c.planPresent(at)
	default:
		return c.planValue(at, op, v)
	}
}

// reference plans a comparison with the id of what the field refers to.
func (p *planner) reference(at place, c *cell, op filter.Op, v any) pushed {
	switch op {
	case filter.Pr:
		there := both(c.present(at), c.isKind(at))
		if at.a.rows == nil || c.leaf.Name != "value" { // else the application hides rows that lead nowhere
			there.push = min(there.push, connectors.Superset)
		}
		return there
	case filter.Eq:
		id, _ := v.(string)
		k, ok := p.links.key(c.ref, id)
		if !ok {
			return never
		}
		values, err := c.storeKey(k)
		if err != nil {
			return never
		}
		parts := make([]pushed, len(values))
		for i, v := range values {
			parts[i] = leaf(at.push, connectors.Leaf{Field: c.names[i], Op: connectors.Eq, Value: v})
		}
		return both(append(parts, c.isKind(at))...)
	default:
		return notPushed
	}
}

// isKind holds of rows whose reference is to the type of c.
func (c *cell) isKind(at place) pushed {
	if c.kind == nil {
		return always
	}
	return leaf(at.push, connectors.Leaf{Field: c.kind.field, Op: connectors.Eq, Value: c.kind.value})
}

// planTable evaluates the comparison over the values the table knows and asks for their native ones.
func (c *cell) planTable(at place, op filter.Op, v any) pushed {
	holds := func(scim any) bool {
		return op == filter.Pr || matchesAlone(filter.Compare{Op: op, Value: v, At: c.at}, scim)
	}
	var listed, wanted []pushed
	for _, e := range c.table.entries {
		for _, n := range e.natives {
			one := leaf(at.push, connectors.Leaf{Field: c.field, Op: connectors.Eq, Value: n})
			listed = append(listed, one)
			if holds(e.scim) {
				wanted = append(wanted, one)
			}
		}
	}
	if c.table.orElse != nil && holds(c.table.orElse) {
		unlisted := negate(either(listed...))
		if c.empty != nil {
			unlisted = both(unlisted, leaf(at.push, connectors.Leaf{Field: c.field, Op: connectors.Ne, Value: c.empty.constant}))
		}
		wanted = append(wanted, unlisted)
	}
	return either(wanted...)
}

// planPresent holds when the field has a value that reads as one of the attribute's.
func (c *cell) planPresent(at place) pushed {
	switch {
	case c.readsAll():
		return c.present(at)
	case c.leaf.Type == schema.Boolean && c.typ == connectors.TypeInteger:
		return either(c.planValue(at, filter.Eq, false), c.planValue(at, filter.Eq, true))
	default:
		return notPushed
	}
}

// readsAll reports whether every value that the field can have is one of the attribute's.
func (c *cell) readsAll() bool {
	switch c.leaf.Type {
	case schema.String, schema.Reference:
		return c.typ != connectors.TypeJSON
	case schema.Boolean:
		return c.typ == connectors.TypeBool
	case schema.Integer:
		return c.typ == connectors.TypeInteger
	case schema.Decimal:
		return c.typ == connectors.TypeInteger || c.typ == connectors.TypeFloat
	case schema.DateTime:
		return c.typ == connectors.TypeTime || c.typ == connectors.TypeDate
	default:
		return c.typ == connectors.TypeBytes
	}
}

// present holds when every field has a value that is not one of those that stand for none.
func (c *cell) present(at place) pushed {
	var parts []pushed
	for i, name := range c.names {
		parts = append(parts, leaf(at.push, connectors.Leaf{Field: name, Op: connectors.Pr}))
		for _, none := range c.nones(c.types[i]) {
			parts = append(parts, leaf(at.push, connectors.Leaf{Field: name, Op: connectors.Ne, Value: none}))
		}
	}
	return both(parts...)
}

// nones are the native values of type t, besides null, that read as absent.
func (c *cell) nones(t connectors.Type) []connectors.Value {
	var list []connectors.Value
	if holdsText(t) {
		list = append(list, "")
	}
	if c.empty != nil && c.empty.constant != nil && c.empty.constant != "" {
		list = append(list, c.empty.constant)
	}
	return list
}

func (c *cell) isText() bool { return holdsText(c.typ) }

func holdsText(t connectors.Type) bool { return t == connectors.TypeText || t == "" }
