package correlation

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"github.com/scimgate/scimgate/connectors"
)

const (
	// reading is how long a turn lasts beyond the one call it is for, unless it is prolonged. Nobody else gets in
	// before it is over where a replica dies.
	reading = 5 * time.Second
	// lookAgain is how long those who wait are asleep at most.
	lookAgain = 50 * time.Millisecond
	// ending is how long the store may take to hear that a turn has ended.
	ending = 5 * time.Second
)

// TurnOptions say how long a writer waits for its turn, and by which clock: that of the store.
type TurnOptions struct {
	Clock    func() time.Time
	Patience time.Duration
}

// Turns are leases as connectors want them: one writer at a time at each name, over all replicas that share a store.
// Those who wait ask again and again; there is no order among them.
func Turns(l Leases, s Scope, o TurnOptions) connectors.Locker { return &turns{l, s, o} }

type turns struct {
	leases  Leases
	scope   Scope
	options TurnOptions
}

// Lock asks for the lease until it is free. A question that is under way when the client leaves is heard to its end, so
// that no lease is left behind.
func (t *turns) Lock(ctx context.Context, name string, d time.Duration) (connectors.Turn, error) {
	waiting, cancel := context.WithTimeout(ctx, t.options.Patience)
	defer cancel()
	for pause := lookAgain / 10; ; pause = min(2*pause, lookAgain) {
		l, err := t.leases.Hold(context.WithoutCancel(ctx), t.scope, name, d+reading)
		if err != nil {
			return nil, notAsked(err)
		}
		if mine := (&myTurn{t, l}); l.Mine && ctx.Err() == nil {
			return mine, nil
		} else if l.Mine {
			mine.End()
		}
		if rest(waiting, pause/2+rand.N(pause/2)) == nil {
			continue
		}
		if errors.Is(ctx.Err(), context.Canceled) {
			return nil, context.Cause(ctx)
		}
		return nil, notAsked(errBusy)
	}
}

var (
	errBusy = errors.New("others were at it all the time")
	errOver = errors.New("the turn is over")
)

// GiveWay waits until all who wait have asked once more.
func (t *turns) GiveWay(ctx context.Context) error { return rest(ctx, lookAgain) }

// myTurn is a lease that is ours.
type myTurn struct {
	turns *turns
	lease Lease
}

// During prolongs the lease where there is not enough of it left.
func (m *myTurn) During(ctx context.Context, d time.Duration) (context.Context, context.CancelFunc, error) {
	if m.left() < d {
		l, err := m.turns.leases.Renew(ctx, m.lease, d+reading)
		if err != nil {
			return nil, nil, notAsked(err)
		}
		if m.lease = l; !l.Mine || m.left() < d {
			return nil, nil, notAsked(errOver)
		}
	}
	during, cancel := context.WithTimeoutCause(ctx, m.left(), errOver)
	return during, cancel, nil
}

func (m *myTurn) left() time.Duration { return m.lease.Until.Sub(m.turns.options.Clock()) }

// End releases the lease even when the caller's request is over. Where the store does not hear of it, the lease runs
// out.
func (m *myTurn) End() {
	ctx, cancel := context.WithTimeout(context.Background(), ending)
	defer cancel()
	_ = m.turns.leases.Release(ctx, m.lease)
}

func notAsked(err error) error {
	return connectors.Errorf(connectors.Unavailable, "wait for the turn", "%w: %w", connectors.ErrNotAsked, err)
}

// rest sleeps unless ctx ends before.
func rest(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
