package rest

import (
	"context"
	"errors"

	"github.com/scimgate/scimgate/connectors"
)

// alter gives a record of p, which is as now says, the values of set, and answers with what is known of it then.
func (w *writer) alter(ctx context.Context, p part, now, set connectors.Fields) (connectors.Fields, error) {
	op := p.c.update
	if op == nil {
		return nil, connectors.Unsupportedf(w.op, p.relation, "there is no call that changes %s", p.c.name)
	}
	after := overlaid(now, set)
	send := set
	if op.all {
		send = overlaid(p.c.sendable(now), set)
	}
	q, err := w.request(op, p.c, now, send)
	if err != nil {
		return nil, w.blame(p, err)
	}
	if op.ifMatch && p.relation == "" && !w.undoes { // our own write has changed the tag
		q.tag = w.recall.tagOf(p.c.read).etag
	}
	a, err := w.write(ctx, q, func(ctx context.Context) (bool, error) {
		found, err := w.reread(ctx, p, after, p.c.readable())
		return found != nil && agree(found, p.c.seen(set)), err
	})
	if err != nil {
		w.stale = q.tag != "" && errors.Is(err, connectors.Precondition)
		if p.relation != "" && errors.Is(err, connectors.NotFound) {
			return nil, w.vanished(p)
		}
		return nil, w.blame(p, err)
	}
	w.did(func(ctx context.Context) error { return w.putBack(ctx, p, now, after, set) })
	told := w.told(ctx, op, p.c, a)
	if p.relation == "" {
		w.says(op, p.c, told, after)
	}
	return overlaid(after, told), nil
}

// vanished is the error of a row that is no longer there.
func (w *writer) vanished(p part) error {
	err := connectors.Errorf(connectors.Precondition, w.op, "a row is no longer there")
	err.Field = p.relation
	return err
}

// putBack undoes an alter.
func (w *writer) putBack(ctx context.Context, p part, now, after, set connectors.Fields) error {
	old := connectors.Fields{}
	for name := range set {
		v, known := now[name]
		if !known {
			return stays(name)(ctx)
		}
		old[name] = v
	}
	_, err := w.bare().alter(ctx, p, after, old)
	return err
}
