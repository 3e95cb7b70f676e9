package connectors

import "context"

type unreadableKey struct{}

// Noticing has notice called for every value that is read on behalf of ctx and means nothing to whoever reads it: it
// is not of its field's type, or in no table of values. Such a value counts as empty, because one odd record must not
// hide all others; field names it as operators know it, such as "employees.grade". notice may be called by several
// goroutines at once.
func Noticing(ctx context.Context, notice func(field string)) context.Context {
	return context.WithValue(ctx, unreadableKey{}, notice)
}

// Unreadable tells whoever notices that a value of field could not be read.
func Unreadable(ctx context.Context, field string) {
	if notice, ok := ctx.Value(unreadableKey{}).(func(string)); ok {
		notice(field)
	}
}
