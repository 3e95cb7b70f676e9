package httpapi

import (
	"net/http"
	"net/url"
	"time"
	"unicode"

	"github.com/gorilla/mux"

	"github.com/scimgate/scimgate/gateway"
	"github.com/scimgate/scimgate/gateway/auth"
	"github.com/scimgate/scimgate/scim"
)

// exchange is one request and its answer.
type exchange struct {
	server    *server
	w         http.ResponseWriter
	r         *http.Request
	requestID string
	began     time.Time
	path      string // escaped, as it was sent

	client   *auth.Client
	app      *gateway.App
	endpoint *gateway.Endpoint // nil outside resources
	route    string
	edge     *scim.Edge

	status  int         // sent, 0 before
	failure *scim.Error // what the answer says
	adopted bool        // a create took over an account that existed
	dropped string      // names of attributes, when nothing of a write was stored
	aborted bool
}

// base is the absolute URL of the app, for locations.
func (x *exchange) base() string {
	if x.server.PublicURL != "" {
		return x.server.PublicURL + x.app.Path
	}
	u := url.URL{Scheme: "http", Host: x.r.Host, Path: x.app.Path}
	if x.r.TLS != nil {
		u.Scheme = "https"
	}
	return u.String()
}

// variable is a part of the path. One with control characters names nothing.
func (x *exchange) variable(name string) (string, error) {
	v, err := url.PathUnescape(mux.Vars(x.r)[name])
	if err != nil {
		return "", notFound()
	}
	for _, c := range v {
		if unicode.IsControl(c) || c == unicode.ReplacementChar {
			return "", notFound()
		}
	}
	return v, nil
}
