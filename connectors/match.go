package connectors

import (
	"slices"
	"strings"
)

// Match is the reference semantics of Predicate: the memory connector, the conformance suite and every re-check
// use it. A record that lacks a field counts as one where it is empty. A nil Predicate holds.
func Match(p Predicate, r Record) bool {
	switch p := p.(type) {
	case nil:
		return true
	case And:
		return !slices.ContainsFunc(p, func(t Predicate) bool { return !Match(t, r) })
	case Or:
		return slices.ContainsFunc(p, func(t Predicate) bool { return Match(t, r) })
	case Not:
		return !Match(p.Term, r)
	case Leaf:
		return matchLeaf(p, r.Fields[p.Field])
	case In:
		v := r.Fields[p.Field]
		return slices.ContainsFunc(p.Values, func(want Value) bool { return matchLeaf(Leaf{Op: Eq, Value: want}, v) })
	case Any:
		return slices.ContainsFunc(r.Rows[p.Relation], func(row Row) bool { return Match(p.Where, Record{Fields: row.Fields}) })
	default:
		panic("connectors: unknown predicate") // the interface is sealed
	}
}

func matchLeaf(l Leaf, v Value) bool {
	switch l.Op {
	case Pr:
		return v != nil
	case Eq:
		return matchEqual(l, v)
	case Ne:
		return !matchEqual(l, v)
	case Co, Sw, Ew:
		return matchText(l, v)
	case Gt, Ge, Lt, Le:
		order, ok := Compare(v, l.Value, l.Fold)
		return ok && matchOrder(l.Op, order)
	default:
		panic("connectors: unknown operator " + string(l.Op))
	}
}

func matchEqual(l Leaf, v Value) bool {
	if l.Value == nil || v == nil {
		return l.Value == nil && v == nil
	}
	order, ok := Compare(v, l.Value, l.Fold)
	return ok && order == 0
}

func matchText(l Leaf, v Value) bool {
	have, ok := v.(string)
	want, wantOK := l.Value.(string)
	if !ok || !wantOK {
		return false
	}
	have, want = l.Fold.Apply(have), l.Fold.Apply(want)
	switch l.Op {
	case Sw:
		return strings.HasPrefix(have, want)
	case Ew:
		return strings.HasSuffix(have, want)
	default:
		return strings.Contains(have, want)
	}
}

func matchOrder(op Op, order int) bool {
	switch op {
	case Gt:
		return order > 0
	case Ge:
		return order >= 0
	case Lt:
		return order < 0
	default:
		return order <= 0
	}
}
