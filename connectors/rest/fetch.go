package rest

import (
	"context"
	"errors"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/scimgate/scimgate/connectors"
)

// parallel is how many calls of one operation are under way at once.
const parallel = 8

// tuple is values of some fields, in their order.
type tuple []connectors.Value

// identity is a text that two tuples share exactly when they are equal; none has an empty part.
func (t tuple) identity() string {
	k, _ := connectors.EncodeKey(t...)
	return string(k)
}

func tupleOf(f connectors.Fields, names []string) (t tuple, whole bool) {
	t, whole = make(tuple, len(names)), true
	for i, name := range names {
		t[i] = f[name]
		whole = whole && t[i] != nil
	}
	return t, whole
}

// distinct are the tuples without an empty part, each once.
func distinct(tuples []tuple) []tuple {
	seen := map[string]bool{}
	var out []tuple
	for _, t := range tuples {
		if id := t.identity(); id != "" && !seen[id] {
			seen[id] = true
			out = append(out, t)
		}
	}
	return out
}

// fetch reads the records of c in which the fields `by` are one of these tuples, in the fewest calls there are for it.
// What the application answers is compared once more: many of them pass over parameters that they do not know.
func (r *reader) fetch(ctx context.Context, c *collection, by []string, tuples []tuple, need []string) ([]connectors.Fields, error) {
	tuples = distinct(tuples)
	if len(tuples) == 0 {
		return nil, nil
	}
	need = covering(need, by, c.key)
	parts := make([][]connectors.Fields, 1)
	var err error
	switch w := c.way(by, len(tuples), need); {
	case c.within != nil:
		parts[0], err = r.fetchWithin(ctx, c, tuples, need)
	case w == nil && c.list == nil:
		return nil, connectors.Errorf(connectors.Unsupported, "read "+c.name, "there is no call that finds its records by %v", by)
	case w == nil:
		parts[0], err = r.everything(ctx, flow{c: c, listing: c.list, need: need})
	case w.listing == nil:
		parts, err = r.each(ctx, len(tuples), func(ctx context.Context, i int) ([]connectors.Fields, error) {
			return r.one(ctx, c, fieldsOf(by, tuples[i]), need)
		})
	default:
		chunks := slices.Collect(slices.Chunk(tuples, w.many))
		parts, err = r.each(ctx, len(chunks), func(ctx context.Context, i int) ([]connectors.Fields, error) {
			known := fieldsOf(by, chunks[i][0])
			found, err := r.everything(ctx, flow{c: c, listing: w.listing, vars: w.vars(c, by, chunks[i]), need: need, known: known})
			if errors.Is(err, connectors.NotFound) && len(w.listing.url.Names()) > 0 && !r.entire {
				return nil, nil // whoever they belong to is not there
			}
			if w.many == 1 && w.listing.find.exact {
				unsaid(found, known)
			}
			return found, err
		})
	}
	if err != nil {
		return nil, err
	}
	meant := map[string]bool{}
	for _, t := range tuples {
		meant[t.identity()] = true
	}
	var out []connectors.Fields
	for _, f := range slices.Concat(parts...) {
		if t, whole := tupleOf(f, by); r.explains || whole && meant[t.identity()] {
			out = append(out, f)
		}
	}
	return out, nil
}

// unsaid gives records what goes without saying where they were asked for: rows that are listed below their owner need
// not name it.
func unsaid(found []connectors.Fields, known connectors.Fields) {
	for _, f := range found {
		for name, v := range known {
			if f != nil && f[name] == nil {
				f[name] = v
			}
		}
	}
}

// each makes n calls, several at once, and keeps their order.
func (r *reader) each(ctx context.Context, n int, call func(ctx context.Context, i int) ([]connectors.Fields, error)) ([][]connectors.Fields, error) {
	parts := make([][]connectors.Fields, n)
	if n == 1 {
		var err error
		parts[0], err = call(ctx, 0)
		return parts, err
	}
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(r.parallel)
	for i := range n {
		g.Go(func() (err error) {
			parts[i], err = call(ctx, i)
			return err
		})
	}
	return parts, g.Wait()
}

// one reads a record by its key; one that is not there is none.
func (r *reader) one(ctx context.Context, c *collection, key connectors.Fields, need []string) ([]connectors.Fields, error) {
	q := request{operation: c.read, of: c, vars: c.vars(key)}
	if !q.possible() {
		return nil, ctx.Err()
	}
	a, err := r.send(ctx, q)
	switch {
	case errors.Is(err, connectors.NotFound):
		return nil, nil
	case err != nil:
		return nil, err
	case r.explains:
		return []connectors.Fields{r.imagined(c, need, key)}, nil
	}
	t, ok := c.read.record.Get(a.body)
	if !ok {
		return nil, fail(q, connectors.Unavailable, errors.New("the answer holds no record"))
	}
	return []connectors.Fields{c.decode(ctx, t, nil, r.unset, need)}, nil
}

func fieldsOf(names []string, t tuple) connectors.Fields {
	out := make(connectors.Fields, len(names))
	for i, name := range names {
		out[name] = t[i]
	}
	return out
}

func union(lists ...[]string) []string {
	out := slices.Concat(lists...)
	slices.Sort(out)
	return slices.Compact(out)
}

// covering is need with those names that it lacks, in any order.
func covering(need []string, more ...[]string) []string {
	need = slices.Clip(need)
	for _, list := range more {
		for _, name := range list {
			if !slices.Contains(need, name) {
				need = append(need, name)
			}
		}
	}
	return need
}
