package gateway

import (
	"context"
	"errors"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/correlation"
)

// Filled is how far records hold their ids.
type Filled struct {
	Records int // there are
	Held    int // of them held their id before
	Written int // got theirs
	Refused int // are protected, so that they keep the id that the store has
}

// Backfill makes every record hold its id that does not yet, where identity is field; unless write is set it only counts.
// It may be run again, and while the gateway serves. progress is told after each page.
func (e *Endpoint) Backfill(ctx context.Context, write bool, progress func(Filled)) (f Filled, err error) {
	if e.Scope.Identity != correlation.ByField {
		return f, nil
	}
	ctx = connectors.During(toWrite(ctx), e.now())
	for page, err := range e.pages(ctx, connectors.Query{Need: e.Mapping.AnchorNeed()}) {
		if err != nil {
			return f, err
		}
		if err := e.fill(ctx, page, write, &f); err != nil {
			return f, err
		}
		progress(f)
	}
	return f, nil
}

// fill makes the records of a page hold their ids. Those are the ones under which they were known so far.
func (e *Endpoint) fill(ctx context.Context, page []connectors.Record, write bool, f *Filled) error {
	f.Records += len(page)
	refs := e.references("")
	refs.read(e.Scope.Type, page...)
	keys := e.unheld(page)
	if f.Held += len(page) - len(keys); !write || len(keys) == 0 {
		return nil
	}
	if err := refs.learnKeys(ctx, e, keys); err != nil {
		return err
	}
	for _, key := range keys {
		switch err := e.holdID(ctx, key, refs.ids[native{e.Scope.Type, key}]); {
		case err == nil:
			f.Written++
		case errors.Is(err, connectors.Protected):
			f.Refused++
		case !errors.Is(err, connectors.NotFound): // which is gone meanwhile
			return err
		}
	}
	return nil
}

// holdID makes a record hold its id, unless it got one meanwhile.
func (e *Endpoint) holdID(ctx context.Context, key connectors.Key, id string) error {
	ctx, cancel := context.WithTimeout(ctx, writeTimeout)
	defer cancel()
	record, err := e.Entity.Update(ctx, key, e.Mapping.AnchorNeed(), func(cur connectors.Record) (c connectors.Change, err error) {
		if e.Mapping.HeldID(cur) == "" {
			c.At = e.now()
			e.Mapping.GiveID(&c, id)
		}
		return c, nil
	})
	if err != nil {
		return err
	}
	if e.Mapping.HeldID(record) != id {
		return nil
	}
	ctx, done := lasting(ctx)
	defer done()
	return e.Links.Rekey(ctx, e.Scope, key, connectors.Key(id))
}
