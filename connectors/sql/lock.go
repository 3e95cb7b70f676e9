package sql

import (
	"context"
	"maps"
	"slices"

	"github.com/scimgate/scimgate/connectors"
)

// locked is a record that nobody else writes until the transaction ends.
type locked struct {
	*stored
	plan *plan
	by   map[string][]int // where the values are that the rows of each relation belong by
}

// value is that of a column that the plan reads.
func (cur *locked) value(f field) connectors.Value { return cur.values[cur.plan.sel.at[f.expr()]] }

// lock reads n of the record and keeps others from writing it. One that is protected or not to be seen is refused.
func (w *write) lock(ctx context.Context, k connectors.Key, n connectors.Need, removing bool) (*locked, error) {
	e := w.e
	p, err := e.plan(n)
	if err != nil {
		return nil, err
	}
	p.sel.addAll(e.follows)
	p.sel.addAll(e.root.fields(e.partners()))
	cur := &locked{plan: p, by: map[string][]int{}}
	for _, name := range slices.Sorted(maps.Keys(e.relations)) {
		if r := e.relations[name]; !r.spec.ReadOnly {
			cur.by[name] = p.sel.addAll(e.root.fields(ours(r.by)))
		}
	}
	p.sel.addAll(e.root.fields(e.root.table.taken()))
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
	if err := w.hold(ctx, values, removing); err != nil {
		return nil, err
	}
	protected := false
	in := p.sel.reader(e.d, &protected)
	first, read := e.lockStatements(p, values, removing)
	if first.text != "" {
		if err := w.s.query(ctx, first, func(scan scanner) error { return scan(new(int64)) }); err != nil {
			return nil, err
		}
	}
	err = w.s.query(ctx, read, func(scan scanner) error {
		values, err := in.read(ctx, scan)
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

// lockStatements reads the record and locks it. Where that would lock what is joined to it, which many records may
// have in common, the record is locked first; and so it is where it is kept in several tables, because whoever waits for
// a lock reads the other tables as they were before.
func (e *entity) lockStatements(p *plan, key []connectors.Value, removing bool) (first, read statement) {
	b := e.builder()
	use := e.bounds()
	use.addOf(&e.root, e.protect)
	b.write("SELECT ")
	p.sel.write(b)
	b.write(", ")
	if e.protect == nil {
		b.holds(&e.root, connectors.Or{}) // never
	} else {
		b.holds(&e.root, e.protect)
	}
	for j := range p.sel.use {
		use[j] = true
	}
	var lock locking
	if t := e.root.table; t.values == nil && !t.view && !t.noLock { // else there is nothing to lock, or it is locked
		lock = e.d.lock(e.root.alias, removing)
	}
	if (lock.whole || e.inParts && lock != (locking{})) && len(use) > 0 {
		alone := newBuilder(e.d)
		alone.hint = lock.hint
		alone.write("SELECT 1")
		alone.from(&e.root, nil)
		alone.write(" WHERE ").keyIs(&e.root, e.key, e.encoded(e.key, key))
		first = alone.write(lock.clause).statement()
		lock = locking{}
	}
	b.hint = lock.hint
	b.from(&e.root, use)
	b.write(" WHERE ").visible(e)
	b.write(" AND ").keyIs(&e.root, e.key, e.encoded(e.key, key))
	b.write(lock.clause)
	return first, b.statement()
}

// hold locks a record whose rows cannot be locked where they are read: in the table behind the view, or, where our
// account may not lock that, by its name, which keeps out the gateways alone.
func (w *write) hold(ctx context.Context, key []connectors.Value, removing bool) error {
	e, t := w.e, w.e.root.table
	b := newBuilder(e.d)
	lock := e.d.lock(e.root.alias, removing)
	switch advisor, ok := e.d.(advisor); {
	case t.noLock && ok:
		k, err := connectors.EncodeKey(key...)
		if err != nil {
			return err
		}
		advisor.lockName(b, t.name+" "+string(k))
	case t.view && !t.noLock && lock != (locking{}):
		b.write("SELECT 1 FROM ", t.written, e.d.grammar().as, e.root.alias, lock.hint, " WHERE ").keyIs(&e.root, e.key, e.encoded(e.key, key))
		b.write(lock.clause)
	default:
		return nil
	}
	return w.s.query(ctx, b.statement(), func(scan scanner) error { return scan(new(any)) })
}

// keyOf is the record's key as it is bound.
func (w *write) keyOf(cur *locked) []any {
	return w.e.encoded(w.e.key, valuesAt(cur.values, cur.plan.key))
}
