package sql

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/diag"
)

// joins builds what may be joined to t. prefix names the relation whose rows t holds.
func (k *checker) joins(t *table, specs []connectors.Join, alias, prefix string) []*join {
	var out []*join
	for i, s := range specs {
		theirs := k.table(s.Entity)
		if theirs == nil {
			continue
		}
		j := &join{spec: s, frame: frame{alias: alias + strconv.Itoa(i+1), table: theirs}}
		j.on = k.pairs(theirs, t, s.On, prefix)
		j.where = k.predicate(&j.frame, s.Where, prefix+s.Alias+".")
		if !theirs.uniqueBy(slices.Collect(maps.Keys(s.On))) {
			j.many = true
			if len(theirs.key) == 0 {
				k.fail("join-not-unique", prefix+s.Alias, "", "nothing keeps %s from having several rows for one of %s", theirs.name, t.name)
			}
		}
		out = append(out, j)
	}
	return out
}

// pairs are the columns of two tables that equal each other.
func (k *checker) pairs(theirs, ours *table, by map[string]string, prefix string) []pair {
	var out []pair
	for _, name := range slices.Sorted(maps.Keys(by)) {
		p := pair{theirs: k.column(theirs, name, prefix+name), ours: k.column(ours, by[name], prefix+by[name])}
		if p.theirs == nil || p.ours == nil {
			continue
		}
		if p.theirs.typ != p.ours.typ {
			k.fail("type-mismatch", prefix+name, "", "%s.%s is %s and %s.%s is %s: they are never equal",
				theirs.name, name, p.theirs.typ, ours.name, by[name], p.ours.typ)
		}
		out = append(out, p)
	}
	return out
}

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
	r.target = k.target(t, s.Target, prefix)
	k.fill(r, r.where)
	r.arbiter = r.findArbiter()
	if !s.ReadOnly && (s.Large || s.Target != nil) && !t.uniqueBy(r.told()) {
		k.report(diag.Warning, "no-unique-membership", name, "create a unique index over "+strings.Join(r.told(), ", "),
			"nothing in %s refuses a second row for the same membership; writers of one record have to wait for each other", t.name)
	}
	return r
}

// fill notes what the equalities of a relation's where put into new rows.
func (k *checker) fill(r *relation, where connectors.Predicate) {
	switch p := where.(type) {
	case connectors.And:
		for _, t := range p {
			k.fill(r, t)
		}
	case connectors.Leaf:
		if c := r.frame.table.columns[p.Field]; c != nil && p.Op == connectors.Eq {
			r.filled[c.name] = assignment{column: c, value: p.Value}
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
	return out
}

// predicate converts p to the types of f's fields and makes sure that the database can evaluate it exactly.
func (k *checker) predicate(f *frame, p connectors.Predicate, prefix string) connectors.Predicate {
	if p == nil || !k.known(f, p, prefix) {
		return nil
	}
	of := func(relation, name string) (field, bool) {
		if relation == "" {
			return f.field(name)
		}
		return f.relations[relation].frame.field(name)
	}
	out, err := connectors.ConvertPredicate(p, func(relation, name string) (connectors.Type, bool) {
		at, ok := of(relation, name)
		if !ok {
			return "", false
		}
		return at.column.typ, true
	})
	if err != nil {
		k.fail("predicate", prefix+errorField(err), "", "%v", err)
		return nil
	}
	s := connectors.Shape{Relations: map[string]connectors.RelationShape{}}
	for name := range f.relations {
		s.Relations[name] = connectors.RelationShape{}
	}
	s.PushRow = func(relation string, l connectors.Leaf) connectors.Push {
		at, _ := of(relation, l.Field)
		return push(at.column.typ, l)
	}
	s.Push = func(l connectors.Leaf) connectors.Push { return s.PushRow("", l) }
	if connectors.PushOf(s, out) != connectors.Exact {
		k.fail("predicate", strings.TrimSuffix(prefix, "/"), "", "the database cannot evaluate a condition of %s", f.table.name)
		return nil
	}
	return out
}

// known reports whether all that p looks at exists, with a finding for what does not.
func (k *checker) known(f *frame, p connectors.Predicate, prefix string) bool {
	all := func(terms []connectors.Predicate) bool {
		ok := true
		for _, t := range terms {
			ok = k.known(f, t, prefix) && ok
		}
		return ok
	}
	named := func(name string) bool {
		_, ok := f.field(name)
		if !ok {
			_, ok = k.field(f, name, prefix+name)
		}
		return ok
	}
	switch p := p.(type) {
	case connectors.And:
		return all(p)
	case connectors.Or:
		return all(p)
	case connectors.Not:
		return k.known(f, p.Term, prefix)
	case connectors.Leaf:
		return named(p.Field)
	case connectors.In:
		return named(p.Field)
	case connectors.Any:
		r, ok := f.relations[p.Relation]
		if !ok {
			k.fail("unknown-relation", p.Relation, "", "a condition looks at %q, which is no relation of %s", p.Relation, f.table.name)
			return false
		}
		return k.known(&r.frame, p.Where, p.Relation+"/")
	default:
		return true
	}
}

func errorField(err error) string {
	if e, ok := err.(*connectors.Error); ok {
		return e.Field
	}
	return ""
}

// sources checks where columns of t get their values from.
func (k *checker) sources(t *table, specs map[string]connectors.Source, prefix string) map[string]source {
	out := map[string]source{}
	for _, name := range slices.Sorted(maps.Keys(specs)) {
		s := source{column: k.column(t, name, prefix+name), spec: specs[name]}
		if s.column == nil {
			continue
		}
		if err := k.source(t, &s, prefix); err != nil {
			k.fail("source", prefix+name, "", "%s.%s: %v", t.name, name, err)
		}
		out[name] = s
	}
	return out
}

func (k *checker) source(t *table, s *source, prefix string) error {
	switch spec := s.spec.(type) {
	case connectors.Const:
		_, err := connectors.Convert(spec.Value, s.column.typ)
		return err
	case connectors.Copy:
		k.column(t, spec.Field, prefix+spec.Field)
	case connectors.Native:
		if strings.Contains(string(spec), ";") {
			return fmt.Errorf("an expression with ; may be more than one statement")
		}
	case connectors.From:
		from := k.table(spec.Entity)
		if from == nil {
			return nil
		}
		s.from = &frame{alias: "f", table: from}
		s.where = k.predicate(s.from, spec.Where, prefix)
		s.field = k.column(from, spec.Field, prefix+spec.Field)
	}
	return nil
}
