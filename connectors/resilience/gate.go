package resilience

import (
	"context"
	"errors"
	"math"
	"sync/atomic"
	"time"

	"github.com/scimgate/scimgate/connectors"
)

// Limits bound what an application is asked. The zero Limits do not.
type Limits struct {
	Concurrency int  // calls at once; 0: any number
	Queue       int  // calls that wait for one of those to end; one more is refused
	Rate        Rate // calls in time
}

// Rate bounds how often something happens. The zero Rate does not.
type Rate struct {
	PerSecond float64 // 0: any number
	Burst     int     // at once, after a rest; 0: 1
}

var (
	errQueue = errors.New("as many calls wait already as may")
	errRate  = errors.New("its turn comes after the request's deadline")
)

// Gate keeps the Limits of one application. Whoever makes calls enters before each; a Gate is a Guard too, for
// applications of which an operation is as good as a call. It is safe for concurrent use.
type Gate struct {
	slots   chan struct{} // nil: any number
	queue   int64
	waiting atomic.Int64
	bucket  Bucket // nil: any number
	observe Observer
}

// NewGate makes a gate that takes what its rate allows from bucket, which several processes may share; nil: it counts
// for itself.
func NewGate(l Limits, bucket Bucket, observe Observer) *Gate {
	g := &Gate{queue: int64(l.Queue), observe: observe}
	if observe == nil {
		g.observe = nobody{}
	}
	if l.Concurrency > 0 {
		g.slots = make(chan struct{}, l.Concurrency)
	}
	if l.Rate.PerSecond > 0 {
		if g.bucket = bucket; bucket == nil {
			g.bucket = NewBucket(l.Rate)
		}
	}
	return g
}

// bounds reports whether there is anything to keep.
func (g *Gate) bounds() bool { return g != nil && (g.slots != nil || g.bucket != nil) }

// Enter waits until a call may be made. The caller calls leave when the call has ended. It is RateLimited, with a time
// to wait, when too many wait already or the call's turn would come after the deadline of ctx.
func (g *Gate) Enter(ctx context.Context) (leave func(), err error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if err := g.takeSlot(ctx); err != nil {
		return nil, err
	}
	if err := g.takeToken(ctx); err != nil {
		g.leave()
		return nil, err
	}
	return g.leave, nil
}

// Admit is Enter, for Guarded.
func (g *Gate) Admit(ctx context.Context) (leave func(error), err error) {
	out, err := g.Enter(ctx)
	if err != nil {
		return nil, err
	}
	return func(error) { out() }, nil
}

func (g *Gate) leave() {
	if g.slots != nil {
		<-g.slots
	}
}

func (g *Gate) takeSlot(ctx context.Context) error {
	if g.slots == nil {
		return nil
	}
	select {
	case g.slots <- struct{}{}:
		return nil
	default:
	}
	defer g.waiting.Add(-1)
	if g.waiting.Add(1) > g.queue {
		return g.refusal("queue", time.Second, errQueue)
	}
	begun := time.Now()
	select {
	case g.slots <- struct{}{}:
		g.observe.Waited("concurrency", time.Since(begun))
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (g *Gate) takeToken(ctx context.Context) error {
	if g.bucket == nil {
		return nil
	}
	most := time.Duration(math.MaxInt64)
	if end, ok := ctx.Deadline(); ok {
		most = time.Until(end)
	}
	wait, taken := g.bucket.Take(ctx, most)
	switch {
	case !taken:
		return g.refusal("rate", wait, errRate)
	case wait <= 0:
		return nil
	case !pause(ctx, wait):
		return context.Cause(ctx)
	}
	g.observe.Waited("rate", wait)
	return nil
}

func (g *Gate) refusal(reason string, wait time.Duration, cause error) error {
	g.observe.Refused(reason)
	return &connectors.Error{Kind: connectors.RateLimited, Op: "call the application", RetryAfter: wait, Err: cause}
}
