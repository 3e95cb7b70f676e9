package resilience

import (
	"context"
	"sync/atomic"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/diag"
)

// Connector is a connector to one application with everything around it that its Settings ask for.
type Connector struct {
	connectors.Connector
	settings Settings
	options  Options
	breaker  *Breaker // nil: none
	writes   atomic.Uint64
}

var _ connectors.Connector = (*Connector)(nil)

// Wrap decorates c. From the outside in: reads are merged, what fails is tried again, the breaker lets each attempt
// through, then the gate, and then its time begins.
func Wrap(c connectors.Connector, s Settings, o Options) *Connector {
	w := &Connector{Connector: c, settings: s, options: o.withDefaults()}
	if s.Breaker.Failures > 0 {
		w.breaker = NewBreaker(s.Breaker, o)
	}
	return w
}

// Open opens the entity and decorates it. The opening itself is as it was.
func (c *Connector) Open(ctx context.Context, s connectors.Spec) (connectors.Entity, diag.List) {
	e, found := c.Connector.Open(ctx, s)
	if e == nil {
		return nil, found
	}
	if c.settings.Timeout > 0 {
		e = Deadline(e, c.settings.Timeout)
	}
	if c.options.Gate.bounds() {
		e = Guarded(e, c.options.Gate)
	}
	if c.breaker != nil {
		e = Guarded(e, c.breaker)
	}
	if c.settings.Retries.Most > 0 {
		e = Retry(e, c.settings.Retries, c.options)
	}
	if c.settings.Merge {
		e = Merge(e, s, &c.writes, c.options)
	}
	return e, found
}

// Ping asks the application past the breaker, which an answer closes.
func (c *Connector) Ping(ctx context.Context) error {
	if c.breaker == nil {
		return c.Connector.Ping(ctx)
	}
	return c.breaker.Ping(ctx, c.Connector.Ping)
}

// State is that of the breaker; without one it is Closed.
func (c *Connector) State() State {
	if c.breaker == nil {
		return Closed
	}
	return c.breaker.State()
}
