package sql

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/scimgate/scimgate/connectors"
)

// begin inserts the row of j that belongs by key, with what comes before it and what refers to it. It begins with what
// another row holds, where there is one.
func (w *write) begin(ctx context.Context, j *join, key []connectors.Value, set assignments, like *joinedRow) (func(*column) connectors.Value, error) {
	if j.spec.Missing == connectors.MissingRefuse {
		return nil, &connectors.Error{Kind: connectors.Invalid, Field: w.parted.given[j], Err: fmt.Errorf("%s has no row to hold it", j.frame.table.name)}
	}
	set = maps.Clone(set)
	for i, p := range j.on {
		if key[i] != nil || w.s.dry() && !j.before {
			set[p.theirs.name] = assignment{column: p.theirs, value: key[i]}
		}
	}
	for name, a := range j.filled {
		if _, given := set[name]; !given {
			set[name] = a
		}
	}
	if like != nil {
		j.copied(set)
	}
	fresh := *w
	fresh.fresh = true
	err := fresh.supply(ctx, set, j.insert, false, nil)
	if err == nil {
		err = fresh.before(ctx, owner{join: j, fresh: true, set: set})
	}
	if err != nil {
		return nil, err
	}
	held, err := w.insertJoined(ctx, j, set, like)
	if err != nil {
		return nil, err
	}
	w.parted.changes(j, set)
	return held, w.behind(ctx, owner{join: j, fresh: true, held: held})
}

// copied adds to set all that a row which goes on from another takes over: everything but its key.
func (j *join) copied(set assignments) {
	for name, c := range j.frame.table.columns {
		_, given := set[name]
		if !given && !c.computed && !c.noSelect && !slices.Contains(j.frame.table.key, c) {
			set[name] = assignment{column: c, native: j.frame.own(c).expr()}
		}
	}
}

// insertJoined inserts a row and answers what the database made of the columns by which others are found.
func (w *write) insertJoined(ctx context.Context, j *join, set assignments, like *joinedRow) (func(*column) connectors.Value, error) {
	t := j.frame.table
	if like == nil {
		if err := w.evaluateLinked(ctx, j, set); err != nil {
			return nil, err
		}
	}
	insert := func(b *builder) {
		if like == nil {
			b.insertInto(t, set)
		} else {
			b.insertLike(j, set, like)
		}
	}
	sel := newSelection()
	sel.addAll(j.frame.fields(j.linked(&w.e.root)))
	var rows [][]connectors.Value
	var err error
	switch {
	case w.e.d.grammar().answers:
		b := w.e.builder()
		insert(b)
		b.returning(sel)
		rows, err = w.selectRows(ctx, sel, b.statement())
	default:
		rows, err = w.insertJoinedTelling(ctx, insert, sel.fields, set)
	}
	if w.s.dry() {
		rows = [][]connectors.Value{make([]connectors.Value, len(sel.fields))}
	}
	switch {
	case err != nil:
		return nil, err
	case len(rows) != 1:
		return nil, connectors.Errorf(connectors.Internal, "", "the database answers nothing about the new row of %s", t.name)
	}
	return func(c *column) connectors.Value {
		at, read := sel.at[j.frame.own(c).expr()]
		if !read {
			return nil
		}
		return rows[0][at]
	}, nil
}

// evaluateLinked asks a database that does not answer what it wrote for those columns that others are found by.
func (w *write) evaluateLinked(ctx context.Context, j *join, set assignments) error {
	if w.e.d.grammar().answers {
		return nil
	}
	for _, c := range j.linked(&w.e.root) {
		a, given := set[c.name]
		if !given || a.native == "" {
			continue
		}
		v, err := w.evaluate(ctx, a)
		if err != nil {
			return fieldError(err, connectors.Internal, j.spec.Alias+"."+c.name)
		}
		set[c.name] = assignment{column: c, value: v}
	}
	return nil
}

// insertJoinedTelling is for a database that does not answer what it wrote: a value is known, or a number.
func (w *write) insertJoinedTelling(ctx context.Context, insert func(b *builder), fields []field, set assignments) ([][]connectors.Value, error) {
	row := make([]connectors.Value, len(fields))
	var made []field
	for i, f := range fields {
		a, given := set[f.column.name]
		if row[i] = a.value; !given && f.column.numbered {
			made = append(made, f)
		}
	}
	told, err := w.insertTelling(ctx, insert, made)
	for i, f := range fields {
		if err != nil || !slices.Contains(made, f) {
			continue
		}
		if last := w.e.d.telling(made).last; last != "" {
			row[i], err = w.lastNumber(ctx, f, last)
		} else {
			row[i] = told[f.column]
		}
	}
	return [][]connectors.Value{row}, err
}

// insertLike writes an INSERT of a row that takes over what set names of another.
func (b *builder) insertLike(j *join, set assignments, like *joinedRow) {
	t := j.frame.table
	b.into = t.base()
	b.write("INSERT INTO ", t.target(), " (")
	list(b, ", ", set.sorted(), func(a assignment) { b.write(a.column.quoted) })
	b.write(")", b.output, " SELECT ")
	list(b, ", ", set.sorted(), b.assigned)
	b.from(&j.frame, nil)
	b.write(" WHERE ").keyIs(&j.frame, j.told(), like.key)
}
