package rest

import (
	"context"
	"slices"

	"github.com/scimgate/scimgate/connectors"
)

// relation is a Relation with the collection that its rows are in.
type relation struct {
	connectors.Relation
	name         string
	c            *collection
	key          []string // what tells its rows apart
	theirs, ours []string
	joins        []*join
	target       *target
}

// target is a Target with its collection.
type target struct {
	connectors.Target
	c            *collection
	theirs, ours []string
	or           *target
}

// rows are the visible rows of each of these owners, in the order of the relation.
func (r *reader) rows(ctx context.Context, rel *relation, owners []connectors.Fields, fields []string) ([][]connectors.Row, error) {
	all, err := r.shown(ctx, rel, owners, union(fields, rel.Order))
	if err != nil {
		return nil, err
	}
	out := make([][]connectors.Row, len(owners))
	for i, own := range all {
		slices.SortStableFunc(own, func(a, b connectors.Fields) int {
			return compareFields(a, b, slices.Concat(rel.Order, rel.key))
		})
		out[i] = make([]connectors.Row, len(own))
		for j, f := range own {
			out[i][j] = rel.row(f, fields)
		}
	}
	return out, nil
}

// row is a row with its own key; one that has none can be named by nobody.
func (rel *relation) row(f connectors.Fields, fields []string) connectors.Row {
	t, _ := tupleOf(f, rel.key)
	k, _ := connectors.EncodeKey(t...)
	row := connectors.Row{Key: k, Fields: make(connectors.Fields, len(fields))}
	for _, name := range fields {
		row.Fields[name] = f[name]
	}
	return row
}

// shown are the rows of each owner whose targets can be seen.
func (r *reader) shown(ctx context.Context, rel *relation, owners []connectors.Fields, fields []string) ([][]connectors.Fields, error) {
	all, err := r.owned(ctx, rel, owners, fields)
	if err != nil || rel.target == nil {
		return all, err
	}
	flat := slices.Concat(all...)
	seen, err := r.visible(ctx, rel.target, flat)
	if err != nil {
		return nil, err
	}
	at := 0
	for i, own := range all {
		var kept []connectors.Fields
		for _, f := range own {
			if r.explains || seen[at] {
				kept = append(kept, f)
			}
			at++
		}
		all[i] = kept
	}
	return all, nil
}

// owned are the rows that belong to each owner and satisfy Where, those with hidden targets too.
func (r *reader) owned(ctx context.Context, rel *relation, owners []connectors.Fields, fields []string) ([][]connectors.Fields, error) {
	need := union(fields, rel.key, rel.Identity, rel.theirs, connectors.NeedOf(rel.Where).Fields, rel.target.looks())
	own := slices.DeleteFunc(slices.Clone(need), func(name string) bool { _, joined := joinOf(rel.joins, name); return joined })
	for _, j := range rel.joins {
		if slices.ContainsFunc(need, j.has) {
			own = append(own, j.ours...)
		}
	}
	found, err := r.fetchRows(ctx, rel, owners, union(own))
	if err != nil {
		return nil, err
	}
	found = slices.DeleteFunc(found, func(f connectors.Fields) bool { return !r.explains && !matches(rel.Where, f) })
	if err := r.join(ctx, found, rel.joins, need); err != nil {
		return nil, err
	}
	byOwner := map[string][]connectors.Fields{}
	for _, f := range found {
		t, _ := tupleOf(f, rel.theirs)
		byOwner[t.identity()] = append(byOwner[t.identity()], f)
	}
	out := make([][]connectors.Fields, len(owners))
	for i, owner := range owners {
		if t, whole := tupleOf(owner, rel.ours); whole {
			out[i] = slices.Clone(byOwner[t.identity()])
		}
	}
	return out, nil
}

func (r *reader) fetchRows(ctx context.Context, rel *relation, owners []connectors.Fields, need []string) ([]connectors.Fields, error) {
	if rel.c.within != nil {
		var rows []connectors.Fields
		for _, owner := range owners {
			rows = append(rows, r.inside(ctx, rel.c, owner, need)...)
		}
		return rows, nil
	}
	tuples := make([]tuple, 0, len(owners))
	for _, owner := range owners {
		if t, whole := tupleOf(owner, rel.ours); whole {
			tuples = append(tuples, t)
		}
	}
	return r.fetch(ctx, rel.c, rel.theirs, tuples, need)
}

// visible says of each row whether what it refers to can be seen.
func (r *reader) visible(ctx context.Context, t *target, rows []connectors.Fields) ([]bool, error) {
	seen := make([]bool, len(rows))
	for ; t != nil; t = t.or {
		var tuples []tuple
		meant := make([]string, len(rows))
		for i, f := range rows {
			if v, whole := tupleOf(f, t.ours); whole && (r.explains || matches(t.When, f)) {
				tuples, meant[i] = append(tuples, v), v.identity()
			}
		}
		bounds := allOf(t.Scope, not(t.Gone))
		if t.c.sound && bounds == nil {
			for i, id := range meant {
				seen[i] = seen[i] || id != ""
			}
			continue
		}
		found, err := r.fetch(ctx, t.c, t.theirs, tuples, connectors.NeedOf(bounds).Fields)
		if err != nil {
			return nil, err
		}
		there := map[string]bool{}
		for _, f := range found {
			if v, _ := tupleOf(f, t.theirs); matches(bounds, f) {
				there[v.identity()] = true
			}
		}
		for i, id := range meant {
			seen[i] = seen[i] || id != "" && there[id]
		}
	}
	return seen, nil
}
