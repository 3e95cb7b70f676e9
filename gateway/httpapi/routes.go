package httpapi

import (
	"context"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/gorilla/mux"

	"github.com/scimgate/scimgate/gateway"
	"github.com/scimgate/scimgate/gateway/auth"
	"github.com/scimgate/scimgate/scim"
)

// routes are the paths of one Runtime.
type routes struct {
	runtime *gateway.Runtime
	speller speller
	router  *mux.Router
}

// handler answers one method of one path.
type handler func(x *exchange) error

// methods are what one path takes. One handler per path switches on the method itself, so that a wrong one is a
// SCIM error like all others.
type methods map[string]handler

func newRoutes(r *gateway.Runtime) *routes {
	t := &routes{runtime: r, speller: newSpeller(r), router: mux.NewRouter().UseEncodedPath().SkipClean(true)}
	t.router.NotFoundHandler = handle(func(x *exchange) { x.fail(notFound()) })
	for _, app := range r.Apps {
		for _, e := range app.Endpoints {
			t.resources(app, e)
		}
		t.add(app, nil, "/ServiceProviderConfig", methods{http.MethodGet: serviceProviderConfig})
		t.add(app, nil, "/ResourceTypes", methods{http.MethodGet: resourceTypes})
		t.add(app, nil, "/ResourceTypes/{name}", methods{http.MethodGet: resourceType})
		t.add(app, nil, "/Schemas", methods{http.MethodGet: schemas})
		t.add(app, nil, "/Schemas/{urn}", methods{http.MethodGet: schemaByURN})
		t.add(app, nil, "/Me", methods{
			http.MethodGet: me(get), http.MethodPut: me(replace), http.MethodPatch: me(patchResource), http.MethodDelete: me(remove),
			http.MethodPost: func(*exchange) error { return notImplemented("registering oneself by /Me") },
		})
		t.add(app, nil, "/Bulk", methods{http.MethodPost: bulkRequest})
		t.add(app, nil, "/.search", methods{http.MethodPost: search})
		t.add(app, nil, "", methods{http.MethodGet: list})
	}
	return t
}

func (t *routes) resources(app *gateway.App, e *gateway.Endpoint) {
	endpoint := e.Mapping.Type().Endpoint
	t.add(app, e, endpoint, methods{http.MethodGet: list, http.MethodPost: create})
	t.add(app, e, endpoint+"/.search", methods{http.MethodPost: search})
	t.add(app, e, endpoint+"/{id}", methods{http.MethodGet: get, http.MethodPut: replace, http.MethodPatch: patchResource, http.MethodDelete: remove})
}

func (t *routes) add(app *gateway.App, e *gateway.Endpoint, template string, m methods) {
	allow := strings.Join(slices.Sorted(maps.Keys(m)), ", ")
	t.router.Handle(app.Path+template, handle(func(x *exchange) {
		access := x.client.Apps[app.Name]
		if access == 0 {
			x.fail(notFound())
			return
		}
		x.app, x.endpoint, x.route = app, e, template
		x.edge = &scim.Edge{Strict: app.Strict}
		if path := x.r.URL.EscapedPath(); x.path != path && x.path != app.Path+"/" && !x.edge.Allows(scim.PathSpelling) {
			x.fail(notFound())
			return
		}
		serve, ok := m[x.r.Method]
		if !ok {
			x.w.Header().Set("Allow", allow)
			x.fail(methodNotAllowed())
			return
		}
		if access < auth.Write && writes(x.r.Method, template) {
			x.fail(readOnly())
			return
		}
		if err := serve(x); err != nil {
			x.fail(err)
		}
	}))
}

// writes reports whether a method changes something; a search is a POST that does not.
func writes(method, template string) bool {
	return method != http.MethodGet && !strings.HasSuffix(template, "/.search")
}

// serve routes the request under its canonical path.
func (t *routes) serve(x *exchange) {
	x.path = x.r.URL.EscapedPath()
	path := t.speller.canonical(x.path)
	plain, err := url.PathUnescape(path)
	if err != nil {
		x.fail(notFound())
		return
	}
	r := x.r.WithContext(context.WithValue(x.r.Context(), exchangeKey{}, x))
	u := *r.URL
	u.Path, u.RawPath = plain, path
	r.URL = &u
	t.router.ServeHTTP(x.w, r)
}

type exchangeKey struct{}

// handle gives a handler the exchange that the router only knows as a request.
func handle(h func(x *exchange)) http.Handler {
	return http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		x := r.Context().Value(exchangeKey{}).(*exchange)
		x.r = r
		h(x)
	})
}
