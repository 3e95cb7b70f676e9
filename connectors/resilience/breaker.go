package resilience

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/scimgate/scimgate/connectors"
)

// State is what a Breaker does with the next operation.
type State string

const (
	Closed   State = "closed"    // it goes through
	Open     State = "open"      // it is refused: the application did not answer and is left alone
	HalfOpen State = "half open" // it goes through if few others do; their success closes the breaker
)

// States lists every state.
var States = []State{Closed, Open, HalfOpen}

// BreakerSettings say when a Breaker opens, and for how long.
type BreakerSettings struct {
	Failures int           // in a row, after which it opens; 0: there is no breaker
	Rest     time.Duration // how long it then stays open
	Probes   int           // operations at once while it is half open; 0: 1
}

// errOpen is the cause of a Breaker's refusals.
var errOpen = errors.New("it did not answer before and is left alone for a while")

// Breaker refuses operations on an application that does not answer, so that they cost nothing and the application
// can come back. What counts as a failure is Unavailable, OutcomeUnknown and a deadline; any answer at all, refusals
// included, ends the row. A client that left, a request for patience and connectors.ErrNotAsked say nothing either way. It
// is a Guard, safe for concurrent use.
type Breaker struct {
	settings BreakerSettings
	clock    func() time.Time
	observe  Observer

	mu       sync.Mutex
	failures int       // in a row
	until    time.Time // end of the rest; zero while closed
	probes   int       // under way while half open
	round    int       // one more after every change: operations of another round say nothing any more
}

// NewBreaker is closed.
func NewBreaker(s BreakerSettings, o Options) *Breaker {
	o = o.withDefaults()
	s.Probes = max(s.Probes, 1)
	return &Breaker{settings: s, clock: o.Clock, observe: o.Observe}
}

// State is what it does now.
func (b *Breaker) State() State {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.state(b.clock())
}

func (b *Breaker) state(now time.Time) State {
	switch {
	case b.until.IsZero():
		return Closed
	case now.Before(b.until):
		return Open
	default:
		return HalfOpen
	}
}

// Admit lets an operation through, or is Unavailable at once, with the time after which it is worth trying again.
func (b *Breaker) Admit(ctx context.Context) (leave func(error), err error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	now := b.clock()
	switch b.state(now) {
	case Open:
		return nil, b.refusal(b.until.Sub(now))
	case HalfOpen:
		if b.probes == b.settings.Probes {
			return nil, b.refusal(time.Second)
		}
		b.probes++
	}
	round := b.round
	return func(err error) { b.left(round, judge(ctx, err)) }, nil
}

// Ping asks the application past the breaker, and lets it know: an answer closes it.
func (b *Breaker) Ping(ctx context.Context, ping func(context.Context) error) error {
	err := ping(ctx)
	b.mu.Lock()
	defer b.mu.Unlock()
	switch b.state(b.clock()) {
	case Closed:
		b.count(judge(ctx, err))
	default:
		if judge(ctx, err) == alive {
			b.close()
		}
	}
	return err
}

func (b *Breaker) refusal(wait time.Duration) error {
	b.observe.Refused("breaker")
	return &connectors.Error{Kind: connectors.Unavailable, Op: "call the application", RetryAfter: wait, Err: errOpen}
}

// left is told what became of an operation that was let through in a round.
func (b *Breaker) left(round int, v verdict) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if round != b.round {
		return
	}
	if b.until.IsZero() {
		b.count(v)
		return
	}
	b.probes--
	switch v {
	case alive:
		b.close()
	case failed:
		b.open()
	}
}

func (b *Breaker) count(v verdict) {
	switch v {
	case alive:
		b.failures = 0
	case failed:
		if b.failures++; b.failures >= b.settings.Failures {
			b.open()
		}
	}
}

func (b *Breaker) open() {
	b.round++
	b.failures, b.probes, b.until = 0, 0, b.clock().Add(b.settings.Rest)
	b.observe.Turned(string(Open))
}

func (b *Breaker) close() {
	b.round++
	b.failures, b.probes, b.until = 0, 0, time.Time{}
	b.observe.Turned(string(Closed))
}

// verdict is what an operation says about the application.
type verdict int

const (
	nothing verdict = iota
	alive
	failed
)

func judge(ctx context.Context, err error) verdict {
	if err == nil {
		return alive
	}
	if errors.Is(ctx.Err(), context.Canceled) || errors.Is(err, connectors.ErrNotAsked) {
		return nothing
	}
	if _, own := errors.AsType[final](err); own {
		return alive
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return failed
	}
	switch connectors.KindOf(err) {
	case connectors.Unavailable, connectors.OutcomeUnknown:
		return failed
	case connectors.RateLimited, connectors.Unsupported, connectors.Internal:
		return nothing
	default:
		return alive
	}
}
