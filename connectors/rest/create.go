package rest

import (
	"context"
	"slices"

	"github.com/scimgate/scimgate/connectors"
)

// Create makes one record and then, by calls of their own, what only a record that is there can have. When one of them
// fails, the record goes again.
func (e *entity) Create(ctx context.Context, c connectors.Change) (connectors.Record, error) {
	if err := ctx.Err(); err != nil {
		return connectors.Record{}, err
	}
	return e.reader().writer("create").create(ctx, c)
}

// CreatesOnce reports whether the application makes one record of all creates like c: its call says the token, and
// there are no rows to be made after it.
func (e *entity) CreatesOnce(c connectors.Change) bool {
	op := e.root.create
	return op != nil && c.Token != "" && !c.ChangesRows() && slices.Contains(op.names(), tokenName)
}

func (w *writer) create(ctx context.Context, c connectors.Change) (connectors.Record, error) {
	w.change = c
	p, err := w.planCreate(ctx)
	if err != nil {
		return connectors.Record{}, err
	}
	after, err := w.carryOut(ctx, p)
	if err != nil {
		return connectors.Record{}, w.settle(ctx, err)
	}
	return w.result(ctx, after, connectors.Need{})
}
