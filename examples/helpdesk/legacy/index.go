package legacy

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// indexes find the rows that share the values of some fields, by the names of the fields.
type indexes map[string]*index

type index struct {
	fields []string
	rows   map[string][]*record
}

// add makes an index over these fields, before there are any rows.
func (x indexes) add(fields []string) {
	x[strings.Join(fields, " ")] = &index{fields, map[string][]*record{}}
}

func (x indexes) enter(t *table, r *record) {
	for _, i := range x {
		v := i.valueOf(t, r.Row)
		i.rows[v] = append(i.rows[v], r)
	}
}

func (x indexes) leave(t *table, r *record) {
	for _, i := range x {
		v := i.valueOf(t, r.Row)
		i.rows[v] = slices.DeleteFunc(i.rows[v], func(other *record) bool { return other == r })
	}
}

func (i *index) valueOf(t *table, row Row) string {
	var b strings.Builder
	for _, f := range i.fields {
		fmt.Fprintf(&b, "%q", textOf(t.fields[f].Type, row[f]))
	}
	return b.String()
}

// under are the rows that have these values; an index is over their fields.
func (t *table) under(fixed Row) []*record {
	if slices.Contains(slices.Collect(maps.Values(fixed)), nil) {
		return nil // nothing belongs to what has no value
	}
	i := t.indexes[strings.Join(slices.Sorted(maps.Keys(fixed)), " ")]
	return i.rows[i.valueOf(t, fixed)]
}
