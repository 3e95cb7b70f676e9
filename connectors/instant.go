package connectors

import (
	"context"
	"time"
)

type instantKey struct{}

// During says at which instant the request that ctx belongs to is answered. What is in force today, in reads and
// writes alike, follows from it, so that one request sees one day and a test chooses which.
func During(ctx context.Context, at time.Time) context.Context {
	return context.WithValue(ctx, instantKey{}, at.UTC())
}

// Instant is the instant of the request that ctx belongs to, in UTC: what During said, else now.
func Instant(ctx context.Context) time.Time {
	if at, ok := ctx.Value(instantKey{}).(time.Time); ok {
		return at
	}
	return time.Now().UTC()
}
