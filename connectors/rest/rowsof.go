package rest

import (
	"context"
	"slices"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/fold"
)

// rowsOf asks for the records that have a row with one value: the groups of a member. The rows are found by the value,
// and lead to their records.
type rowsOf struct {
	rel  *relation
	leaf connectors.Leaf
}

// rowsOf reports whether a term asks for that, and the application finds rows by the value.
func (e *entity) rowsOf(t connectors.Predicate) (*rowsOf, bool) {
	a, ok := t.(connectors.Any)
	if !ok {
		return nil, false
	}
	l, ok := a.Where.(connectors.Leaf)
	if !ok || !e.leads(a.Relation, l) {
		return nil, false
	}
	return &rowsOf{e.relations[a.Relation], l}, true
}

// leads reports whether the rows with a value can be found, and lead to their records.
func (e *entity) leads(relation string, l connectors.Leaf) bool {
	rel, ok := e.relations[relation]
	if !ok || l.Op != connectors.Eq || l.Value == nil || l.Fold.Or(fold.None) != fold.None || !sameNames(rel.ours, e.spec.Key) {
		return false
	}
	f, own := rel.c.fields[l.Field]
	return own && f.Type.Compares(l.Value) && rel.c.way([]string{l.Field}, 1, rel.theirs) != nil
}

// owners are the keys of the records that have such a row.
func (r *reader) owners(ctx context.Context, q *rowsOf) ([]tuple, error) {
	v, err := connectors.Convert(q.leaf.Value, q.rel.c.fields[q.leaf.Field].Type)
	if err != nil {
		return nil, nil // no row has it
	}
	need := union(q.rel.theirs, connectors.NeedOf(q.rel.Where).Fields, q.rel.target.looks())
	rows, err := r.fetch(ctx, q.rel.c, []string{q.leaf.Field}, []tuple{{v}}, need)
	if err != nil {
		return nil, err
	}
	rows = slices.DeleteFunc(rows, func(f connectors.Fields) bool { return !r.explains && !matches(q.rel.Where, f) })
	seen := slices.Repeat([]bool{true}, len(rows))
	if q.rel.target != nil {
		if seen, err = r.visible(ctx, q.rel.target, rows); err != nil {
			return nil, err
		}
	}
	var keys []tuple
	for i, f := range rows {
		owner := connectors.Fields{}
		for j, name := range q.rel.ours {
			owner[name] = f[q.rel.theirs[j]]
		}
		if t, whole := tupleOf(owner, r.e.spec.Key); whole && (seen[i] || r.explains) {
			keys = append(keys, t)
		}
	}
	return keys, nil
}

// looks are the fields of a row that say what it refers to.
func (t *target) looks() []string {
	var names []string
	for ; t != nil; t = t.or {
		names = union(names, t.ours, connectors.NeedOf(t.When).Fields)
	}
	return names
}
