package connectors

import "context"

type freshKey struct{}

// Fresh says that a write is decided by what is read on behalf of ctx, so that no read will do that began before.
func Fresh(ctx context.Context) context.Context { return context.WithValue(ctx, freshKey{}, true) }

// IsFresh reports whether Fresh said so.
func IsFresh(ctx context.Context) bool { return ctx.Value(freshKey{}) != nil }
