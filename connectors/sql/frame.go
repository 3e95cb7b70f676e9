package sql

import (
	"strings"

	"github.com/scimgate/scimgate/connectors"
)

// frame is a table as a statement sees it: under an alias, with what may be joined to it.
type frame struct {
	alias     string
	table     *table
	joins     []*join
	relations map[string]*relation // of the root alone
}

// pair says that a column of another table equals one of ours.
type pair struct{ theirs, ours *column }

// field is a column of a frame, or of one of its joins.
type field struct {
	column *column
	frame  *frame
	join   *join // nil for the frame's own
}

func (f field) expr() string {
	if f.isWhether() {
		return "(" + f.join.there() + " IS NOT NULL)"
	}
	return f.frame.alias + "." + f.column.quoted
}

// isWhether reports whether the field is that a row is joined at all.
func (f field) isWhether() bool { return f.join != nil && f.column == f.join.whether }

// nullable reports whether the field may be empty; a join may find nothing.
func (f field) nullable() bool {
	return !f.isWhether() && (f.column.nullable || f.column.hollow || f.join != nil)
}

// field finds "login" or "department.name".
func (f *frame) field(name string) (field, bool) {
	if c, ok := f.table.columns[name]; ok {
		return field{column: c, frame: f}, true
	}
	alias, name, dotted := strings.Cut(name, ".")
	for _, j := range f.joins {
		switch c, ok := j.frame.table.columns[name]; {
		case j.spec.Alias != alias:
		case !dotted && j.whether != nil:
			return field{column: j.whether, frame: &j.frame, join: j}, true
		case dotted && ok:
			return field{column: c, frame: &j.frame, join: j}, true
		}
	}
	return field{}, false
}

// own is a field of the frame's own table.
func (f *frame) own(c *column) field { return field{column: c, frame: f} }

func (f *frame) fields(columns []*column) []field {
	fields := make([]field, len(columns))
	for i, c := range columns {
		fields[i] = f.own(c)
	}
	return fields
}

// joined is the set of joins that a statement needs.
type joined map[*join]bool

func (u joined) add(f field) {
	for j := f.join; j != nil; j = j.from {
		u[j] = true
	}
}

// addOf adds what p looks at. An Any brings its own joins with it.
func (u joined) addOf(f *frame, p connectors.Predicate) {
	switch p := p.(type) {
	case connectors.And:
		for _, t := range p {
			u.addOf(f, t)
		}
	case connectors.Or:
		for _, t := range p {
			u.addOf(f, t)
		}
	case connectors.Not:
		u.addOf(f, p.Term)
	case connectors.Leaf:
		u.addNamed(f, p.Field)
	case connectors.In:
		u.addNamed(f, p.Field)
	}
}

func (u joined) addNamed(f *frame, name string) {
	if at, ok := f.field(name); ok {
		u.add(at)
	}
}

// from writes the table of f and the joins in use, in the order of the spec.
func (b *builder) from(f *frame, use joined) {
	b.write(" FROM ")
	b.table(f)
	b.joins(f, use)
}

func (b *builder) columns(f *frame, columns []*column) {
	list(b, ", ", columns, func(c *column) { b.write(f.own(c).expr()) })
}

// on writes that every pair is equal.
func (b *builder) on(theirs, ours *frame, pairs []pair) {
	left, right, exact := b.sides(theirs, ours, pairs)
	for i := range pairs {
		if i > 0 {
			b.write(" AND ")
		}
		b.write(left[i], " = ", right[i])
	}
	for _, e := range exact {
		b.write(" AND ", e)
	}
}

// sides are the expressions that equal each other, and what holds besides.
func (b *builder) sides(theirs, ours *frame, pairs []pair) (left, right, exact []string) {
	for _, p := range pairs {
		l, r, e := b.d.joined(p.theirs, p.ours, theirs.own(p.theirs).expr(), ours.own(p.ours).expr())
		left, right = append(left, l), append(right, r)
		if e != "" {
			exact = append(exact, e)
		}
	}
	return left, right, exact
}

// and writes one more condition, unless there is none.
func (b *builder) and(f *frame, p connectors.Predicate) {
	if p != nil {
		b.write(" AND ")
		b.predicate(f, p, false)
	}
}
