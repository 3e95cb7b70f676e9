package sql

import (
	"context"

	"github.com/scimgate/scimgate/connectors"
)

// Explain lists the statements of op without sending any. What only an answer could tell is left empty: the values of
// looked-up codes, and which records a list's relations are read for. Every change counts as one.
func (e *entity) Explain(ctx context.Context, op connectors.Operation) ([]connectors.Call, error) {
	e = e.during(ctx)
	var calls []connectors.Call
	s := sender{calls: &calls}
	var err error
	switch op := op.(type) {
	case connectors.GetOp:
		_, err = e.get(ctx, s, op.Keys, op.Need)
	case connectors.ListOp:
		_, err = e.list(ctx, s, op.Query)
	case connectors.CreateOp:
		_, err = e.create(ctx, s, op.Change)
	case connectors.UpdateOp:
		_, err = e.update(ctx, s, op.Key, op.Need, always(op.Change))
	case connectors.DeleteOp:
		err = e.remove(ctx, s, op.Key, op.Need, always(op.Change))
	default:
		panic("sql: unknown operation") // the interface is sealed
	}
	return calls, e.failure("explain", err)
}

func always(c connectors.Change) connectors.Edit {
	return func(connectors.Record) (connectors.Change, error) { return c, nil }
}
