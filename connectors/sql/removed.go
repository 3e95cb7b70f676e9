package sql

import (
	"context"
	"slices"

	"github.com/scimgate/scimgate/connectors"
)

// removeAround removes a record, or a joined row, between the joined rows that refer to it and those that it refers to.
func (w *write) removeAround(ctx context.Context, o owner, remove func() error) error {
	if err := w.removeJoined(ctx, o, false); err != nil {
		return err
	}
	if err := remove(); err != nil {
		return err
	}
	return w.removeJoined(ctx, o, true)
}

func (w *write) removeJoined(ctx context.Context, o owner, before bool) error {
	for _, j := range w.e.root.joins {
		if j.from != o.join || j.before != before || !w.goes(j) {
			continue
		}
		key, whole, err := w.key(ctx, j, o)
		if err != nil {
			return err
		}
		if !whole {
			continue
		}
		below := owner{join: j, held: func(*column) connectors.Value { return nil }}
		if w.leads(j) {
			rows, err := w.joinedRows(ctx, j, key)
			if err != nil {
				return err
			}
			if len(rows) > 0 {
				below.held = rows[0].held
			}
		}
		if err := w.removeAround(ctx, below, func() error { return w.deleteJoined(ctx, j, key) }); err != nil {
			return err
		}
	}
	return nil
}

// goes reports whether rows of j, or of what is joined to it, are removed with the record, and leads whether the latter.
func (w *write) goes(j *join) bool { return j.spec.Remove || w.leads(j) }

func (w *write) leads(j *join) bool {
	return slices.ContainsFunc(w.e.root.joins, func(other *join) bool { return other.from == j && w.goes(other) })
}

func (w *write) deleteJoined(ctx context.Context, j *join, key []connectors.Value) error {
	if !j.spec.Remove {
		return nil
	}
	b := newBuilder(w.e.d)
	b.write(b.d.deleteFrom(&j.frame), " WHERE ").keyIs(&j.frame, theirs(j.on), w.e.encoded(theirs(j.on), key))
	b.and(&j.frame, j.where)
	_, err := w.s.exec(ctx, b.statement())
	return err
}
