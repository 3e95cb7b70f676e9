package rest

import (
	"context"
	"maps"
	"slices"
	"sync"

	"github.com/scimgate/scimgate/connectors"
)

// Explain says which calls op makes, of those that follow from answers one for each kind. It makes none.
func (e *entity) Explain(ctx context.Context, op connectors.Operation) ([]connectors.Call, error) {
	n := &notes{}
	r := e.reader()
	r.sender, r.explains, r.parallel = n, true, 1
	err := r.play(ctx, op)
	return n.calls, err
}

func (r *reader) play(ctx context.Context, op connectors.Operation) error {
	switch op := op.(type) {
	case connectors.GetOp:
		if err := r.e.shape.CheckNeed("get "+r.e.spec.Entity, op.Need); err != nil {
			return err
		}
		_, err := r.get(ctx, op.Keys, op.Need)
		return err
	case connectors.ListOp:
		if err := r.e.shape.CheckQuery("list "+r.e.spec.Entity, op.Query); err != nil {
			return err
		}
		_, err := r.query(ctx, op.Query)
		return err
	case connectors.CreateOp:
		_, err := r.writer("create", nil).create(ctx, op.Change)
		return err
	case connectors.UpdateOp:
		if err := r.e.shape.CheckNeed("update "+r.e.spec.Entity, op.Need); err != nil {
			return err
		}
		_, err := r.writer("update", nil).update(ctx, op.Key, op.Need, returning(op.Change))
		return err
	case connectors.DeleteOp:
		if err := r.e.shape.CheckNeed("delete "+r.e.spec.Entity, op.Need); err != nil {
			return err
		}
		return r.writer("delete", nil).delete(ctx, op.Key, op.Need, returning(op.Change))
	default:
		return connectors.Errorf(connectors.Unsupported, "explain "+r.e.spec.Entity, "%T", op)
	}
}

// returning is an edit that was made already.
func returning(c connectors.Change) connectors.Edit {
	return func(connectors.Record) (connectors.Change, error) { return c, nil }
}

// notes is a sender that sends nothing.
type notes struct {
	mu    sync.Mutex
	calls []connectors.Call
}

func (n *notes) send(ctx context.Context, r request) (answer, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.calls = append(n.calls, r.call())
	return answer{}, ctx.Err()
}

// imagined is a record as it might come, for calls that follow from it: it has what the request names.
func (r *reader) imagined(c *collection, need []string, known connectors.Fields) connectors.Fields {
	out := make(connectors.Fields, len(need))
	for _, name := range slices.Concat(need, c.key) {
		out[name] = "<" + name + ">"
	}
	maps.Copy(out, known)
	return out
}
