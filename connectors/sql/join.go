package sql

import (
	"slices"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/fold"
)

// join attaches at most one row of another table.
type join struct {
	spec   connectors.Join
	frame  frame
	from   *join // whose columns ours of on are; nil: the frame's that it is joined to
	on     []pair
	where  connectors.Predicate
	many   bool // the table alone does not keep it to one row
	before bool // it is inserted before what it is joined to

	line    connectors.Timeline // of a Current
	whether *column             // of a Current: whether a row is in force
	fields  map[string]field    // by column, what may be read and written
	filled  assignments         // what the equalities of where put into new rows
	insert  map[string]source
}

// writes reports whether a change may set a column of j.
func (j *join) writes(c *column) bool {
	isDay := j.spec.Current != nil && (c.name == j.spec.Current.From || c.name == j.spec.Current.To)
	return j.spec.Lookup || j.spec.Missing != "" && !isDay
}

// outermost is the join of the record itself through which j is found.
func (j *join) outermost() *join {
	for j.from != nil {
		j = j.from
	}
	return j
}

// there is empty where nothing is joined.
func (j *join) there() string { return j.frame.own(j.on[0].theirs).expr() }

// parts are the joins that are written with what holds our columns of their On: the record, or a joined row.
func (f *frame) parts(of *join, before bool) []*join {
	var out []*join
	for _, j := range f.joins {
		if j.from == of && j.before == before && j.spec.Missing != "" {
			out = append(out, j)
		}
	}
	return out
}

// partners are the columns of the record that joins are found by which are written or removed with it.
func (e *entity) partners() []*column {
	var columns []*column
	for _, j := range e.root.joins {
		if j.from == nil && (j.spec.Missing != "" || j.spec.Remove) {
			columns = append(columns, ours(j.on)...)
		}
	}
	return columns
}

func (b *builder) joins(f *frame, use joined) {
	for _, j := range f.joins {
		if !use[j] {
			continue
		}
		ours := f
		if j.from != nil {
			ours = &j.from.frame
		}
		b.write(" LEFT JOIN ")
		b.table(&j.frame)
		b.write(" ON ")
		switch {
		case j.spec.Current != nil:
			b.on(&j.frame, ours, j.on)
			b.write(" AND ")
			b.first(j, ours)
		case j.many:
			b.first(j, ours)
		default:
			b.on(&j.frame, ours, j.on)
			b.and(&j.frame, j.where)
		}
	}
}

// first picks, of several rows that a join finds, the one with the lowest key, and of a Current the one in force.
func (b *builder) first(j *join, ours *frame) {
	one, key := frame{alias: "m", table: j.frame.table}, j.frame.table.key
	if len(key) > 1 && !b.d.grammar().tuples {
		b.write("EXISTS (SELECT 1 FROM (SELECT ")
		b.best(j, &one, ours)
		b.write(")", b.d.grammar().as, "z WHERE ")
		list(b, " AND ", key, func(c *column) { b.write("z.", c.quoted, " = ", j.frame.own(c).expr()) })
		b.write(")")
		return
	}
	b.write("(")
	b.columns(&j.frame, key)
	b.write(") = (SELECT ")
	b.best(j, &one, ours)
	b.write(")")
}

// best writes what reads the key of that one row.
func (b *builder) best(j *join, one, ours *frame) {
	b.columns(one, one.table.key)
	b.from(one, nil)
	b.write(" WHERE ")
	b.on(one, ours, j.on)
	b.and(one, j.where)
	if j.spec.Current != nil {
		b.and(one, j.line.At(b.at).InForce())
	}
	b.write(" ORDER BY ")
	if j.spec.Current != nil {
		from := one.table.columns[j.spec.Current.From]
		b.write(b.d.sorted(from, one.own(from).expr(), fold.None), " DESC, ")
	}
	b.columns(one, one.table.key)
	b.write(b.d.Page("1", ""))
}

// gives reports whether a new row gets a value of c that nobody has to set.
func (j *join) gives(c *column) bool {
	_, filled := j.filled[c.name]
	_, inserted := j.insert[c.name]
	return filled || inserted || slices.ContainsFunc(j.on, func(p pair) bool { return p.theirs == c })
}
