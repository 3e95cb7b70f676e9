package sql

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"

	"github.com/scimgate/scimgate/connectors"
)

// parameters are where the values of a statement's parameters are: what the write sets, and else what the record or
// row holds. What neither has is nothing.
type parameters struct {
	table *table
	set   assignments
	holds map[string]connectors.Value
}

// value is that of a parameter. An expression of the operator's is evaluated first.
func (w *write) value(ctx context.Context, p parameters, name string) (connectors.Value, error) {
	a, given := p.set[name]
	switch {
	case !given:
		return p.holds[name], nil
	case a.native == "":
		return a.value, nil
	}
	v, err := w.evaluate(ctx, a)
	if err != nil {
		return nil, fieldError(err, connectors.Internal, name)
	}
	return v, nil
}

// bound is a statement with its values: those of all rows for a list, and else those of the first.
func (w *write) bound(ctx context.Context, h *handwritten, rows []parameters) (statement, error) {
	b := newBuilder(w.e.d)
	var failure error
	h.Write(func(text string) { b.write(text) }, func(name string) {
		of, list := rows[:1], slices.Contains(h.lists, name)
		if list {
			of = rows
		}
		values := make([]any, len(of))
		for i, p := range of {
			var err error
			if values[i], err = w.value(ctx, p, name); err != nil && failure == nil {
				failure = err
			}
		}
		c := rows[0].table.columns[name]
		if list {
			b.bind(jsonList(c, values))
			return
		}
		b.bind(b.d.encode(c, values[0]))
	})
	return b.statement(), failure
}

// counts tells the statements that say how many rows they touched, which a call does not.
var counts = regexp.MustCompile(`(?i)^\s*(insert|update|delete|merge|replace|with)\b`)

// run sends a statement, which must touch something for each row that it is sent for.
func (w *write) run(ctx context.Context, h *handwritten, rows ...parameters) error {
	st, err := w.bound(ctx, h, rows)
	if err != nil {
		return err
	}
	n, err := w.s.exec(ctx, st)
	if err == nil && n < int64(len(rows)) && counts.MatchString(st.text) && !w.s.dry() {
		err = &connectors.Error{Kind: connectors.Precondition, Err: fmt.Errorf("the statement touched %d rows, and was sent for %d", n, len(rows))}
	}
	return err
}

// handwrittenOf are the statements for t.
func handwrittenOf(t *table) *entityBlock {
	if t.by == nil {
		return &entityBlock{}
	}
	return t.by
}

// taken are the columns of t that some of its statements take and that can be read.
func (t *table) taken() []*column {
	var columns []*column
	for _, h := range slices.Concat(handwrittenOf(t).update, []*handwritten{handwrittenOf(t).delete}) {
		if h == nil {
			continue
		}
		for _, name := range h.Names() {
			if c := t.columns[name]; !c.noSelect && !slices.Contains(columns, c) {
				columns = append(columns, c)
			}
		}
	}
	return columns
}

// holding is what was read of columns of f, by name.
func holding(f *frame, sel *selection, values []connectors.Value) map[string]connectors.Value {
	holds := map[string]connectors.Value{}
	for i, at := range sel.fields {
		if at.join == nil && at.frame.alias == f.alias {
			holds[at.column.name] = values[i]
		}
	}
	return holds
}

// insertBy creates the record by the operator's statement. What that does not take is updated behind it.
func (w *write) insertBy(ctx context.Context, cur *locked, h *handwritten, set assignments) error {
	key, err := w.newKey(ctx, h, set)
	if err != nil {
		return err
	}
	cur.byKey(key)
	if err := w.readAgain(ctx, cur); err != nil {
		return err
	}
	rest := assignments{}
	for name, a := range set {
		if !h.takes(name) && !a.column.noUpdate {
			rest[name] = a
		}
	}
	switch {
	case len(rest) == 0:
		return nil
	case len(w.e.root.table.by.update) > 0:
		return w.updateBy(ctx, cur, rest, set)
	default:
		w.elsewhere = true
		return w.updateOwn(ctx, cur, rest)
	}
}

// newKey runs a create and answers the new record's key: what the statement answers, and else what it was given.
func (w *write) newKey(ctx context.Context, h *handwritten, set assignments) ([]connectors.Value, error) {
	e := w.e
	p := parameters{table: e.root.table, set: set}
	if err := w.evaluateKey(ctx, set); err != nil {
		return nil, err
	}
	answer := map[string]connectors.Value{}
	if len(h.key) == 0 {
		if err := w.run(ctx, h, p); err != nil {
			return nil, err
		}
	} else {
		st, err := w.bound(ctx, h, []parameters{p})
		if err != nil {
			return nil, err
		}
		sel := newSelection()
		for _, name := range h.key {
			sel.add(e.root.own(e.root.table.columns[name]))
		}
		rows, err := w.selectRows(ctx, sel, st)
		switch {
		case err != nil:
			return nil, err
		case len(rows) == 1:
			answer = holding(&e.root, sel, rows[0])
		case !w.s.dry():
			return nil, connectors.Errorf(connectors.Internal, "", "the statement answers %d rows in place of the new key", len(rows))
		}
	}
	key := make([]connectors.Value, len(e.key))
	for i, c := range e.key {
		v, answered := answer[c.name]
		if !answered {
			v = set[c.name].value
		}
		if v == nil && !w.s.dry() {
			return nil, &connectors.Error{Kind: connectors.Internal, Field: c.name, Err: errors.New("the statement answers no such part of the new key")}
		}
		key[i] = v
	}
	return key, nil
}

// updateBy writes the record by those of the operator's statements that set something of what changes. Stamps are
// values for them and no reason to send one; given are all values that the write has.
func (w *write) updateBy(ctx context.Context, cur *locked, changes, given assignments) error {
	e := w.e
	p := parameters{table: e.root.table, set: maps.Clone(given), holds: holding(&e.root, cur.plan.sel, cur.values)}
	for _, c := range e.key { // the record is found by the key it has
		delete(p.set, c.name)
	}
	for _, h := range e.root.table.by.update {
		if e.sources.changes(changes, h.setsOf(columnNames(e.key))) {
			if err := w.run(ctx, h, p); err != nil {
				return err
			}
		}
	}
	return w.readAgain(ctx, cur)
}

// changes reports whether set holds one of the fields and it is no stamp.
func (s sources) changes(set assignments, fields []string) bool {
	return slices.ContainsFunc(fields, func(name string) bool {
		_, written := set[name]
		_, inserted := s.stampInsert[name]
		_, updated := s.stampUpdate[name]
		return written && !inserted && !updated
	})
}

// deleteBy removes the record, and all that belongs to it, by the operator's statement.
func (w *write) deleteBy(ctx context.Context, cur *locked, h *handwritten) error {
	e := w.e
	p := parameters{table: e.root.table, holds: holding(&e.root, cur.plan.sel, cur.values)}
	if err := w.run(ctx, h, p); err != nil {
		return err
	}
	b := newBuilder(e.d)
	sel := newSelection()
	sel.addAll(e.root.fields(e.key))
	b.write("SELECT ")
	sel.write(b)
	b.from(&e.root, e.bounds())
	b.write(" WHERE ").visible(e)
	b.write(" AND ").keyIs(&e.root, e.key, w.keyOf(cur))
	rows, err := w.selectRows(ctx, sel, b.statement())
	if err == nil && len(rows) > 0 {
		err = &connectors.Error{Kind: connectors.Precondition, Err: fmt.Errorf("the statement left the record of %s where it was", e.spec.Entity)}
	}
	return err
}
