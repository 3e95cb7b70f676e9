package memory

import (
	"context"

	"github.com/scimgate/scimgate/connectors"
)

// Create inserts one record with its rows.
func (e *entity) Create(ctx context.Context, c connectors.Change) (connectors.Record, error) {
	var rec connectors.Record
	err := e.c.write(ctx, "create "+e.spec.Entity, func(d *draft) error {
		w := writer{d: d, e: e, c: c}
		x, err := w.insert()
		if err != nil {
			return err
		}
		if err := w.checkKey(x); err != nil {
			return err
		}
		if err := w.bring(x); err != nil {
			return err
		}
		if _, err := w.changeRows(x); err != nil {
			return err
		}
		rec = e.reader(&d.state, d.at).record(x, connectors.Need{})
		return nil
	})
	return rec, err
}

// writer carries one change out on a draft.
type writer struct {
	d *draft
	e *entity
	c connectors.Change

	codes   map[*join]connectors.Fields // what lookups set of the joins that hold their codes
	changed bool                        // a joined row has
}

func (w *writer) insert() (row, error) {
	if w.e.spec.Values != nil {
		return row{}, connectors.Unsupportedf(w.d.op, "", "a value of a field cannot be created")
	}
	fields, err := w.columns("", w.e.def, w.e.joins, w.e.shape.Fields, w.c.Set)
	if err != nil {
		return row{}, err
	}
	env := connectors.Env{Time: w.c.At, Set: w.c.Set}
	t, err := w.d.table(w.e.def.Name)
	if err != nil {
		return row{}, err
	}
	t.generate(fields)
	if err := w.fill("", t, fields, w.e.spec.Insert, env, keep); err != nil {
		return row{}, err
	}
	if err := w.fill("", t, fields, w.e.spec.Stamp.Insert, env, overwrite); err != nil {
		return row{}, err
	}
	w.bump(nil, fields)
	if err := w.before(owner{set: fields}); err != nil {
		return row{}, err
	}
	x, err := t.insert(fields)
	if err != nil {
		return row{}, w.d.failed(err, "")
	}
	return x, w.behind(owner{set: x.fields})
}
