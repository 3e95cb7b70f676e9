package memory

import (
	"cmp"
	"maps"
	"slices"

	"github.com/scimgate/scimgate/connectors"
)

// table is the rows of one table in the order of insertion. Fields of a row are replaced, never changed.
type table struct {
	def      *Table
	rows     []row // by number
	next     int64 // number of the next row
	counters map[string]int64
	taken    []map[string]int64 // for each unique index: values → number of the row that has them
}

type row struct {
	number int64
	fields connectors.Fields
}

func newTable(def *Table) *table {
	t := &table{def: def, counters: map[string]int64{}}
	for range def.indexes() {
		t.taken = append(t.taken, map[string]int64{})
	}
	return t
}

func (t *table) clone() *table {
	c := *t
	c.rows = slices.Clone(t.rows)
	c.counters = maps.Clone(t.counters)
	c.taken = make([]map[string]int64, len(t.taken))
	for i := range t.taken {
		c.taken[i] = maps.Clone(t.taken[i])
	}
	return &c
}

func (t *table) find(number int64) (index int, ok bool) {
	return slices.BinarySearchFunc(t.rows, number, func(r row, n int64) int { return cmp.Compare(r.number, n) })
}

// lookup finds the first row that has these values in columns, through a unique index where there is one.
func (t *table) lookup(want connectors.Fields, columns []string) (row, bool) {
	k, ok := indexKey(want, columns)
	if !ok {
		return row{}, false
	}
	for i, index := range t.def.indexes() {
		if slices.Equal(index, columns) {
			number, taken := t.taken[i][k]
			if !taken {
				return row{}, false
			}
			at, ok := t.find(number)
			return t.rows[at], ok
		}
	}
	i := slices.IndexFunc(t.rows, func(r row) bool { have, ok := indexKey(r.fields, columns); return ok && have == k })
	if i < 0 {
		return row{}, false
	}
	return t.rows[i], true
}

// generate gives fields a number in each generated column that has none.
func (t *table) generate(fields connectors.Fields) {
	for _, c := range t.def.Columns {
		if c.Generated && fields[c.Name] == nil {
			fields[c.Name] = t.counters[c.Name] + 1
		}
	}
}

// insert adds a row; columns that it does not name get their defaults.
func (t *table) insert(fields connectors.Fields) (row, error) {
	full := make(connectors.Fields, len(t.def.Columns))
	for name := range fields {
		if _, ok := t.def.column(name); !ok {
			return row{}, connectors.Errorf(connectors.Internal, "", "%s has no column %q", t.def.Name, name)
		}
	}
	for _, c := range t.def.Columns {
		v, given := fields[c.Name]
		if !given {
			v = c.Default
		}
		v, err := c.convert(v)
		if err != nil {
			return row{}, err
		}
		full[c.Name] = v
		if n, ok := v.(int64); ok && c.Generated {
			t.counters[c.Name] = max(t.counters[c.Name], n)
		}
	}
	r := row{t.next, full}
	if err := t.claim(r); err != nil {
		return row{}, err
	}
	t.next++
	t.rows = append(t.rows, r)
	return r, nil
}

// update sets columns of a row, and reports whether any of them had another value before.
func (t *table) update(number int64, set connectors.Fields) (after row, changed bool, err error) {
	i, ok := t.find(number)
	if !ok {
		return row{}, false, connectors.Errorf(connectors.Internal, "", "%s has no row number %d", t.def.Name, number)
	}
	before := t.rows[i]
	after = row{number, maps.Clone(before.fields)}
	for name, v := range set {
		c, ok := t.def.column(name)
		if !ok {
			return row{}, false, connectors.Errorf(connectors.Internal, "", "%s has no column %q", t.def.Name, name)
		}
		v, err := c.convert(v)
		if err != nil {
			return row{}, false, err
		}
		if !same(before.fields[name], v) {
			after.fields[name], changed = v, true
		}
	}
	if !changed {
		return before, false, nil
	}
	t.release(before)
	if err := t.claim(after); err != nil {
		return row{}, false, err
	}
	t.rows[i] = after
	return after, true, nil
}

func (t *table) delete(number int64) {
	if i, ok := t.find(number); ok {
		t.release(t.rows[i])
		t.rows = slices.Delete(t.rows, i, i+1)
	}
}
