package sql

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/fold"
)

var errNoOwner = errors.New("the record has no value that its rows could belong by")

// tuple is the values of several columns.
type tuple []connectors.Value

// text is equal for equal tuples and for no others.
func (t tuple) text() string {
	var b strings.Builder
	for _, v := range t {
		switch v := v.(type) {
		case connectors.Decimal:
			x, _ := rational(v)
			fmt.Fprintf(&b, "%s|", x)
		default:
			fmt.Fprintf(&b, "%T%q|", v, fmt.Sprint(v))
		}
	}
	return b.String()
}

// splitTuples parts those with an empty value from the others.
func splitTuples(tuples []tuple) (whole, partial []tuple) {
	for _, t := range tuples {
		if slices.Contains(t, nil) {
			partial = append(partial, t)
		} else {
			whole = append(whole, t)
		}
	}
	return whole, partial
}

// newRow is a row to be added.
type newRow struct {
	set      []assignment // by column name
	identity tuple
}

// newRows completes the rows to be added: by whom they belong, what the relation's where and inserts fill in. Of rows
// with one identity the first counts.
func (rc *rowChange) newRows(ctx context.Context, adds []connectors.Fields) ([]newRow, error) {
	seen := map[string]bool{}
	var rows []newRow
	fresh := *rc.write
	fresh.fresh = true
	for _, fields := range adds {
		set, err := rc.assign(ctx, &rc.r.frame, rc.r.fields, fields, rc.r.name+"/")
		if err != nil {
			return nil, err
		}
		row := newRow{identity: rc.identity(set)}
		if seen[row.identity.text()] {
			continue
		}
		seen[row.identity.text()] = true
		for name, a := range rc.r.filled {
			if _, there := set[name]; !there {
				set[name] = a
			}
		}
		for _, p := range rc.r.by {
			set[p.theirs.name] = assignment{column: p.theirs}
		}
		if err := fresh.supply(ctx, set, rc.r.insert, false, fields); err != nil {
			return nil, err
		}
		row.set = set.sorted()
		rows = append(rows, row)
	}
	return rows, nil
}

func (rc *rowChange) identity(set assignments) tuple {
	id := make(tuple, len(rc.r.identity))
	for i, c := range rc.r.identity {
		id[i] = set[c.name].value
	}
	return id
}

// identityOf reads an identity from fields that a client names; a column that they do not give may be named by what
// its code means. ok is false when no row can have it.
func (rc *rowChange) identityOf(ctx context.Context, fields connectors.Fields) (id tuple, ok bool, err error) {
	codes, err := rc.assign(ctx, &rc.r.frame, rc.r.fields, rc.meanings(fields), rc.r.name+"/")
	if errors.Is(err, connectors.Invalid) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	id = make(tuple, len(rc.r.identity))
	for i, c := range rc.r.identity {
		v, given := fields[c.name]
		if !given {
			v = codes[c.name].value
		}
		if id[i], err = connectors.Convert(v, c.typ); err != nil {
			return nil, false, fieldError(err, connectors.Invalid, rc.r.name+"/"+c.name)
		}
	}
	return id, true, nil
}

// meanings are the fields of lookups that a column of the identity points at.
func (rc *rowChange) meanings(fields connectors.Fields) connectors.Fields {
	out := connectors.Fields{}
	for name, v := range fields {
		j := rc.r.fields[name].join
		if j != nil && j.spec.Lookup && slices.ContainsFunc(j.on, func(p pair) bool { return slices.Contains(rc.r.identity, p.ours) }) {
			out[name] = v
		}
	}
	return out
}

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
