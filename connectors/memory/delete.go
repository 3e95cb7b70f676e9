package memory

import (
	"context"

	"github.com/scimgate/scimgate/connectors"
)

// Delete edits one record and removes it with its rows, or keeps it where the Spec says so.
func (e *entity) Delete(ctx context.Context, k connectors.Key, n connectors.Need, edit connectors.Edit) error {
	op := "delete " + e.spec.Entity
	if err := e.checkNeed(op, n); err != nil {
		return err
	}
	return e.c.write(ctx, op, func(d *draft) error {
		x, err := e.edit(d, k, n, edit)
		if err != nil || e.spec.Keep {
			return err
		}
		return e.remove(d, x)
	})
}

func (e *entity) remove(d *draft, x row) error {
	r := e.reader(&d.state)
	for _, rel := range e.relations {
		if rel.ReadOnly {
			continue
		}
		t, err := d.table(rel.def.Name)
		if err != nil {
			return err
		}
		for _, child := range r.own(rel, x) {
			t.delete(child.number)
		}
	}
	t, err := d.table(e.def.Name)
	if err != nil {
		return err
	}
	t.delete(x.number)
	return nil
}
