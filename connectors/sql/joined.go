package sql

import (
	"context"
	"maps"
	"slices"

	"github.com/scimgate/scimgate/connectors"
)

// parted is what a change sets of joined rows, by join, and which of them it begins or ends.
type parted struct {
	set     map[*join]assignments
	whether map[*join]bool
	given   map[*join]string // a field that gets a value, of the join or of one that is joined to it
	changed bool             // a joined row has
	fields  []string         // of it that have another value, "person.name"
}

// changes takes down that fields of j have another value.
func (p *parted) changes(j *join, set assignments) {
	p.changed = true
	for _, name := range slices.Sorted(maps.Keys(set)) {
		p.fields = append(p.fields, j.spec.Alias+"."+name)
	}
}

// of is what is set of j.
func (p *parted) of(j *join) assignments {
	if p.set[j] == nil {
		p.set[j] = assignments{}
	}
	return p.set[j]
}

// note takes down that a field of a join gets a value.
func (p *parted) note(name string, j *join) {
	for ; j != nil; j = j.from {
		if p.given[j] == "" {
			p.given[j] = name
		}
	}
}

// owner is the record, or a joined row, that others are joined to: what it holds and what is about to be written.
type owner struct {
	join  *join // nil: the record
	fresh bool
	held  func(*column) connectors.Value
	set   assignments
}

// key is what rows of j have in their columns that belong to o; whole is false while a part of it is empty.
func (w *write) key(ctx context.Context, j *join, o owner) (key []connectors.Value, whole bool, err error) {
	key, whole = make([]connectors.Value, len(j.on)), true
	for i, p := range j.on {
		a, given := o.set[p.ours.name]
		switch {
		case given && a.native != "":
			if key[i], err = w.evaluate(ctx, a); err != nil {
				return nil, false, err
			}
			o.set[p.ours.name] = assignment{column: p.ours, value: key[i]}
		case given:
			key[i] = a.value
		case o.held != nil:
			key[i] = o.held(p.ours)
		}
		whole = whole && key[i] != nil
	}
	return key, whole || w.s.dry() && !o.fresh, nil
}

// before writes the joined rows that come before o, and makes o refer to them.
func (w *write) before(ctx context.Context, o owner) error {
	for _, j := range w.e.root.parts(o.join, true) {
		x, err := w.joined(ctx, j, o)
		if err != nil {
			return err
		}
		if x == nil {
			continue
		}
		for _, p := range j.on {
			v := x(p.theirs)
			if o.held == nil || !same(o.held(p.ours), v) {
				o.set[p.ours.name] = assignment{column: p.ours, value: v}
			}
		}
	}
	return nil
}

// behind writes the joined rows that refer to o.
func (w *write) behind(ctx context.Context, o owner) error {
	for _, j := range w.e.root.parts(o.join, false) {
		if _, err := w.joined(ctx, j, o); err != nil {
			return err
		}
	}
	return nil
}

// joined writes the row of j that belongs to o and answers what it holds then, nil where there is none.
func (w *write) joined(ctx context.Context, j *join, o owner) (func(*column) connectors.Value, error) {
	brings := o.fresh && j.spec.Missing == connectors.MissingCreate
	if !brings && !w.concerns(j) {
		return nil, nil
	}
	key, whole, err := w.key(ctx, j, o)
	if err != nil {
		return nil, err
	}
	var rows []joinedRow
	if whole && !(o.fresh && !j.before && computes(ours(j.on))) { // to a number that was just made nothing is joined
		if rows, err = w.joinedRows(ctx, j, key); err != nil {
			return nil, err
		}
	}
	set := w.parted.of(j)
	switch {
	case j.spec.Current != nil:
		return nil, w.succeed(ctx, j, o, key, rows, set)
	case len(rows) > 0:
		return w.changeJoined(ctx, j, rows[0], set)
	case !brings && w.parted.given[j] == "":
		return nil, nil
	default:
		return w.begin(ctx, j, key, set, nil)
	}
}

// concerns reports whether the change sets anything of j, or of what is joined to it.
func (w *write) concerns(j *join) bool {
	if _, said := w.parted.whether[j]; said || len(w.parted.set[j]) > 0 {
		return true
	}
	return slices.ContainsFunc(w.e.root.joins, func(other *join) bool { return other.from == j && w.concerns(other) })
}

