package gateway

import (
	"context"
	"errors"
	"time"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/correlation"
)

// A plan is a verb that sends no write: it takes the same path, reads what it has to read, computes its changes, and
// has the connector explain the calls instead of making them.

// errPlanned ends a verb where it would have written.
var errPlanned = errors.New("planned, not sent")

// toWrite is the context of a verb that writes: it decides by what is true now, and not by what was true when somebody
// else asked.
func toWrite(ctx context.Context) context.Context {
	return connectors.Fresh(correlation.Durable(ctx))
}

// plan collects the calls.
type plan struct{ calls []connectors.Call }

// verb runs a verb, or plans it. All that it asks of the application it asks as of one instant.
func (e *Endpoint) verb(ctx context.Context, v View, run func(ctx context.Context, e *Endpoint) (Answer, error)) (Answer, error) {
	ctx = inDomain(connectors.During(ctx, e.now()), v.Domain)
	if !v.Plan {
		a, err := e.patiently(ctx, func() (Answer, error) { return run(ctx, e) })
		return a, e.failure(err)
	}
	p := &plan{}
	_, err := run(ctx, p.endpoint(e))
	if errors.Is(err, errPlanned) {
		err = nil
	}
	return Answer{Calls: p.calls}, e.failure(err)
}

// endpoint is e with its siblings, on entities that write nothing and links that remember nothing.
func (p *plan) endpoint(e *Endpoint) *Endpoint {
	siblings := make(map[string]*Endpoint, len(e.Siblings))
	for name, sibling := range e.Siblings {
		c := *sibling
		c.Entity, c.Links, c.Siblings = planner{c.Entity, p}, forgetful{c.Links}, siblings
		c.Walks, c.Holds, c.Rebuilds = nil, nil, nil
		if c.Graves != nil {
			c.Graves = planner{c.Graves, p}
		}
		siblings[name] = &c
	}
	return siblings[e.Scope.Type]
}

// planner is an entity that reads as usual and explains its writes.
type planner struct {
	connectors.Entity
	plan *plan
}

func (p planner) explain(ctx context.Context, op connectors.Operation) error {
	x, ok := connectors.As[connectors.Explainer](p.Entity)
	if !ok {
		return connectors.Errorf(connectors.Unsupported, "explain", "the connector cannot explain its calls")
	}
	calls, err := x.Explain(ctx, op)
	p.plan.calls = append(p.plan.calls, calls...)
	return err
}

func (p planner) Get(ctx context.Context, keys []connectors.Key, n connectors.Need) (map[connectors.Key]connectors.Record, error) {
	if err := p.explain(ctx, connectors.GetOp{Keys: keys, Need: n}); err != nil {
		return nil, err
	}
	return p.Entity.Get(ctx, keys, n)
}

func (p planner) List(ctx context.Context, q connectors.Query) (connectors.Page, error) {
	if err := p.explain(ctx, connectors.ListOp{Query: q}); err != nil {
		return connectors.Page{}, err
	}
	return p.Entity.List(ctx, q)
}

func (p planner) Create(ctx context.Context, c connectors.Change) (connectors.Record, error) {
	if err := p.explain(ctx, connectors.CreateOp{Change: c}); err != nil {
		return connectors.Record{}, err
	}
	return connectors.Record{}, errPlanned
}

func (p planner) Update(ctx context.Context, k connectors.Key, n connectors.Need, edit connectors.Edit) (connectors.Record, error) {
	change, err := p.edit(ctx, k, n, edit)
	if err != nil {
		return connectors.Record{}, err
	}
	if err := p.explain(ctx, connectors.UpdateOp{Key: k, Need: n, Change: change}); err != nil {
		return connectors.Record{}, err
	}
	return connectors.Record{}, errPlanned
}

func (p planner) Delete(ctx context.Context, k connectors.Key, n connectors.Need, edit connectors.Edit) error {
	change, err := p.edit(ctx, k, n, edit)
	if err != nil {
		return err
	}
	if err := p.explain(ctx, connectors.DeleteOp{Key: k, Need: n, Change: change}); err != nil {
		return err
	}
	return errPlanned
}

// edit computes a change from the record as it is now. The operation that is explained has the read in it.
func (p planner) edit(ctx context.Context, k connectors.Key, n connectors.Need, edit connectors.Edit) (connectors.Change, error) {
	records, err := p.Entity.Get(ctx, []connectors.Key{k}, n)
	if err != nil {
		return connectors.Change{}, err
	}
	record, ok := records[k]
	if !ok {
		return connectors.Change{}, connectors.Errorf(connectors.NotFound, "plan", "there is no such record")
	}
	return edit(record)
}

// forgetful is a store that answers and remembers nothing.
type forgetful struct{ correlation.Store }

func (f forgetful) See(ctx context.Context, s correlation.Scope, keys []connectors.Key) (map[connectors.Key]correlation.Link, error) {
	return f.ByKey(ctx, s, keys)
}

func (forgetful) Begin(_ context.Context, i correlation.Intent) (correlation.Intent, error) {
	i.Mine = true
	return i, nil
}

func (forgetful) Bind(_ context.Context, _ correlation.Intent, l correlation.Link) (correlation.Link, error) {
	return l, nil
}

func (forgetful) Take(_ context.Context, _ correlation.Scope, refs []correlation.Parked, _ time.Duration) ([]correlation.Parked, error) {
	return refs, nil
}
func (forgetful) Return(context.Context, correlation.Scope, []correlation.Parked) error { return nil }

func (forgetful) Confirm(context.Context, correlation.Intent) error  { return nil }
func (forgetful) Abandon(context.Context, correlation.Intent) error  { return nil }
func (forgetful) GiveBack(context.Context, correlation.Intent) error { return nil }
func (forgetful) Settle(context.Context, correlation.Intent, correlation.Link) (bool, error) {
	return false, nil
}
func (forgetful) Rekey(context.Context, correlation.Scope, connectors.Key, connectors.Key, ...string) error {
	return nil
}
func (forgetful) Name(context.Context, correlation.Scope, correlation.Link) error { return nil }
func (forgetful) Bury(context.Context, correlation.Scope, string) error           { return nil }
func (forgetful) Verified(context.Context, correlation.Scope, []correlation.Link) {}
