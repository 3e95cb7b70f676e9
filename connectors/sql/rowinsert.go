package sql

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/scimgate/scimgate/internal/fold"
)

// maxBatch bounds how many rows one INSERT carries. Batches are powers of two, so that there are few texts for the
// database to keep prepared.
const maxBatch = 512

func (rc *rowChange) insert(ctx context.Context, rows []newRow) error {
	for len(rows) > 0 {
		limit := min(maxBatch, rc.e.d.MaxArgs()/(len(rows[0].set)+len(rc.owner)+1))
		n := 1
		for n*2 <= min(limit, len(rows)) && alike(rows[:n*2]) {
			n *= 2
		}
		st := rc.insertIfAbsent(rows[:n])
		if rc.r.arbiter != nil && !slices.Contains(rows[0].identity, nil) {
			st = rc.insertUnlessConflict(rows[:n])
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

// values writes one row's values.
func (rc *rowChange) values(b *builder, row newRow) {
	b.write("(")
	list(b, ", ", row.set, func(a assignment) {
		if i := slices.IndexFunc(rc.r.by, func(p pair) bool { return p.theirs == a.column }); i >= 0 {
			b.bindFor(a.column, rc.owner[i])
			return
		}
		b.assigned(a)
	})
	b.write(")")
}

// insertUnlessConflict leaves it to a unique index to refuse rows that are there.
func (rc *rowChange) insertUnlessConflict(rows []newRow) statement {
	b := newBuilder(rc.e.d)
	b.write("INSERT INTO ", rc.r.frame.table.quoted, " (")
	list(b, ", ", rows[0].set, func(a assignment) { b.write(a.column.quoted) })
	b.write(") VALUES ")
	list(b, ", ", rows, func(row newRow) { rc.values(b, row) })
	b.write(" ON CONFLICT (")
	list(b, ", ", rc.r.arbiter, func(name string) { b.write(b.d.Quote(name)) })
	b.write(") DO NOTHING")
	return b.statement()
}

// insertIfAbsent looks for each row first, which is safe because the record is locked by whoever adds to it.
func (rc *rowChange) insertIfAbsent(rows []newRow) statement {
	set, f := rows[0].set, &rc.r.frame
	name := func(i int) string { return fmt.Sprintf("c%d", i) }
	b := newBuilder(rc.e.d)
	b.write("WITH v(")
	for i := range set {
		b.write(strings.Repeat(", ", min(i, 1)), name(i))
	}
	b.write(") AS (VALUES ")
	list(b, ", ", rows, func(row newRow) { rc.values(b, row) })
	b.write(") INSERT INTO ", f.table.quoted, " (")
	list(b, ", ", set, func(a assignment) { b.write(a.column.quoted) })
	b.write(") SELECT ")
	for i := range set {
		b.write(strings.Repeat(", ", min(i, 1)), name(i))
	}
	b.write(" FROM v WHERE NOT EXISTS (SELECT 1 FROM ", f.table.quoted, " AS ", f.alias, " WHERE ").keyIs(f, theirs(rc.r.by), rc.owner)
	b.and(f, rc.r.where)
	for _, c := range rc.r.identity {
		i := slices.IndexFunc(set, func(a assignment) bool { return a.column == c })
		b.write(" AND ", b.d.folded(c, f.own(c).expr(), fold.None), " IS NOT DISTINCT FROM ")
		if i < 0 {
			b.write("NULL")
		} else {
			b.write(b.d.folded(c, "v."+name(i), fold.None))
		}
	}
	b.write(")")
	return b.statement()
}
