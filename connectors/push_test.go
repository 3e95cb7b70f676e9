package connectors_test

import (
	"testing"

	"github.com/scimgate/scimgate/connectors"
)

func TestAPredicateIsPushedAsItsTermsAllow(t *testing.T) {
	push := func(l connectors.Leaf) connectors.Push {
		switch {
		case l.Value == "odd":
			return connectors.No
		case l.Field == "exact":
			return connectors.Exact
		case l.Field == "superset":
			return connectors.Superset
		default:
			return connectors.No
		}
	}
	shape := connectors.Shape{
		Relations: map[string]connectors.RelationShape{"rows": {}},
		Push:      push,
		PushRow:   func(_ string, l connectors.Leaf) connectors.Push { return push(l) },
	}
	exact, superset, no := connectors.Leaf{Field: "exact"}, connectors.Leaf{Field: "superset"}, connectors.Leaf{Field: "no"}
	row := func(p connectors.Predicate) connectors.Predicate { return connectors.Any{Relation: "rows", Where: p} }
	for _, c := range []struct {
		name string
		p    connectors.Predicate
		want connectors.Push
	}{
		{"no condition", nil, connectors.Exact},
		{"no terms", connectors.And{connectors.Or{}}, connectors.Exact},
		{"a leaf", superset, connectors.Superset},
		{"and is as good as its worst term", connectors.And{exact, superset}, connectors.Superset},
		{"and does not drop terms", connectors.And{exact, no}, connectors.No},
		{"or is as good as its worst term", connectors.Or{exact, superset, exact}, connectors.Superset},
		{"or with a term that cannot be pushed", connectors.Or{exact, no}, connectors.No},
		{"not of exact", connectors.Not{Term: exact}, connectors.Exact},
		{"not of a superset", connectors.Not{Term: superset}, connectors.No},
		{"not of not of a superset", connectors.Not{Term: connectors.Not{Term: superset}}, connectors.No},
		{"in asks for each value", connectors.In{Field: "exact", Values: []connectors.Value{"a", "odd"}}, connectors.No},
		{"in of values that can be pushed", connectors.In{Field: "exact", Values: []connectors.Value{"a", nil}}, connectors.Exact},
		{"in of nothing", connectors.In{Field: "exact"}, connectors.Exact},
		{"any is as good as what is inside", row(connectors.And{exact, superset}), connectors.Superset},
		{"any row at all", row(nil), connectors.Exact},
		{"any of an unknown relation", connectors.Any{Relation: "cars"}, connectors.No},
		{"any inside any", row(row(exact)), connectors.No},
		{"not of any of a superset", connectors.Not{Term: row(superset)}, connectors.No},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := connectors.PushOf(shape, c.p); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
}
