package sql

import (
	"context"
	"fmt"

	"github.com/scimgate/scimgate/connectors"
)

// update writes rows in place, each of which must be there and visible: only columns that get another value.
func (rc *rowChange) update(ctx context.Context, updates []connectors.Row) error {
	if len(updates) == 0 {
		return nil
	}
	sel := newSelection()
	key := sel.addAll(rc.r.frame.fields(rc.r.key))
	sets := make([]assignments, len(updates))
	keys := make([]tuple, len(updates))
	for i, u := range updates {
		var ok bool
		if keys[i], ok = rc.e.keyValues(rc.r.key, u.Key); !ok {
			return rc.lost()
		}
		set, err := rc.assign(ctx, &rc.r.frame, rc.r.fields, u.Fields, rc.r.name+"/")
		if err != nil {
			return err
		}
		if err := rc.belong(set); err != nil {
			return err
		}
		for _, a := range set.sorted() {
			sel.add(rc.r.frame.own(a.column))
		}
		sets[i] = set
	}
	rows, err := rc.selectRows(ctx, sel, rc.visibleRows(sel, keys))
	if err != nil {
		return err
	}
	held := map[connectors.Key][]connectors.Value{}
	for _, values := range rows {
		k, _ := keyOf(values, key)
		held[k] = values
	}
	for i, u := range updates {
		values, ok := held[u.Key]
		if !ok && !rc.s.dry() {
			return rc.lost()
		}
		for name, a := range sets[i] {
			if ok && same(values[sel.at[rc.r.frame.own(a.column).expr()]], a.value) {
				delete(sets[i], name)
			}
		}
		if err := rc.updateRow(ctx, keys[i], sets[i]); err != nil {
			return err
		}
	}
	return nil
}

func (rc *rowChange) lost() error {
	return &connectors.Error{Kind: connectors.Precondition, Field: rc.r.name, Err: fmt.Errorf("a row to update is no longer there")}
}

func (rc *rowChange) updateRow(ctx context.Context, key tuple, set assignments) error {
	if len(set) == 0 {
		return nil
	}
	if len(handwrittenOf(rc.r.frame.table).update) > 0 {
		return rc.updateBy(ctx, key, set)
	}
	b := newBuilder(rc.e.d)
	b.update(&rc.r.frame, set).keyIs(&rc.r.frame, theirs(rc.r.by), rc.owner)
	b.write(" AND ").keyIs(&rc.r.frame, rc.r.key, rc.e.encoded(rc.r.key, key))
	n, err := rc.s.exec(ctx, b.statement())
	rc.changed += n
	return err
}
