package connectortest

import (
	"maps"
	"slices"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/fold"
)

// operands are values worth comparing a field with: those that the records have, pieces of texts, and a few of
// another type, which never compare.
type operands map[string][]connectors.Value

// operandsOf collects the operands of every field of records, and of every relation as "relation/field".
func operandsOf(records []connectors.Record) operands {
	o := operands{}
	add := func(name string, v connectors.Value) {
		if !slices.ContainsFunc(o[name], func(w connectors.Value) bool { return show(w) == show(v) }) {
			o[name] = append(o[name], v)
		}
	}
	for _, r := range records {
		for name, v := range r.Fields {
			add(name, v)
		}
		for relation, rows := range r.Rows {
			for _, row := range rows {
				for name, v := range row.Fields {
					add(relation+"/"+name, v)
				}
			}
		}
	}
	return o
}

// aliens are values of every type.
func aliens() []connectors.Value {
	return []connectors.Value{nil, "", "1", "a", "true", int64(0), int64(1), int64(-1 << 63), int64(1<<63 - 1), 0.5, -1.0, connectors.Decimal("1.00"),
		connectors.Decimal("0.5"), true, false, instant(1), date(2020, 1, 1), date(2020, 1, 1).Add(1e9)}
}

// answerable draws a leaf that is pushed better than No, as long as there is one among a few; the others show that
// PushOf keeps away from them.
func (r random) answerable(draw func() connectors.Leaf, push func(connectors.Leaf) connectors.Push) connectors.Leaf {
	l := draw()
	for range 6 {
		if push(l) != connectors.No {
			break
		}
		l = draw()
	}
	return l
}

// leafOf is a random comparison of a field.
func (r random) leafOf(field string, have []connectors.Value) connectors.Leaf {
	l := connectors.Leaf{Field: field, Op: one(r, connectors.Ops), Fold: one(r, fold.Kinds)}
	switch r.IntN(10) {
	case 0:
		l.Value = one(r, aliens())
	case 1:
		l.Value = one(r, texts())
	default:
		if len(have) > 0 {
			l.Value = one(r, have)
		}
	}
	if s, ok := l.Value.(string); ok && slices.Contains([]connectors.Op{connectors.Co, connectors.Sw, connectors.Ew}, l.Op) {
		letters := []rune(s)
		from := r.IntN(len(letters) + 1)
		l.Value = string(letters[from : from+r.IntN(len(letters)-from+1)])
	}
	return l
}

// predicate is a random condition over an entity, at most depth connectives deep.
func (r random) predicate(s connectors.Shape, o operands, depth int) connectors.Predicate {
	fields := slices.Sorted(maps.Keys(s.Fields))
	return r.condition(depth, func() connectors.Predicate {
		if relations := slices.Sorted(maps.Keys(s.Relations)); len(relations) > 0 && r.IntN(4) == 0 {
			return r.any(one(r, relations), s, o, depth)
		}
		return r.term(func() connectors.Leaf {
			field := one(r, fields)
			return r.leafOf(field, o[field])
		}, s.Push)
	})
}

func (r random) any(relation string, s connectors.Shape, o operands, depth int) connectors.Predicate {
	if r.IntN(8) == 0 {
		return connectors.Any{Relation: relation}
	}
	fields := slices.Sorted(maps.Keys(s.Relations[relation].Fields))
	return connectors.Any{Relation: relation, Where: r.condition(depth-1, func() connectors.Predicate {
		return r.term(func() connectors.Leaf {
			field := one(r, fields)
			return r.leafOf(field, o[relation+"/"+field])
		}, func(l connectors.Leaf) connectors.Push { return s.PushRow(relation, l) })
	})}
}

// term is a leaf or, now and then, an In of the same kind.
func (r random) term(draw func() connectors.Leaf, push func(connectors.Leaf) connectors.Push) connectors.Predicate {
	l := r.answerable(draw, push)
	if r.IntN(8) > 0 {
		return l
	}
	in := connectors.In{Field: l.Field}
	for range r.IntN(4) {
		v := r.answerable(func() connectors.Leaf {
			other := draw()
			return connectors.Leaf{Field: l.Field, Op: connectors.Eq, Value: other.Value, Fold: fold.None}
		}, push)
		in.Values = append(in.Values, v.Value)
	}
	return in
}

func (r random) condition(depth int, term func() connectors.Predicate) connectors.Predicate {
	if depth <= 0 || r.IntN(3) == 0 {
		return term()
	}
	if r.IntN(4) == 0 {
		return connectors.Not{Term: r.condition(depth-1, term)}
	}
	terms := make([]connectors.Predicate, r.IntN(4))
	for i := range terms {
		terms[i] = r.condition(depth-1, term)
	}
	if r.IntN(2) == 0 {
		return connectors.Or(terms)
	}
	return connectors.And(terms)
}

// smaller are the parts of p that may fail in its place.
func smaller(p connectors.Predicate) []connectors.Predicate {
	switch p := p.(type) {
	case connectors.And:
		return p
	case connectors.Or:
		return p
	case connectors.Not:
		return []connectors.Predicate{p.Term}
	case connectors.Any:
		var out []connectors.Predicate
		for _, part := range smaller(p.Where) {
			out = append(out, connectors.Any{Relation: p.Relation, Where: part})
		}
		return out
	default:
		return nil
	}
}
