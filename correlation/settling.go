package correlation

import "context"

// Settling is what becomes of intents that nobody goes on with, because whoever began them died or was never answered.
type Settling interface {
	// Pending finds the intents of s that are neither complete nor settled.
	Pending(ctx context.Context, s Scope) ([]Intent, error)
	// Settle claims l for what i left behind, as Bind does, and completes nothing: the client never had its answer. For
	// a day whoever begins with the same Match goes on with i, and is told by Intent.Left which record is its own. It
	// reports false, and has done nothing, when somebody went on with i or it is over.
	Settle(ctx context.Context, i Intent, l Link) (bool, error)
	// GiveBack undoes that an intent was taken over: it is nobody's again, since when it was.
	GiveBack(ctx context.Context, i Intent) error
	// Sweep removes, of every Scope, the intents that were complete or settled for a day.
	Sweep(ctx context.Context) error
}
