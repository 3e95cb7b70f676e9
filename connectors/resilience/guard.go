package resilience

import (
	"context"
	"iter"

	"github.com/scimgate/scimgate/connectors"
)

// Guard lets operations through, or refuses them with an *connectors.Error or the context's error. leave is to be
// called once, with what became of the operation.
type Guard interface {
	Admit(ctx context.Context) (leave func(err error), err error)
}

// Guarded is e with g around every operation. A stream is over for the guard with its first row: whoever reads it
// takes as long as they like, and may need another operation meanwhile.
func Guarded(e connectors.Entity, g Guard) connectors.Entity { return &guarded{e, g} }

type guarded struct {
	connectors.Entity
	guard Guard
}

// Unwrap makes connectors.As work.
func (g *guarded) Unwrap() connectors.Entity { return g.Entity }

// admitted makes a call that the guard lets through.
func admitted[T any](ctx context.Context, g Guard, call func() (T, error)) (out T, err error) {
	leave, err := g.Admit(ctx)
	if err != nil {
		return out, err
	}
	defer func() { leave(err) }()
	return call()
}

func (g *guarded) Get(ctx context.Context, keys []connectors.Key, n connectors.Need) (map[connectors.Key]connectors.Record, error) {
	return admitted(ctx, g.guard, func() (map[connectors.Key]connectors.Record, error) { return g.Entity.Get(ctx, keys, n) })
}

func (g *guarded) List(ctx context.Context, q connectors.Query) (connectors.Page, error) {
	return admitted(ctx, g.guard, func() (connectors.Page, error) { return g.Entity.List(ctx, q) })
}

func (g *guarded) Create(ctx context.Context, c connectors.Change) (connectors.Record, error) {
	return admitted(ctx, g.guard, func() (connectors.Record, error) { return g.Entity.Create(ctx, c) })
}

func (g *guarded) Update(ctx context.Context, k connectors.Key, n connectors.Need, edit connectors.Edit) (connectors.Record, error) {
	r, err := admitted(ctx, g.guard, func() (connectors.Record, error) { return g.Entity.Update(ctx, k, n, marked(edit)) })
	return r, unmarked(err)
}

func (g *guarded) Delete(ctx context.Context, k connectors.Key, n connectors.Need, edit connectors.Edit) error {
	_, err := admitted(ctx, g.guard, func() (struct{}, error) { return struct{}{}, g.Entity.Delete(ctx, k, n, marked(edit)) })
	return unmarked(err)
}

func (g *guarded) Rows(ctx context.Context, relation string, of []connectors.Key, after connectors.Key) iter.Seq2[connectors.OwnedRow, error] {
	return func(yield func(connectors.OwnedRow, error) bool) {
		leave, err := g.guard.Admit(ctx)
		if err != nil {
			yield(connectors.OwnedRow{}, err)
			return
		}
		left := false
		over := func(err error) {
			if !left {
				left = true
				leave(err)
			}
		}
		defer over(nil)
		for row, err := range g.Entity.Rows(ctx, relation, of, after) {
			over(err)
			if !yield(row, err) || err != nil {
				return
			}
		}
	}
}
