package correlation

import (
	"context"
	"time"
)

// Parking keeps references to resources that are not there yet. Of what has expired Park, ParkedAt and Awaiting know
// nothing any more.
type Parking interface {
	// Park keeps references for attributes of resources of s, each once: of one that is kept already the end is put
	// off. Of refs it reads Owner, Part and ID; the answer has their Ref as well.
	Park(ctx context.Context, s Scope, refs []Parked, until time.Time) ([]Parked, error)
	// ParkedAt finds what is kept for the attributes of one resource of s.
	ParkedAt(ctx context.Context, s Scope, owner string) ([]Parked, error)
	// Awaiting finds what waits for an id; it looks at all types of the app of s.
	Awaiting(ctx context.Context, s Scope, id string) ([]Parked, error)
	// AllParked pages through what is kept for resources of s, expired ones included: up to limit behind the Ref after,
	// in the order of their Refs.
	AllParked(ctx context.Context, s Scope, after string, limit int) ([]Parked, error)
	// Take keeps everybody else away from references for the length of the lease, and returns those that are the
	// caller's now: neither gone nor taken by another. Whoever is about to store or to withdraw one takes it first,
	// so that none is stored after it was withdrawn.
	Take(ctx context.Context, s Scope, refs []Parked, lease time.Duration) ([]Parked, error)
	// Unpark forgets references that the caller took; one that somebody else took since stays.
	Unpark(ctx context.Context, s Scope, taken []Parked) error
	// Return gives references back that the caller took.
	Return(ctx context.Context, s Scope, taken []Parked) error
	// Expire forgets what has expired of s, unless somebody has taken it, and says how many references that were.
	Expire(ctx context.Context, s Scope) (int, error)
}

// Parked is a reference that leads nowhere yet.
type Parked struct {
	Ref   string // names it within the app; chosen by the store
	Type  string // of the resource whose attribute it is for
	Owner string // the id of that resource
	// Part is what that resource lacks: a resource with one attribute of one value, as JSON.
	Part    string
	ID      string // what Part refers to, and nobody has
	Since   time.Time
	Expires time.Time

	token string // of whoever took it
}
