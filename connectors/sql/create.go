package sql

import (
	"context"
	"maps"
	"slices"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/sqldb"
)

// Create inserts a record with its rows in one transaction.
func (e *entity) Create(ctx context.Context, c connectors.Change) (connectors.Record, error) {
	var made connectors.Record
	err := e.transact(ctx, func(ctx context.Context, tx *sqldb.Tx) (err error) {
		made, err = e.create(ctx, sender{q: tx}, c)
		return err
	})
	return made, e.failure("create", err)
}

func (e *entity) create(ctx context.Context, s sender, c connectors.Change) (connectors.Record, error) {
	if e.root.table.values != nil {
		return connectors.Record{}, unsupported("", "a value of a field cannot be created")
	}
	w := e.write(s)
	w.at, w.fresh = c.At, true
	made, err := w.create(ctx, c)
	return made, w.settle(err)
}

func (w *write) create(ctx context.Context, c connectors.Change) (connectors.Record, error) {
	e := w.e
	set, err := w.assign(ctx, &e.root, e.fields, c.Set, "")
	if err == nil {
		err = w.supply(ctx, set, e.sources.insert, false, c.Set)
	}
	if err == nil {
		err = w.supply(ctx, set, e.sources.stampInsert, true, c.Set)
	}
	w.bump(set)
	if err != nil {
		return connectors.Record{}, err
	}
	cur, err := w.insertOwn(ctx, set)
	if err == nil {
		err = w.checkKey(cur, c.Key)
	}
	if err == nil {
		err = w.bring(ctx, cur, c)
	}
	var rows []string
	if err == nil {
		rows, err = w.changeRelations(ctx, cur, c)
	}
	if err == nil {
		err = w.follow(ctx, cur, event{created: true, fields: set.names(), relations: rows})
	}
	if err != nil {
		return connectors.Record{}, err
	}
	return connectors.Record{Key: cur.Key, Version: cur.Version}, nil
}

// insertOwn inserts the record and reads what the database made of its key, its version and the values that rows
// belong by.
func (w *write) insertOwn(ctx context.Context, set assignments) (*locked, error) {
	e := w.e
	p, err := e.plan(connectors.Need{})
	if err != nil {
		return nil, err
	}
	p.sel.addAll(e.root.fields(e.follows))
	cur := &locked{plan: p, by: map[string][]int{}}
	for _, name := range slices.Sorted(maps.Keys(e.relations)) {
		cur.by[name] = p.sel.addAll(e.root.fields(ours(e.relations[name].by)))
	}
	b := newBuilder(e.d)
	b.write("INSERT INTO ", e.root.table.quoted)
	if len(set) == 0 {
		b.write(" DEFAULT VALUES")
	} else {
		b.write(" (")
		list(b, ", ", set.sorted(), func(a assignment) { b.write(a.column.quoted) })
		b.write(") VALUES (")
		list(b, ", ", set.sorted(), b.assigned)
		b.write(")")
	}
	b.returning(p.sel)
	if w.s.dry() {
		w.s.note(b.statement())
		cur.stored = &stored{values: make([]connectors.Value, len(p.sel.fields))}
		return cur, nil
	}
	rows, err := w.selectRows(ctx, p.sel, b.statement())
	switch {
	case err != nil:
		return nil, err
	case len(rows) != 1:
		return nil, connectors.Errorf(connectors.Internal, "", "the database answers nothing about the new row")
	}
	cur.stored, err = p.record(rows[0])
	return cur, err
}
