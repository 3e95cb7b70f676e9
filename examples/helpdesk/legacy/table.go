package legacy

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// record is a row in its place; the pointer tells it from others.
type record struct{ Row }

// table is a collection with its rows.
type table struct {
	Collection
	fields   map[string]Field
	patterns map[string]*regexp.Regexp
	rows     []*record // as they were added
	byKey    map[string]*record
	counters map[string]int64 // the highest number that a generated field has had
	indexes  indexes
	undo     *journal
}

func newTable(c Collection, undo *journal) (*table, error) {
	t := &table{Collection: c, undo: undo, fields: map[string]Field{}, patterns: map[string]*regexp.Regexp{}, byKey: map[string]*record{}, counters: map[string]int64{}, indexes: indexes{}}
	for _, f := range c.Fields {
		t.fields[f.Name] = f
		if f.Pattern != "" {
			p, err := regexp.Compile(`^(?:` + f.Pattern + `)$`)
			if err != nil {
				return nil, fmt.Errorf("%s.%s: %w", c.Name, f.Name, err)
			}
			t.patterns[f.Name] = p
		}
	}
	for _, name := range slices.Concat(slices.Concat(c.Unique...), c.Key, c.Find, c.Ranges, c.Search, c.Sort) {
		if !t.has(name) {
			return nil, fmt.Errorf("%s has no field %q", c.Name, name)
		}
	}
	return t, nil
}

func (t *table) has(field string) bool { _, ok := t.fields[field]; return ok }

// keyOf tells rows apart; empty where the collection has no key.
func (t *table) keyOf(r Row) string {
	var b strings.Builder
	for _, part := range t.keyParts(r) {
		fmt.Fprintf(&b, "%q", part)
	}
	return b.String()
}

func (t *table) keyParts(r Row) []string {
	parts := make([]string, len(t.Key))
	for i, k := range t.Key {
		parts[i] = textOf(t.fields[k].Type, r[k])
	}
	return parts
}

// find is the record with a key of these texts, or nil.
func (t *table) find(parts ...string) *record {
	r := Row{}
	for i, k := range t.Key {
		v, err := parse(t.fields[k].Type, parts[i])
		if err != nil || textOf(t.fields[k].Type, v) != parts[i] {
			return nil // 007 is not the key of 7
		}
		r[k] = v
	}
	return t.byKey[t.keyOf(r)]
}

// insert adds r, which it takes over, with numbers and defaults for what it does not say.
func (t *table) insert(r Row) (*record, *problem) {
	for _, f := range t.Fields {
		if _, said := r[f.Name]; !said {
			r[f.Name] = f.Default
		}
		if f.Generated && r[f.Name] == nil {
			r[f.Name] = t.counters[f.Name] + 1
		}
	}
	if p := t.distinct(r, nil); p != nil {
		return nil, p
	}
	added := &record{r}
	t.rows = append(t.rows, added)
	t.settle(added)
	t.undo.note(func() { t.drop(added) })
	return added, nil
}

// replace gives a record other fields.
func (t *table) replace(old *record, fields Row) *problem {
	if p := t.distinct(fields, old); p != nil {
		return p
	}
	before := old.Row
	t.undo.note(func() { t.put(old, before) })
	t.put(old, fields)
	return nil
}

// settle makes a record known by its key and in the indexes, and its numbers taken.
func (t *table) settle(r *record) {
	t.indexes.enter(t, r)
	if len(t.Key) > 0 {
		t.byKey[t.keyOf(r.Row)] = r
	}
	for _, f := range t.Fields {
		if n, ok := r.Row[f.Name].(int64); ok && f.Generated {
			t.counters[f.Name] = max(t.counters[f.Name], n)
		}
	}
}

func (t *table) put(r *record, fields Row) {
	t.unsettle(r)
	r.Row = fields
	t.settle(r)
}

func (t *table) remove(r *record) {
	t.drop(r)
	t.undo.note(func() { t.rows = append(t.rows, r); t.settle(r) })
}

func (t *table) unsettle(r *record) {
	delete(t.byKey, t.keyOf(r.Row))
	t.indexes.leave(t, r)
}

func (t *table) drop(r *record) {
	t.unsettle(r)
	t.rows = slices.DeleteFunc(t.rows, func(other *record) bool { return other == r })
}
