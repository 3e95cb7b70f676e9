package correlation

import (
	"context"
	"time"
)

// Leases let one replica at a time do what has a name.
type Leases interface {
	// Hold takes the lease of name in s for d, unless another holds it. The answer is Mine, or else about the other's.
	Hold(ctx context.Context, s Scope, name string, d time.Duration) (Lease, error)
	// Renew makes l last for d from now on. The answer is not Mine when somebody else has taken it meanwhile.
	Renew(ctx context.Context, l Lease, d time.Duration) (Lease, error)
	// Release ends l for whoever is next, unless it is another's by now.
	Release(ctx context.Context, l Lease) error
}

// Lease is the right to do something for a while. When it runs out is judged by the durable store's own clock, so that
// replicas may disagree about the time; whoever holds it relies on it until Until, which is no later.
type Lease struct {
	Scope Scope
	Name  string
	Mine  bool
	Token int64         // greater than that of every earlier holder: what bears an older one comes too late
	Until time.Time     // of one that is Mine: when it ends, by the clock of this process
	Wait  time.Duration // of one that is not: how long it is kept from others, unless it is released before
}
