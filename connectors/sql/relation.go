package sql

import (
	"strings"

	"github.com/scimgate/scimgate/connectors"
)

// relation is the rows of another table that belong to a record.
type relation struct {
	name     string
	spec     connectors.Relation
	frame    frame
	by       []pair // theirs is the row's column, ours the record's
	where    connectors.Predicate
	key      []*column // tells rows apart: the primary key, or the identity where there is none
	identity []*column
	order    []field
	fields   map[string]field // what may be read and written
	target   *target
	held     *held       // nil: the rows are the record's own
	filled   assignments // what the equalities of where put into new rows
	insert   map[string]source
	kept     *kept // nil: rows are deleted
	// arbiter is the unique index that makes an insert of a row that is there harmless: its columns, none when
	// the table has no such index and the record's row must be locked instead.
	arbiter []string
}

// target is what the rows refer to; a row without a visible one is hidden.
type target struct {
	frame       frame
	by          []pair // theirs is the target's column, ours the row's
	scope, gone connectors.Predicate
	when        connectors.Predicate // about the row: whether it refers to this one
	or          *target              // what other rows refer to
}

// leadsTo reports whether rows may refer to records of table.
func (t *target) leadsTo(table *table) bool {
	for ; t != nil; t = t.or {
		if t.frame.table == table {
			return true
		}
	}
	return false
}

// rowsOf writes which rows of r count: those that its where selects and whose target is visible.
func (b *builder) rowsOf(r *relation, f *frame) {
	b.and(f, r.where)
	b.visibleTarget(r, f)
}

func (b *builder) visibleTarget(r *relation, f *frame) {
	if r.target == nil {
		return
	}
	b.write(" AND ")
	if r.target.or != nil {
		b.write("(")
		defer b.write(")")
	}
	for t := r.target; t != nil; t = t.or {
		if t != r.target {
			b.write(" OR ")
		}
		b.target(t, f)
	}
}

// target writes that the row of f refers to a visible t.
func (b *builder) target(t *target, f *frame) {
	if t.when != nil {
		b.predicate(f, t.when, false)
		b.write(" AND ")
	}
	b.write("EXISTS (SELECT 1")
	b.from(&t.frame, nil)
	b.write(" WHERE ")
	b.on(&t.frame, f, t.by)
	b.and(&t.frame, t.scope)
	if t.gone != nil {
		b.and(&t.frame, connectors.Not{Term: t.gone})
	}
	b.write(")")
}

// exists writes that a row of r belongs to the record in f and satisfies where: as an EXISTS where strict, which is
// never unknown, and else as an IN, which a database may begin with, unless there is more to it than equality.
func (b *builder) exists(f *frame, r *relation, where connectors.Predicate, strict bool) {
	use := joined{}
	use.addOf(&r.frame, where)
	theirs, ours, exact := b.sides(&r.frame, f, r.by)
	if strict || len(exact) > 0 || len(r.by) > 1 && !b.d.grammar().tuples {
		b.write("EXISTS (SELECT 1")
		b.from(&r.frame, use)
		b.write(" WHERE ")
		b.on(&r.frame, f, r.by)
	} else {
		b.write("(", strings.Join(ours, ", "), ") IN (SELECT ", strings.Join(theirs, ", "))
		b.from(&r.frame, use)
		b.write(" WHERE ").truth(true)
	}
	b.rowsOf(r, &r.frame)
	b.and(&r.frame, where)
	b.write(")")
}
