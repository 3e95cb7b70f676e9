package rest

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/fold"
)

// stored is what set means for the fields of p: its own as they are, and those of a lookup as the codes that point at the
// record that is meant.
func (w *writer) stored(ctx context.Context, p part, set connectors.Fields) (connectors.Fields, error) {
	out := connectors.Fields{}
	for _, name := range sortedNames(set) {
		f, known := p.shape[name]
		switch {
		case !known:
			return nil, connectors.Unsupportedf(w.op, qualified(p.relation, name), "there is no such field")
		case f.ReadOnly:
			return nil, w.invalid(qualified(p.relation, name), "is read only")
		}
		if _, joined := joinOf(p.joins, name); !joined {
			out[name] = set[name]
		}
	}
	if err := w.point(ctx, p, p.joins, set, out); err != nil {
		return nil, err
	}
	return w.fitted(p, out)
}

// point makes the fields that hang on lookups point at what set wants of them.
func (w *writer) point(ctx context.Context, p part, joins []*join, set, out connectors.Fields) error {
	for _, j := range joins {
		want := connectors.Fields{}
		for name, v := range set {
			if j.Lookup && j.has(name) {
				want[strings.TrimPrefix(name, j.Alias+".")] = v
			}
		}
		if len(want) == 0 {
			continue
		}
		hit, err := w.code(ctx, p.relation, j, want)
		if err != nil {
			return err
		}
		for i, ours := range j.ours {
			out[ours] = hit[j.theirs[i]]
		}
	}
	return nil
}

// code finds the one record of a lookup that has what is wanted, written the same or else as the lookup folds; none when
// nothing but emptiness is wanted.
func (w *writer) code(ctx context.Context, relation string, j *join, want connectors.Fields) (connectors.Fields, error) {
	names := sortedNames(want)
	if !slices.ContainsFunc(names, func(name string) bool { return want[name] != nil }) {
		return nil, nil
	}
	field := qualified(relation, j.Alias+"."+names[0])
	var exactly, folded connectors.And
	for _, name := range names {
		v, err := connectors.Convert(want[name], j.c.fields[name].Type)
		if err != nil {
			return nil, w.invalid(qualified(relation, j.Alias+"."+name), "%w", err)
		}
		exactly = append(exactly, connectors.Leaf{Field: name, Op: connectors.Eq, Value: v, Fold: fold.None})
		folded = append(folded, connectors.Leaf{Field: name, Op: connectors.Eq, Value: v, Fold: j.Fold.Or(fold.None)})
	}
	found, err := w.selected(ctx, j.c, allOf(folded, j.Where), union(j.theirs, names))
	if errors.Is(err, connectors.Invalid) { // a value that no call can carry
		return nil, w.invalid(field, "%v", err)
	}
	if err != nil {
		return nil, err
	}
	exact := slices.DeleteFunc(slices.Clone(found), func(f connectors.Fields) bool { return !matches(exactly, f) })
	if len(exact) > 0 {
		found = exact
	}
	if len(found) != 1 {
		return nil, w.invalid(field, "%d records of %s have it", len(found), j.c.name)
	}
	return found[0], nil
}

// selected reads the records of c that satisfy where: by the first of its terms that a call answers, else by a look at
// all.
func (r *reader) selected(ctx context.Context, c *collection, where connectors.Predicate, need []string) ([]connectors.Fields, error) {
	need = union(need, connectors.NeedOf(where).Fields, c.key)
	found, err := r.candidates(ctx, c, where, need)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(found, func(f connectors.Fields) bool { return !r.explains && (f == nil || !matches(where, f)) }), nil
}

// candidates are all records of c that may satisfy where, and perhaps others.
func (r *reader) candidates(ctx context.Context, c *collection, where connectors.Predicate, need []string) ([]connectors.Fields, error) {
	for _, term := range flatten(where) {
		leaf, ok := term.(connectors.Leaf)
		if !ok || leaf.Op != connectors.Eq || leaf.Value == nil {
			continue
		}
		by := []string{leaf.Field}
		if leaf.Fold.Or(fold.None) == fold.None && c.way(by, 1, need) != nil {
			return r.fetch(ctx, c, by, []tuple{{leaf.Value}}, need)
		}
		if l := c.finder(leaf); l != nil {
			w := way{listing: l, many: 1}
			return r.everything(ctx, flow{c: c, listing: l, need: need, vars: w.vars(c, by, []tuple{{leaf.Value}})})
		}
	}
	if c.list == nil {
		return nil, connectors.Errorf(connectors.Unsupported, "read "+c.name, "there is no call that lists its records")
	}
	return r.everything(ctx, flow{c: c, listing: c.list, need: need})
}
