package sql

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/sqldb"
)

// arranged is the table of an entity as its block has it: read through a view perhaps, written by statements perhaps.
// nil when the database has neither.
func (k *checker) arranged(name string, b *entityBlock) (*table, error) {
	t, err := k.c.d.introspect(k.ctx, k.c.db, name)
	if err != nil || b == nil {
		return t, err
	}
	noLock := t == nil || !t.mayUpdate()
	if !b.read.IsMissing() {
		view := k.view(b)
		if view == nil {
			return nil, errFound
		}
		t = viewed(name, view, t)
	}
	if t != nil {
		t.by, t.noLock = b, noLock
	}
	return t, nil
}

// errFound is the error of what is a finding already.
var errFound = errors.New("there is a finding")

// view reads what stands under `read:`; nil after a finding.
func (k *checker) view(b *entityBlock) *table {
	name := b.read.Text()
	for part := range strings.SplitSeq(name, ".") {
		if err := sqldb.CheckIdent(part); err != nil {
			k.found.Add(b.read.Finding("sql/identifier", "", "%v", err))
			return nil
		}
	}
	view, err := k.c.d.introspect(k.ctx, k.c.db, name)
	switch {
	case err != nil:
		k.found.Add(b.read.Finding("sql/unavailable", "", "the schema of %s cannot be read: %v", name, reason(err)))
		return nil
	case view == nil:
		all, _ := k.c.d.tables(k.ctx, k.c.db) // only for the hint
		k.found.Add(b.read.Finding("sql/unknown-table", diag.Suggest(name, all), "the database has no table or view %q", name))
	}
	return view
}

// viewed is a view that is read in place of own, which is nil when our account cannot see it or there is none. What own
// has and the view has not can only be written, what the view alone has only be read.
func viewed(name string, view, own *table) *table {
	t := *view
	t.name, t.view, t.written = name, true, ""
	if own == nil {
		for _, c := range t.columns {
			c.computed, c.filled = true, true
		}
		t.noDelete = true
		return &t
	}
	t.written, t.triggers, t.noDelete, t.reuses, t.lenient = own.quoted, own.triggers, own.noDelete, own.reuses, own.lenient
	for n, c := range t.columns {
		o, ok := own.columns[n]
		if !ok || o.typ != c.typ {
			c.computed, c.filled = true, true
			continue
		}
		noSelect := c.noSelect
		*c = *o
		c.noSelect = noSelect
	}
	t.key, t.indexes = nil, nil
	for _, c := range own.key {
		if seen := view.columns[c.name]; seen != nil {
			t.key = append(t.key, seen)
		}
	}
	if len(t.key) < len(own.key) {
		t.key = nil
	}
	for _, i := range own.indexes {
		if !slices.ContainsFunc(i.columns, func(n string) bool { return view.columns[n] == nil }) {
			t.indexes = append(t.indexes, i)
		}
	}
	for n, o := range own.columns {
		if _, ok := view.columns[n]; !ok {
			hidden := *o
			hidden.noSelect = true
			t.columns[n] = &hidden
		}
	}
	return &t
}

// insertBehind inserts into the table behind a view, which answers the key, and reads the record through the view.
func (w *write) insertBehind(ctx context.Context, cur *locked, set assignments) error {
	e := w.e
	sel := newSelection()
	sel.addAll(e.root.fields(e.key))
	b := newBuilder(e.d)
	b.insertInto(e.root.table, set)
	b.returning(sel)
	rows, err := w.selectRows(ctx, sel, b.statement())
	switch {
	case err != nil:
		return err
	case w.s.dry():
		rows = [][]connectors.Value{make([]connectors.Value, len(e.key))}
	case len(rows) != 1:
		return connectors.Errorf(connectors.Internal, "", "the database answers nothing about the new row")
	}
	cur.byKey(rows[0])
	return w.readAgain(ctx, cur)
}

// byKey makes cur a record of which the key alone is known.
func (cur *locked) byKey(key []connectors.Value) {
	cur.stored = &stored{values: make([]connectors.Value, len(cur.plan.sel.fields))}
	for i, at := range cur.plan.key {
		cur.values[at] = key[i]
	}
}

// readAgain makes cur what the record is now.
func (w *write) readAgain(ctx context.Context, cur *locked) error {
	if err := w.reread(ctx, cur); err != nil || w.s.dry() {
		return err
	}
	return cur.renew()
}
