package httpapi

import (
	"sync"
	"time"

	"golang.org/x/time/rate"

	"github.com/scimgate/scimgate/gateway/auth"
)

// rates bound how often each client asks each app. They are counted in this process alone.
type rates struct {
	clock    func() time.Time
	mu       sync.Mutex
	limiters map[asking]*rate.Limiter
}

// asking is a client at an app. Both are configured, so that there are few.
type asking struct{ client, app string }

// take lets one request through, or says how long the client should wait.
func (r *rates) take(c *auth.Client, app string) (wait time.Duration) {
	if c.Rate.PerSecond == 0 {
		return 0
	}
	l, now := r.of(c, app), r.clock()
	if l.AllowN(now, 1) {
		return 0
	}
	missing := 1 - l.TokensAt(now)
	return max(time.Duration(missing/float64(l.Limit())*float64(time.Second)), 1)
}

func (r *rates) of(c *auth.Client, app string) *rate.Limiter {
	r.mu.Lock()
	defer r.mu.Unlock()
	key := asking{c.Name, app}
	l := r.limiters[key]
	if l == nil {
		l = rate.NewLimiter(rate.Limit(c.Rate.PerSecond), c.Rate.Burst)
		r.limiters[key] = l
	}
	return l
}
