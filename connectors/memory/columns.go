package memory

import (
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/scimgate/scimgate/connectors"
)

// columns turns what a write sets into columns of def: own fields as they are, fields of a lookup into the columns
// that point at it. What belongs to other joins is left to their writer. relation is empty for the record itself.
func (w *writer) columns(relation string, def *Table, js joins, shape map[string]connectors.Field, set connectors.Fields) (connectors.Fields, error) {
	out := connectors.Fields{}
	for _, name := range slices.Sorted(maps.Keys(set)) {
		f, known := shape[name]
		switch {
		case !known:
			return nil, connectors.Unsupportedf(w.d.op, qualified(relation, name), "there is no such field")
		case f.ReadOnly:
			return nil, w.d.invalid(qualified(relation, name), "is read only")
		}
		j, _, joined := js.find(name)
		switch {
		case !joined:
			out[name] = set[name]
		case !j.Lookup: // whether or not there is a row to hold it
			if err := w.fits(js, def, name, set[name]); err != nil {
				return nil, err
			}
		}
	}
	if err := w.pointAll(relation, js, set, out); err != nil {
		return nil, err
	}
	for name, v := range out {
		c, _ := def.column(name)
		v, err := c.convert(v)
		if err != nil {
			return nil, w.d.failed(err, qualified(relation, ""))
		}
		out[name] = v
	}
	return out, nil
}

// fits reports a value that a joined field cannot hold.
func (w *writer) fits(js joins, def *Table, name string, v connectors.Value) error {
	c, _ := js.column(def, name)
	if _, err := c.convert(v); err != nil {
		return w.d.failed(err, strings.TrimSuffix(name, c.Name))
	}
	return nil
}

// pointAll makes our On fields point at what set wants of each lookup.
func (w *writer) pointAll(relation string, js joins, set, out connectors.Fields) error {
	for _, j := range js {
		if !j.Lookup {
			continue
		}
		want := connectors.Fields{}
		for name, v := range set {
			if of, field, ok := js.find(name); ok && of == j {
				want[field] = v
			}
		}
		if len(want) == 0 {
			continue
		}
		codes := out
		if j.from != nil {
			codes = w.of(j.from)
		}
		if err := w.pointAt(relation, j, want, codes); err != nil {
			return err
		}
	}
	return nil
}

// pointAt makes our On fields point at the one record of a code table that holds what is wanted.
func (w *writer) pointAt(relation string, j *join, want, out connectors.Fields) error {
	names := slices.Sorted(maps.Keys(want))
	if !slices.ContainsFunc(names, func(n string) bool { return want[n] != nil }) {
		for _, ours := range j.ours {
			out[ours] = nil
		}
		return nil
	}
	field := qualified(relation, j.Alias+"."+names[0])
	exactly, folded := connectors.And{j.Where}, connectors.And{j.Where}
	for _, n := range names {
		c, _ := j.def.column(n)
		v, err := connectors.Convert(want[n], c.Type)
		if err != nil {
			return w.d.invalid(qualified(relation, j.Alias+"."+n), "%w", err)
		}
		exactly = append(exactly, connectors.Leaf{Field: n, Op: connectors.Eq, Value: v})
		folded = append(folded, connectors.Leaf{Field: n, Op: connectors.Eq, Value: v, Fold: j.Fold})
	}
	hit, err := w.one(j.Entity, exactly)
	if errors.Is(err, errNone) {
		hit, err = w.one(j.Entity, folded)
	}
	if err != nil {
		return w.d.invalid(field, "%w", err)
	}
	for i, ours := range j.ours {
		out[ours] = hit[j.theirs[i]]
	}
	return nil
}

var (
	errNone    = errors.New("no record holds it")
	errSeveral = errors.New("several records hold it")
)

// one is the one row of a table that satisfies where.
func (w *writer) one(name string, where connectors.Predicate) (connectors.Fields, error) {
	var found connectors.Fields
	for _, x := range w.d.tables[name].rows {
		if !connectors.Match(where, connectors.Record{Fields: x.fields}) {
			continue
		}
		if found != nil {
			return nil, errSeveral
		}
		found = x.fields
	}
	if found == nil {
		return nil, errNone
	}
	return found, nil
}

func qualified(relation, field string) string {
	if relation == "" {
		return field
	}
	return relation + "/" + field
}
