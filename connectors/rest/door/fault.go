package door

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"time"

	"github.com/scimgate/scimgate/connectors"
)

// ErrTooLarge is the cause of the error about an answer that is larger than max_body. To ask again would not help.
var ErrTooLarge = errors.New("the answer is larger than max_body")

// fault is why there was no answer. Its text holds names, addresses and times, never anything that was sent or received;
// the error within may.
type fault struct{ err error }

func (f fault) Unwrap() error { return f.err }

func (f fault) Error() string {
	if told(f.err) {
		return f.err.Error()
	}
	if errors.Is(f.err, io.EOF) || errors.Is(f.err, io.ErrUnexpectedEOF) {
		return "the connection ended before the answer did"
	}
	return fmt.Sprintf("the exchange failed with a %T", f.err)
}

// told reports whether the text of an error is about names, addresses and time alone.
func told(err error) bool {
	for _, target := range []error{context.Canceled, context.DeadlineExceeded, ErrTooLarge} {
		if errors.Is(err, target) {
			return true
		}
	}
	return is[*net.OpError](err) || is[*net.DNSError](err) || is[refusal](err) || is[slow](err) ||
		is[*tls.CertificateVerificationError](err) || is[x509.UnknownAuthorityError](err) || is[x509.HostnameError](err)
}

func is[E error](err error) bool { _, ok := errors.AsType[E](err); return ok }

// slow is the cause of a context whose time for one request is over.
type slow struct{ timeout time.Duration }

func (s slow) Error() string { return fmt.Sprintf("no whole answer within %s", s.timeout) }

// failure is the error for an exchange without an answer. A context's end is returned as it is where nothing can have
// been written.
func failure(ctx context.Context, harmless bool, err error) error {
	if ctx.Err() != nil {
		err = context.Cause(ctx)
		if harmless {
			return err
		}
	}
	kind := connectors.OutcomeUnknown
	if harmless {
		kind = connectors.Unavailable
	}
	return &connectors.Error{Kind: kind, Err: fault{err}}
}
