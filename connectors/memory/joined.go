package memory

import (
	"maps"
	"slices"

	"github.com/scimgate/scimgate/connectors"
)

// owner is the record, or a joined one, that others are joined to: what it holds and what is about to be written.
type owner struct {
	of       *join             // nil: the record
	now, set connectors.Fields // now is nil for a new one
}

func (o owner) value(column string) connectors.Value {
	if v, ok := o.set[column]; ok {
		return v
	}
	return o.now[column]
}

// key is what rows of j have in their columns that belong to o.
func (o owner) key(j *join) connectors.Fields {
	out := connectors.Fields{}
	for _, ours := range j.ours {
		out[ours] = o.value(ours)
	}
	return out
}

// before writes the joined rows that come before o, and makes o refer to them.
func (w *writer) before(o owner) error {
	return w.attach(o, true, func(j *join, x connectors.Fields) {
		for i, ours := range j.ours {
			o.set[ours] = x[j.theirs[i]]
		}
	})
}

// behind writes the joined rows that refer to o.
func (w *writer) behind(o owner) error {
	return w.attach(o, false, func(*join, connectors.Fields) {})
}

func (w *writer) attach(o owner, before bool, use func(*join, connectors.Fields)) error {
	for _, j := range w.e.joins {
		if j.from != o.of || j.before != before || j.Missing == "" {
			continue
		}
		x, err := w.joined(j, o)
		if err != nil {
			return err
		}
		if x != nil {
			use(j, x)
		}
	}
	return nil
}

// joined writes the row of j that belongs to o and answers with it as it is then, nil where there is none.
func (w *writer) joined(j *join, o owner) (connectors.Fields, error) {
	set, err := w.part(j)
	if err != nil {
		return nil, err
	}
	rows := w.e.reader(&w.d.state, w.d.at).joins(j, o.key(j))
	if j.Current != nil {
		return w.succeed(j, o, rows, set)
	}
	if len(rows) > 0 {
		return w.change(j, rows[0], set)
	}
	if !w.wanted(j, o) {
		return nil, nil
	}
	return w.begin(j, o, set)
}

// of is what lookups set of j.
func (w *writer) of(j *join) connectors.Fields {
	if w.codes == nil {
		w.codes = map[*join]connectors.Fields{}
	}
	if w.codes[j] == nil {
		w.codes[j] = connectors.Fields{}
	}
	return w.codes[j]
}

// part is what the change sets of j, as its columns store it.
func (w *writer) part(j *join) (connectors.Fields, error) {
	out := maps.Clone(w.of(j))
	for name, v := range w.c.Set {
		if of, field, ok := w.e.joins.find(name); ok && of == j && field != "" {
			out[field] = v
		}
	}
	for _, name := range slices.Sorted(maps.Keys(out)) {
		c, _ := j.def.column(name)
		v, err := c.convert(out[name])
		if err != nil {
			return nil, w.d.failed(err, j.Alias+".")
		}
		out[name] = v
	}
	return out, nil
}

// wanted reports whether the row of j that o does not have is to be made.
func (w *writer) wanted(j *join, o owner) bool {
	return o.now == nil && j.Missing == connectors.MissingCreate || w.given(j) != ""
}

// given names a field of j, or of what is joined to it, that the change gives a value; empty when there is none.
func (w *writer) given(j *join) string {
	for _, name := range slices.Sorted(maps.Keys(w.c.Set)) {
		of, field, ok := w.e.joins.find(name)
		if !ok || field == "" || w.c.Set[name] == nil {
			continue
		}
		for ; of != nil; of = of.from {
			if of == j {
				return name
			}
		}
	}
	return ""
}

// change writes a joined row that is there, and what is joined to it.
func (w *writer) change(j *join, x row, set connectors.Fields) (connectors.Fields, error) {
	if err := w.before(owner{of: j, now: x.fields, set: set}); err != nil {
		return nil, err
	}
	x, err := w.write(j, x, set)
	if err != nil {
		return nil, err
	}
	return x.fields, w.behind(owner{of: j, now: x.fields})
}

func (w *writer) write(j *join, x row, set connectors.Fields) (row, error) {
	t, err := w.d.table(j.Entity)
	if err != nil {
		return row{}, err
	}
	x, changed, err := t.update(x.number, set)
	if err != nil {
		return row{}, w.d.failed(err, j.Alias+".")
	}
	w.changed = w.changed || changed
	return x, nil
}

// begin makes the row of j that belongs to o, with what comes before it and what refers to it.
func (w *writer) begin(j *join, o owner, set connectors.Fields) (connectors.Fields, error) {
	if j.Missing == connectors.MissingRefuse {
		return nil, w.d.invalid(w.given(j), "there is no row of %s to hold it", j.Entity)
	}
	for i, theirs := range j.theirs {
		if v := o.value(j.ours[i]); v != nil {
			set[theirs] = v
		}
	}
	for name, v := range connectors.Equalities(j.Where) {
		if _, given := set[name]; !given {
			set[name] = v
		}
	}
	t, err := w.d.table(j.Entity)
	if err != nil {
		return nil, err
	}
	t.generate(set)
	if err := w.fill("", t, set, j.Insert, connectors.Env{Time: w.c.At}, keep); err != nil {
		return nil, w.d.failed(err, j.Alias+".")
	}
	if err := w.before(owner{of: j, set: set}); err != nil {
		return nil, err
	}
	x, err := t.insert(set)
	if err != nil {
		return nil, w.d.failed(err, j.Alias+".")
	}
	w.changed = true
	return x.fields, w.behind(owner{of: j, set: x.fields})
}
