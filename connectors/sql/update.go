package sql

import (
	"context"
	"reflect"
	"slices"

	"github.com/scimgate/scimgate/connectors"
)

// same reports whether a column that holds a keeps its value when b is written.
func same(a, b connectors.Value) bool {
	if order, ok := connectors.Compare(a, b, ""); ok {
		return order == 0
	}
	return reflect.DeepEqual(a, b) // nothing, or JSON
}

// updateOwn writes the record's own columns and makes cur what it is then. What the statement returns is enough unless
// triggers run behind it or what is joined may be something else now.
func (w *write) updateOwn(ctx context.Context, cur *locked, set assignments) error {
	e := w.e
	if len(handwrittenOf(e.root.table).update) > 0 {
		return w.updateBy(ctx, cur, set, set)
	}
	own, at := cur.plan.ownFields()
	b := newBuilder(e.d)
	b.update(&e.root, set).keyIs(&e.root, e.key, w.keyOf(cur))
	if !e.d.grammar().answers || e.root.table.view {
		return w.updateThenRead(ctx, cur, set, b.statement())
	}
	b.returning(own)
	if w.s.dry() {
		w.s.note(b.statement())
		return nil
	}
	rows, err := w.selectRows(ctx, own, b.statement())
	switch {
	case err != nil:
		return err
	case len(rows) == 0:
		return &connectors.Error{Kind: connectors.NotFound}
	}
	for i, v := range rows[0] {
		cur.values[at[i]] = v
	}
	if e.root.table.triggers || w.rejoins(cur, set) {
		if err := w.reread(ctx, cur); err != nil {
			return err
		}
	}
	return cur.renew()
}

// rejoins reports whether a joined field of the record may come from another row, or have another value, once set is
// written.
func (w *write) rejoins(cur *locked, set assignments) bool {
	for j := range cur.plan.sel.use {
		t := j.frame.table
		if w.elsewhere || t.view || t.name == w.e.root.table.name || j.spec.Current != nil {
			return true
		}
		if j.from == nil && slices.ContainsFunc(j.on, func(p pair) bool { _, written := set[p.ours.name]; return written || p.ours.computed }) {
			return true
		}
	}
	return false
}

// updateThenRead is for a database that does not answer what it wrote.
func (w *write) updateThenRead(ctx context.Context, cur *locked, set assignments, st statement) error {
	switch n, err := w.s.exec(ctx, st); {
	case err != nil:
		return err
	case n == 0:
		return &connectors.Error{Kind: connectors.NotFound}
	}
	for i, c := range w.e.key {
		if a, written := set[c.name]; written && a.native == "" {
			cur.values[cur.plan.key[i]] = a.value
		}
	}
	return w.readAgain(ctx, cur)
}

// renew makes the record what its values say.
func (cur *locked) renew() error {
	now, err := cur.plan.record(cur.values)
	if err == nil {
		now.Rows = cur.Rows
		cur.stored = now
	}
	return err
}

// reread reads the record by its new key, wherever it is now: a write may have taken it out of scope.
func (w *write) reread(ctx context.Context, cur *locked) error {
	b := w.e.builder()
	cur.plan.selectFrom(b, w.e, joined{})
	b.write(" WHERE ").keyIs(&w.e.root, w.e.key, w.keyOf(cur))
	rows, err := w.selectRows(ctx, cur.plan.sel, b.statement())
	switch {
	case err != nil || w.s.dry():
		return err
	case len(rows) != 1:
		return connectors.Errorf(connectors.Internal, "", "the record cannot be read by its new key")
	}
	cur.values = rows[0]
	return nil
}

// ownFields is the part of a plan that comes from the record's own table, and where its values go.
func (p *plan) ownFields() (*selection, []int) {
	own := newSelection()
	var at []int
	for i, f := range p.sel.fields {
		if f.join == nil {
			own.add(f)
			at = append(at, i)
		}
	}
	return own, at
}

// returning writes the columns of s as a statement that writes can name them: without an alias.
func (b *builder) returning(s *selection) {
	b.write(" RETURNING ")
	list(b, ", ", s.fields, func(f field) { b.write(b.d.value(f.column, f.column.quoted)) })
}
