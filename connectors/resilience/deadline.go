package resilience

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"github.com/scimgate/scimgate/connectors"
)

// Deadline is e with an end to every operation: a read that takes longer than limit is Unavailable, a write
// OutcomeUnknown. The request's own deadline stays what it is. Of a stream the limit bounds the wait for each row, and
// not what its reader does in between.
func Deadline(e connectors.Entity, limit time.Duration) connectors.Entity { return &bounded{e, limit} }

type bounded struct {
	connectors.Entity
	limit time.Duration
}

// Unwrap makes connectors.As work.
func (b *bounded) Unwrap() connectors.Entity { return b.Entity }

// within makes a call that ends after the limit, with an error of that kind.
func within[T any](ctx context.Context, limit time.Duration, kind connectors.Kind, call func(ctx context.Context) (T, error)) (T, error) {
	bound, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	out, err := call(bound)
	return out, late(ctx, bound, limit, kind, err)
}

// late is err, unless it is that of bound, which ended before ctx did.
func late(ctx, bound context.Context, limit time.Duration, kind connectors.Kind, err error) error {
	if err == nil || bound.Err() == nil || ctx.Err() != nil {
		return err
	}
	if _, native := errors.AsType[*connectors.Error](err); native || !errors.Is(err, bound.Err()) {
		return err
	}
	return &connectors.Error{Kind: kind, Op: "call the application", Err: fmt.Errorf("there was no answer within %s", limit)}
}

func (b *bounded) Get(ctx context.Context, keys []connectors.Key, n connectors.Need) (map[connectors.Key]connectors.Record, error) {
	return within(ctx, b.limit, connectors.Unavailable, func(ctx context.Context) (map[connectors.Key]connectors.Record, error) {
		return b.Entity.Get(ctx, keys, n)
	})
}

func (b *bounded) List(ctx context.Context, q connectors.Query) (connectors.Page, error) {
	return within(ctx, b.limit, connectors.Unavailable, func(ctx context.Context) (connectors.Page, error) {
		return b.Entity.List(ctx, q)
	})
}

func (b *bounded) Create(ctx context.Context, c connectors.Change) (connectors.Record, error) {
	return within(ctx, b.limit, connectors.OutcomeUnknown, func(ctx context.Context) (connectors.Record, error) {
		return b.Entity.Create(ctx, c)
	})
}

func (b *bounded) Update(ctx context.Context, k connectors.Key, n connectors.Need, edit connectors.Edit) (connectors.Record, error) {
	return within(ctx, b.limit, connectors.OutcomeUnknown, func(ctx context.Context) (connectors.Record, error) {
		return b.Entity.Update(ctx, k, n, edit)
	})
}

func (b *bounded) Delete(ctx context.Context, k connectors.Key, n connectors.Need, edit connectors.Edit) error {
	_, err := within(ctx, b.limit, connectors.OutcomeUnknown, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, b.Entity.Delete(ctx, k, n, edit)
	})
	return err
}

func (b *bounded) Rows(ctx context.Context, relation string, of []connectors.Key, after connectors.Key) iter.Seq2[connectors.OwnedRow, error] {
	return func(yield func(connectors.OwnedRow, error) bool) {
		bound, cancel := context.WithCancel(ctx)
		defer cancel()
		patience := time.AfterFunc(b.limit, cancel)
		defer patience.Stop()
		for row, err := range b.Entity.Rows(bound, relation, of, after) {
			patience.Stop()
			err = late(ctx, bound, b.limit, connectors.Unavailable, err)
			if !yield(row, err) || err != nil {
				return
			}
			patience.Reset(b.limit)
		}
	}
}
