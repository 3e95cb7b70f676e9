package gateway

import "sync"

// Current holds the Runtime that new requests are served by. A request keeps the one it began with: after a Swap it
// finishes on the old one.
type Current struct {
	mu  sync.Mutex
	gen *generation
}

// generation is one Runtime and the requests that it serves.
type generation struct {
	runtime  *Runtime
	requests int
	retired  bool
	idle     chan struct{} // closed when it is retired and its last request has ended
}

// NewCurrent starts with r.
func NewCurrent(r *Runtime) *Current {
	return &Current{gen: &generation{runtime: r, idle: make(chan struct{})}}
}

// Acquire takes the Runtime for one request, which calls release when it ends.
func (c *Current) Acquire() (r *Runtime, release func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	g := c.gen
	g.requests++
	return g.runtime, func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		g.requests--
		g.settle()
	}
}

// Swap serves new requests by r. The channel is closed when no request uses the old Runtime any more, so that what
// only it needed can be closed.
func (c *Current) Swap(r *Runtime) (idle <-chan struct{}) {
	c.mu.Lock()
	defer c.mu.Unlock()
	old := c.gen
	c.gen = &generation{runtime: r, idle: make(chan struct{})}
	old.retired = true
	old.settle()
	return old.idle
}

func (g *generation) settle() {
	if g.retired && g.requests == 0 {
		close(g.idle)
	}
}
