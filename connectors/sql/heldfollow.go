package sql

import (
	"context"

	"github.com/scimgate/scimgate/connectors"
)

// moved are records that were moved, and that statements follow.
type moved struct {
	*rowChange
	keys []tuple
}

// moving reads the keys of the records that are about to be moved, locks them, and notes that they are to be followed.
func (rc *rowChange) moving(ctx context.Context, movable func(b *builder)) ([]tuple, error) {
	f := &rc.r.frame
	sel := newSelection()
	at := sel.addAll(f.fields(rc.r.key))
	lock := rc.e.d.lock(f.alias, false)
	b := newBuilder(rc.e.d)
	b.write("SELECT ")
	sel.write(b)
	b.hint = lock.hint
	b.from(f, nil)
	b.write(" WHERE ")
	movable(b)
	b.write(lock.clause)
	rows, err := rc.selectRows(ctx, sel, b.statement())
	if err != nil {
		return nil, err
	}
	keys := make([]tuple, len(rows))
	for i, row := range rows {
		keys[i] = valuesAt(row, at)
	}
	if rc.s.dry() {
		keys = []tuple{make(tuple, len(rc.r.key))}
	}
	if len(keys) > 0 {
		rc.moves = append(rc.moves, moved{rc, keys})
	}
	return keys, nil
}

// followMoves sends the statements that follow the moves of the write, for one record after the other.
func (w *write) followMoves(ctx context.Context) error {
	for _, m := range w.moves {
		if err := m.follow(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (m moved) follow(ctx context.Context) error {
	h := m.r.held
	sel := newSelection()
	sel.addAll(h.looks)
	key := h.frame.fields(m.r.key)
	sel.addAll(key)
	b := newBuilder(m.e.d)
	b.write("SELECT ")
	sel.write(b)
	b.from(&h.frame, sel.use)
	b.write(" WHERE ").keyAmong(&h.frame, m.r.key, m.rowChange.rows(m.r.key, m.keys))
	b.write(" ORDER BY ")
	list(b, ", ", key, b.keyOrder)
	rows, err := m.selectRows(ctx, sel, b.statement())
	if err != nil {
		return err
	}
	if m.s.dry() {
		rows = [][]connectors.Value{make([]connectors.Value, len(sel.fields))}
	}
	for _, row := range rows {
		for _, x := range h.effects {
			b := newBuilder(m.e.d)
			x.write(b, func(f field) connectors.Value { return row[sel.at[f.expr()]] })
			if _, err := m.s.exec(ctx, b.statement()); err != nil {
				return err
			}
		}
	}
	return nil
}
