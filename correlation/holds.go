package correlation

import (
	"context"
	"time"
)

// Loss is a kind of write that takes something away.
type Loss string

const (
	Deactivations  Loss = "deactivations"
	Deletions      Loss = "deletions"
	MemberRemovals Loss = "member_removals"
)

// Losses lists every kind.
func Losses() []Loss { return []Loss{Deactivations, Deletions, MemberRemovals} }

// Holds counts losses over all replicas, and holds those that are too many until somebody approves them.
type Holds interface {
	// Spend counts n more losses within the window under way, or within a new one that lasts q.Window. Where the
	// window would then have more than q.Limit, or more than was approved, nothing is counted and a hold begins. While
	// there is a hold nothing is counted in any window: Approve alone ends it.
	Spend(ctx context.Context, q Quota, n int) (Spent, error)
	// Refund takes back n losses that did not happen after all. It does nothing once their window is over.
	Refund(ctx context.Context, q Quota, n int, s Spent) error
	// Approve ends the hold, if there is one, and begins a window that lasts a.For and admits a.Count, whatever the
	// limit is. What comes behind it is a window like any other.
	Approve(ctx context.Context, s Scope, kind Loss, a Approval) error
	// Tallies finds what is held of s, and what was counted in windows under way, in the order of the kinds' names.
	Tallies(ctx context.Context, s Scope) ([]Tally, error)
}

// Quota says how many losses of one kind a window admits.
type Quota struct {
	Scope  Scope
	Kind   Loss
	Window time.Duration
	Limit  int
}

// Spent is what became of a Spend.
type Spent struct {
	At    time.Time
	Held  bool // nothing was counted
	Began bool // and the hold began with it
}

// Approval lets losses through.
type Approval struct {
	By    string // whose word it is, for the record
	Count int    // so many; 0: any number
	For   time.Duration
	At    time.Time // chosen by the store
}

// Tally is what is known of one kind of loss.
type Tally struct {
	Kind     Loss
	Counted  int       // in its window
	Ends     time.Time // when that ends; zero: none is under way
	Held     time.Time // when the hold began; zero: there is none
	Refused  int       // writes, since then
	Approval *Approval // that the window is; nil: it is like any other
}
