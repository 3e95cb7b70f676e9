package sql

import (
	"strings"

	"github.com/scimgate/scimgate/connectors"
)

// predicate converts p to the types of f's fields and makes sure that the database can evaluate it exactly.
func (k *checker) predicate(f *frame, p connectors.Predicate, prefix string) connectors.Predicate {
	if p == nil || !k.namesKnown(f, p, prefix) {
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
		return push(at.column, l)
	}
	s.Push = func(l connectors.Leaf) connectors.Push { return s.PushRow("", l) }
	if connectors.PushOf(s, out) != connectors.Exact {
		k.fail("predicate", strings.TrimSuffix(prefix, "/"), "", "the database cannot evaluate a condition of %s", f.table.name)
		return nil
	}
	return out
}

// namesKnown reports whether all that p looks at exists, with a finding for what does not.
func (k *checker) namesKnown(f *frame, p connectors.Predicate, prefix string) bool {
	all := func(terms []connectors.Predicate) bool {
		ok := true
		for _, t := range terms {
			ok = k.namesKnown(f, t, prefix) && ok
		}
		return ok
	}
	named := func(name string) bool {
		at, ok := f.field(name)
		if !ok {
			_, ok = k.field(f, name, prefix+name)
			return ok
		}
		return at.isWhether() || k.column(at.frame.table, at.column.name, prefix+name) != nil
	}
	switch p := p.(type) {
	case connectors.And:
		return all(p)
	case connectors.Or:
		return all(p)
	case connectors.Not:
		return k.namesKnown(f, p.Term, prefix)
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
		return k.namesKnown(&r.frame, p.Where, p.Relation+"/")
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
