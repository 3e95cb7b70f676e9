package sql

import (
	"context"
	"maps"
	"slices"

	"github.com/scimgate/scimgate/connectors"
)

// bring is a row of another table that a new record comes with.
type bring struct {
	table  *table
	copies []pair            // theirs is the row's column, ours the record's
	set    map[string]source // all others
	ofKey  []*column         // that hold the record's key, of rows that go with it; else none
}

func (k *checker) brings(e *entity) []bring {
	var out []bring
	for _, s := range k.spec.Brings {
		t := k.table(s.Entity)
		if t == nil {
			continue
		}
		prefix := s.Entity + "."
		by, others := map[string]string{}, map[string]connectors.Source{}
		for name, source := range s.Set {
			if c, ok := source.(connectors.Copy); ok {
				by[name] = c.Field
			} else {
				others[name] = source
			}
		}
		br := bring{table: t, copies: k.pairs(t, e.root.table, by, prefix), set: k.sources(t, others, prefix)}
		if s.Go {
			br.ofKey = br.hold(e.key)
		}
		if s.Go && len(br.ofKey) == 0 {
			k.fail("bring", prefix, "copy the record's key to it", "nothing tells which rows of %s go with a record", t.name)
		}
		out = append(out, br)
	}
	return out
}

// hold are the columns that key is copied to; none unless all of it is.
func (br bring) hold(key []*column) []*column {
	out := make([]*column, len(key))
	for i, c := range key {
		at := slices.IndexFunc(br.copies, func(p pair) bool { return p.ours == c })
		if at < 0 {
			return nil
		}
		out[i] = br.copies[at].theirs
	}
	return out
}

// bring inserts the rows that the new record comes with.
func (w *write) bring(ctx context.Context, cur *locked, c connectors.Change) error {
	for _, br := range w.e.brings {
		set := assignments{}
		for _, p := range br.copies {
			v, err := w.e.storable(p.theirs, cur.value(w.e.root.own(p.ours)))
			if err != nil && !w.s.dry() {
				return fieldError(err, connectors.Internal, p.ours.name)
			}
			set[p.theirs.name] = assignment{column: p.theirs, value: v}
		}
		if err := w.supply(ctx, set, br.set, false, c.Set); err != nil {
			return err
		}
		b := newBuilder(w.e.d)
		b.insertInto(br.table, set)
		if _, err := w.s.exec(ctx, b.statement()); err != nil {
			return err
		}
	}
	return nil
}

// insertInto writes an INSERT of one row.
func (b *builder) insertInto(t *table, set assignments) {
	b.into = t.base()
	b.write("INSERT INTO ", t.target())
	if len(set) == 0 && b.d.grammar().defaults == "" {
		b.write(" (", t.key[0].quoted, ") VALUES (DEFAULT)")
		return
	}
	if len(set) == 0 {
		b.write(b.output, b.d.grammar().defaults)
		return
	}
	b.write(" (")
	list(b, ", ", set.sorted(), func(a assignment) { b.write(a.column.quoted) })
	b.write(")", b.output, " VALUES (")
	list(b, ", ", set.sorted(), b.assigned)
	b.write(")")
}

// unbring removes the rows that go with the record, the last that came first.
func (w *write) unbring(ctx context.Context, cur *locked) error {
	for _, br := range slices.Backward(w.e.brings) {
		if len(br.ofKey) == 0 {
			continue
		}
		f := frame{alias: "g", table: br.table}
		b := newBuilder(w.e.d)
		b.write(b.d.deleteFrom(&f), " WHERE ").keyIs(&f, br.ofKey, w.keyOf(cur))
		if _, err := w.s.exec(ctx, b.statement()); err != nil {
			return err
		}
	}
	return nil
}

// follows are the fields of the record that brings and effects look at, each once.
func follows(e *entity) []field {
	seen := map[string]field{}
	for _, br := range e.brings {
		for _, p := range br.copies {
			seen[p.ours.name] = e.root.own(p.ours)
		}
	}
	for _, x := range e.effects {
		maps.Copy(seen, x.parameters)
	}
	var out []field
	for _, name := range slices.Sorted(maps.Keys(seen)) {
		out = append(out, seen[name])
	}
	return out
}

// ownOf are those fields that are the record's own.
func ownOf(fields []field) []field {
	return slices.DeleteFunc(slices.Clone(fields), func(f field) bool { return f.join != nil })
}
