package resilience

import (
	"cmp"
	"context"
	"errors"
	"time"

	"github.com/scimgate/scimgate/connectors"
)

// Retries say how often an operation is tried again, and after how long.
type Retries struct {
	Most    int           // attempts after the first; 0: none
	First   time.Duration // about how long the first wait is, each further one twice that; 0: 200 ms
	Longest time.Duration // longer than that nobody waits, whatever the application asks for; 0: 10 s
}

func (r Retries) withDefaults() Retries {
	r.First = cmp.Or(r.First, 200*time.Millisecond)
	r.Longest = cmp.Or(r.Longest, 10*time.Second)
	return r
}

// unsaid is how long an application is left alone that wants patience and does not say how much.
const unsaid = time.Second

// after is how long to wait after attempt n failed with err, the first one being 0, and whether that is worth it. x
// lies in [0, 1) and spreads the waits of those who failed together.
func (r Retries) after(n int, err error, x float64) (wait time.Duration, ok bool) {
	wait = min(r.First<<min(n, 16), r.Longest)
	wait = wait/2 + time.Duration(x*float64(wait/2))
	native, _ := errors.AsType[*connectors.Error](err)
	asked := native.RetryAfter
	if native.Kind == connectors.RateLimited {
		asked = cmp.Or(asked, unsaid)
	}
	wait = max(wait, asked)
	return wait, wait <= r.Longest
}

// pause waits, unless ctx would end before or does, and reports whether it did.
func pause(ctx context.Context, d time.Duration) bool {
	if end, ok := ctx.Deadline(); ok && time.Until(end) <= d {
		return false
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}
