package correlation

import (
	"context"
	"time"
)

// Ledger is a whole scope, for operators. Nothing of it is answered by a cache.
type Ledger interface {
	// Page is the links of p, at most Limit, in the order in which the store sorts ids.
	Page(ctx context.Context, s Scope, p Page) ([]Link, error)
	// Underway are the intents that are pending, settled or complete and not swept yet, the oldest first.
	Underway(ctx context.Context, s Scope) ([]Underway, error)
	// Enter stores links as they are given, in one transaction, and says what becomes of each, in their order; unless
	// write is set it stores nothing and says the same. No two of them in use may have one key, no two one ID. A link
	// without an ID keeps the one that its key has, or gets a new one; a merely seen link of the key gives way to
	// another ID, and is buried.
	Enter(ctx context.Context, s Scope, links []Link, write bool) ([]Entry, error)
}

// Page says which links come next.
type Page struct {
	State State
	After string // the last ID of the page before; empty for the first page
	Limit int
}

// State selects links; the zero State all of them.
type State string

const (
	InUse      State = "in use"
	InUseFirm  State = "claimed" // in use, and created, adopted or imported
	InTheGrave State = "buried"
)

// Underway is an intent as operators see it.
type Underway struct {
	Intent
	Began     time.Time
	Completed time.Time // zero: nobody was answered yet
	LinkID    string    // of the link that it was completed or settled with; empty: neither
}

// Entry is what becomes of a link that is entered.
type Entry struct {
	Link     // as it is stored, or the one that is in the way
	Outcome  Outcome
	Replaced string // the ID that gave way to Link.ID; empty: none did
}

// Outcome of an Entry. The last two are refusals: nothing is stored.
type Outcome string

const (
	New       Outcome = "new"
	Confirmed Outcome = "confirmed" // it was there, and is claimed now or carries the externalId; or it was merely seen and is buried
	Unchanged Outcome = "unchanged"
	KeyTaken  Outcome = "key taken" // the record has a claimed link with another ID
	IDTaken   Outcome = "id taken"  // the ID is that of another record, or of a deleted one
)
