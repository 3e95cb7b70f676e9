package memory

import (
	"context"
	"maps"
	"slices"

	"github.com/scimgate/scimgate/connectors"
)

// Update reads, edits and writes one record.
func (e *entity) Update(ctx context.Context, k connectors.Key, n connectors.Need, edit connectors.Edit) (connectors.Record, error) {
	op := "update " + e.spec.Entity
	var rec connectors.Record
	if err := e.shape.CheckNeed(op, n); err != nil {
		return rec, err
	}
	err := e.c.write(ctx, op, func(d *draft) error {
		_, x, err := e.edit(d, k, n, edit)
		if err == nil {
			rec = e.reader(&d.state, d.at).record(x, n)
		}
		return err
	})
	return rec, err
}

// edit applies what edit makes of the record, and answers with the row as it is then and who wrote it.
func (e *entity) edit(d *draft, k connectors.Key, n connectors.Need, edit connectors.Edit) (*writer, row, error) {
	r := e.reader(&d.state, d.at)
	x, ok := r.find(k)
	switch {
	case !ok:
		return nil, row{}, connectors.Errorf(connectors.NotFound, d.op, "there is no visible record with this key")
	case e.spec.Protect != nil && r.match(e.spec.Protect, x):
		return nil, row{}, connectors.Errorf(connectors.Protected, d.op, "the record is protected")
	}
	change, err := edit(r.record(x, n))
	if err != nil {
		return nil, row{}, err
	}
	w := &writer{d: d, e: e, c: change}
	x, err = w.update(x)
	return w, x, err
}

// update writes the record with what is joined to it, and its rows and, when that changed anything, the stamps.
func (w *writer) update(x row) (row, error) {
	set, err := w.columns("", w.e.def, w.e.joins, w.e.shape.Fields, w.c.Set)
	if err != nil {
		return row{}, err
	}
	if err := w.before(owner{now: x.fields, set: set}); err != nil {
		return row{}, err
	}
	x, changed, err := w.set(x, set)
	if err == nil {
		err = w.checkKey(x)
	}
	if err != nil {
		return row{}, err
	}
	if err := w.behind(owner{now: x.fields}); err != nil {
		return row{}, err
	}
	rowsChanged, err := w.changeRows(x)
	if err != nil || !changed && !w.changed && !rowsChanged {
		return x, err
	}
	stamped := maps.Clone(x.fields)
	if err := w.fill("", nil, stamped, w.e.spec.Stamp.Update, connectors.Env{Time: w.c.At, Set: w.c.Set}, overwrite); err != nil {
		return row{}, err
	}
	set = connectors.Fields{}
	for name := range w.e.spec.Stamp.Update {
		set[name] = stamped[name]
	}
	w.bump(x.fields, set)
	x, _, err = w.set(x, set)
	return x, err
}

// checkKey makes sure that the record has the key fields that the change takes for granted.
func (w *writer) checkKey(x row) error {
	for _, name := range slices.Sorted(maps.Keys(w.c.Key)) {
		c, ok := w.e.def.column(name)
		if !ok || !slices.Contains(w.e.spec.Key, name) {
			return connectors.Unsupportedf(w.d.op, name, "it is no field of the key")
		}
		v, err := c.convert(w.c.Key[name])
		if err != nil || !same(x.fields[name], v) {
			return w.d.invalid(name, "the record's key has another value")
		}
	}
	return nil
}

// set writes columns of the record and answers with the row as it is then.
func (w *writer) set(x row, columns connectors.Fields) (after row, changed bool, err error) {
	if len(columns) == 0 {
		return x, false, nil
	}
	t, err := w.d.table(w.e.def.Name)
	if err != nil {
		return row{}, false, err
	}
	after, changed, err = t.update(x.number, columns)
	if err != nil {
		return row{}, false, w.d.failed(err, "")
	}
	return after, changed, nil
}
