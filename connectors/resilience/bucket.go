package resilience

import (
	"context"
	"time"

	"golang.org/x/time/rate"
)

// Bucket holds the tokens of a Rate, one for each call. It is safe for concurrent use.
type Bucket interface {
	// Take takes one token, the next one that nobody has, if it is there within most; wait says after how long. Else
	// taken is false, nothing is taken, and wait is how long it would have been.
	Take(ctx context.Context, most time.Duration) (wait time.Duration, taken bool)
}

// NewBucket is full, and of this process alone.
func NewBucket(r Rate) Bucket {
	return local{rate.NewLimiter(rate.Limit(r.PerSecond), max(r.Burst, 1))}
}

type local struct{ limiter *rate.Limiter }

func (l local) Take(_ context.Context, most time.Duration) (wait time.Duration, taken bool) {
	now := time.Now()
	r := l.limiter.ReserveN(now, 1)
	if wait = r.DelayFrom(now); wait > most {
		r.CancelAt(now)
		return wait, false
	}
	return wait, true
}
