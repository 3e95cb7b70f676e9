package mappings

import (
	"context"
	"maps"
	"time"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/patch"
	"github.com/scimgate/scimgate/scim/schema"
)

// Insert is the change that creates r. Absent attributes set nothing, so that the application's own defaults and
// `insert:` apply. Errors are *scim.Error where r is at fault.
func (m *Mapping) Insert(ctx context.Context, r scim.Resource, ids IDs, at time.Time) (connectors.Change, error) {
	if m.listed {
		return connectors.Change{}, scim.BadRequest(scim.InvalidValue, "there is no such %s, and none can be made here: it is a value that others have", m.name)
	}
	_, ps, err := m.projectAll(ctx, ids, nil, &projector{r: r, attrs: m.attributes, create: true})
	if err != nil {
		return connectors.Change{}, err
	}
	c := connectors.Change{Set: connectors.Fields{}, Key: ps[0].key, At: at}
	for field, v := range ps[0].fields {
		if v != nil {
			c.Set[field] = v
		}
	}
	for relation, fields := range ps[0].ones {
		if fields != nil {
			setRows(&c, relation, oneRow(fields, false))
		}
	}
	for relation, rows := range ps[0].rows {
		for _, row := range rows {
			rc := c.Rows[relation]
			rc.Add = append(rc.Add, withoutNil(row.Fields))
			setRows(&c, relation, rc)
		}
	}
	return c, nil
}

func setRows(c *connectors.Change, relation string, r connectors.RowChange) {
	if c.Rows == nil {
		c.Rows = map[string]connectors.RowChange{}
	}
	c.Rows[relation] = r
}

func withoutNil(f connectors.Fields) connectors.Fields {
	out := connectors.Fields{}
	for name, v := range f {
		if v != nil {
			out[name] = v
		}
	}
	return out
}

// Changes is the difference of the projections of before and after, with the secrets that were touched and the
// operations on large attributes. It is zero when nothing would change. Comparing projections, never the record,
// keeps a lossy mapping from touching a field that the client did not. Errors are *scim.Error where the client is at
// fault.
func (m *Mapping) Changes(ctx context.Context, before, after scim.Resource, touched schema.Paths, rows []patch.RowOp, ids IDs, at time.Time) (connectors.Change, error) {
	attrs := m.differing(before, after)
	known, ps, err := m.projectAll(ctx, ids, m.PatchReferences(nil, rows),
		&projector{r: before, attrs: attrs, lenient: true}, &projector{r: after, attrs: attrs, touched: touched, lenient: true})
	if err != nil {
		return connectors.Change{}, err
	}
	was, is := ps[0], ps[1]
	c := connectors.Change{At: at}
	if !maps.EqualFunc(was.key, is.key, sameValue) {
		c.Key = is.key
	}
	for field, v := range is.fields {
		old, had := was.fields[field]
		if !had || !sameValue(old, v) {
			if c.Set == nil {
				c.Set = connectors.Fields{}
			}
			c.Set[field] = v
		}
	}
	changeOnes(&c, was, is)
	for relation := range m.relations {
		if d := differ(was.rows[relation], is.rows[relation]); !d.IsZero() {
			setRows(&c, relation, d)
		}
	}
	if err := storable(c); err != nil {
		return connectors.Change{}, err
	}
	if err := m.rowOperations(&c, rows, known); err != nil {
		return connectors.Change{}, err
	}
	return c, nil
}

// differing are the attributes that have another value after than before, and those for which that is not the whole
// story. All others store what they did.
func (m *Mapping) differing(before, after scim.Resource) []*attribute {
	var list []*attribute
	for _, a := range m.attributes {
		if a.depends || !scim.EqualValues(a.value(before), a.value(after)) {
			list = append(list, a)
		}
	}
	return list
}

// differ compares the rows of one bounded relation: an element that was read from a row keeps it.
func differ(was, is []connectors.Row) connectors.RowChange {
	var d connectors.RowChange
	old := make(map[connectors.Key]connectors.Fields, len(was))
	for _, r := range was {
		old[r.Key] = r.Fields
	}
	kept := map[connectors.Key]bool{}
	for _, r := range is {
		before, survives := old[r.Key]
		if !survives || r.Key == "" || kept[r.Key] {
			d.Add = append(d.Add, withoutNil(r.Fields))
			continue
		}
		kept[r.Key] = true
		changed := connectors.Fields{}
		for name, v := range r.Fields {
			if !sameValue(before[name], v) {
				changed[name] = v
			}
		}
		if len(changed) > 0 {
			d.Update = append(d.Update, connectors.Row{Key: r.Key, Fields: changed})
		}
	}
	for _, r := range was {
		if !kept[r.Key] {
			d.Drop = append(d.Drop, r.Key)
		}
	}
	return d
}
