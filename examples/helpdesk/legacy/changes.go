package legacy

import (
	"maps"
	"net/http"
	"slices"
	"time"
)

// given are the fields of the table that a body gives and a caller may set.
func (t *table) given(body map[string]any, s Style) (Row, *problem) {
	row := Row{}
	for _, f := range t.Fields {
		from, said := body[f.Name]
		if !said || f.ReadOnly || f.Stamp != NoStamp {
			continue
		}
		if from == "" && (f.Type != Text || s.EmptyIsNull || s.Body == Form) {
			from = nil
		}
		v, err := parse(f.Type, from)
		if err != nil {
			return nil, invalid("bad_value", f.Name, "is no "+string(f.Type))
		}
		row[f.Name] = v
	}
	return row, nil
}

// stamp sets the instants of a creation, which is a change too, or of a change.
func (t *table) stamp(r Row, event Stamp, now time.Time) {
	for _, f := range t.Fields {
		if f.Stamp == Changed || f.Stamp == event && event == Created {
			r[f.Name] = now.UTC()
		}
	}
}

// empty takes away what a record is replaced without.
func (t *table) empty(r Row) {
	for _, f := range t.Fields {
		if !f.ReadOnly && !f.WriteOnly && f.Stamp == NoStamp && !slices.Contains(t.Key, f.Name) {
			r[f.Name] = nil
		}
	}
}

// add makes a record of row, with the lists in the body.
func (a *App) add(t *table, row Row, body map[string]any) (*record, *problem) {
	rec, p := t.insert(row)
	if p == nil {
		p = a.valid(t, rec.Row)
	}
	if p == nil {
		p = a.rewriteLists(t, rec.Row, body)
	}
	return rec, p
}

// change gives a record the fields of row, and the lists in the body.
func (a *App) change(t *table, rec *record, row Row, body map[string]any) *problem {
	if p := a.valid(t, row); p != nil {
		return p
	}
	if p := t.replace(rec, row); p != nil {
		return p
	}
	return a.rewriteLists(t, rec.Row, body)
}

// remove takes a record away, with the rows that go with it, and empties the fields that refer to it.
func (a *App) remove(t *table, rec *record) {
	for _, s := range t.Subs {
		if s.Cascade {
			for _, r := range a.rowsUnder(s, rec.Row) {
				a.tables[s.Of].remove(r)
			}
		}
	}
	t.remove(rec)
	for _, other := range a.tables {
		other.forget(t, rec)
	}
}

// forget empties the fields that refer to a record of another collection, or of this one. Nothing can fail after it.
func (t *table) forget(of *table, gone *record) {
	for _, f := range t.Fields {
		if f.Refers != of.Name {
			continue
		}
		for _, r := range t.rows {
			if r.Row[f.Name] != nil && r.Row[f.Name] == gone.Row[of.Key[0]] {
				row := maps.Clone(r.Row)
				row[f.Name] = nil
				t.put(r, row)
			}
		}
	}
}

// act sets what an action sets.
func (a *App) act(c call, t *table, rec *record, x Action) (reply, *problem) {
	if c.Method != http.MethodPost {
		return reply{}, notAllowed()
	}
	row := maps.Clone(rec.Row)
	maps.Copy(row, x.Set)
	t.stamp(row, Changed, a.style.Now())
	if p := t.replace(rec, row); p != nil {
		return reply{}, p
	}
	return a.changed(t.One, a.shown(t, row, false)), nil
}
