package rest

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/connectors/rest/door"
	"github.com/scimgate/scimgate/connectors/rest/wire"
)

// sender carries requests out, or only notes them.
type sender interface {
	send(ctx context.Context, r request) (answer, error)
}

// answer is what came back of a call that succeeded.
type answer struct {
	status int
	header http.Header
	body   wire.Tree // nil: none

	already bool // there was nothing left to do
}

// send sends one request and judges the answer. Only a call whose answer is a success comes without an error.
func (c *connector) send(ctx context.Context, r request) (answer, error) {
	if err := ctx.Err(); err != nil {
		return answer{}, err
	}
	out, err := r.compose(c.block.sends)
	if err != nil {
		return answer{}, fail(r, connectors.Invalid, err)
	}
	out.Header.Set("Accept", c.block.answers.MediaType())
	got, err := c.door.Do(ctx, out)
	if err != nil {
		return answer{}, err
	}
	if err := r.judge(got, c.now()); err != nil {
		return answer{}, err
	}
	a := answer{status: got.Status, header: got.Header, already: r.excused(got)}
	if len(got.Body) == 0 || r.silent {
		return a, nil
	}
	if a.body, err = c.block.answers.Decode(got.Body); err != nil {
		kind := connectors.Unavailable // another answer may be right again
		if r.writes() {
			kind = connectors.OutcomeUnknown
		}
		return answer{}, fail(r, kind, fmt.Errorf("status %d: %w", got.Status, err))
	}
	return a, nil
}

// writes reports whether the call may have changed something.
func (op *operation) writes() bool {
	return op.method != http.MethodGet && op.method != http.MethodHead
}

// judge is nil for an answer that means success. The operator's rules come first, then what HTTP says of a status.
func (r request) judge(got door.Response, now time.Time) error {
	for _, rule := range slices.Concat(r.errors, r.of.errors) {
		if rule.matches(got) {
			if rule.kind == "" {
				return nil
			}
			return r.failed(got, rule.kind, rule.fieldOf(r.of, got.Body), now)
		}
	}
	if r.succeeded(got.Status) {
		return nil
	}
	return r.failed(got, kindOf(got.Status, r.writes()), "", now)
}

func (rule errorRule) matches(got door.Response) bool {
	if len(rule.status) > 0 && !slices.Contains(rule.status, got.Status) {
		return false
	}
	return rule.body == nil || rule.body.Match(got.Body)
}

// kindOf is what a status means where no rule says otherwise.
func kindOf(status int, writes bool) connectors.Kind {
	switch {
	case status == http.StatusNotFound || status == http.StatusGone:
		return connectors.NotFound
	case status == http.StatusConflict:
		return connectors.Conflict
	case status == http.StatusPreconditionFailed || status == http.StatusPreconditionRequired:
		return connectors.Precondition
	case status == http.StatusUnauthorized || status == http.StatusForbidden || status == http.StatusProxyAuthRequired:
		return connectors.Denied
	case status == http.StatusTooManyRequests:
		return connectors.RateLimited
	case status == http.StatusServiceUnavailable || status == http.StatusRequestTimeout || status == http.StatusTooEarly:
		return connectors.Unavailable
	case status == http.StatusBadRequest || status == http.StatusUnprocessableEntity || status == http.StatusRequestEntityTooLarge:
		return connectors.Invalid
	case status >= http.StatusInternalServerError && writes:
		return connectors.OutcomeUnknown
	case status >= http.StatusInternalServerError:
		return connectors.Unavailable
	default:
		return connectors.Internal
	}
}

func (r request) failed(got door.Response, kind connectors.Kind, field string, now time.Time) error {
	err := fail(r, kind, fmt.Errorf("status %d", got.Status))
	err.Field = field
	if kind == connectors.RateLimited || kind == connectors.Unavailable {
		err.RetryAfter = door.RetryAfter(got, now)
	}
	return err
}

// fail is an error of one call. The method and the template name it, which hold no values.
func fail(r request, kind connectors.Kind, err error) *connectors.Error {
	return &connectors.Error{Kind: kind, Op: r.method + " " + r.url.String(), Err: err}
}
