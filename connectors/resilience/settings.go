package resilience

import (
	"math/rand/v2"
	"time"
)

// Settings say how one application is dealt with. The zero Settings change nothing.
type Settings struct {
	Timeout time.Duration // of one attempt; 0: none but the request's own
	Retries Retries
	Breaker BreakerSettings
	Merge   bool // identical reads at one time are one
}

// Options are what decorators use and settings do not say. The zero Options are sensible.
type Options struct {
	Gate    *Gate            // around every operation; nil: none
	Clock   func() time.Time // of the breaker's rest; nil: time.Now
	Random  func() float64   // in [0, 1): spreads the waits before retries; nil: math/rand
	Observe Observer         // nil: nobody
}

func (o Options) withDefaults() Options {
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.Random == nil {
		o.Random = rand.Float64
	}
	if o.Observe == nil {
		o.Observe = nobody{}
	}
	return o
}

// Observer counts. It is called from several goroutines.
type Observer interface {
	Retried(kind string)                   // one more attempt, after an error of this kind
	Waited(reason string, d time.Duration) // before a call was sent: "retry", "concurrency" or "rate"
	Refused(reason string)                 // a call that was not sent: "breaker", "queue" or "rate"
	Merged()                               // one read that was not made because another was under way
	Turned(to string)                      // the breaker opened or closed; it waits for this call to return
}

type nobody struct{}

func (nobody) Retried(string)               {}
func (nobody) Waited(string, time.Duration) {}
func (nobody) Refused(string)               {}
func (nobody) Merged()                      {}
func (nobody) Turned(string)                {}
