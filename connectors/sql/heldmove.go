package sql

import (
	"context"
	"errors"

	"github.com/scimgate/scimgate/connectors"
)

// take gives records to the owner. That they are there and may be moved is asked only when not all of them moved.
func (rc *rowChange) take(ctx context.Context, adds []newRow) error {
	whole, partial := splitTuples(identitiesOf(adds))
	if len(partial) > 0 {
		return rc.missing()
	}
	if len(whole) == 0 {
		return nil
	}
	elsewhere := func(b *builder) {
		b.keyAmong(&rc.r.frame, rc.r.identity, rc.rows(rc.r.identity, whole))
		b.and(&rc.r.frame, connectors.Leaf{Field: rc.r.held.field.column.name, Op: connectors.Ne, Value: rc.belongs[0]})
	}
	n, err := rc.put(ctx, rc.belongs[0], elsewhere)
	if err != nil || rc.s.dry() || n == int64(len(whole)) {
		return err
	}
	if err := rc.checkProtected(ctx, elsewhere); err != nil {
		return err
	}
	rows, err := rc.selectHeld(ctx, rc.r.identity, func(b *builder) {
		b.keyAmong(&rc.r.frame, rc.r.identity, rc.rows(rc.r.identity, whole))
	})
	if err == nil && len(rows) < len(whole) {
		err = rc.missing()
	}
	return err
}

func identitiesOf(rows []newRow) []tuple {
	out := make([]tuple, len(rows))
	for i, r := range rows {
		out[i] = r.identity
	}
	return out
}

func (rc *rowChange) missing() error {
	return &connectors.Error{Kind: connectors.Invalid, Field: rc.r.name, Err: errors.New("there is no such record to add")}
}

// release lets those of the owner's records go whose columns have these values.
func (rc *rowChange) release(ctx context.Context, columns []*column, tuples []tuple) error {
	whole, _ := splitTuples(tuples)
	if len(whole) == 0 {
		return nil
	}
	return rc.releaseWhere(ctx, len(whole), func(b *builder) {
		b.keyIs(&rc.r.frame, theirs(rc.r.by), rc.owner)
		b.write(" AND ").keyAmong(&rc.r.frame, columns, rc.rows(columns, whole))
	})
}

// releaseAll lets all of the owner's records go.
func (rc *rowChange) releaseAll(ctx context.Context) error {
	return rc.releaseWhere(ctx, -1, func(b *builder) { b.keyIs(&rc.r.frame, theirs(rc.r.by), rc.owner) })
}

func (rc *rowChange) releaseWhere(ctx context.Context, expected int, which func(b *builder)) error {
	h := rc.r.held
	if h.empty == nil && !h.field.column.nullable {
		rows, err := rc.selectHeld(ctx, rc.r.key, which)
		if err == nil && len(rows) > 0 {
			err = &connectors.Error{Kind: connectors.Invalid, Field: rc.r.name, Err: errors.New("the records belong to one always")}
		}
		return err
	}
	n, err := rc.put(ctx, h.empty, which)
	if err != nil || rc.s.dry() || n == int64(expected) {
		return err
	}
	return rc.checkProtected(ctx, which)
}

// put gives the field that records belong by a value, in those that can be seen and are not protected.
func (rc *rowChange) put(ctx context.Context, v connectors.Value, which func(b *builder)) (int64, error) {
	h := rc.r.held
	set := assignments{}
	if err := rc.supply(ctx, set, h.stamp, true, connectors.Fields{h.field.column.name: v}); err != nil {
		return 0, err
	}
	set[h.field.column.name] = assignment{column: h.field.column, value: v}
	movable := func(b *builder) {
		which(b)
		b.and(&rc.r.frame, rc.r.where)
		if h.protect != nil {
			b.and(&rc.r.frame, connectors.Not{Term: h.protect})
		}
	}
	if len(h.effects) > 0 {
		keys, err := rc.moving(ctx, movable)
		if err != nil || len(keys) == 0 {
			return 0, err
		}
		movable = func(b *builder) { b.keyAmong(&rc.r.frame, rc.r.key, rc.rows(rc.r.key, keys)) }
	}
	b := newBuilder(rc.e.d)
	b.update(&rc.r.frame, set)
	movable(b)
	n, err := rc.s.exec(ctx, b.statement())
	rc.changed += n
	return n, err
}

// checkProtected refuses to leave a protected record as it is when it was to be moved.
func (rc *rowChange) checkProtected(ctx context.Context, which func(b *builder)) error {
	if rc.r.held.protect == nil {
		return nil
	}
	rows, err := rc.selectHeld(ctx, rc.r.key, func(b *builder) {
		which(b)
		b.and(&rc.r.frame, rc.r.held.protect)
	})
	if err == nil && len(rows) > 0 {
		err = &connectors.Error{Kind: connectors.Protected, Field: rc.r.name}
	}
	return err
}

// selectHeld reads columns of the records that can be seen.
func (rc *rowChange) selectHeld(ctx context.Context, columns []*column, which func(b *builder)) ([][]connectors.Value, error) {
	sel := newSelection()
	sel.addAll(rc.r.frame.fields(columns))
	b := newBuilder(rc.e.d)
	b.write("SELECT ")
	sel.write(b)
	b.from(&rc.r.frame, nil)
	b.write(" WHERE ")
	which(b)
	b.and(&rc.r.frame, rc.r.where)
	return rc.selectRows(ctx, sel, b.statement())
}
