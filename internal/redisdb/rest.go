package redisdb

import (
	"sync/atomic"
	"time"
)

// rest leaves Redis alone for a while after every failure, so that a dead one costs one short wait and not one
// per request. When the rest is over one question goes through; the others wait for what becomes of it.
type rest struct {
	clock func() time.Time
	long  time.Duration
	until atomic.Int64 // end of the rest in nanoseconds since 1970; 0: no rest
}

func (r *rest) allows() bool {
	until, now := r.until.Load(), r.clock()
	if until == 0 {
		return true
	}
	return now.UnixNano() >= until && r.until.CompareAndSwap(until, now.Add(r.long).UnixNano())
}

func (r *rest) succeeded() {
	if r.until.Load() != 0 {
		r.until.Store(0)
	}
}

func (r *rest) failed() { r.until.Store(r.clock().Add(r.long).UnixNano()) }