// joinedRow is a row of a join, with what was read of it.
type joinedRow struct {
	key  []any
	held func(*column) connectors.Value
}

// joinedRows reads and locks the rows that are joined by key: of a Current all of them, else the one that counts.
func (w *write) joinedRows(ctx context.Context, j *join, key []connectors.Value) ([]joinedRow, error) {
	sel := newSelection()
	sel.addAll(j.frame.fields(j.told()))
	sel.addAll(j.frame.fields(j.linked(&w.e.root)))
	for _, a := range w.parted.of(j).sorted() {
		if !a.column.noSelect {
			sel.add(j.frame.own(a.column))
		}
	}
	b := newBuilder(w.e.d)
	lock := w.e.d.lock(j.frame.alias, false)
	if j.frame.table.view || j.frame.table.noLock || lock.unpaged && j.many && j.spec.Current == nil {
		lock = locking{} // the record is locked
	}
	b.write("SELECT ")
	sel.write(b)
	b.hint = lock.hint
	b.from(&j.frame, nil)
	b.write(" WHERE ").keyIs(&j.frame, theirs(j.on), w.e.encoded(theirs(j.on), key))
	b.and(&j.frame, j.where)
	if j.many {
		b.write(" ORDER BY ")
		list(b, ", ", j.frame.fields(j.frame.table.key), b.keyOrder)
		if j.spec.Current == nil {
			b.write(b.d.Page("1", ""))
		}
	}
	b.write(lock.clause)
	found, err := w.selectRows(ctx, sel, b.statement())
	if w.s.dry() {
		found = [][]connectors.Value{make([]connectors.Value, len(sel.fields))}
	}
	rows := make([]joinedRow, len(found))
	for i, values := range found {
		held := func(c *column) connectors.Value {
			at, read := sel.at[j.frame.own(c).expr()]
			if !read {
				return nil
			}
			return values[at]
		}
		var told []connectors.Value
		for _, c := range j.told() {
			told = append(told, held(c))
		}
		rows[i] = joinedRow{key: w.e.encoded(j.told(), told), held: held}
	}
	return rows, err
}

// told are the columns that tell the rows of j apart.
func (j *join) told() []*column {
	if len(j.frame.table.key) > 0 {
		return j.frame.table.key
	}
	return theirs(j.on)
}

// linked are the columns of j that others are found by: those it is joined by, those that joins of it are, and days.
func (j *join) linked(root *frame) []*column {
	columns := theirs(j.on)
	for _, other := range root.joins {
		if other.from == j {
			columns = append(columns, ours(other.on)...)
		}
	}
	if c := j.spec.Current; c != nil {
		columns = append(columns, j.frame.table.columns[c.From], j.frame.table.columns[c.To])
	}
	return columns
}

// changeJoined writes a joined row that is there, and what is joined to it.
func (w *write) changeJoined(ctx context.Context, j *join, x joinedRow, set assignments) (func(*column) connectors.Value, error) {
	set = maps.Clone(set)
	if err := w.before(ctx, owner{join: j, held: x.held, set: set}); err != nil {
		return nil, err
	}
	if err := w.updateJoined(ctx, j, x, set); err != nil {
		return nil, err
	}
	now := func(c *column) connectors.Value {
		if a, written := set[c.name]; written {
			return a.value
		}
		return x.held(c)
	}
	return now, w.behind(ctx, owner{join: j, held: now})
}

// updateJoined writes what of set the row does not hold already.
func (w *write) updateJoined(ctx context.Context, j *join, x joinedRow, set assignments) error {
	changes := assignments{}
	for name, a := range set {
		if a.column.noSelect || w.s.dry() || !same(x.held(a.column), a.value) {
			changes[name] = a
		}
	}
	if len(changes) == 0 {
		return nil
	}
	b := newBuilder(w.e.d)
	b.update(&j.frame, changes).keyIs(&j.frame, j.told(), x.key)
	_, err := w.s.exec(ctx, b.statement())
	w.parted.changes(j, changes)
	return err
}
