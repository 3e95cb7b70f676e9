package httpapi

import (
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/scimgate/scimgate/gateway"
	"github.com/scimgate/scimgate/gateway/auth"
	"github.com/scimgate/scimgate/scim"
)

// place is what one path of an app leads to.
type place struct {
	app      *gateway.App
	endpoint *gateway.Endpoint // nil outside resources
	template string
	methods  methods
	public   bool // for the anonymous too
}

// handler answers one method of one path.
type handler func(x *exchange) error

// methods are what one path takes. One handler per path switches on the method itself, so that a wrong one is a
// SCIM error like all others.
type methods map[string]handler

// serve answers those who may come here, as often as they may.
func (p place) serve(x *exchange) error {
	access := x.client.Apps[p.app.Name]
	if access == 0 || x.anonymous() && !p.public {
		return x.nowhere()
	}
	x.app, x.endpoint, x.route = p.app, p.endpoint, p.template
	x.edge = &scim.Edge{Strict: p.app.Strict}
	if err := x.spend(); err != nil {
		return err
	}
	if path := x.r.URL.EscapedPath(); x.path != path && x.path != p.app.Path+"/" && !x.edge.Allows(scim.PathSpelling) {
		return notFound()
	}
	x.r = x.r.WithContext(gateway.Noticing(x.r.Context(), x.unreadable))
	serve, ok := p.methods[x.r.Method]
	if !ok {
		x.w.Header().Set("Allow", strings.Join(slices.Sorted(maps.Keys(p.methods)), ", "))
		return methodNotAllowed()
	}
	if access < auth.Write && writes(x.r.Method, p.template) {
		return readOnly()
	}
	return serve(x)
}

// writes reports whether a method changes something; a search is a POST that does not.
func writes(method, template string) bool {
	return method != http.MethodGet && !strings.HasSuffix(template, "/.search")
}

// spend takes one request of those that the client has at the app.
func (x *exchange) spend() error {
	wait := x.server.rates.take(x.client, x.app.Name)
	if wait == 0 {
		return nil
	}
	if o := x.server.Observer; o != nil {
		o.Limited(x.app.Name, x.client.Name)
	}
	return tooOften(x.client.Rate.PerSecond, wait)
}

func (x *exchange) anonymous() bool { return x.client == x.server.Anonymous }

// nowhere answers for a path that leads nowhere, or to an app that the client may not use. Without a token not even
// that is told.
func (x *exchange) nowhere() error {
	if x.anonymous() {
		return unauthenticated(auth.ErrUnauthenticated)
	}
	return notFound()
}
