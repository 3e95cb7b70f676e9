package door

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"

	"github.com/scimgate/scimgate/connectors"
)

// ErrTooLarge is the cause of the error about an answer that is larger than max_body.
var ErrTooLarge = errors.New("the answer is larger than max_body")

// fault is why there was no answer. Its text holds names, addresses and times, never anything that was sent or received;
// the error within may.
type fault struct {
	err  error
	told bool // nothing was sent yet, and the text of err tells of nothing else
}

func (f fault) Unwrap() error { return f.err }

func (f fault) Error() string {
	switch {
	case f.told || harmless(f.err):
		return f.err.Error()
	case errors.Is(f.err, io.EOF), errors.Is(f.err, io.ErrUnexpectedEOF):
		return "the connection ended before the answer did"
	}
	return fmt.Sprintf("the exchange failed with a %T", f.err)
}

// harmless reports whether the text of an error is about names, addresses and time alone.
func harmless(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) || errors.Is(err, ErrTooLarge) ||
		is[*net.OpError](err) || is[slow](err)
}

func is[E error](err error) bool { _, ok := errors.AsType[E](err); return ok }

// slow is the cause of a context whose time for one request is over.
type slow struct{ timeout time.Duration }

func (s slow) Error() string { return fmt.Sprintf("no whole answer within %s", s.timeout) }

// Late reports whether err is about an answer that did not come in time: the application may still be at work.
func Late(err error) bool { return is[slow](err) }

// failure is the error for an exchange without an answer, of which wrote says whether anything may have been written. A
// context's end is returned as it is where nothing can have been changed.
func failure(ctx context.Context, method string, wrote bool, err error) error {
	if ctx.Err() != nil {
		err = context.Cause(ctx)
	}
	f := fault{err: err, told: !wrote}
	switch {
	case wrote && !safe(method):
		return &connectors.Error{Kind: connectors.OutcomeUnknown, Err: f}
	case ctx.Err() != nil:
		return err
	case errors.Is(err, ErrTooLarge): // to ask again would not help, and the application is well
		return &connectors.Error{Kind: connectors.Internal, Err: f}
	}
	return &connectors.Error{Kind: connectors.Unavailable, Err: f}
}

// safe reports whether a request of this method changes nothing.
func safe(method string) bool { return method == http.MethodGet || method == http.MethodHead }
