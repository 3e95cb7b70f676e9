package redisdb

import (
	"context"
	"sync/atomic"
)

type spentKey struct{}

// Once is the context of one request of a client: within it Redis is waited for in vain once at most, however long the
// request takes. After a question that failed the others are not asked.
func Once(ctx context.Context) context.Context {
	return context.WithValue(ctx, spentKey{}, new(atomic.Bool))
}

// spent reports whether a question within ctx has failed; it is never so outside of Once.
func spent(ctx context.Context) bool {
	s, ok := ctx.Value(spentKey{}).(*atomic.Bool)
	return ok && s.Load()
}

// spend notes that one has.
func spend(ctx context.Context) {
	if s, ok := ctx.Value(spentKey{}).(*atomic.Bool); ok {
		s.Store(true)
	}
}
