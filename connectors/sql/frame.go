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

// join attaches at most one row of another table.
type join struct {
	spec  connectors.Join
	frame frame
	on    []pair
	where connectors.Predicate
	many  bool // the table alone does not keep it to one row
}

// pair says that a column of another table equals one of ours.
type pair struct{ theirs, ours *column }

// field is a column of a frame, or of one of its joins.
type field struct {
	column *column
	frame  *frame
	join   *join // nil for the frame's own
}

func (f field) expr() string { return f.frame.alias + "." + f.column.quoted }

// nullable reports whether the field may be empty; a join may find nothing.
func (f field) nullable() bool { return f.column.nullable || f.column.hollow || f.join != nil }

// field finds "login" or "department.name".
func (f *frame) field(name string) (field, bool) {
	if c, ok := f.table.columns[name]; ok {
		return field{column: c, frame: f}, true
	}
	alias, name, dotted := strings.Cut(name, ".")
	if !dotted {
		return field{}, false
	}
	for _, j := range f.joins {
		if c, ok := j.frame.table.columns[name]; ok && j.spec.Alias == alias {
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
	if f.join != nil {
		u[f.join] = true
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

func (b *builder) joins(f *frame, use joined) {
	for _, j := range f.joins {
		if !use[j] {
			continue
		}
		b.write(" LEFT JOIN ", j.frame.table.quoted, " AS ", j.frame.alias, " ON ")
		if !j.many {
			b.on(&j.frame, f, j.on)
			b.and(&j.frame, j.where)
			continue
		}
		b.first(j, f)
	}
}

// first picks, of several rows that a join finds, the one with the lowest key.
func (b *builder) first(j *join, f *frame) {
	one := frame{alias: "m", table: j.frame.table}
	b.write("(")
	b.columns(&j.frame, j.frame.table.key)
	b.write(") = (SELECT ")
	b.columns(&one, one.table.key)
	b.from(&one, nil)
	b.write(" WHERE ")
	b.on(&one, f, j.on)
	b.and(&one, j.where)
	b.write(" ORDER BY ")
	b.columns(&one, one.table.key)
	b.write(b.d.Page("1", ""), ")")
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
