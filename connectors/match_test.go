package connectors_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/fold"
)

func TestMatchIsTheMeaningOfAPredicate(t *testing.T) {
	hired := time.Date(2024, 5, 1, 0, 0, 0, 0, time.UTC)
	ada := connectors.Record{
		Fields: connectors.Fields{"login": "Ada", "number": int64(7), "salary": connectors.Decimal("10.50"), "active": true, "hired": hired, "title": "", "left": nil},
		Rows: map[string][]connectors.Row{"phones": {
			{Fields: connectors.Fields{"kind": "W", "number": "+44"}},
			{Fields: connectors.Fields{"kind": "M", "number": "+1"}},
			{Fields: connectors.Fields{"kind": nil, "number": "+2"}},
		}},
	}
	leaf := func(field string, op connectors.Op, v connectors.Value, f ...fold.Kind) connectors.Predicate {
		l := connectors.Leaf{Field: field, Op: op, Value: v}
		if len(f) > 0 {
			l.Fold = f[0]
		}
		return l
	}
	phone := func(terms ...connectors.Predicate) connectors.Predicate {
		return connectors.Any{Relation: "phones", Where: connectors.And(terms)}
	}
	for _, c := range []struct {
		name string
		p    connectors.Predicate
		want bool
	}{
		{"no predicate holds", nil, true},
		{"an empty and holds", connectors.And{}, true},
		{"an empty or does not", connectors.Or{}, false},
		{"equal text", leaf("login", connectors.Eq, "Ada"), true},
		{"another letter case is another text", leaf("login", connectors.Eq, "ada"), false},
		{"and the same under a fold", leaf("login", connectors.Eq, "ADA", fold.ASCII), true},
		{"unequal text", leaf("login", connectors.Ne, "Bob"), true},
		{"ne under a fold", leaf("login", connectors.Ne, "ADA", fold.ASCII), false},
		{"contains", leaf("login", connectors.Co, "d"), true},
		{"everything contains the empty text", leaf("login", connectors.Co, ""), true},
		{"starts with, folded", leaf("login", connectors.Sw, "aD", fold.Simple), true},
		{"ends with", leaf("login", connectors.Ew, "da"), true},
		{"contains is about text only", leaf("number", connectors.Co, "7"), false},
		{"numbers of other types are equal by value", leaf("salary", connectors.Eq, 10.5), true},
		{"a number is not its text", leaf("number", connectors.Eq, "7"), false},
		{"and so it is unequal to it", leaf("number", connectors.Ne, "7"), true},
		{"greater", leaf("number", connectors.Gt, int64(6)), true},
		{"not greater than itself", leaf("number", connectors.Gt, int64(7)), false},
		{"at least itself", leaf("number", connectors.Ge, int64(7)), true},
		{"less", leaf("number", connectors.Lt, 7.5), true},
		{"at most itself", leaf("hired", connectors.Le, hired), true},
		{"order between types does not hold either way", connectors.Or{leaf("number", connectors.Gt, "1"), leaf("number", connectors.Le, "1")}, false},
		{"true is greater than false", leaf("active", connectors.Gt, false), true},
		{"empty text is a value", leaf("title", connectors.Pr, nil), true},
		{"and it is not empty", leaf("title", connectors.Eq, nil), false},
		{"an empty field has no value", leaf("left", connectors.Pr, nil), false},
		{"an empty field is eq nil", leaf("left", connectors.Eq, nil), true},
		{"an empty field is not ne nil", leaf("left", connectors.Ne, nil), false},
		{"an empty field is ne any value", leaf("left", connectors.Ne, "x"), true},
		{"an empty field equals no value", leaf("left", connectors.Eq, ""), false},
		{"an empty field is in no order", connectors.Or{leaf("left", connectors.Lt, hired), leaf("left", connectors.Ge, hired)}, false},
		{"an empty field contains nothing", leaf("left", connectors.Co, ""), false},
		{"a field that was not read counts as empty", leaf("unread", connectors.Eq, nil), true},
		{"a value is ne nil", leaf("login", connectors.Ne, nil), true},
		{"in one of several", connectors.In{Field: "number", Values: []connectors.Value{int64(1), 7.0}}, true},
		{"in none", connectors.In{Field: "login", Values: []connectors.Value{"ada", "ADA"}}, false},
		{"in an empty list", connectors.In{Field: "login"}, false},
		{"in nil", connectors.In{Field: "left", Values: []connectors.Value{"x", nil}}, true},
		{"not is two-valued on an empty field", connectors.Not{Term: leaf("left", connectors.Eq, "x")}, true},
		{"any row", phone(), true},
		{"any row of a relation that was not read", connectors.Any{Relation: "cars"}, false},
		{"one row must satisfy it all", phone(leaf("kind", connectors.Eq, "W"), leaf("number", connectors.Eq, "+1")), false},
		{"different rows may", connectors.And{phone(leaf("kind", connectors.Eq, "W")), phone(leaf("number", connectors.Eq, "+1"))}, true},
		{"an empty field of a row", phone(leaf("kind", connectors.Eq, nil)), true},
		{"the fields inside any are the row's", phone(leaf("login", connectors.Pr, nil)), false},
		{"no row", connectors.Not{Term: phone(leaf("number", connectors.Sw, "+3"))}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := connectors.Match(c.p, ada); got != c.want {
				t.Errorf("%#v is %v", c.p, got)
			}
		})
	}
}

func TestNegationTurnsEveryAnswerRound(t *testing.T) {
	values := rapid.SampledFrom([]connectors.Value{nil, "", "a", "A", int64(1), 1.5, true, connectors.Decimal("1")})
	rapid.Check(t, func(t *rapid.T) {
		r := connectors.Record{Fields: connectors.Fields{"f": values.Draw(t, "value")}}
		l := connectors.Leaf{Field: "f", Op: rapid.SampledFrom(connectors.Ops).Draw(t, "op"), Value: values.Draw(t, "operand"), Fold: rapid.SampledFrom(fold.Kinds).Draw(t, "fold")}
		if connectors.Match(l, r) == connectors.Match(connectors.Not{Term: l}, r) {
			t.Fatalf("%#v and its negation agree", l)
		}
		eq, ne := l, l
		eq.Op, ne.Op = connectors.Eq, connectors.Ne
		if connectors.Match(eq, r) == connectors.Match(ne, r) {
			t.Fatalf("%#v: eq and ne agree", l)
		}
	})
}
