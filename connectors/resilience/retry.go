package resilience

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"github.com/scimgate/scimgate/connectors"
)

// Once is an entity that knows of applications which make one record of all Creates with the same Change.Token, so that
// a Create whose outcome is unknown can be made again. Retry looks for it through connectors.As.
type Once interface {
	CreatesOnce(c connectors.Change) bool
}

// Retry is e with operations that failed tried again when that cannot do harm:
//
//   - after Unavailable and RateLimited, which wrote nothing, any operation, unless the application was not even asked;
//   - after OutcomeUnknown an Update, which reads afresh and ends in the state that was asked for, a Delete, for which
//     NotFound is then success, and a Create if e is Once. A Create that failed for certain is tried again under another
//     token.
//
// It waits before, longer when the application asks for it, but not when that takes longer than the settings or the
// request's deadline allow: then the error is returned at once. A stream goes on behind the last row of its one owner;
// one of several owners is not tried again once a row is out. An edit's own error never is.
//
// Once an outcome was unknown, only success is better news: any later failure is answered by OutcomeUnknown.
func Retry(e connectors.Entity, r Retries, o Options) connectors.Entity {
	return &retried{Entity: e, retries: r.withDefaults(), options: o.withDefaults()}
}

type retried struct {
	connectors.Entity
	retries Retries
	options Options
}

// Unwrap makes connectors.As work.
func (r *retried) Unwrap() connectors.Entity { return r.Entity }

// run tries until there is success or no use in going on. rerun says that what may have happened may happen again;
// try is told whether it may have happened.
func (r *retried) run(ctx context.Context, rerun bool, try func(doubt bool) error) error {
	var doubt error
	for n := 0; ; n++ {
		err := try(doubt != nil)
		if err == nil {
			return nil
		}
		if errors.Is(err, connectors.OutcomeUnknown) {
			doubt = err
		}
		if n == r.retries.Most || !repeatable(err, rerun) || !r.wait(ctx, n, err) {
			if doubt != nil {
				return doubt
			}
			return err
		}
	}
}

// repeatable reports whether an operation that failed so may be tried again.
func repeatable(err error, rerun bool) bool {
	switch connectors.KindOf(err) {
	case connectors.Unavailable:
		return !errors.Is(err, errOpen) && !errors.Is(err, connectors.ErrNotAsked)
	case connectors.RateLimited:
		return true
	case connectors.OutcomeUnknown:
		return rerun
	default:
		return false
	}
}

func (r *retried) wait(ctx context.Context, n int, err error) bool {
	d, ok := r.retries.after(n, err, r.options.Random())
	if !ok || !pause(ctx, d) {
		return false
	}
	r.options.Observe.Waited("retry", d)
	r.options.Observe.Retried(string(connectors.KindOf(err)))
	return true
}

func (r *retried) Get(ctx context.Context, keys []connectors.Key, n connectors.Need) (found map[connectors.Key]connectors.Record, err error) {
	err = r.run(ctx, true, func(bool) (err error) {
		found, err = r.Entity.Get(ctx, keys, n)
		return err
	})
	return found, err
}

func (r *retried) List(ctx context.Context, q connectors.Query) (page connectors.Page, err error) {
	err = r.run(ctx, true, func(bool) (err error) {
		page, err = r.Entity.List(ctx, q)
		return err
	})
	return page, err
}

func (r *retried) Create(ctx context.Context, c connectors.Change) (record connectors.Record, err error) {
	once, ok := connectors.As[Once](r.Entity)
	token, n := c.Token, 0
	err = r.run(ctx, ok && once.CreatesOnce(c), func(doubt bool) (err error) {
		if n++; n > 1 && token != "" && !doubt {
			c.Token = fmt.Sprintf("%s-%d", token, n) // what the last one stands for may have been made and taken back
		}
		record, err = r.Entity.Create(ctx, c)
		return err
	})
	return record, err
}

func (r *retried) Update(ctx context.Context, k connectors.Key, n connectors.Need, edit connectors.Edit) (record connectors.Record, err error) {
	err = r.run(ctx, true, func(bool) (err error) {
		record, err = r.Entity.Update(ctx, k, n, marked(edit))
		return err
	})
	return record, unmarked(err)
}

func (r *retried) Delete(ctx context.Context, k connectors.Key, n connectors.Need, edit connectors.Edit) error {
	return unmarked(r.run(ctx, true, func(doubt bool) error {
		err := r.Entity.Delete(ctx, k, n, marked(edit))
		if doubt && errors.Is(err, connectors.NotFound) {
			return nil
		}
		return err
	}))
}

func (r *retried) Rows(ctx context.Context, relation string, of []connectors.Key, after connectors.Key) iter.Seq2[connectors.OwnedRow, error] {
	return func(yield func(connectors.OwnedRow, error) bool) {
		behind, out := after, false
		err := r.run(ctx, true, func(bool) error {
			for row, err := range r.Entity.Rows(ctx, relation, of, behind) {
				switch {
				case err != nil && out && len(of) != 1:
					return final{err}
				case err != nil:
					return err
				case !yield(row, nil):
					yield = nil
					return nil
				}
				behind, out = row.Key, true
			}
			return nil
		})
		if err != nil && yield != nil {
			yield(connectors.OwnedRow{}, unmarked(err))
		}
	}
}
