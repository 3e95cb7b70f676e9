package memory

import (
	"slices"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/fold"
)

// join is the joined row of a record, nil where there is none: the one with the lowest key where there are several,
// and of a Current the one in force.
func (r *reader) join(j *join, x connectors.Fields) connectors.Fields {
	if j.from != nil {
		x = r.join(j.from, x)
	}
	rows := r.joins(j, x)
	which := min(len(rows), 1) - 1
	if j.Current != nil {
		which = j.line.At(r.at).Which(j.spans(rows))
	}
	if which < 0 {
		return nil
	}
	return rows[which].fields
}

// joins are all rows that On and Where join to x, which holds our fields, by their keys.
func (r *reader) joins(j *join, x connectors.Fields) []row {
	index, ok := r.joined[j]
	if !ok {
		index = map[string][]row{}
		r.joined[j] = index
		for _, other := range r.s.tables[j.Entity].rows {
			if k, ok := indexKey(other.fields, j.theirs); ok && connectors.Match(j.Where, connectors.Record{Fields: other.fields}) {
				index[k] = append(index[k], other)
			}
		}
		for _, rows := range index {
			slices.SortStableFunc(rows, func(a, b row) int {
				return compareRows(a.fields, b.fields, nil, j.def.Key, func(string) fold.Kind { return fold.None })
			})
		}
	}
	k, ok := indexKey(x, j.ours)
	if !ok {
		return nil
	}
	return index[k]
}

// spans are the days of rows.
func (j *join) spans(rows []row) []connectors.Span {
	out := make([]connectors.Span, len(rows))
	for i, x := range rows {
		out[i] = connectors.Span{From: x.fields[j.Current.From], To: x.fields[j.Current.To]}
	}
	return out
}
