package memory

import (
	"maps"
	"slices"

	"github.com/scimgate/scimgate/connectors"
)

// changeRows changes the rows of every relation that the change names, and reports whether any row changed.
func (w *writer) changeRows(owner row) (changed bool, err error) {
	for _, name := range slices.Sorted(maps.Keys(w.c.Rows)) {
		rel, ok := w.e.relations[name]
		switch {
		case !ok:
			return false, connectors.Unsupportedf(w.d.op, name, "there is no such relation")
		case rel.ReadOnly:
			return false, connectors.Unsupportedf(w.d.op, name, "the relation is read only")
		}
		if rel.Held != nil {
			held, err := w.held(rel, owner)
			if err == nil {
				err = held.apply(w.c.Rows[name])
			}
			if err != nil {
				return false, err
			}
			changed = changed || held.changed
			continue
		}
		t, err := w.d.table(rel.def.Name)
		if err != nil {
			return false, err
		}
		rows := rowWriter{writer: w, rel: rel, t: t, owner: owner}
		rows.load()
		if err := rows.apply(w.c.Rows[name]); err != nil {
			return false, err
		}
		changed = changed || rows.changed
	}
	return changed, nil
}

// rowWriter changes the rows of one relation of one record.
type rowWriter struct {
	*writer
	rel     *relation
	t       *table
	owner   row
	present []*presentRow
	changed bool
}

// presentRow is a row that is there; a hidden one cannot be named by a removal or an update.
type presentRow struct {
	row
	key      connectors.Key
	identity string
	hidden   bool
}

func (w *rowWriter) load() {
	r := w.e.reader(&w.d.state, w.d.at)
	for _, x := range r.own(w.rel, w.owner) {
		w.present = append(w.present, &presentRow{
			row: x, key: r.rowKey(w.rel, x), hidden: !r.targetVisible(w.rel, x),
			identity: identity(r.fields(x.fields, w.rel.joins, w.rel.Identity), w.rel.Identity),
		})
	}
}

func (w *rowWriter) apply(c connectors.RowChange) error {
	if err := w.belong(c); err != nil {
		return err
	}
	adding, err := w.identities(c.Add)
	if err != nil {
		return err
	}
	if err := w.remove(c, adding); err != nil {
		return err
	}
	for _, u := range c.Update {
		if err := w.update(u); err != nil {
			return err
		}
	}
	for i, fields := range c.Add {
		if w.there(adding[i]) {
			continue
		}
		if err := w.add(fields, adding[i]); err != nil {
			return err
		}
	}
	return nil
}

// belong makes sure that a change gives rows to nobody but their owner.
func (w *rowWriter) belong(c connectors.RowChange) error {
	given := slices.Clone(c.Add)
	for _, u := range c.Update {
		given = append(given, u.Fields)
	}
	for _, fields := range given {
		for i, theirs := range w.rel.theirs {
			v, ok := fields[theirs]
			if !ok {
				continue
			}
			column, _ := w.rel.def.column(theirs)
			if v, err := column.convert(v); err != nil || !same(v, w.owner.fields[w.rel.ours[i]]) {
				return w.d.invalid(qualified(w.rel.name, theirs), "the row would be another record's")
			}
		}
	}
	return nil
}

func (w *rowWriter) there(identity string) bool {
	return slices.ContainsFunc(w.present, func(p *presentRow) bool { return p.identity == identity })
}

// identities are those of rows that a change names; what Where fixes need not be said, and a lookup says what its code
// is. A value that no row can hold is Invalid.
func (w *rowWriter) identities(list []connectors.Fields) ([]string, error) {
	out := make([]string, len(list))
	for i, fields := range list {
		id := connectors.Fields{}
		if err := w.pointAll(w.rel.name, w.rel.telling(), fields, id); err != nil {
			return nil, err
		}
		for _, n := range w.rel.Identity {
			c, _ := w.rel.joins.column(w.rel.def, n)
			v, given := fields[n]
			if !given {
				v = id[n] // which a lookup may have set
			}
			v, err := connectors.Convert(v, c.Type)
			if err != nil {
				return nil, w.d.invalid(qualified(w.rel.name, n), "%w", err)
			}
			id[n] = v
		}
		out[i] = identity(id, w.rel.Identity)
	}
	return out, nil
}

// telling are the lookups that set an identity field: a row may be named by what its code means.
func (rel *relation) telling() joins {
	return slices.DeleteFunc(slices.Clone(rel.joins), func(j *join) bool {
		return !slices.ContainsFunc(j.ours, func(f string) bool { return slices.Contains(rel.Identity, f) })
	})
}

func (w *rowWriter) remove(c connectors.RowChange, adding []string) (err error) {
	var removing []string
	for _, fields := range c.Remove {
		if id, err := w.identities([]connectors.Fields{fields}); err == nil { // else no row is named
			removing = append(removing, id...)
		}
	}
	updating := func(k connectors.Key) bool {
		return slices.ContainsFunc(c.Update, func(r connectors.Row) bool { return r.Key == k })
	}
	w.present = slices.DeleteFunc(w.present, func(p *presentRow) bool {
		goes := slices.Contains(removing, p.identity) || slices.Contains(c.Drop, p.key) ||
			c.Replace && !slices.Contains(adding, p.identity) && !updating(p.key)
		if p.hidden || !goes || err != nil {
			return false
		}
		err = w.takeOut(p.row)
		w.changed = true
		return true
	})
	return err
}

func (w *rowWriter) update(u connectors.Row) error {
	i := slices.IndexFunc(w.present, func(p *presentRow) bool { return !p.hidden && p.key == u.Key })
	if i < 0 || u.Key == "" {
		err := connectors.Errorf(connectors.Precondition, w.d.op, "a row is no longer there")
		err.Field = w.rel.name
		return err
	}
	set, err := w.columns(w.rel.name, w.rel.def, w.rel.joins, w.e.shape.Relations[w.rel.name].Fields, u.Fields)
	if err != nil {
		return err
	}
	x, changed, err := w.t.update(w.present[i].number, set)
	if err != nil {
		return w.d.failed(err, w.rel.name+"/")
	}
	r := w.e.reader(&w.d.state, w.d.at)
	w.present[i].row = x
	w.present[i].identity = identity(r.fields(x.fields, w.rel.joins, w.rel.Identity), w.rel.Identity)
	w.changed = w.changed || changed
	return nil
}

func (w *rowWriter) add(set connectors.Fields, identity string) error {
	fields, err := w.columns(w.rel.name, w.rel.def, w.rel.joins, w.e.shape.Relations[w.rel.name].Fields, set)
	if err != nil {
		return err
	}
	for i, theirs := range w.rel.theirs {
		fields[theirs] = w.owner.fields[w.rel.ours[i]]
	}
	for name, v := range connectors.Equalities(w.rel.Where) {
		if _, given := fields[name]; !given {
			fields[name] = v
		}
	}
	if done, err := w.putBack(fields, identity); done || err != nil {
		return err
	}
	w.t.generate(fields)
	if err := w.fill(w.rel.name, w.t, fields, w.rel.Insert, connectors.Env{Time: w.c.At, Set: set}, keep); err != nil {
		return err
	}
	x, err := w.t.insert(fields)
	if err != nil {
		return w.d.failed(err, w.rel.name+"/")
	}
	w.present = append(w.present, &presentRow{row: x, identity: identity})
	w.changed = true
	return nil
}
