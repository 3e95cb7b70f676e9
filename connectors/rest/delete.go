package rest

import (
	"context"

	"github.com/scimgate/scimgate/connectors"
)

// Delete edits one record and removes it with its rows, or keeps it where the Spec says so.
func (e *entity) Delete(ctx context.Context, k connectors.Key, n connectors.Need, edit connectors.Edit) error {
	return e.alone(ctx, k, n, func(c *claim) (*writer, error) {
		w := e.reader().writer("delete", c)
		return w, w.delete(ctx, k, n, edit)
	})
}

func (w *writer) delete(ctx context.Context, k connectors.Key, n connectors.Need, edit connectors.Edit) error {
	if w.e.spec.Keep && w.e.writesWhole() {
		if err := w.claim(ctx, false); err != nil {
			return err
		}
	}
	now, rec, err := w.look(ctx, k, n)
	if err != nil {
		return err
	}
	after, err := w.edit(ctx, now, rec, edit)
	if err != nil || w.e.spec.Keep {
		return err
	}
	if after == nil {
		after = now
	}
	var rows []*rowPlan
	for _, name := range sortedNames(w.e.relations) {
		p, err := w.planRemoval(ctx, w.e.relations[name], after)
		if err != nil {
			return w.settle(ctx, err)
		}
		rows = append(rows, p)
	}
	for _, p := range rows {
		if err := w.changeRows(ctx, p, after); err != nil {
			return w.settle(ctx, err)
		}
	}
	return w.settle(ctx, w.remove(ctx, w.e.own(), after))
}

// planRemoval is what goes of a relation with its owner: those rows too that refer to nothing that can be seen.
func (w *writer) planRemoval(ctx context.Context, rel *relation, owner connectors.Fields) (*rowPlan, error) {
	s := &rowPlanner{writer: w, rowPlan: &rowPlan{part: rel.part(w.e), rel: rel}, of: rel.c, owner: owner}
	if rel.ReadOnly || rel.c.cascade || rel.c.within != nil {
		return s.rowPlan, nil
	}
	s.change = connectors.RowChange{Replace: true}
	s.rewrites()
	if s.of.remove != nil {
		s.list = nil
	}
	if s.list != nil {
		if err := w.claim(ctx, false); err != nil {
			return nil, err
		}
	}
	if err := s.loadAll(ctx); err != nil {
		return nil, err
	}
	for _, p := range s.present {
		if p.outside {
			if s.list != nil {
				s.list = append(s.list, p.fields)
			}
			continue
		}
		s.removed = append(s.removed, p.fields)
	}
	s.present = nil
	return s.rowPlan, s.possible()
}
