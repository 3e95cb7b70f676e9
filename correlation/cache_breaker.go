package correlation

import (
	"sync/atomic"
	"time"
)

// breaker leaves Redis alone for a while after every failure, so that a dead one costs one short wait and not one
// per request. When the rest is over one question goes through; the others wait for what becomes of it.
type breaker struct {
	clock func() time.Time
	rest  time.Duration
	until atomic.Int64 // end of the rest in nanoseconds since 1970; 0: no rest
}

func (b *breaker) allows() bool {
	until, now := b.until.Load(), b.clock()
	if until == 0 {
		return true
	}
	return now.UnixNano() >= until && b.until.CompareAndSwap(until, now.Add(b.rest).UnixNano())
}

func (b *breaker) succeeded() {
	if b.until.Load() != 0 {
		b.until.Store(0)
	}
}

func (b *breaker) failed() { b.until.Store(b.clock().Add(b.rest).UnixNano()) }
