package mappings

import (
	"slices"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/scim"
)

// elements projects the elements of a multi-valued attribute into the rows of a relation.
func (p *projector) elements(r *rows, v any) error {
	elements, _ := v.([]any)
	if r.inverse || len(elements) == 0 {
		return nil
	}
	list := make([]connectors.Row, 0, len(elements))
	primary := map[int]bool{}
	for _, e := range elements {
		o, ok := e.(*scim.Object)
		if !ok || !r.holds(o) || !r.knows(o) {
			continue // it would be a row of which nothing is seen, or that the application cannot have
		}
		fields, err := p.row(r, o)
		if err != nil {
			return err
		}
		if yes, _ := o.Get("primary"); yes == true {
			primary[len(list)] = true
		}
		list = append(list, connectors.Row{Key: connectors.Key(o.Origin()), Fields: fields})
	}
	if r.first {
		var err error
		if list, err = p.inOrder(r, list, primary); err != nil {
			return err
		}
	}
	if p.out.rows == nil {
		p.out.rows = map[string][]connectors.Row{}
	}
	p.out.rows[r.relation] = list
	return nil
}

// holds reports whether a row could show something of o: a constant alone is nothing.
func (r *rows) holds(o *scim.Object) bool {
	return slices.ContainsFunc(r.cells, func(c *cell) bool {
		v, ok := o.Get(c.leaf.Name)
		return ok && v != "" && c.constant == nil && !c.first
	})
}

// row projects one element into a row's fields.
func (p *projector) row(r *rows, o *scim.Object) (connectors.Fields, error) {
	fields := make(connectors.Fields, len(r.cells))
	for _, c := range r.cells {
		v, ok := o.Get(c.leaf.Name)
		if ok && c.constant != nil && !sameSCIM(c.constant, v, c.leaf.Comparison()) {
			return nil, scim.BadRequest(scim.InvalidValue, "%s can only be %#v here", c.at, c.constant)
		}
		if !c.writable() {
			continue
		}
		if c.ref != "" && (v == nil || v == "") {
			return nil, scim.BadRequest(scim.InvalidValue, "%s is missing", c.at)
		}
		if c.choice {
			continue // below, all of them together
		}
		if err := p.rowCell(c, v, fields); err != nil {
			return nil, err
		}
	}
	if choices := r.references(); len(choices) > 0 && choices[0].choice {
		if err := p.chosen(choices, o, fields); err != nil {
			return nil, err
		}
	}
	fillEmpty(r.empties, fields)
	return fields, nil
}

// rowCell projects one value into the fields of a row.
func (p *projector) rowCell(c *cell, v any, fields connectors.Fields) error {
	if c.field != "" {
		native, err := p.native(c, v)
		fields[c.field] = native
		if err == nil {
			err = p.beside(c, v, native, fields)
		}
		return err
	}
	values, err := p.parts(c, v)
	for i, name := range c.names {
		if err == nil {
			fields[name] = values[i]
		}
	}
	return err
}
