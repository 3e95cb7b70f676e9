package sql

import (
	"context"
	"fmt"
	"slices"

	"github.com/scimgate/scimgate/internal/fold"
)

// These bound how many rows one INSERT carries, as values or as SELECTs, of which SQLite takes no more than 500. Batches
// are powers of two, so that there are few texts for the database to keep prepared.
const (
	maxValues  = 4096
	maxSelects = 256
)

func (rc *rowChange) insert(ctx context.Context, rows []newRow) error {
	if h := handwrittenOf(rc.r.frame.table).create; h != nil && len(rows) > 0 {
		return rc.insertBy(ctx, h, rows)
	}
	for len(rows) > 0 {
		clause, refused := rc.e.d.unlessTaken(rc.r.arbiter)
		refused = refused && rc.r.arbiter != nil && !slices.Contains(rows[0].identity, nil)
		limit := maxSelects
		if refused {
			limit = maxValues
		}
		limit = min(limit, len(rows), rc.e.d.MaxArgs()/(len(rows[0].set)+len(rc.owner)+1))
		n := 1
		for n*2 <= limit && alike(rows[:n*2]) {
			n *= 2
		}
		st := rc.insertIfAbsent(rows[:n])
		if refused {
			st = rc.insertUnlessTaken(rows[:n], clause)
		}
		changed, err := rc.s.exec(ctx, st)
		if err != nil {
			return err
		}
		rc.changed += changed
		rows = rows[n:]
	}
	return nil
}

// alike reports whether rows set the same columns in the same way and are all told apart by values, or none is.
func alike(rows []newRow) bool {
	shape := func(a, b assignment) bool { return a.column == b.column && a.native == b.native }
	first := rows[0]
	return !slices.ContainsFunc(rows, func(r newRow) bool {
		return !slices.EqualFunc(first.set, r.set, shape) || slices.Contains(first.identity, nil) != slices.Contains(r.identity, nil)
	})
}

// value is one of a row's values: an expression, or a placeholder.
func (rc *rowChange) value(b *builder, a assignment) string {
	if i := slices.IndexFunc(rc.r.by, func(p pair) bool { return p.theirs == a.column }); i >= 0 {
		return b.d.param(a.column, b.place(rc.owner[i]))
	}
	return b.newValue(a)
}

// insertUnlessTaken leaves it to a unique index to refuse rows that are there.
func (rc *rowChange) insertUnlessTaken(rows []newRow, clause string) statement {
	b := newBuilder(rc.e.d)
	b.into = rc.r.frame.table.base()
	b.write("INSERT INTO ", rc.r.frame.table.target(), " (")
	list(b, ", ", rows[0].set, func(a assignment) { b.write(a.column.quoted) })
	b.write(") VALUES ")
	list(b, ", ", rows, func(row newRow) {
		b.write("(")
		list(b, ", ", row.set, func(a assignment) { b.write(rc.value(b, a)) })
		b.write(")")
	})
	b.write(clause)
	return b.statement()
}

// insertIfAbsent looks for each row first, which is safe because the record is locked by whoever adds to it.
func (rc *rowChange) insertIfAbsent(rows []newRow) statement {
	set, f := rows[0].set, &rc.r.frame
	name := func(a assignment) string {
		return fmt.Sprintf("c%d", slices.IndexFunc(set, func(s assignment) bool { return s.column == a.column }))
	}
	b := newBuilder(rc.e.d)
	b.into = f.table.base()
	b.write("INSERT INTO ", f.table.target(), " (")
	list(b, ", ", set, func(a assignment) { b.write(a.column.quoted) })
	b.write(") SELECT ")
	list(b, ", ", set, func(a assignment) { b.write("v.", name(a)) })
	b.write(" FROM (")
	list(b, " UNION ALL ", rows, func(row newRow) {
		b.write("SELECT ")
		list(b, ", ", row.set, func(a assignment) {
			b.write(b.d.unioned(a.column, rc.value(b, a)), " AS ", name(a))
		})
		b.write(b.d.grammar().nowhere)
	})
	b.write(")", b.d.grammar().as, "v WHERE NOT EXISTS (SELECT 1")
	b.from(f, nil)
	b.write(" WHERE ").keyIs(f, theirs(rc.r.by), rc.owner)
	b.and(f, rc.r.where)
	for _, c := range rc.r.identity {
		there := "NULL"
		if slices.ContainsFunc(set, func(a assignment) bool { return a.column == c }) {
			there = b.d.folded(c, "v."+name(assignment{column: c}), fold.None)
		}
		b.write(" AND ", b.d.same(b.d.folded(c, f.own(c).expr(), fold.None), there))
	}
	b.write(")")
	return b.statement()
}
