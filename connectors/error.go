package connectors

import (
	"errors"
	"fmt"
	"time"
)

// Kind says what went wrong, in terms the gateway can act on. A Kind is an error, so errors.Is(err, NotFound) asks
// for it.
type Kind string

const (
	NotFound       Kind = "not found"
	Conflict       Kind = "conflict"        // a unique value is taken
	Invalid        Kind = "invalid"         // the application refuses a value
	Precondition   Kind = "precondition"    // the record is not as it was
	Denied         Kind = "denied"          // our own account lacks a right
	Unavailable    Kind = "unavailable"     // the application does not answer; nothing was written
	RateLimited    Kind = "rate limited"    // it wants us to slow down
	Protected      Kind = "protected"       // the record may be read and never written
	Unsupported    Kind = "unsupported"     // outside Shape
	TooMany        Kind = "too many"        // more than Query.Bound would have to be read
	OutcomeUnknown Kind = "outcome unknown" // a write was sent and nobody can say what became of it
	Internal       Kind = "internal"        // a defect, here or in the app file
)

// Kinds lists every kind.
var Kinds = []Kind{NotFound, Conflict, Invalid, Precondition, Denied, Unavailable, RateLimited, Protected, Unsupported, TooMany, OutcomeUnknown, Internal}

func (k Kind) Error() string { return string(k) }

// Error is every error a connector returns. Op is what was tried ("update employees"), Field the native field at
// fault where it is known ("login", "phones/number" in a relation), Err the cause: it is for the log and never
// reaches a client.
type Error struct {
	Kind       Kind
	Op         string
	Field      string
	RetryAfter time.Duration
	Err        error
}

func (e *Error) Error() string {
	s := string(e.Kind)
	if e.Op != "" {
		s = e.Op + ": " + s
	}
	if e.Field != "" {
		s += " (" + e.Field + ")"
	}
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

// Is makes errors.Is work on the kind.
func (e *Error) Is(target error) bool { k, ok := target.(Kind); return ok && e.Kind == k }

// Unwrap makes errors.Is and errors.As work on the cause.
func (e *Error) Unwrap() error { return e.Err }

// KindOf is the kind of err, Internal for an error that is not a connector's, and empty for nil.
func KindOf(err error) Kind {
	if err == nil {
		return ""
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind
	}
	return Internal
}

// Errorf makes an Error of kind k for op; the rest formats the cause.
func Errorf(k Kind, op, format string, args ...any) *Error {
	return &Error{Kind: k, Op: op, Err: fmt.Errorf(format, args...)}
}
