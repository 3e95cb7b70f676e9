package connectors

import (
	"context"
	"errors"
	"time"
)

// Locker lets one writer at a time at each name, over all replicas of the gateway. It is safe for concurrent use.
type Locker interface {
	// Lock waits for the turn at a name of one whose calls take d at most. Unavailable, because of ErrNotAsked, where that takes too long or nobody can say
	// whose turn it is.
	Lock(ctx context.Context, name string, d time.Duration) (Turn, error)
	// GiveWay waits for as long as those who wait elsewhere may take to notice that a turn has ended.
	GiveWay(ctx context.Context) error
}

// Turn is one writer's.
type Turn interface {
	// During is for a call that only whose turn it is may make: the context that it answers ends with the turn, which
	// lasts for another d at least. Unavailable, because of ErrNotAsked, where the turn is another's by now or nobody
	// can say.
	During(ctx context.Context, d time.Duration) (context.Context, context.CancelFunc, error)
	// End lets the next one in. A turn that is not ended runs out.
	End()
}

// ErrNotAsked is the cause of an Unavailable that says nothing about the application: it was not asked. It is for the
// client to try again, and for nobody on the way.
var ErrNotAsked = errors.New("the application was not asked")
