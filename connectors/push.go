package connectors

import "github.com/scimgate/scimgate/internal/fold"

// PushOf is how well an entity of shape s evaluates p. A connective is as good as its worst term, a Not needs an
// Exact term, and In asks for each of its values as the Eq without folding that it is. A nil Predicate is Exact;
// a relation that s does not have, and an Any inside an Any, are No.
func PushOf(s Shape, p Predicate) Push {
	switch p := p.(type) {
	case Any:
		if _, ok := s.Relations[p.Relation]; !ok {
			return No
		}
		return pushOf(p.Where, func(l Leaf) Push { return s.PushRow(p.Relation, l) }, nil)
	default:
		return pushOf(p, s.Push, func(a Any) Push { return PushOf(s, a) })
	}
}

// pushOf judges p by its leaves; relation judges an Any, and nil means that none may be here.
func pushOf(p Predicate, leaf func(Leaf) Push, relation func(Any) Push) Push {
	worst := func(terms []Predicate) Push {
		push := Exact
		for _, t := range terms {
			push = min(push, pushOf(t, leaf, relation))
		}
		return push
	}
	switch p := p.(type) {
	case nil:
		return Exact
	case And:
		return worst(p)
	case Or:
		return worst(p)
	case Not:
		if pushOf(p.Term, leaf, relation) == Exact {
			return Exact
		}
		return No
	case Leaf:
		return leaf(p)
	case In:
		push := Exact
		for _, v := range p.Values {
			push = min(push, leaf(Leaf{Field: p.Field, Op: Eq, Value: v, Fold: fold.None}))
		}
		return push
	case Any:
		if relation == nil {
			return No
		}
		return relation(p)
	default:
		panic("connectors: unknown predicate") // the interface is sealed
	}
}
