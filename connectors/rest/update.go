package rest

import (
	"context"
	"errors"

	"github.com/scimgate/scimgate/connectors"
)

// attempts is how often a write is begun anew because somebody else wrote between what it read and what it wrote.
const attempts = 3

// Update reads, edits and writes one record. Nobody else here writes it meanwhile; what others write is noticed where the
// application has entity tags.
func (e *entity) Update(ctx context.Context, k connectors.Key, n connectors.Need, edit connectors.Edit) (rec connectors.Record, err error) {
	err = e.alone(ctx, k, n, func(c *claim) (*writer, error) {
		w := e.reader().writer("update", c)
		rec, err = w.update(ctx, k, n, edit)
		return w, err
	})
	return rec, err
}

// alone does something with a record while nobody else here writes it, and nobody elsewhere where there is a claim.
func (e *entity) alone(ctx context.Context, k connectors.Key, n connectors.Need, do func(*claim) (*writer, error)) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := e.shape.CheckNeed("write "+e.spec.Entity, n); err != nil {
		return err
	}
	name := e.root.name + " " + string(k)
	at, release, err := e.c.locks.hold(ctx, name)
	if err != nil {
		return err
	}
	defer release()
	c := &claim{locker: e.c.locker, name: name, d: e.c.door.Timeout(), at: at}
	defer c.end()
	for n := 0; n < attempts; {
		var w *writer
		if w, err = do(c); errors.Is(err, errAgain) {
			continue // which a claim is for once
		}
		if n++; !w.stale || !errors.Is(err, connectors.Precondition) {
			break
		}
	}
	return err
}

func (w *writer) update(ctx context.Context, k connectors.Key, n connectors.Need, edit connectors.Edit) (connectors.Record, error) {
	if w.e.writesWhole() {
		if err := w.claim(ctx, false); err != nil {
			return connectors.Record{}, err
		}
	}
	now, rec, err := w.look(ctx, k, n)
	if err != nil {
		return connectors.Record{}, err
	}
	after, err := w.edit(ctx, now, rec, edit)
	if err != nil {
		return connectors.Record{}, err
	}
	if after == nil {
		return rec, nil
	}
	return w.result(ctx, after, n)
}

// edit writes what edit makes of a record and answers with what is known of it then; nil where nothing was to be
// written.
func (w *writer) edit(ctx context.Context, now connectors.Fields, rec connectors.Record, edit connectors.Edit) (connectors.Fields, error) {
	var err error
	if w.change, err = edit(rec); err != nil {
		return nil, err
	}
	p, err := w.planUpdate(ctx, now)
	if err != nil || p.nothing() {
		return nil, err
	}
	after, err := w.carryOut(ctx, p)
	return after, w.settle(ctx, err)
}
