package correlation

import (
	"context"
	"time"
)

// Scans are how far the records of a scope have been read for their ids. Before all were read once, an id that is not
// known may still be somebody's.
type Scans interface {
	// Scanned is how far the scan of s has come; a zero Scan where none has begun.
	Scanned(ctx context.Context, s Scope) (Scan, error)
	// Scan notes how far it has come.
	Scan(ctx context.Context, s Scope, how Scan) error
}

// Scan is a look at all records of a scope, which a process that takes over goes on with.
type Scan struct {
	Completed time.Time // zero: it is still to do, or under way
	After     string    // where it goes on, as the application says; empty: at the beginning
	Records   int       // read by then
	New       int       // records that had no link before
}
