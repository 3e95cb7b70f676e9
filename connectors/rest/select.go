package rest

import (
	"slices"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/fold"
)

// selection is how a condition is met: by flows that together answer all records that it means, and by a look at each.
type selection struct {
	flows []flow
	terms []connectors.Predicate // what each of several flows is for: a record of more than one is taken from the first
	keys  []tuple                // instead of flows: the records with these keys
	byKey bool
	rows  *rowsOf              // instead of both: the records that have such a row
	where connectors.Predicate // to be looked at; nil: the flows answer no more than is meant
}

// choose finds the cheapest selection of records that satisfy where and are in bounds. need is what their fields are needed for.
func (e *entity) choose(where connectors.Predicate, need []string) (selection, error) {
	terms := flatten(where)
	s := selection{where: allOf(append(terms, e.bounds)...)}
	best := -1
	for i, t := range terms {
		if keys, ok := e.keysOf(t); ok && (!s.byKey || len(keys) < len(s.keys)) {
			s.keys, s.byKey = keys, true
		}
		if e.finds(t) && (best < 0 || rank(t) > rank(terms[best])) {
			best = i
		}
	}
	if s.byKey && (best < 0 || rank(terms[best]) < rankEqual || len(s.keys) <= max(1, e.root.way(e.spec.Key, len(s.keys), need).many)) {
		return s, nil
	}
	s.keys, s.byKey = nil, false // so many that a call for each of them costs more
	if best < 0 {
		for i, t := range terms {
			if rows, ok := e.rowsOf(t); ok {
				s.rows, s.where = rows, allOf(append(slices.Delete(slices.Clone(terms), i, i+1), e.bounds)...)
				return s, nil
			}
		}
		if e.root.list == nil {
			return s, connectors.Errorf(connectors.Unsupported, "list "+e.spec.Entity, "there is no call that lists everything")
		}
		s.flows = []flow{{c: e.root, listing: e.root.list, need: need}}
		return s, nil
	}
	for _, leaf := range leaves(terms[best]) {
		l := e.root.finder(leaf)
		v, ok := e.root.fields[leaf.Field].holds(leaf.Value)
		if !ok {
			continue // no record has it
		}
		w := way{listing: l, many: 1}
		f := flow{c: e.root, listing: l, need: need, vars: w.vars(e.root, []string{leaf.Field}, []tuple{{v}})}
		s.flows, s.terms = append(s.flows, f), append(s.terms, leaf)
	}
	if len(s.flows) == 1 && len(leaves(terms[best])) == 1 && connectors.PushOf(e.shape, terms[best]) == connectors.Exact {
		s.where = allOf(append(slices.Delete(slices.Clone(terms), best, best+1), e.bounds)...)
	}
	return s, nil
}

// rankEqual is the rank of equality, which selects the fewest records.
const rankEqual = 3

// rank prefers the terms that select few records.
func rank(t connectors.Predicate) int {
	worst := rankEqual
	for _, l := range leaves(t) {
		switch l.Op {
		case connectors.Eq:
		case connectors.Sw, connectors.Ew, connectors.Co:
			worst = min(worst, 2)
		default:
			worst = min(worst, 1)
		}
	}
	return worst
}

// keysOf are the keys that a term names, where a call reads records by their keys.
func (e *entity) keysOf(t connectors.Predicate) ([]tuple, bool) {
	key := e.spec.Key
	if len(key) != 1 || e.root.way(key, 1, nil) == nil {
		return nil, false
	}
	var keys []tuple
	for _, l := range leaves(t) {
		if l.Field != key[0] || l.Op != connectors.Eq || l.Fold.Or(fold.None) != fold.None {
			return nil, false
		}
		if v, err := connectors.Convert(l.Value, e.root.fields[l.Field].Type); err == nil && v != nil { // else no key is that
			keys = append(keys, tuple{v})
		}
	}
	return keys, len(leaves(t)) > 0
}

// finds reports whether finds of the application answer all of a term.
func (e *entity) finds(t connectors.Predicate) bool {
	own := leaves(t)
	return len(own) > 0 && !slices.ContainsFunc(own, func(l connectors.Leaf) bool { return e.root.finder(l) == nil })
}

// finder is the find that answers a comparison best, nil when there is none.
func (c *collection) finder(l connectors.Leaf) *listing {
	var found *listing
	best := connectors.No
	for _, candidate := range c.finds {
		f, ok := c.fields[l.Field]
		if !ok || len(candidate.find.all) > 0 {
			continue
		}
		if _, held := f.holds(l.Value); held || l.Op == connectors.Eq { // what no field holds is still more or less than others
			if push := candidate.find.answers(l, f.Fold); push > best {
				found, best = candidate, push
			}
		}
	}
	return found
}

// leaves are the comparisons of which a term is the union; none for any other term.
func leaves(t connectors.Predicate) []connectors.Leaf {
	switch t := t.(type) {
	case connectors.Leaf:
		return []connectors.Leaf{t}
	case connectors.In:
		var list []connectors.Leaf
		for _, v := range t.Values {
			list = append(list, connectors.Leaf{Field: t.Field, Op: connectors.Eq, Value: v, Fold: fold.None})
		}
		return list
	case connectors.Or:
		var list []connectors.Leaf
		for _, term := range t {
			own := leaves(term)
			if len(own) == 0 {
				return nil
			}
			list = append(list, own...)
		}
		return list
	default:
		return nil
	}
}

// flatten are the terms that must all hold.
func flatten(p connectors.Predicate) []connectors.Predicate {
	switch p := p.(type) {
	case nil:
		return nil
	case connectors.And:
		var list []connectors.Predicate
		for _, t := range p {
			list = append(list, flatten(t)...)
		}
		return list
	default:
		return []connectors.Predicate{p}
	}
}

// allOf holds when every term does; nil for none.
func allOf(terms ...connectors.Predicate) connectors.Predicate {
	var all connectors.And
	for _, t := range terms {
		all = append(all, flatten(t)...)
	}
	switch len(all) {
	case 0:
		return nil
	case 1:
		return all[0]
	default:
		return all
	}
}

func not(p connectors.Predicate) connectors.Predicate {
	if p == nil {
		return nil
	}
	return connectors.Not{Term: p}
}
