package sql

import (
	"context"
	"errors"
	"maps"
	"slices"

	"github.com/scimgate/scimgate/connectors"
)

// changeRelations changes rows and answers which relations are different for it.
func (w *write) changeRelations(ctx context.Context, cur *locked, change connectors.Change) (changed []string, err error) {
	for _, name := range slices.Sorted(maps.Keys(change.Rows)) {
		ch := change.Rows[name]
		if ch.IsZero() {
			continue
		}
		r, ok := w.e.relations[name]
		switch {
		case !ok:
			return nil, unsupported(name, "there is no such relation")
		case r.spec.ReadOnly:
			return nil, unsupported(name, "its rows are only read")
		}
		owner, ok := w.ownerOf(cur, r)
		if !ok {
			return nil, &connectors.Error{Kind: connectors.Invalid, Field: name, Err: errors.New("the record has no value that its rows could belong by")}
		}
		rc := w.rowsOf(cur, r, owner)
		rc.given = change.Set
		if err := rc.decipher(ctx, ch); err != nil {
			return nil, err
		}
		if err := rc.apply(ctx, ch); err != nil {
			return nil, err
		}
		if rc.changed > 0 {
			changed = append(changed, name)
		}
	}
	return changed, nil
}

// ownerOf is what the rows of r that are the record's have in their columns; ok is false while a part of it is empty.
func (w *write) ownerOf(cur *locked, r *relation) (owner []any, ok bool) {
	values := valuesAt(cur.values, cur.by[r.name])
	return w.e.encoded(theirs(r.by), values), w.s.dry() || !slices.Contains(values, nil)
}

func (w *write) rowsOf(cur *locked, r *relation, owner []any) *rowChange {
	return &rowChange{write: w, r: r, owner: owner, belongs: valuesAt(cur.values, cur.by[r.name])}
}

// rowChange is the work on the rows of one relation of one record.
type rowChange struct {
	*write
	r       *relation
	owner   []any              // by what its rows belong to the record, encoded
	belongs []connectors.Value // the same as values
	given   connectors.Fields  // what the write sets of the record
	changed int64
}

func (rc *rowChange) apply(ctx context.Context, ch connectors.RowChange) error {
	if rc.r.held != nil {
		return rc.move(ctx, ch)
	}
	adds, err := rc.newRows(ctx, ch.Add)
	if err != nil {
		return err
	}
	if err := rc.remove(ctx, ch, adds); err != nil {
		return err
	}
	if err := rc.update(ctx, ch.Update); err != nil {
		return err
	}
	if adds, err = rc.putBack(ctx, adds); err != nil {
		return err
	}
	return rc.insert(ctx, adds)
}

// remove takes out rows by identity, by key and, for a Replace, those that nothing names.
func (rc *rowChange) remove(ctx context.Context, ch connectors.RowChange, adds []newRow) error {
	identities, keys, err := rc.removed(ctx, ch, adds)
	if err != nil {
		return err
	}
	if err := rc.deleteBy(ctx, rc.r.identity, identities); err != nil {
		return err
	}
	return rc.deleteBy(ctx, rc.r.key, keys)
}

// removed are the rows to take out: by identity, and by key.
func (rc *rowChange) removed(ctx context.Context, ch connectors.RowChange, adds []newRow) (identities, keys []tuple, err error) {
	for _, fields := range ch.Remove {
		id, ok, err := rc.identityOf(ctx, fields)
		if err != nil {
			return nil, nil, err
		}
		if ok {
			identities = append(identities, id)
		}
	}
	for _, k := range ch.Drop {
		if values, ok := rc.e.keyValues(rc.r.key, k); ok {
			keys = append(keys, values)
		}
	}
	if ch.Replace {
		surplus, err := rc.surplus(ctx, ch.Update, adds)
		if err != nil {
			return nil, nil, err
		}
		keys = append(keys, surplus...)
	}
	return identities, keys, nil
}

// surplus are the keys of the visible rows that neither adds nor updates name. They are read within the transaction,
// whole or not at all.
func (rc *rowChange) surplus(ctx context.Context, updates []connectors.Row, adds []newRow) ([]tuple, error) {
	named := map[string]bool{}
	for _, a := range adds {
		named[a.identity.text()] = true
	}
	updated := map[connectors.Key]bool{}
	for _, u := range updates {
		updated[u.Key] = true
	}
	sel := newSelection()
	identity := sel.addAll(rc.r.frame.fields(rc.r.identity))
	key := sel.addAll(rc.r.frame.fields(rc.r.key))
	rows, err := rc.selectRows(ctx, sel, rc.visibleRows(sel, nil))
	if err != nil {
		return nil, err
	}
	var out []tuple
	for _, values := range rows {
		k, _ := keyOf(values, key)
		if !named[tuple(valuesAt(values, identity)).text()] && !updated[k] {
			out = append(out, valuesAt(values, key))
		}
	}
	return out, nil
}

// visibleRows reads the record's visible rows, all or those with these keys.
func (rc *rowChange) visibleRows(sel *selection, keys []tuple) statement {
	b := newBuilder(rc.e.d)
	b.write("SELECT ")
	sel.write(b)
	b.from(&rc.r.frame, sel.use)
	b.write(" WHERE ").keyIs(&rc.r.frame, theirs(rc.r.by), rc.owner)
	b.rowsOf(rc.r, &rc.r.frame)
	if keys != nil {
		b.write(" AND ").keyAmong(&rc.r.frame, rc.r.key, rc.rows(rc.r.key, keys))
	}
	return b.statement()
}

func (rc *rowChange) rows(columns []*column, tuples []tuple) [][]any {
	out := make([][]any, len(tuples))
	for i, t := range tuples {
		out[i] = rc.e.encoded(columns, t)
	}
	return out
}

// deleteBy removes visible rows by the values of columns.
func (rc *rowChange) deleteBy(ctx context.Context, columns []*column, tuples []tuple) error {
	return rc.eachTuple(columns, tuples, func(which func(b *builder)) error { return rc.deleteWhere(ctx, which) })
}

// eachTuple calls f with the condition that columns have the values of one of tuples: once for all that have no empty
// value among them, and once for each that has.
func (rc *rowChange) eachTuple(columns []*column, tuples []tuple, f func(which func(b *builder)) error) error {
	whole, partial := splitTuples(tuples)
	if len(whole) > 0 {
		err := f(func(b *builder) { b.keyAmong(&rc.r.frame, columns, rc.rows(columns, whole)) })
		if err != nil {
			return err
		}
	}
	for _, t := range partial {
		err := f(func(b *builder) {
			for i, c := range columns {
				if i > 0 {
					b.write(" AND ")
				}
				b.leaf(rc.r.frame.own(c), connectors.Leaf{Op: connectors.Eq, Value: t[i]}, false)
			}
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (rc *rowChange) deleteWhere(ctx context.Context, which func(b *builder)) error {
	if h := handwrittenOf(rc.r.frame.table).delete; h != nil {
		return rc.removeBy(ctx, h, func(b *builder) {
			b.visibleTarget(rc.r, &rc.r.frame)
			b.write(" AND ")
			which(b)
		})
	}
	b := newBuilder(rc.e.d)
	if err := rc.takeOut(ctx, b); err != nil {
		return err
	}
	b.write(" AND ")
	which(b)
	n, err := rc.s.exec(ctx, b.statement())
	rc.changed += n
	return err
}
