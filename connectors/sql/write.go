package sql

import (
	"context"
	"slices"
	"time"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/sqldb"
)

// write is the work of one transaction on one record.
type write struct {
	e     *entity
	s     sender
	at    time.Time
	fresh bool // the record is being created
}

// locked is a record that nobody else writes until the transaction ends.
type locked struct {
	*stored
	plan *plan
	by   map[string][]int // where the values are that the rows of each relation belong by
}

// Update reads, edits and writes a record in one transaction.
func (e *entity) Update(ctx context.Context, k connectors.Key, n connectors.Need, edit connectors.Edit) (connectors.Record, error) {
	var after connectors.Record
	err := e.db.Tx(ctx, func(ctx context.Context, tx *sqldb.Tx) (err error) {
		after, err = e.update(ctx, sender{q: tx}, k, n, edit)
		return err
	})
	return after, e.failure("update", err)
}

func (e *entity) update(ctx context.Context, s sender, k connectors.Key, n connectors.Need, edit connectors.Edit) (connectors.Record, error) {
	w := &write{e: e, s: s}
	cur, err := w.lock(ctx, k, n, false)
	if err != nil {
		return connectors.Record{}, err
	}
	change, err := edit(cur.Record)
	if err != nil {
		return connectors.Record{}, editFailure{err}
	}
	return w.apply(ctx, cur, change)
}

// lock reads n of the record and keeps others from writing it. One that is protected or not to be seen is refused.
func (w *write) lock(ctx context.Context, k connectors.Key, n connectors.Need, removing bool) (*locked, error) {
	e := w.e
	p, err := e.plan(n)
	if err != nil {
		return nil, err
	}
	cur := &locked{plan: p, by: map[string][]int{}}
	for name, r := range e.relations {
		if !r.spec.ReadOnly {
			cur.by[name] = p.sel.addAll(e.root.fields(ours(r.by)))
		}
	}
	values, ok := e.keyValues(e.key, k)
	if !ok {
		return nil, &connectors.Error{Kind: connectors.NotFound}
	}
	if w.s.dry() {
		cur.stored, err = p.stub(e.key, values)
		if err != nil {
			return nil, err
		}
	}
	protected := false
	in := p.sel.reader(e.d, &protected)
	err = w.s.query(ctx, e.lockStatement(p, values, removing), func(scan scanner) error {
		values, err := in.read(scan)
		if err == nil {
			cur.stored, err = p.record(values)
		}
		return err
	})
	switch {
	case err != nil:
		return nil, err
	case cur.stored == nil:
		return nil, &connectors.Error{Kind: connectors.NotFound}
	case protected:
		return nil, &connectors.Error{Kind: connectors.Protected}
	}
	return cur, e.readRelations(ctx, w.s, p.relations, []*stored{cur.stored})
}

func (e *entity) lockStatement(p *plan, key []connectors.Value, removing bool) statement {
	b := newBuilder(e.d)
	use := e.bounds()
	use.addOf(&e.root, e.protect)
	b.write("SELECT ")
	p.sel.write(b)
	b.write(", ")
	if e.protect == nil {
		b.write("FALSE")
	} else {
		b.predicate(&e.root, e.protect, true)
	}
	for j := range p.sel.use {
		use[j] = true
	}
	b.from(&e.root, use)
	b.write(" WHERE ").visible(e)
	b.write(" AND ").keyIs(&e.root, e.key, e.encoded(e.key, key))
	b.write(e.d.lock(e.root.alias, removing))
	return b.statement()
}

// apply writes change, with its stamps if anything changes by it, and answers the record as it is then.
func (w *write) apply(ctx context.Context, cur *locked, change connectors.Change) (connectors.Record, error) {
	if change.IsZero() {
		return cur.Record, nil
	}
	w.at = change.At
	set, err := w.assign(ctx, &w.e.root, w.e.fields, change.Set, "")
	if err != nil {
		return connectors.Record{}, err
	}
	if err := w.dropUnchanged(ctx, cur, set); err != nil {
		return connectors.Record{}, err
	}
	rows, err := w.changeRelations(ctx, cur, change)
	if err != nil {
		return connectors.Record{}, err
	}
	if len(set) == 0 && len(rows) == 0 {
		return cur.Record, nil
	}
	if err := w.supply(ctx, set, w.e.sources.stampUpdate, true, change.Set); err != nil {
		return connectors.Record{}, err
	}
	if len(set) > 0 {
		if err := w.updateOwn(ctx, cur, set); err != nil {
			return connectors.Record{}, err
		}
	}
	again := slices.DeleteFunc(slices.Clone(cur.plan.relations), func(r relationPlan) bool {
		return !slices.Contains(rows, r.name) && !w.e.moves(set, r.relation)
	})
	return cur.Record, w.e.readRelations(ctx, w.s, again, []*stored{cur.stored})
}

// moves reports whether other rows of r may belong to a record, or be visible, once set is written to it.
func (e *entity) moves(set assignments, r *relation) bool {
	if len(set) == 0 {
		return false
	}
	return e.root.table.triggers || r.target != nil && r.target.frame.table == e.root.table ||
		slices.ContainsFunc(r.by, func(p pair) bool { _, written := set[p.ours.name]; return written })
}

// dropUnchanged takes out of set what the record holds already.
func (w *write) dropUnchanged(ctx context.Context, cur *locked, set assignments) error {
	sel := newSelection()
	held := map[string]connectors.Value{}
	var unread []assignment
	for _, a := range set.sorted() {
		f := w.e.root.own(a.column)
		if at, ok := cur.plan.sel.at[f.expr()]; ok {
			held[a.column.name] = cur.values[at]
			continue
		}
		sel.add(f)
		unread = append(unread, a)
	}
	if len(unread) > 0 {
		b := newBuilder(w.e.d)
		b.write("SELECT ")
		sel.write(b)
		b.from(&w.e.root, nil)
		b.write(" WHERE ").keyIs(&w.e.root, w.e.key, w.keyOf(cur))
		rows, err := w.selectRows(ctx, sel, b.statement())
		if err != nil {
			return err
		}
		for i, a := range unread {
			if len(rows) == 1 {
				held[a.column.name] = rows[0][i]
			}
		}
	}
	if w.s.dry() {
		return nil
	}
	for name, a := range set {
		if same(held[name], a.value) {
			delete(set, name)
		}
	}
	return nil
}

// keyOf is the record's key as it is bound.
func (w *write) keyOf(cur *locked) []any {
	return w.e.encoded(w.e.key, valuesAt(cur.values, cur.plan.key))
}
