package correlation

import (
	"sync/atomic"
	"time"
)

// sweep is how often rows that are old are removed.
const sweep = time.Minute

// rarely says when it is time to sweep again.
type rarely struct{ last atomic.Int64 }

// due reports whether the last time is long ago, to one who asks.
func (r *rarely) due(now int64) bool {
	last := r.last.Load()
	return now-last >= sweep.Milliseconds() && r.last.CompareAndSwap(last, now)
}
