package connectors

import (
	"maps"
	"slices"
	"time"
)

// AsOf is s at one instant: in its predicates every Expr is the value that it has then. moves reports whether there is any,
// so that another instant may have another Spec. The error is Internal, naming the field.
func (s Spec) AsOf(at time.Time) (now Spec, moves bool, err error) {
	c := clock{env: Env{Time: at.UTC()}}
	s.Scope, s.Gone, s.Protect = c.predicate(s.Scope), c.predicate(s.Gone), c.predicate(s.Protect)
	if s.Values != nil {
		v := *s.Values
		v.Where = c.predicate(v.Where)
		s.Values = &v
	}
	s.Joins = c.joins(s.Joins)
	s.Insert = c.sources(s.Insert)
	s.Stamp = Stamps{Insert: c.sources(s.Stamp.Insert), Update: c.sources(s.Stamp.Update)}
	s.Relations = maps.Clone(s.Relations)
	for name, r := range s.Relations {
		s.Relations[name] = c.relation(r)
	}
	return s, c.moves, c.err
}

// clock puts the values of one instant into predicates. It keeps the first error.
type clock struct {
	env   Env
	moves bool
	err   error
}

func (c *clock) predicate(p Predicate) Predicate {
	out, err := mapOperands(p, "", func(_, field string, v Value) (Value, error) {
		e, ok := v.(Expr)
		if !ok {
			return v, nil
		}
		c.moves = true
		v, err := e(c.env)
		if err != nil {
			err = &Error{Kind: Internal, Op: "predicate", Field: field, Err: err}
		}
		return v, err
	})
	if c.err == nil {
		c.err = err
	}
	return out
}

func (c *clock) joins(joins []Join) []Join {
	joins = slices.Clone(joins)
	for i := range joins {
		joins[i].Where, joins[i].Insert = c.predicate(joins[i].Where), c.sources(joins[i].Insert)
	}
	return joins
}

func (c *clock) sources(sources map[string]Source) map[string]Source {
	sources = maps.Clone(sources)
	for name, s := range sources {
		if from, ok := s.(From); ok {
			from.Where = c.predicate(from.Where)
			sources[name] = from
		}
	}
	return sources
}

func (c *clock) target(t *Target) *Target {
	if t == nil {
		return nil
	}
	out := *t
	out.When, out.Scope, out.Gone, out.Or = c.predicate(t.When), c.predicate(t.Scope), c.predicate(t.Gone), c.target(t.Or)
	return &out
}

func (c *clock) relation(r Relation) Relation {
	r.Where, r.Joins, r.Insert = c.predicate(r.Where), c.joins(r.Joins), c.sources(r.Insert)
	r.Remove = c.sources(r.Remove)
	r.Target = c.target(r.Target)
	if r.Held != nil {
		h := *r.Held
		h.Protect, h.Stamp, h.Joins = c.predicate(h.Protect), c.sources(h.Stamp), c.joins(h.Joins)
		r.Held = &h
	}
	return r
}
