package gateway

import (
	"context"
	"errors"

	"github.com/scimgate/scimgate/connectors"
)

// Delete removes a resource (RFC 7644 §3.6). Its id is buried and never given to another; a second Delete is 404. The Answer has
// no resource.
func (e *Endpoint) Delete(ctx context.Context, id string, v View) (Answer, error) {
	return e.write(ctx, v, func(ctx context.Context, e *Endpoint) (Answer, error) {
		return Answer{}, e.delete(ctx, id, v)
	})
}

func (e *Endpoint) delete(ctx context.Context, id string, v View) error {
	key, err := e.resolve(ctx, id)
	if err != nil {
		return err
	}
	var need connectors.Need
	if len(v.IfMatch) > 0 {
		need = e.Mapping.FullNeed()
	}
	at := e.now()
	writing, cancel := context.WithTimeout(ctx, writeTimeout)
	defer cancel()
	lot := e.lotOf(id, nothing)
	if err := lot.withdraw(ctx); err != nil {
		return err
	}
	spent := e.spending(key, nil)
	if err := spent.pay(writing, losses{deletions: 1}); err != nil {
		return lot.settle(ctx, nil, err)
	}
	err = e.Entity.Delete(writing, key, need, func(cur connectors.Record) (connectors.Change, error) {
		if err := e.precondition(v, cur); err != nil {
			return connectors.Change{}, err
		}
		return e.Mapping.Removal(at)
	})
	spent.settle(ctx, err)
	gone := errors.Is(err, connectors.NotFound)
	if gone && (e.strayed(ctx, err) || e.hasMoved(ctx, id, key)) {
		_ = lot.settle(ctx, nil, err) // nothing was withdrawn
		return e.delete(ctx, id, v)
	}
	if gone {
		err = nil
	}
	if err := lot.settle(ctx, nil, err); err != nil {
		return err // if it was only this, the client comes again, finds nobody and buries
	}
	e.Walks.wrote(e.Scope, true)
	burying, done := lasting(ctx)
	defer done()
	if err := e.Links.Bury(burying, e.Scope, id); err != nil {
		return err // the client comes again, finds nobody and buries
	}
	if gone {
		return e.unknown(id)
	}
	return nil
}
