package rest

import (
	"context"
	"errors"
	"iter"
	"slices"

	"github.com/scimgate/scimgate/connectors"
)

// entity is a Spec with the calls that answer it.
type entity struct {
	c         *connector
	spec      connectors.Spec
	root      *collection
	joins     []*join
	relations map[string]*relation
	bounds    connectors.Predicate // in scope and not gone; nil: everything is
	shape     connectors.Shape
}

var (
	_ connectors.Entity    = (*entity)(nil)
	_ connectors.Explainer = (*entity)(nil)
)

// Shape is what the app file says that the application holds and can find.
func (e *entity) Shape() connectors.Shape { return e.shape }

// Get reads the records with these keys: in one call for many where the application has one, else in a call for each.
func (e *entity) Get(ctx context.Context, keys []connectors.Key, n connectors.Need) (map[connectors.Key]connectors.Record, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if err := e.shape.CheckNeed("get "+e.spec.Entity, n); err != nil {
		return nil, err
	}
	return e.reader().get(ctx, keys, n)
}

func (r *reader) get(ctx context.Context, keys []connectors.Key, n connectors.Need) (map[connectors.Key]connectors.Record, error) {
	_, records, err := r.visibleOnes(ctx, keys, n)
	if err != nil {
		return nil, err
	}
	out := make(map[connectors.Key]connectors.Record, len(records))
	for _, rec := range records {
		out[rec.Key] = rec
	}
	return out, nil
}

// visibleOnes are the records with these keys that can be seen, and what was read of each.
func (r *reader) visibleOnes(ctx context.Context, keys []connectors.Key, n connectors.Need) ([]connectors.Fields, []connectors.Record, error) {
	var tuples []tuple
	for _, k := range keys {
		if values, ok := k.Values(r.e.keyTypes()...); ok {
			tuples = append(tuples, values)
		}
	}
	found, err := r.fetch(ctx, r.e.root, r.e.spec.Key, tuples, covering(r.e.roots(n), r.e.roots(connectors.NeedOf(r.e.bounds))))
	if err != nil {
		return nil, nil, err
	}
	records, which, err := r.keep(ctx, found, r.e.bounds, n)
	if err != nil {
		return nil, nil, err
	}
	roots := make([]connectors.Fields, len(which))
	for i, at := range which {
		roots[i] = found[at]
	}
	return roots, records, nil
}

func (e *entity) keyTypes() []connectors.Type {
	types := make([]connectors.Type, len(e.spec.Key))
	for i, name := range e.spec.Key {
		types[i] = e.root.fields[name].Type
	}
	return types
}

// Rows streams one relation, owner by owner in the order of their keys.
func (e *entity) Rows(ctx context.Context, relation string, of []connectors.Key, after connectors.Key) iter.Seq2[connectors.OwnedRow, error] {
	return func(yield func(connectors.OwnedRow, error) bool) {
		if err := e.stream(ctx, relation, of, after, yield); err != nil {
			yield(connectors.OwnedRow{}, err)
		}
	}
}

// stream yields rows until nobody wants more, which is no error.
func (e *entity) stream(ctx context.Context, relation string, of []connectors.Key, after connectors.Key, yield func(connectors.OwnedRow, error) bool) error {
	op := "rows " + relation + " of " + e.spec.Entity
	rel, ok := e.relations[relation]
	switch {
	case !ok:
		return connectors.Unsupportedf(op, relation, "there is no such relation")
	case after != "" && len(of) != 1:
		return connectors.Unsupportedf(op, relation, "a place to begin at is for one owner")
	}
	begin, ok := rel.place(after)
	if !ok && after != "" {
		return connectors.Errorf(connectors.Invalid, op, "not the key of a row")
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	r := e.reader()
	owners, records, err := r.visibleOnes(ctx, of, connectors.Need{})
	if err != nil {
		return err
	}
	if owners, records, err = r.withRows(ctx, rel, owners, records); err != nil {
		return err
	}
	order := indexes(len(owners))
	slices.SortFunc(order, func(a, b int) int { return compareFields(owners[a], owners[b], e.spec.Key) })
	for some := range slices.Chunk(order, parallel) {
		if err := r.streamOf(ctx, rel, some, owners, records, begin, yield); err != nil {
			return noMore(err)
		}
	}
	return ctx.Err()
}

// errLeft says that nobody wants more rows.
var errLeft = errors.New("left")

func noMore(err error) error {
	if errors.Is(err, errLeft) {
		return nil
	}
	return err
}

// streamOf yields the rows of some owners.
func (r *reader) streamOf(ctx context.Context, rel *relation, which []int, owners []connectors.Fields, records []connectors.Record, begin connectors.Fields,
	yield func(connectors.OwnedRow, error) bool) error {
	some := make([]connectors.Fields, len(which))
	for i, at := range which {
		some[i] = owners[at]
	}
	all, err := r.shown(ctx, rel, some, rel.Fields)
	if err != nil {
		return err
	}
	for i, own := range all {
		slices.SortStableFunc(own, func(a, b connectors.Fields) int { return compareFields(a, b, rel.key) })
		for _, f := range own {
			if begin != nil && compareFields(f, begin, rel.key) <= 0 {
				continue
			}
			if err := ctx.Err(); err != nil {
				return err
			}
			if !yield(connectors.OwnedRow{Owner: records[which[i]].Key, Row: rel.row(f, rel.Fields)}, nil) {
				return errLeft
			}
		}
	}
	return nil
}

// withRows gives owners the fields that their rows hang on.
func (r *reader) withRows(ctx context.Context, rel *relation, owners []connectors.Fields, records []connectors.Record) ([]connectors.Fields, []connectors.Record, error) {
	need := slices.Clone(rel.ours)
	if rel.c.within != nil {
		need = append(need, rel.c.within.field)
	}
	if !slices.ContainsFunc(need, func(name string) bool { return !slices.Contains(r.e.spec.Key, name) }) {
		return owners, records, nil
	}
	var keys []tuple
	for _, f := range owners {
		t, _ := tupleOf(f, r.e.spec.Key)
		keys = append(keys, t)
	}
	found, err := r.fetch(ctx, r.e.root, r.e.spec.Key, keys, need)
	if err != nil {
		return nil, nil, err
	}
	records, err = r.assemble(ctx, found, connectors.Need{})
	return found, records, err
}

// place is a row's key as fields.
func (rel *relation) place(k connectors.Key) (connectors.Fields, bool) {
	types := make([]connectors.Type, len(rel.key))
	for i, name := range rel.key {
		types[i] = rel.typeOf(name)
	}
	values, ok := k.Values(types...)
	if !ok {
		return nil, false
	}
	return fieldsOf(rel.key, values), true
}
