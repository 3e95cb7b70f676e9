package connectortest

import (
	"maps"
	"slices"
	"testing"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/fold"
	"github.com/scimgate/scimgate/internal/testenv"
)

// The differential law: what a connector selects is what Match selects among all its records, exactly or as a
// superset, whichever PushOf says of its Shape.

func lawTests() []test {
	return []test{
		{"people are selected as Match selects them", func(t *testing.T, h Harness) { differential(t, h, People(), 2000, 100_000) }},
		{"roles are selected by their members as Match selects them", func(t *testing.T, h Harness) { differential(t, h, Roles(), 300, 10_000) }},
		{"a sort is a total order in which the key comes last and the absent behind", sortLaw},
	}
}

// law is one entity with everything it holds.
type law struct {
	site    *site
	entity  connectors.Entity
	shape   connectors.Shape
	records []connectors.Record
}

func (s *site) law(spec connectors.Spec) *law {
	l := &law{site: s, entity: s.open(spec)}
	l.shape = l.entity.Shape()
	need := connectors.Need{Fields: slices.Sorted(maps.Keys(l.shape.Fields)), Rows: map[string][]string{}}
	for name, r := range spec.Relations {
		if !r.Large {
			need.Rows[name] = slices.Sorted(maps.Keys(l.shape.Relations[name].Fields))
		}
	}
	l.records = s.list(l.entity, connectors.Query{Need: need, Limit: 1_000_000}).Records
	for name, r := range spec.Relations {
		if r.Large {
			l.fill(name)
		}
	}
	return l
}

// fill streams a large relation into the records.
func (l *law) fill(relation string) {
	var owners []connectors.Key
	at := map[connectors.Key]int{}
	for i, r := range l.records {
		owners, at[r.Key] = append(owners, r.Key), i
	}
	for _, row := range l.site.stream(l.entity, relation, owners, "") {
		r := &l.records[at[row.Owner]]
		if r.Rows == nil {
			r.Rows = map[string][]connectors.Row{}
		}
		r.Rows[relation] = append(r.Rows[relation], row.Row)
	}
}

// holds checks the law for one predicate, and answers with the push that was claimed.
func (l *law) holds(p connectors.Predicate) (push connectors.Push, ok bool, missing, surplus []connectors.Key) {
	push = connectors.PushOf(l.shape, p)
	if push == connectors.No {
		return push, true, nil, nil
	}
	want := map[connectors.Key]bool{}
	for _, r := range l.records {
		if connectors.Match(p, r) {
			want[r.Key] = true
		}
	}
	for _, k := range keysOf(l.site.list(l.entity, connectors.Query{Where: p, Limit: 1_000_000})) {
		if !want[k] {
			surplus = append(surplus, k)
		}
		delete(want, k)
	}
	missing = slices.Sorted(maps.Keys(want))
	return push, len(missing) == 0 && (push == connectors.Superset || len(surplus) == 0), missing, surplus
}

// report prints the smallest part of p that breaks the law.
func (l *law) report(t *testing.T, p connectors.Predicate) {
	t.Helper()
	for _, part := range smaller(p) {
		if _, ok, _, _ := l.holds(part); !ok {
			l.report(t, part)
			return
		}
	}
	push, _, missing, surplus := l.holds(p)
	t.Errorf("%#v is called %s: missing %v, surplus %v", p, push, missing, surplus)
}

func differential(t *testing.T, h Harness, spec connectors.Spec, normal, long int) {
	r := h.random(t)
	l := newSiteOf(t, h, randomTables(r)).law(spec)
	o := operandsOf(l.records)
	pushes := map[connectors.Push]int{}
	for range testenv.N(normal, long) {
		p := r.predicate(l.shape, o, 3)
		push, ok, _, _ := l.holds(p)
		pushes[push]++
		if !ok {
			l.report(t, p)
			return
		}
	}
	t.Logf("%d records; predicates by push: %v", len(l.records), pushes)
}

// everyOperator goes through each field, operator and operand of the fixture once.
func everyOperator(t *testing.T, h Harness) {
	l := newSite(t, h).law(People())
	o := operandsOf(l.records)
	for _, field := range slices.Sorted(maps.Keys(l.shape.Fields)) {
		for _, op := range connectors.Ops {
			for _, v := range slices.Concat(o[field], aliens()) {
				for _, f := range fold.Kinds {
					p := connectors.Leaf{Field: field, Op: op, Value: v, Fold: f}
					if _, ok, _, _ := l.holds(p); !ok {
						l.report(t, p)
					}
					if _, isText := v.(string); !isText {
						break // folds are about text
					}
				}
			}
		}
	}
}
