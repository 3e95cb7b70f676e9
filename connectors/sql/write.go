package sql

import (
	"context"
	"fmt"
	"maps"
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

	removing  bool // the record is being deleted, and may be kept
	elsewhere bool // more was written than the record's own row
	asked     map[string][][]connectors.Value
	codes     codes
	standIns  int64
	moves     []moved
	*numbering
	parted *parted
}

func (e *entity) write(s sender) *write {
	return &write{e: e, s: s, numbering: &numbering{}, codes: codes{}, parted: &parted{
		set: map[*join]assignments{}, whether: map[*join]bool{}, given: map[*join]string{},
	}}
}

// ask is selectRows for what cannot change during the write and is wanted for many rows: it is sent once.
func (w *write) ask(ctx context.Context, sel *selection, st statement) ([][]connectors.Value, error) {
	if rows, known := w.asked[question(st)]; known {
		return rows, nil
	}
	rows, err := w.selectRows(ctx, sel, st)
	if err != nil {
		return nil, err
	}
	if w.asked == nil {
		w.asked = map[string][][]connectors.Value{}
	}
	w.asked[question(st)] = rows
	return rows, nil
}

// question is a text that no other statement has.
func question(st statement) string { return st.text + fmt.Sprintf("%q", st.args) }

// Update reads, edits and writes a record in one transaction.
func (e *entity) Update(ctx context.Context, k connectors.Key, n connectors.Need, edit connectors.Edit) (connectors.Record, error) {
	e = e.during(ctx)
	var after connectors.Record
	err := e.transact(ctx, func(ctx context.Context, tx *sqldb.Tx) (err error) {
		after, err = e.update(ctx, sender{q: tx}, k, n, edit)
		return err
	})
	return after, e.failure("update", err)
}

func (e *entity) update(ctx context.Context, s sender, k connectors.Key, n connectors.Need, edit connectors.Edit) (connectors.Record, error) {
	w := e.write(s)
	cur, err := w.lock(ctx, k, n, false)
	if err != nil {
		return connectors.Record{}, err
	}
	change, err := edit(cur.Record)
	if err != nil {
		return connectors.Record{}, editFailure{err}
	}
	after, err := w.apply(ctx, cur, change)
	return after, w.settle(err)
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
	if err := w.before(ctx, w.root(cur, set)); err != nil {
		return connectors.Record{}, err
	}
	if err := w.dropUnchanged(ctx, cur, set); err != nil {
		return connectors.Record{}, err
	}
	if err := w.behind(ctx, w.root(cur, set)); err != nil {
		return connectors.Record{}, err
	}
	rows, err := w.changeRelations(ctx, cur, change)
	if err != nil {
		return connectors.Record{}, err
	}
	if len(set) == 0 && len(rows) == 0 && !w.parted.changed {
		return cur.Record, w.checkKey(cur, change.Key)
	}
	happened := event{updated: !w.removing, deleted: w.removing, fields: append(slices.Sorted(maps.Keys(set)), w.parted.fields...), relations: rows}
	if err := w.supply(ctx, set, w.e.sources.stampUpdate, true, change.Set); err != nil {
		return connectors.Record{}, err
	}
	w.bump(set)
	w.elsewhere = len(rows) > 0 || w.parted.changed
	if len(set) > 0 {
		if err := w.updateOwn(ctx, cur, set); err != nil {
			return connectors.Record{}, err
		}
	} else if w.parted.changed && !w.s.dry() {
		if err := w.readAgain(ctx, cur); err != nil {
			return connectors.Record{}, err
		}
	}
	if err := w.checkKey(cur, change.Key); err != nil {
		return connectors.Record{}, err
	}
	again := slices.DeleteFunc(slices.Clone(cur.plan.relations), func(r relationPlan) bool {
		return !slices.Contains(rows, r.name) && !w.e.moves(set, r.relation)
	})
	if err := w.e.readRelations(ctx, w.s, again, []*stored{cur.stored}); err != nil {
		return connectors.Record{}, err
	}
	err = w.follow(ctx, cur, happened)
	return cur.Record, err
}

// root is the record as what is joined to it sees it.
func (w *write) root(cur *locked, set assignments) owner {
	return owner{held: func(c *column) connectors.Value { return cur.value(w.e.root.own(c)) }, set: set}
}

// moves reports whether other rows of r may belong to a record, or be visible, once set is written to it.
func (e *entity) moves(set assignments, r *relation) bool {
	if len(set) == 0 {
		return false
	}
	return e.root.table.triggers || e.root.table.by != nil || r.target.leadsTo(e.root.table) ||
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
		if a.column.noSelect {
			continue // what it holds nobody can say
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
		if !a.column.noSelect && same(held[name], a.value) {
			delete(set, name)
		}
	}
	return nil
}
