package sql

import (
	"context"
	"strings"

	"github.com/scimgate/scimgate/connectors"
)

// rowSelection is what a statement reads of the rows of a relation: whom a row belongs to, its key, and fields.
type rowSelection struct {
	*selection
	relation *relation
	owner    []int
	key      []int
	fields   []named
}

func newRowSelection(r *relation, owner []field, fields []string) rowSelection {
	in := rowSelection{selection: newSelection(), relation: r}
	in.owner = in.addAll(owner)
	in.key = in.addAll(r.frame.fields(r.key))
	for _, name := range fields {
		in.fields = append(in.fields, named{name, in.add(r.fields[name])})
	}
	return in
}

// row makes a Row of values. One that has no primary key and an empty identity has no key either.
func (in rowSelection) row(values []connectors.Value) (owner connectors.Key, row connectors.Row, err error) {
	owner, err = keyOf(values, in.owner)
	row.Fields = make(connectors.Fields, len(in.fields))
	for _, f := range in.fields {
		row.Fields[f.name] = values[f.at]
	}
	row.Key, _ = keyOf(values, in.key)
	return owner, row, err
}

// readRelations reads the rows of every record, one statement per relation.
func (e *entity) readRelations(ctx context.Context, s sender, relations []relationPlan, records []*stored) error {
	for _, r := range relations {
		if err := e.readRelation(ctx, s, r, records); err != nil {
			return err
		}
	}
	return nil
}

func (e *entity) readRelation(ctx context.Context, s sender, r relationPlan, records []*stored) error {
	owners := map[connectors.Key][]*stored{} // by the values that rows belong by
	var rows [][]any
	for _, rec := range records {
		rec.Rows[r.name] = nil
		key, err := keyOf(rec.values, r.by)
		if err != nil {
			continue // by an empty field nothing belongs to the record
		}
		if owners[key] == nil {
			rows = append(rows, e.encoded(theirs(r.relation.by), valuesAt(rec.values, r.by)))
		}
		owners[key] = append(owners[key], rec)
	}
	if len(rows) == 0 && !s.dry() {
		return nil
	}
	in := newRowSelection(r.relation, r.frame.fields(theirs(r.relation.by)), r.fields)
	read := in.reader(e.d)
	return s.query(ctx, e.rowsStatement(in, rows), func(scan scanner) error {
		values, err := read.read(ctx, scan)
		if err != nil {
			return err
		}
		owner, row, err := in.row(values)
		for _, rec := range owners[owner] {
			rec.Rows[r.name] = append(rec.Rows[r.name], row)
		}
		return err
	})
}

func valuesAt(values []connectors.Value, at []int) []connectors.Value {
	out := make([]connectors.Value, len(at))
	for i, n := range at {
		out[i] = values[n]
	}
	return out
}

// rowsStatement reads the visible rows that belong by any of rows, in the relation's order.
func (e *entity) rowsStatement(in rowSelection, rows [][]any) statement {
	r := in.relation
	use := joined{}
	for _, f := range append(in.selection.fields, r.order...) {
		use.add(f)
	}
	b := newBuilder(e.d)
	b.write("SELECT ")
	in.write(b)
	b.from(&r.frame, use)
	b.write(" WHERE ").keyAmong(&r.frame, theirs(r.by), rows)
	b.rowsOf(r, &r.frame)
	b.write(" ORDER BY ")
	for i, f := range r.order {
		b.write(strings.Repeat(", ", min(i, 1)))
		b.orderBy(f, false)
	}
	b.thenByKey(r.order, r.frame.fields(r.key))
	return b.statement()
}
