package rest

import (
	"context"
	"slices"
	"strings"

	"github.com/scimgate/scimgate/connectors"
)

// join is a Join with its collection; what it joins is read by a call of its own.
type join struct {
	connectors.Join
	c            *collection
	theirs, ours []string
}

// has reports whether name is a field of j.
func (j *join) has(name string) bool {
	alias, _, ok := strings.Cut(name, ".")
	return ok && alias == j.Alias
}

// joined finds the join that a field belongs to.
func (e *entity) joined(name string) (*join, bool) { return joinOf(e.joins, name) }

func joinOf(joins []*join, name string) (*join, bool) {
	i := slices.IndexFunc(joins, func(j *join) bool { return j.has(name) })
	if i < 0 {
		return nil, false
	}
	return joins[i], true
}

// join adds the joined fields among names to records that hold what the joins hang on.
func (r *reader) join(ctx context.Context, records []connectors.Fields, joins []*join, names []string) error {
	for _, j := range joins {
		var fields []string
		for _, name := range names {
			if j.has(name) {
				fields = append(fields, strings.TrimPrefix(name, j.Alias+"."))
			}
		}
		if len(fields) == 0 {
			continue
		}
		found, err := r.joinedTo(ctx, j, records, fields)
		if err != nil {
			return err
		}
		for _, f := range records {
			t, _ := tupleOf(f, j.ours)
			other := found[t.identity()]
			for _, name := range fields {
				f[j.Alias+"."+name] = other[name]
			}
		}
	}
	return nil
}

// joinedTo are the joined records by the values that join them: of several the one whose key comes first.
func (r *reader) joinedTo(ctx context.Context, j *join, records []connectors.Fields, fields []string) (map[string]connectors.Fields, error) {
	var tuples []tuple
	for _, f := range records {
		t, whole := tupleOf(f, j.ours)
		if whole {
			tuples = append(tuples, t)
		}
	}
	need := union(fields, connectors.NeedOf(j.Where).Fields)
	others, err := r.fetch(ctx, j.c, j.theirs, tuples, need)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(others, func(a, b connectors.Fields) int { return compareFields(a, b, j.c.key) })
	found := map[string]connectors.Fields{}
	for _, other := range others {
		t, _ := tupleOf(other, j.theirs)
		if _, taken := found[t.identity()]; !taken && matches(j.Where, other) {
			found[t.identity()] = other
		}
	}
	return found, nil
}

func matches(p connectors.Predicate, f connectors.Fields) bool {
	return p == nil || connectors.Match(p, connectors.Record{Fields: f})
}

// compareFields orders two records by some fields, empty ones last.
func compareFields(a, b connectors.Fields, by []string) int {
	for _, name := range by {
		x, y := a[name], b[name]
		switch {
		case x == nil && y == nil:
			continue
		case x == nil:
			return 1
		case y == nil:
			return -1
		}
		if order, ok := connectors.Compare(x, y, ""); ok && order != 0 {
			return order
		}
	}
	return 0
}
