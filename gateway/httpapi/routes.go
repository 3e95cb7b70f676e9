package httpapi

import (
	"context"
	"net/http"
	"net/url"

	"github.com/gorilla/mux"

	"github.com/scimgate/scimgate/gateway"
)

// routes are the paths of one Runtime.
type routes struct {
	runtime *gateway.Runtime
	speller speller
	router  *mux.Router
}

func newRoutes(r *gateway.Runtime) *routes {
	t := &routes{runtime: r, speller: newSpeller(r), router: mux.NewRouter().UseEncodedPath().SkipClean(true)}
	t.router.NotFoundHandler = handle(func(x *exchange) { x.fail(x.nowhere()) })
	for _, app := range r.Apps {
		for _, e := range app.Endpoints {
			t.resources(app, e)
		}
		t.discovery(app, "/ServiceProviderConfig", serviceProviderConfig)
		t.discovery(app, "/ResourceTypes", resourceTypes)
		t.discovery(app, "/ResourceTypes/{name}", resourceType)
		t.discovery(app, "/Schemas", schemas)
		t.discovery(app, "/Schemas/{urn}", schemaByURN)
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

func (t *routes) discovery(app *gateway.App, template string, get handler) {
	t.place(place{app: app, template: template, public: true, methods: methods{http.MethodGet: get}})
}

func (t *routes) add(app *gateway.App, e *gateway.Endpoint, template string, m methods) {
	t.place(place{app: app, endpoint: e, template: template, methods: m})
}

func (t *routes) place(p place) {
	t.router.Handle(p.app.Path+p.template, handle(func(x *exchange) {
		if err := p.serve(x); err != nil {
			x.fail(err)
		}
	}))
}

// serve routes the request under its canonical path.
func (t *routes) serve(x *exchange) {
	x.path = x.r.URL.EscapedPath()
	path := t.speller.canonical(x.path)
	plain, err := url.PathUnescape(path)
	if err != nil {
		x.fail(x.nowhere())
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
