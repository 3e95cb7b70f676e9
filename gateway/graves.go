package gateway

import (
	"context"
	"iter"
	"maps"
	"slices"

	"github.com/scimgate/scimgate/connectors"
)

// Over puts e over the entities of its application: the live records, and the deleted ones where the app file asks for
// them. Where the application cannot tell them apart, the graves of the correlation store do, and dead is nil.
func (e *Endpoint) Over(live, dead connectors.Entity) *Endpoint {
	e.Entity, e.Graves = live, dead
	if e.Mapping.Remembers() {
		e.Entity = &graveyard{Entity: live, endpoint: e}
		if e.Mapping.Again() != "" {
			e.Graves = &graveyard{Entity: live, endpoint: e, dead: true}
		}
	}
	if e.Mapping.HasNames() {
		e.Entity = &named{Entity: e.Entity, endpoint: e}
		if e.Graves != nil {
			e.Graves = &named{Entity: e.Graves, endpoint: e, dead: true}
		}
	}
	return e
}

// graveyard is an entity without the records whose links are buried, or those alone.
type graveyard struct {
	connectors.Entity
	endpoint *Endpoint
	dead     bool
}

var (
	_ connectors.Entity    = (*graveyard)(nil)
	_ connectors.Explainer = (*graveyard)(nil)
)

// Unwrap is the entity behind.
func (g *graveyard) Unwrap() connectors.Entity { return g.Entity }

// visible are those of keys that may be seen.
func (g *graveyard) visible(ctx context.Context, keys []connectors.Key) ([]connectors.Key, error) {
	if len(keys) == 0 {
		return nil, nil
	}
	graves, err := g.endpoint.Links.Graves(ctx, g.endpoint.Scope, keys...)
	return slices.DeleteFunc(slices.Clone(keys), func(k connectors.Key) bool {
		_, buried := graves[k]
		return buried != g.dead
	}), err
}

// narrow is q for what may be seen alone, so that pages and totals are right.
func (g *graveyard) narrow(ctx context.Context, q connectors.Query) (connectors.Query, error) {
	graves, err := g.endpoint.Links.Graves(ctx, g.endpoint.Scope)
	if err != nil || len(graves) == 0 && !g.dead {
		return q, err
	}
	among, _ := g.endpoint.Mapping.KeyIs(slices.Sorted(maps.Keys(graves)))
	if !g.dead {
		among = connectors.Not{Term: among}
	}
	if q.Where == nil {
		q.Where = among
	} else {
		q.Where = connectors.And{q.Where, among}
	}
	return q, nil
}

// Get reads what may be seen.
func (g *graveyard) Get(ctx context.Context, keys []connectors.Key, n connectors.Need) (map[connectors.Key]connectors.Record, error) {
	keys, err := g.visible(ctx, keys)
	if err != nil {
		return nil, err
	}
	return g.Entity.Get(ctx, keys, n)
}

// List answers q with what may be seen.
func (g *graveyard) List(ctx context.Context, q connectors.Query) (connectors.Page, error) {
	q, err := g.narrow(ctx, q)
	if err != nil {
		return connectors.Page{}, err
	}
	return g.Entity.List(ctx, q)
}

// Rows streams the rows of what may be seen.
func (g *graveyard) Rows(ctx context.Context, relation string, of []connectors.Key, after connectors.Key) iter.Seq2[connectors.OwnedRow, error] {
	of, err := g.visible(ctx, of)
	if err != nil {
		return func(yield func(connectors.OwnedRow, error) bool) { yield(connectors.OwnedRow{}, err) }
	}
	return g.Entity.Rows(ctx, relation, of, after)
}

// Explain explains what g would ask.
func (g *graveyard) Explain(ctx context.Context, op connectors.Operation) ([]connectors.Call, error) {
	if l, ok := op.(connectors.ListOp); ok {
		q, err := g.narrow(ctx, l.Query)
		if err != nil {
			return nil, err
		}
		op = connectors.ListOp{Query: q}
	}
	x, ok := connectors.As[connectors.Explainer](g.Entity)
	if !ok {
		return nil, connectors.Errorf(connectors.Unsupported, "explain", "the connector cannot explain its calls")
	}
	return x.Explain(ctx, op)
}
