package mappings

import (
	"context"
	"slices"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/patch"
)

// kind is the field that says which of several types a reference leads to, and what it says of one.
type kind struct {
	field string
	value connectors.Value
}

// references are the cells by which the rows refer to something: several when it is one of several types.
func (r *rows) references() []*cell {
	var list []*cell
	for _, c := range r.cells {
		if c.ref != "" && c.leaf.Name == "value" {
			list = append(list, c)
		}
	}
	return list
}

// choose finds which of several types an element refers to: the one that it names where it names one, else the first
// that has the id. ok is false when none has.
func (p *projector) choose(choices []*cell, o *scim.Object) (c *cell, k connectors.Key, ok bool) {
	said := o.Text("type")
	named := slices.ContainsFunc(choices, func(c *cell) bool { return c.ref == said })
	for _, c := range choices {
		if named && c.ref != said {
			continue
		}
		if k, ok := p.links.key(c.ref, o.Text(c.leaf.Name)); ok {
			return c, k, true
		}
	}
	return choices[0], "", false
}

// chosen projects a reference to one of several types into the fields of a row.
func (p *projector) chosen(choices []*cell, o *scim.Object, fields connectors.Fields) error {
	c, k, ok := p.choose(choices, o)
	if !ok {
		err := scim.BadRequest(scim.InvalidValue, "%s refers to nothing: %q", c.at, o.Text(c.leaf.Name))
		if !p.lenient {
			return err
		}
		fields[c.names[0]] = unstorable{o.Text(c.leaf.Name), err}
		return nil
	}
	for _, other := range choices {
		for _, name := range other.names {
			fields[name] = nil
		}
	}
	return c.storeIn(fields, k)
}

// storeIn puts a reference to a record with this key into the fields of a row.
func (c *cell) storeIn(fields connectors.Fields, k connectors.Key) error {
	values, err := c.storeKey(k)
	if err != nil {
		return err
	}
	for i, name := range c.names {
		fields[name] = values[i]
	}
	if c.kind != nil {
		fields[c.kind.field] = c.kind.value
	}
	return nil
}

// ContainsItself reports whether the resource with this key would be among its own rows: a group in itself. Longer
// circles are the application's affair, and nothing here goes round in them.
func (m *Mapping) ContainsItself(ctx context.Context, key connectors.Key, after scim.Resource, rows []patch.RowOp, ids IDs) (bool, error) {
	var refs []Ref
	for _, a := range m.attributes {
		if a.rows == nil || a.rows.inverse {
			continue
		}
		for _, c := range a.rows.references() {
			if c.ref != m.name {
				continue
			}
			refs = appendReferences(refs, c, a.value(after))
			for _, op := range rows {
				if op.Attr != a.at.String() || op.Kind == patch.Remove {
					continue
				}
				for _, v := range op.Values {
					refs = appendReferences(refs, c, v)
				}
			}
		}
	}
	known, err := resolve(ctx, ids, refs)
	if err != nil {
		return false, err
	}
	return slices.ContainsFunc(known.answers, func(r Ref) bool { return r.Key == key }), nil
}
