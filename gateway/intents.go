package gateway

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/correlation"
	"github.com/scimgate/scimgate/scim/filter"
	"github.com/scimgate/scimgate/scim/schema"
)

const (
	// writeTimeout ends every write before its intent's lease does, so that nobody takes over what still goes on.
	// The answer is read outside of it: a large one streams for as long as the client listens.
	writeTimeout = 25 * time.Second
	intentLease  = 30 * time.Second
	// afterwards is how long what must follow a write may take, whether or not the client still waits.
	afterwards = 5 * time.Second
	// Those who wait for an intent ask for it again after a while, which grows.
	firstPause, longestPause = 2 * time.Millisecond, 100 * time.Millisecond
)

// begin takes the intent for a match value. Whoever holds it already is about to create or rename the same account: what
// becomes of that decides what the client is to be told, so it is waited for, within Limits.Patience. 503 makes the
// client come again after that. Of many who wait each would have its turn; but when one of those before is over, taken
// may know already that there is nothing left to do.
func (e *Endpoint) begin(
	ctx context.Context, proposal correlation.Intent, taken func(context.Context) error,
) (i correlation.Intent, waited bool, err error) {
	patience, cancel := context.WithTimeout(ctx, e.Limits.Patience)
	defer cancel()
	proposal.Scope, proposal.Lease = e.Scope, intentLease
	before := ""
	for pause := firstPause; ; pause = min(2*pause, longestPause) {
		i, err = e.Links.Begin(ctx, proposal)
		if err == nil && i.Resumed {
			i, err = e.inherit(ctx, i)
		}
		if i.Mine || err != nil {
			return i, waited, err
		}
		if waited && i.ID != before {
			if err := taken(ctx); err != nil {
				return i, true, err
			}
		}
		if !rest(patience, pause) {
			return i, true, underWay()
		}
		before, waited = i.ID, true
	}
}

// underWay is said to a client that is to come again when another write of the same account is over.
func underWay() error {
	return unavailable("the same account is being written by another request; send this one again", time.Duration(1+rand.N(5))*time.Second)
}

// rest waits for about d, and reports false when ctx ends.
func rest(ctx context.Context, d time.Duration) bool {
	if ctx.Err() != nil {
		return false
	}
	t := time.NewTimer(d/2 + rand.N(d))
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// release gives the intent back after a write, with what became of it. Where nobody can say that, the intent stays:
// the next attempt looks for what this one left behind.
func (e *Endpoint) release(ctx context.Context, i correlation.Intent, outcome error) error {
	if undecided(outcome) {
		return outcome
	}
	return e.abandon(ctx, i, outcome)
}

// abandon gives the intent back when nothing was created. One that was taken over stays, as it was before: what the
// attempt before this one did is not known yet. The outcome is returned as it is.
func (e *Endpoint) abandon(ctx context.Context, i correlation.Intent, outcome error) error {
	if i.ID == "" {
		return outcome
	}
	ctx, cancel := lasting(ctx)
	defer cancel()
	end := e.Links.Abandon
	if i.Resumed && outcome != nil {
		end = e.Links.GiveBack
	}
	if err := end(ctx, i); err != nil {
		return errors.Join(outcome, err) // it runs out by itself
	}
	return outcome
}

// undecided reports whether a write that failed so may have happened all the same.
func undecided(err error) bool {
	if errors.Is(err, connectors.OutcomeUnknown) {
		return true
	}
	if _, native := errors.AsType[*connectors.Error](err); native {
		return false
	}
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}

// probe finds the accounts that match; two of them are enough to know that it is not clear which one is meant.
func (e *Endpoint) probe(ctx context.Context, x filter.Expr, refs *references) ([]connectors.Record, error) {
	plan, err := e.Mapping.Plan(ctx, x, refs)
	if err != nil {
		return nil, err
	}
	q := Query{Filter: x, Start: 1, Count: 2, View: View{Selection: schema.Selection{Attributes: []schema.Path{}}}}
	if plan.ByKeys || plan.Residual != nil {
		page, err := e.find(ctx, q, plan, refs)
		return page.records, err
	}
	page, err := e.Entity.List(ctx, connectors.Query{Where: plan.Where, Need: e.Mapping.AnchorNeed(), Limit: q.Count})
	return page.Records, err
}

// matchName names the attribute by which accounts are recognised, for errors.
func matchName(x filter.Expr) string {
	for _, p := range mentioned(x) {
		return p.String()
	}
	return ""
}

// lasting is a context for what must be done after a write although the client may be gone.
func lasting(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.WithoutCancel(ctx), afterwards)
}
