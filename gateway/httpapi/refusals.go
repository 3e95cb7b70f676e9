package httpapi

import (
	"net/http"
	"time"

	"github.com/scimgate/scimgate/scim"
)

func unauthenticated(cause error) *scim.Error {
	return scim.Errorf(http.StatusUnauthorized, "", "a valid bearer token is required").Because(cause)
}

// notFound is also the answer for an app that the client may not use: it learns nothing about what is there.
func notFound() *scim.Error {
	return scim.Errorf(http.StatusNotFound, "", "there is nothing at this address")
}

func readOnly() *scim.Error {
	return scim.Errorf(http.StatusForbidden, "", "this client may read and not write")
}

func methodNotAllowed() *scim.Error {
	return scim.Errorf(http.StatusMethodNotAllowed, "", "this address does not take the method")
}

func notImplemented(what string) *scim.Error {
	return scim.Errorf(http.StatusNotImplemented, "", "%s is not supported", what)
}

func tooOften(perSecond int, wait time.Duration) *scim.Error {
	e := scim.Errorf(http.StatusTooManyRequests, "", "this client may send %d requests per second; send this one again later", perSecond)
	e.RetryAfter = wait
	return e
}
