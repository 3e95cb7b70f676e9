package sql

import (
	"context"

	"github.com/scimgate/scimgate/connectors"
)

// selection is the columns that a statement reads, each once, in the order they were asked for.
type selection struct {
	fields []field
	at     map[string]int // by expression
	use    joined
}

func newSelection() *selection { return &selection{at: map[string]int{}, use: joined{}} }

// add asks for f and says at which place its value will be.
func (s *selection) add(f field) int {
	expr := f.expr()
	if at, ok := s.at[expr]; ok {
		return at
	}
	s.use.add(f)
	s.fields = append(s.fields, f)
	s.at[expr] = len(s.fields) - 1
	return len(s.fields) - 1
}

func (s *selection) addAll(fields []field) []int {
	at := make([]int, len(fields))
	for i, f := range fields {
		at[i] = s.add(f)
	}
	return at
}

func (s *selection) write(b *builder) {
	list(b, ", ", s.fields, func(f field) { b.write(b.d.value(f.column, f.expr())) })
}

// row reads rows of a selection. Its destinations are used again for every row.
type row struct {
	d      dialect
	fields []field
	raw    []any
	dest   []any
	odd    []int // places of values in the last row that are not of their column's type
}

// reader reads rows of s, with extra columns of the statement's own behind it.
func (s *selection) reader(d dialect, extra ...any) *row {
	r := &row{d: d, fields: s.fields, raw: make([]any, len(s.fields))}
	r.dest = make([]any, 0, len(r.raw)+len(extra))
	for i := range r.raw {
		r.dest = append(r.dest, &r.raw[i])
	}
	r.dest = append(r.dest, extra...)
	return r
}

// read reads the next row. A value that is not of its column's type counts as empty.
func (r *row) read(ctx context.Context, scan scanner) ([]connectors.Value, error) {
	if err := scan(r.dest...); err != nil {
		return nil, err
	}
	r.odd = nil
	values := make([]connectors.Value, len(r.fields))
	for i, f := range r.fields {
		if r.raw[i] == nil {
			continue
		}
		v, err := r.d.decode(f.column, r.raw[i])
		if err != nil {
			r.odd = append(r.odd, i)
			connectors.Unreadable(ctx, f.frame.table.name+"."+f.column.name)
			continue
		}
		values[i] = v
	}
	return values, nil
}

// keyOf is the key that values make at these places.
func keyOf(values []connectors.Value, at []int) (connectors.Key, error) {
	parts := make([]connectors.Value, len(at))
	for i, n := range at {
		parts[i] = values[n]
	}
	return connectors.EncodeKey(parts...)
}
