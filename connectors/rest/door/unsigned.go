package door

import (
	"errors"
	"net/http"
	"regexp"
	"time"

	"golang.org/x/oauth2"

	"github.com/scimgate/scimgate/connectors"
)

// errorCodes are what a token endpoint may answer as `error` (RFC 6749 5.2), extensions included.
var errorCodes = regexp.MustCompile(`^[a-z_]{1,40}$`)

// noToken is the error for a request that waits for a token and is not sent.
func noToken(err error, now time.Time) error {
	refused, ok := errors.AsType[*oauth2.RetrieveError](err)
	if !ok {
		return notSent(err, "there is no token in the answer")
	}
	code := ""
	if errorCodes.MatchString(refused.ErrorCode) {
		code = ", " + refused.ErrorCode
	}
	answer := Response{Status: refused.Response.StatusCode, Header: refused.Response.Header}
	return turnedAway(answer, now, "there is no token: status %d%s", answer.Status, code)
}

// turnedAway is the error for a request that waits for a credential when r is the answer that has none. Denied: to ask
// the same again would not help.
func turnedAway(r Response, now time.Time, format string, args ...any) *connectors.Error {
	e := connectors.Errorf(connectors.Denied, "", format, args...)
	switch {
	case r.Status == http.StatusTooManyRequests:
		e.Kind, e.RetryAfter = connectors.RateLimited, RetryAfter(r, now)
	case r.Status >= 500, r.Status == http.StatusRequestTimeout:
		e.Kind, e.RetryAfter = connectors.Unavailable, RetryAfter(r, now)
	}
	return e
}

// notSent is an error on the way to a credential as it looks to the request that waits for it: nothing of that was sent.
// Of an error that is nobody's here only text is told.
func notSent(err error, text string) error {
	known, ok := errors.AsType[*connectors.Error](err)
	switch {
	case !ok:
		return connectors.Errorf(connectors.Unavailable, "", "%s", text)
	case known.Kind == connectors.OutcomeUnknown:
		return &connectors.Error{Kind: connectors.Unavailable, Err: known.Err}
	}
	return known
}
