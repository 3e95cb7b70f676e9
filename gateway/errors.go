package gateway

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/correlation"
	"github.com/scimgate/scimgate/scim"
)

// defaultRetryAfter is told to a client when nobody knows how long an application will be away.
const defaultRetryAfter = 5 * time.Second

// failure is the one crossing from native errors to what a client is told. Details name attributes and what to do;
// the native error goes along as the cause, for the log.
func (e *Endpoint) failure(err error) error {
	if err == nil {
		return nil
	}
	if s, ok := errors.AsType[*scim.Error](err); ok {
		return s
	}
	if native, ok := errors.AsType[*connectors.Error](err); ok {
		return e.crossing(native).Because(err)
	}
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
		return unavailable("the application did not answer in time", defaultRetryAfter).Because(err)
	}
	return scim.Errorf(http.StatusInternalServerError, "", "the request failed inside the gateway").Because(err)
}

func (e *Endpoint) crossing(err *connectors.Error) *scim.Error {
	retry := err.RetryAfter
	if retry <= 0 {
		retry = defaultRetryAfter
	}
	switch err.Kind {
	case connectors.NotFound:
		return scim.Errorf(http.StatusNotFound, "", "there is no such resource")
	case connectors.Conflict:
		return taken(e.attribute(err.Field))
	case connectors.Invalid:
		if name := e.attribute(err.Field); name != "" {
			return scim.BadRequest(scim.InvalidValue, "the application refuses the value of %s", name)
		}
		return scim.BadRequest(scim.InvalidValue, "the application refuses a value")
	case connectors.Precondition:
		return scim.Errorf(http.StatusPreconditionFailed, "", "the resource has changed since it was read")
	case connectors.Protected:
		return scim.Errorf(http.StatusForbidden, "", "the resource is protected and cannot be changed through SCIM")
	case connectors.Denied:
		return scim.Errorf(http.StatusBadGateway, "", "the application denies the gateway's own account this operation")
	case connectors.RateLimited:
		s := scim.Errorf(http.StatusTooManyRequests, "", "the application is asked too often; try again later")
		s.RetryAfter = retry
		return s
	case connectors.Unavailable:
		if errors.Is(err, correlation.ErrAway) {
			return unavailable("the gateway's own store is not available; try again later", retry)
		}
		return unavailable("the application is not available; try again later", retry)
	case connectors.OutcomeUnknown:
		return unavailable("the application did not confirm the change; send the request again", retry)
	case connectors.TooMany:
		return tooMany(e.Limits.ScanRows)
	case connectors.Unsupported:
		return scim.Errorf(http.StatusNotImplemented, "", "the application cannot do this")
	default:
		return scim.Errorf(http.StatusInternalServerError, "", "the request failed inside the gateway")
	}
}

// attribute names the SCIM attribute behind a native field, empty when it is not known.
func (e *Endpoint) attribute(field string) string {
	if field == "" {
		return ""
	}
	return e.Mapping.Attribute(field)
}

func unavailable(detail string, retry time.Duration) *scim.Error {
	s := scim.Errorf(http.StatusServiceUnavailable, "", "%s", detail)
	s.RetryAfter = retry
	return s
}

// taken is a value that must be unique and is not. It tells nothing about who has it.
func taken(attribute string) *scim.Error {
	if attribute == "" {
		return scim.Errorf(http.StatusConflict, scim.Uniqueness, "a value that must be unique is taken")
	}
	return scim.Errorf(http.StatusConflict, scim.Uniqueness, "the value of %s is taken", attribute)
}

func (e *Endpoint) unknown(id string) *scim.Error {
	return scim.Errorf(http.StatusNotFound, "", "there is no %s with the id %q", e.Mapping.Type().Name, id)
}
