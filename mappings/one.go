package mappings

import (
	"github.com/scimgate/scimgate/connectors"
)

// rowOf is where a cell's fields are: in the record, or in the first row of a relation that holds one value; nil where
// there is none.
func (c *cell) rowOf(rec *connectors.Record) connectors.Fields {
	if c.one == "" {
		return rec.Fields
	}
	if rows := rec.Rows[c.one]; len(rows) > 0 {
		return rows[0].Fields
	}
	return nil
}

// putOne is the row that holds one value; none holds nothing.
func (p *projector) putOne(c *cell, v any) error {
	if p.out.ones == nil {
		p.out.ones = map[string]connectors.Fields{}
	}
	p.out.ones[c.one] = nil
	if v == nil || v == "" {
		return nil
	}
	fields := connectors.Fields{}
	err := p.rowCell(c, v, fields)
	p.out.ones[c.one] = fields
	return err
}

// changeOnes replaces the rows whose one value is another one now.
func changeOnes(c *connectors.Change, was, is projection) {
	for relation, fields := range is.ones {
		if !sameFields(was.ones[relation], fields) {
			setRows(c, relation, oneRow(fields, true))
		}
	}
}

func sameFields(a, b connectors.Fields) bool {
	for name, v := range a {
		if !sameValue(v, b[name]) {
			return false
		}
	}
	return len(a) == len(b)
}

// oneRow makes fields the row of a relation; nil is none.
func oneRow(fields connectors.Fields, replace bool) connectors.RowChange {
	rc := connectors.RowChange{Replace: replace}
	if fields != nil {
		rc.Add = []connectors.Fields{fields}
	}
	return rc
}

// planOne plans a comparison with a value that lives in a row. There may be more rows than the one that is shown, so it
// is a superset at best.
func (p *planner) planOne(at place, c *cell, plan func(at place) pushed) pushed {
	at.push = func(l connectors.Leaf) connectors.Push { return p.m.shape.PushRow(c.one, l) }
	inner := plan(at)
	if inner.push == connectors.No || inner.isNever() {
		return inner
	}
	return pushed{connectors.Any{Relation: c.one, Where: inner.where}, connectors.Superset}
}
