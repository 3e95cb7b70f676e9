package gateway

import (
	"context"
	"fmt"
	"math"
	"net/http"
	"sync"
	"time"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/correlation"
	"github.com/scimgate/scimgate/scim"
)

// retryHeld is what a client is told to wait while somebody has to decide.
const retryHeld = 5 * time.Minute

// Holds bound what one app may lose within a window, through all replicas and by all clients together: accounts that are
// active, resources, members of groups. A write that would go beyond is refused, and so are all of its kind from then on
// until an operator approves them. A nil Holds bounds nothing. It is safe for concurrent use.
type Holds struct {
	Window time.Duration
	Limits map[correlation.Loss]HoldLimit // a kind that is not there has no limit
	// Refused is told of every write that is refused, and whether the hold begins with it; nil: nobody is.
	Refused func(s correlation.Scope, kind correlation.Loss, began bool)

	mu      sync.Mutex
	records map[string]counted // by resource type
}

// HoldLimit is how many losses of one kind a window admits, the smaller of the two. Percent is of the records of the
// resource type, for members of the types that they may be of.
type HoldLimit struct {
	Count   int     // negative: any number
	Percent float64 // 0: any number
}

// Limited reports whether losses of a kind have a limit.
func (h *Holds) Limited(kind correlation.Loss) bool {
	if h == nil {
		return false
	}
	_, limited := h.Limits[kind]
	return limited
}

// counted is how many records there were; -1: the application could not say.
type counted struct {
	n  int
	at time.Time
}

// quota is how many losses of a kind the window admits; limited is false where that is any number.
func (e *Endpoint) quota(ctx context.Context, kind correlation.Loss) (q correlation.Quota, limited bool, err error) {
	limit, ok := e.Holds.Limits[kind]
	if !ok {
		return q, false, nil
	}
	q = correlation.Quota{Scope: e.Scope, Kind: kind, Window: e.Holds.Window, Limit: math.MaxInt}
	if limit.Count >= 0 {
		q.Limit = limit.Count
	}
	if limit.Percent > 0 {
		n, err := e.population(ctx, kind)
		if err != nil {
			return q, false, err
		}
		if n >= 0 {
			// Of a few records the smallest part is one.
			q.Limit = min(q.Limit, max(1, int(math.Ceil(float64(n)*limit.Percent/100))))
		}
	}
	return q, q.Limit < math.MaxInt, nil
}

// population is how many records there are that could be lost, -1 where the application cannot say.
func (e *Endpoint) population(ctx context.Context, kind correlation.Loss) (int, error) {
	sum := -1
	for _, one := range e.Losing(kind) {
		n, err := e.Holds.count(ctx, one)
		if n < 0 || err != nil {
			return -1, err
		}
		sum = max(sum, 0) + n
	}
	return sum, nil
}

// Losing are the endpoints whose records a loss of this kind is a part of; none where there is no such loss.
func (e *Endpoint) Losing(kind correlation.Loss) []*Endpoint {
	switch kind {
	case correlation.Deactivations:
		if p, ok := e.Mapping.Type().Find("active"); !ok || p.Fixed() {
			return nil
		}
	case correlation.MemberRemovals:
		return e.membered()
	}
	return []*Endpoint{e}
}

// count asks the application for its number of records, once within a window.
func (h *Holds) count(ctx context.Context, e *Endpoint) (int, error) {
	h.mu.Lock()
	last, ok := h.records[e.Scope.Type]
	h.mu.Unlock()
	if !e.Entity.Shape().Total {
		return -1, nil
	}
	if now := e.now(); !ok || now.Sub(last.at) >= h.Window {
		page, err := e.Entity.List(ctx, connectors.Query{Total: true})
		if err != nil {
			return -1, err
		}
		last = counted{page.Total, now}
		h.mu.Lock()
		defer h.mu.Unlock()
		if h.records == nil {
			h.records = map[string]counted{}
		}
		h.records[e.Scope.Type] = last
	}
	return last.n, nil
}

// held is said to a client whose write is refused.
func (e *Endpoint) held(kind correlation.Loss) *scim.Error {
	what := map[correlation.Loss]string{
		correlation.Deactivations:  fmt.Sprintf("deactivations of %s resources", e.Scope.Type),
		correlation.Deletions:      fmt.Sprintf("deletions of %s resources", e.Scope.Type),
		correlation.MemberRemovals: fmt.Sprintf("removals of members of %s resources", e.Scope.Type),
	}[kind]
	err := scim.Errorf(http.StatusTooManyRequests, "", "%s are held, because there are too many; an operator of the gateway has to approve them (gateway holds approve %s %s)", what, e.Scope.App, kind)
	err.RetryAfter = retryHeld
	return err
}
