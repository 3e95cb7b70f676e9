package sql

import (
	"context"
	"maps"
	"slices"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/sqldb"
)

// Create inserts a record with its rows in one transaction, which is a single statement where that is enough.
func (e *entity) Create(ctx context.Context, c connectors.Change) (connectors.Record, error) {
	e = e.during(ctx)
	var made connectors.Record
	create := func(ctx context.Context, q sqldb.Querier) (err error) {
		made, err = e.create(ctx, sender{q: q}, c)
		return err
	}
	var err error
	if e.isOneStatement(c) {
		err = e.db.Alone(ctx, create)
	} else {
		err = e.transact(ctx, func(ctx context.Context, tx *sqldb.Tx) error { return create(ctx, tx) })
	}
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
	if err := w.before(ctx, owner{fresh: true, set: set}); err != nil {
		return connectors.Record{}, err
	}
	cur, err := w.insertOwn(ctx, set, c.Answer)
	if err == nil {
		made := w.root(cur, nil)
		made.fresh = true
		err = w.behind(ctx, made)
	}
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
		err = w.follow(ctx, cur, event{created: true, fields: append(set.names(), w.parted.fields...), relations: rows})
	}
	if err != nil {
		return connectors.Record{}, err
	}
	e.complete(cur, set, c)
	return cur.Record, nil
}

// insertOwn inserts the record and reads what the database made of its key, its version, the values that rows belong
// by, and what is wanted of its own fields.
func (w *write) insertOwn(ctx context.Context, set assignments, want connectors.Need) (*locked, error) {
	e := w.e
	p, err := e.plan(connectors.Need{Fields: e.returnable(want)})
	if err != nil {
		return nil, err
	}
	p.sel.addAll(ownOf(e.follows))
	p.sel.addAll(e.root.fields(e.partners()))
	cur := &locked{plan: p, by: map[string][]int{}}
	for _, name := range slices.Sorted(maps.Keys(e.relations)) {
		cur.by[name] = p.sel.addAll(e.root.fields(ours(e.relations[name].by)))
	}
	if len(p.fields) > 0 {
		p.sel.addAll(e.telling(want))
	}
	p.sel.addAll(e.root.fields(e.root.table.taken()))
	switch h := handwrittenOf(e.root.table).create; {
	case h != nil:
		return cur, w.insertBy(ctx, cur, h, set)
	case !e.d.grammar().answers:
		return cur, w.insertThenRead(ctx, cur, set)
	case e.root.table.view:
		return cur, w.insertBehind(ctx, cur, set)
	}
	b := newBuilder(e.d)
	b.insertInto(e.root.table, set)
	if e.root.table.triggers {
		return cur, w.insertBeforeTriggers(ctx, cur, b)
	}
	b.returning(p.sel)
	return cur, w.readNew(ctx, cur, b.statement())
}

// insertBeforeTriggers inserts a row that triggers may change once the statement has answered.
func (w *write) insertBeforeTriggers(ctx context.Context, cur *locked, insert *builder) error {
	e := w.e
	b := newBuilder(e.d)
	cur.plan.selectFrom(b, e, joined{})
	if latest := e.d.latest(&e.root); latest != "" {
		if _, err := w.s.exec(ctx, insert.statement()); err != nil {
			return err
		}
		b.write(" WHERE ", latest)
		return w.readNew(ctx, cur, b.statement())
	}
	insert.returning(cur.plan.sel)
	if err := w.readNew(ctx, cur, insert.statement()); err != nil {
		return err
	}
	b.write(" WHERE ").keyIs(&e.root, e.key, w.keyOf(cur))
	return w.readNew(ctx, cur, b.statement())
}

// insertThenRead is for a database that does not answer what it wrote. The record is read by its key, so that a part
// of the key that is an expression has to have its value before.
func (w *write) insertThenRead(ctx context.Context, cur *locked, set assignments) error {
	e := w.e
	if err := w.evaluateKey(ctx, set); err != nil {
		return err
	}
	var made []field
	for _, c := range e.key {
		if _, given := set[c.name]; !given {
			made = append(made, e.root.own(c))
		}
	}
	told, err := w.insertTelling(ctx, func(b *builder) { b.insertInto(e.root.table, set) }, made)
	if err != nil {
		return err
	}
	b := newBuilder(e.d)
	cur.plan.selectFrom(b, e, joined{})
	b.write(" WHERE ")
	list(b, " AND ", e.key, func(c *column) {
		at := e.root.own(c).expr()
		a, given := set[c.name]
		switch last := e.d.telling(made).last; {
		case given:
			b.d.equals(b, c, at, b.d.encode(c, a.value), "")
		case last != "":
			b.write(at, " = ", last)
		default:
			b.d.equals(b, c, at, b.d.encode(c, told[c]), "")
		}
	})
	return w.readNew(ctx, cur, b.statement())
}

// evaluateKey asks the database for those parts of a new key that are expressions.
func (w *write) evaluateKey(ctx context.Context, set assignments) error {
	for _, c := range w.e.key {
		a := set[c.name]
		if a.native == "" {
			continue
		}
		v, err := w.evaluate(ctx, a)
		if err != nil {
			return fieldError(err, connectors.Internal, c.name)
		}
		set[c.name] = assignment{column: c, value: v}
	}
	return nil
}

// readNew reads the new record by a statement that answers it.
func (w *write) readNew(ctx context.Context, cur *locked, st statement) error {
	if w.s.dry() {
		w.s.note(st)
		cur.stored = &stored{values: make([]connectors.Value, len(cur.plan.sel.fields))}
		return nil
	}
	rows, err := w.selectRows(ctx, cur.plan.sel, st)
	switch {
	case err != nil:
		return err
	case len(rows) != 1:
		return connectors.Errorf(connectors.Internal, "", "the database answers nothing about the new row")
	}
	cur.stored, err = cur.plan.record(rows[0])
	return err
}
