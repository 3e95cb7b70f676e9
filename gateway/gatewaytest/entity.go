package gatewaytest

import (
	"context"
	"iter"
	"slices"
	"sync"

	"github.com/scimgate/scimgate/connectors"
)

// Entity notes the calls to the entity behind it and lets a test fail them.
type Entity struct {
	connectors.Entity
	// Fail is asked before each call with its name, such as "Update"; an error is the call's answer.
	Fail func(call string) error
	// After is asked after a call that succeeded; an error hides the answer, as a lost connection does.
	After func(call string) error

	mu    sync.Mutex
	calls []string
}

// Unwrap is the entity behind.
func (e *Entity) Unwrap() connectors.Entity { return e.Entity }

// Calls are the names of the calls since it was last asked.
func (e *Entity) Calls() []string {
	e.mu.Lock()
	defer e.mu.Unlock()
	calls := slices.Clone(e.calls)
	e.calls = nil
	return calls
}

func (e *Entity) before(call string) error {
	e.mu.Lock()
	e.calls = append(e.calls, call)
	e.mu.Unlock()
	if e.Fail != nil {
		return e.Fail(call)
	}
	return nil
}

func (e *Entity) after(call string, err error) error {
	if err == nil && e.After != nil {
		return e.After(call)
	}
	return err
}

// Get notes and passes on.
func (e *Entity) Get(ctx context.Context, keys []connectors.Key, n connectors.Need) (map[connectors.Key]connectors.Record, error) {
	if err := e.before("Get"); err != nil {
		return nil, err
	}
	return e.Entity.Get(ctx, keys, n)
}

// List notes and passes on; a query for the total alone is called Count.
func (e *Entity) List(ctx context.Context, q connectors.Query) (connectors.Page, error) {
	call := "List"
	if q.Limit == 0 {
		call = "Count"
	}
	if err := e.before(call); err != nil {
		return connectors.Page{}, err
	}
	return e.Entity.List(ctx, q)
}

// Rows notes and passes on; After breaks the stream at its end.
func (e *Entity) Rows(ctx context.Context, relation string, of []connectors.Key, after connectors.Key) iter.Seq2[connectors.OwnedRow, error] {
	return func(yield func(connectors.OwnedRow, error) bool) {
		if err := e.before("Rows"); err != nil {
			yield(connectors.OwnedRow{}, err)
			return
		}
		for row, err := range e.Entity.Rows(ctx, relation, of, after) {
			if !yield(row, err) {
				return
			}
		}
		if err := e.after("Rows", nil); err != nil {
			yield(connectors.OwnedRow{}, err)
		}
	}
}

// Create notes and passes on.
func (e *Entity) Create(ctx context.Context, c connectors.Change) (connectors.Record, error) {
	if err := e.before("Create"); err != nil {
		return connectors.Record{}, err
	}
	r, err := e.Entity.Create(ctx, c)
	return r, e.after("Create", err)
}

// Update notes and passes on.
func (e *Entity) Update(ctx context.Context, k connectors.Key, n connectors.Need, edit connectors.Edit) (connectors.Record, error) {
	if err := e.before("Update"); err != nil {
		return connectors.Record{}, err
	}
	r, err := e.Entity.Update(ctx, k, n, edit)
	return r, e.after("Update", err)
}

// Delete notes and passes on.
func (e *Entity) Delete(ctx context.Context, k connectors.Key, n connectors.Need, edit connectors.Edit) error {
	if err := e.before("Delete"); err != nil {
		return err
	}
	return e.after("Delete", e.Entity.Delete(ctx, k, n, edit))
}
