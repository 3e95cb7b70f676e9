package sql

import (
	"slices"
	"strings"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/diag"
)

// relation builds the rows that belong to records of owner; nil after a finding.
func (k *checker) relation(owner *table, name string, s connectors.Relation) *relation {
	t := k.table(s.Entity)
	if t == nil {
		return nil
	}
	prefix := name + "/"
	r := &relation{name: name, spec: s, fields: map[string]field{}, filled: assignments{}}
	r.frame = frame{alias: "r", table: t, joins: k.joins(t, s.Joins, "l", prefix)}
	r.by = k.pairs(t, owner, s.By, prefix)
	r.where = k.predicate(&r.frame, s.Where, prefix)
	r.identity = k.columns(t, s.Identity, prefix)
	r.key = t.key
	if len(r.key) == 0 {
		r.key = r.identity
	}
	if len(r.identity) == 0 {
		r.identity = r.key
	}
	if len(r.key) == 0 {
		k.fail("no-row-key", name, "name the fields that tell its rows apart", "%s has no primary key and the relation no identity", t.name)
	}
	if !s.ReadOnly {
		k.statements(t, r.key, true)
	}
	for _, f := range s.Fields {
		if at, ok := k.field(&r.frame, f, prefix+f); ok {
			r.fields[f] = at
		}
	}
	for _, j := range s.Joins {
		for _, f := range j.Fields {
			k.field(&r.frame, j.Alias+"."+f, prefix+j.Alias+"."+f)
		}
	}
	for _, f := range s.Order {
		if at, ok := k.field(&r.frame, f, prefix+f); ok {
			r.order = append(r.order, at)
		}
	}
	for _, c := range r.identity {
		if _, ok := r.fields[c.name]; !ok && !s.ReadOnly {
			r.fields[c.name] = r.frame.own(c)
		}
	}
	r.insert = k.sources(t, s.Insert, prefix)
	r.kept = k.kept(r, prefix)
	r.target = k.target(t, s.Target, prefix)
	r.held = k.held(r, s.Held, prefix)
	k.fill(t, r.where, r.filled)
	r.arbiter = r.findArbiter()
	if !s.ReadOnly && (s.Large || s.Target != nil) && !t.uniqueBy(r.told()) {
		k.report(diag.Warning, "no-unique-membership", name, "create a unique index over "+strings.Join(r.told(), ", "),
			"nothing in %s refuses a second row for the same membership; writers of one record have to wait for each other", t.name)
	}
	return r
}

// fill notes what the equalities of where put into new rows of t.
func (k *checker) fill(t *table, where connectors.Predicate, filled assignments) {
	switch p := where.(type) {
	case connectors.And:
		for _, term := range p {
			k.fill(t, term, filled)
		}
	case connectors.Leaf:
		if c := t.columns[p.Field]; c != nil && p.Op == connectors.Eq {
			filled[c.name] = assignment{column: c, value: p.Value}
		}
	}
}

// findArbiter finds the unique index that refuses a row that is there, and refuses no other row.
func (r *relation) findArbiter() []string {
	needed := append(columnNames(theirs(r.by)), columnNames(r.identity)...)
	fits := func(columns []string) bool {
		return !slices.ContainsFunc(needed, func(c string) bool { return !slices.Contains(columns, c) })
	}
	t := r.frame.table
	if key := columnNames(t.key); len(key) > 0 && fits(key) && t.uniqueBy(r.told()) && (index{columns: key, unique: true}).covers(r.told()) {
		return key
	}
	for _, i := range t.indexes {
		if i.covers(r.told()) && fits(i.columns) {
			return i.columns
		}
	}
	return nil
}

func (k *checker) target(rows *table, s *connectors.Target, prefix string) *target {
	if s == nil {
		return nil
	}
	t := k.table(s.Entity)
	if t == nil {
		return nil
	}
	out := &target{frame: frame{alias: "t", table: t}}
	out.by = k.pairs(t, rows, s.By, prefix)
	out.scope = k.predicate(&out.frame, s.Scope, prefix)
	out.gone = k.predicate(&out.frame, s.Gone, prefix)
	out.when = k.predicate(&frame{alias: "r", table: rows}, s.When, prefix)
	out.or = k.target(rows, s.Or, prefix)
	return out
}
