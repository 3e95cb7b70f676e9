package memory

import (
	"maps"
	"slices"

	"github.com/scimgate/scimgate/connectors"
)

// bring is one connectors.Bring, its Copies apart from what else it sets.
type bring struct {
	connectors.Bring
	def    *Table
	copies map[string]string // theirs → ours
	others map[string]connectors.Source
}

func (o *opening) brings(e *entity) []*bring {
	var out []*bring
	for _, spec := range e.spec.Brings {
		b := &bring{Bring: spec, def: o.table(spec.Entity, spec.Entity+"."), copies: map[string]string{}, others: map[string]connectors.Source{}}
		if b.def == nil {
			continue
		}
		for name, s := range spec.Set {
			if c, ok := s.(connectors.Copy); ok {
				b.copies[name] = c.Field
			} else {
				b.others[name] = s
			}
		}
		theirs, ours := pairs(b.copies)
		o.columns(spec.Entity+".", b.def, theirs)
		o.columns(spec.Entity+".", e.def, ours)
		b.others = o.sources(spec.Entity+".", b.def, b.others)
		if _, whole := b.ofKey(e.spec.Key); spec.Go && !whole {
			o.report(spec.Entity+".", "connector/bring", "", "nothing tells which rows of %s go with a record", spec.Entity)
		}
		out = append(out, b)
	}
	return out
}

// bring inserts the rows that the new record x comes with.
func (w *writer) bring(x row) error {
	for _, b := range w.e.brings {
		t, err := w.d.table(b.def.Name)
		if err != nil {
			return err
		}
		fields := connectors.Fields{}
		for theirs, ours := range b.copies {
			fields[theirs] = x.fields[ours]
		}
		t.generate(fields)
		if err := w.fill("", t, fields, b.others, connectors.Env{Time: w.c.At, Set: w.c.Set}, keep); err != nil {
			return err
		}
		if _, err := t.insert(fields); err != nil {
			return w.d.failed(err, "")
		}
	}
	return nil
}

// unbring removes the rows that go with x, the last that came first.
func (w *writer) unbring(x row) error {
	for _, b := range slices.Backward(w.e.brings) {
		if !b.Go {
			continue
		}
		t, err := w.d.table(b.def.Name)
		if err != nil {
			return err
		}
		theirs, _ := b.ofKey(w.e.spec.Key)
		for _, r := range slices.Clone(t.rows) {
			if slices.EqualFunc(values(r.fields, theirs), values(x.fields, w.e.spec.Key), same) {
				t.delete(r.number)
			}
		}
	}
	return nil
}

// ofKey are the fields that the parts of the record's key are copied to; whole is false when a part is not.
func (b *bring) ofKey(key []string) (theirs []string, whole bool) {
	for _, part := range key {
		at := slices.IndexFunc(slices.Sorted(maps.Keys(b.copies)), func(name string) bool { return b.copies[name] == part })
		if at < 0 {
			return nil, false
		}
		theirs = append(theirs, slices.Sorted(maps.Keys(b.copies))[at])
	}
	return theirs, true
}
