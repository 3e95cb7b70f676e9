package memory

import (
	"context"

	"github.com/scimgate/scimgate/connectors"
)

// Delete edits one record and removes it with its rows, or keeps it where the Spec says so.
func (e *entity) Delete(ctx context.Context, k connectors.Key, n connectors.Need, edit connectors.Edit) error {
	op := "delete " + e.spec.Entity
	if err := e.shape.CheckNeed(op, n); err != nil {
		return err
	}
	return e.c.write(ctx, op, func(d *draft) error {
		w, x, err := e.edit(d, k, n, edit)
		if err != nil || e.spec.Keep {
			return err
		}
		return w.remove(x)
	})
}

func (w *writer) remove(x row) error {
	if w.e.spec.Values != nil {
		return connectors.Unsupportedf(w.d.op, "", "a value of a field cannot be deleted")
	}
	r := w.e.reader(&w.d.state, w.d.at)
	if err := w.unbring(x); err != nil {
		return err
	}
	if err := w.e.removeJoined(w.d, r, x); err != nil {
		return err
	}
	for _, rel := range w.e.relations {
		if rel.ReadOnly {
			continue
		}
		if rel.Held != nil {
			held, err := w.held(rel, x)
			if err == nil {
				err = held.release()
			}
			if err != nil {
				return err
			}
			continue
		}
		t, err := w.d.table(rel.def.Name)
		if err != nil {
			return err
		}
		for _, child := range r.once(rel, x) {
			t.delete(child.number)
		}
	}
	t, err := w.d.table(w.e.def.Name)
	if err != nil {
		return err
	}
	t.delete(x.number)
	return nil
}

// removeJoined removes the joined rows that go with the record.
func (e *entity) removeJoined(d *draft, r *reader, x row) error {
	for _, j := range e.joins {
		if !j.Remove {
			continue
		}
		ours := x.fields
		if j.from != nil {
			ours = r.join(j.from, ours)
		}
		t, err := d.table(j.Entity)
		if err != nil {
			return err
		}
		for _, gone := range r.joins(j, ours) {
			t.delete(gone.number)
		}
	}
	return nil
}
