package sql

import (
	"context"
	"maps"
	"slices"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/sqldb"
)

// Delete removes a record and the rows of its relations, or writes the edit's change where the spec keeps records.
func (e *entity) Delete(ctx context.Context, k connectors.Key, n connectors.Need, edit connectors.Edit) error {
	e = e.during(ctx)
	err := e.db.Tx(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		return e.remove(ctx, sender{q: tx}, k, n, edit)
	})
	return e.failure("delete", err)
}

func (e *entity) remove(ctx context.Context, s sender, k connectors.Key, n connectors.Need, edit connectors.Edit) error {
	w := e.write(s)
	w.removing = true
	cur, err := w.lock(ctx, k, n, !e.spec.Keep)
	if err != nil {
		return err
	}
	change, err := edit(cur.Record)
	if err != nil {
		return editFailure{err}
	}
	if e.root.table.values != nil {
		return unsupported("", "a value of a field cannot be deleted")
	}
	if e.spec.Keep {
		_, err = w.apply(ctx, cur, change)
		return err
	}
	if h := handwrittenOf(e.root.table).delete; h != nil {
		if err := w.deleteBy(ctx, cur, h); err != nil {
			return err
		}
		return w.follow(ctx, cur, event{deleted: true})
	}
	if err := w.unbring(ctx, cur); err != nil {
		return err
	}
	if err := w.removeRows(ctx, cur, change); err != nil {
		return err
	}
	err = w.removeAround(ctx, w.root(cur, nil), func() error {
		b := newBuilder(e.d)
		b.write(e.d.deleteFrom(&e.root), " WHERE ").keyIs(&e.root, e.key, w.keyOf(cur))
		_, err := s.exec(ctx, b.statement())
		return err
	})
	if err != nil {
		return err
	}
	return w.follow(ctx, cur, event{deleted: true})
}

// removeRows removes the rows of the record's relations.
func (w *write) removeRows(ctx context.Context, cur *locked, change connectors.Change) error {
	e := w.e
	for _, name := range slices.Sorted(maps.Keys(e.relations)) {
		r := e.relations[name]
		if r.spec.ReadOnly {
			continue
		}
		owner, ok := w.ownerOf(cur, r)
		if !ok {
			continue
		}
		if r.held != nil {
			w.at = change.At
			if err := w.rowsOf(cur, r, owner).releaseAll(ctx); err != nil {
				return err
			}
			continue
		}
		if h := handwrittenOf(r.frame.table).delete; h != nil {
			if err := w.rowsOf(cur, r, owner).removeBy(ctx, h, func(*builder) {}); err != nil {
				return err
			}
			continue
		}
		b := newBuilder(e.d)
		b.deleteRows(r, owner)
		if _, err := w.s.exec(ctx, b.statement()); err != nil {
			return err
		}
	}
	return nil
}

// deleteRows writes the removal of the rows of r that belong to owner, hidden ones too.
func (b *builder) deleteRows(r *relation, owner []any) {
	b.write(b.d.deleteFrom(&r.frame), " WHERE ").keyIs(&r.frame, theirs(r.by), owner)
	b.and(&r.frame, r.once())
}
