package legacy

import (
	"maps"
	"net/http"
	"slices"
)

// rowsUnder are the rows of a sub that belong to a record, in the order of their members or keys.
func (a *App) rowsUnder(s Sub, owner Row) []*record {
	t := a.tables[s.Of]
	out := slices.Clone(t.under(fixed(s, owner)))
	compare := t.ordered(s.order(t))
	slices.SortStableFunc(out, func(x, y *record) int { return compare(x.Row, y.Row) })
	return out
}

func (s Sub) order(t *table) order {
	if s.Member != "" {
		return order{fields: []string{s.Member}}
	}
	return order{fields: t.Key}
}

// fixed are the fields of the rows of a sub that say which record they belong to.
func fixed(s Sub, owner Row) Row {
	out := Row{}
	for theirs, ours := range s.By {
		out[theirs] = owner[ours]
	}
	return out
}

// row reads an element of a list: the fields of a row, or its member alone.
func (a *App) row(s Sub, element any) (Row, *problem) {
	t := a.tables[s.Of]
	fields, ok := element.(map[string]any)
	if !ok && s.Member == "" {
		return nil, malformed("%s are objects", s.Name)
	}
	if !ok {
		fields = map[string]any{s.Member: element}
	}
	row, p := t.given(fields, a.style)
	if p == nil && s.Member != "" && row[s.Member] == nil {
		p = invalid("required", s.Member, "must not be empty")
	}
	for theirs := range s.By {
		delete(row, theirs)
	}
	return row, p
}

// addUnder adds a row to a record.
func (a *App) addUnder(s Sub, owner, row Row) (*record, *problem) {
	if s.Target != "" && a.target(s, row) == nil {
		return nil, invalid("unknown", s.Member, "is not the number of any of the "+s.Target)
	}
	t := a.tables[s.Of]
	row = maps.Clone(row)
	maps.Copy(row, fixed(s, owner))
	t.stamp(row, Created, a.style.Now())
	return a.add(t, row, nil)
}

// target is the record that a link names; nil where it is not looked for.
func (a *App) target(s Sub, row Row) *record {
	t := a.tables[s.Target]
	if t == nil {
		return nil
	}
	return t.find(textOf(t.fields[t.Key[0]].Type, row[s.Member]))
}

// named is the row among these that a given one names by its member or its key, or nil.
func named(s Sub, t *table, among []*record, given Row) *record {
	for _, field := range s.order(t).fields {
		if given[field] == nil {
			return nil
		}
	}
	compare := t.ordered(s.order(t))
	i := slices.IndexFunc(among, func(r *record) bool { return compare(r.Row, given) == 0 })
	if i < 0 {
		return nil
	}
	return among[i]
}

func without(all, some []*record) []*record {
	return slices.DeleteFunc(slices.Clone(all), func(r *record) bool { return slices.Contains(some, r) })
}

// under does what a call asks of the rows under a record.
func (a *App) under(c call, owner Row, s Sub, rest []string) (reply, *problem) {
	if s.ReadOnly && c.Method != http.MethodGet {
		return reply{}, notAllowed()
	}
	if s.Member != "" {
		return a.links(c, owner, s, rest)
	}
	return a.subRows(c, owner, s, rest)
}
