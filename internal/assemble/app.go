package assemble

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/scimgate/scimgate/config"
	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/connectors/resilience"
	"github.com/scimgate/scimgate/correlation"
	"github.com/scimgate/scimgate/gateway"
	"github.com/scimgate/scimgate/gateway/adminapi"
	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/yamlx"
	"github.com/scimgate/scimgate/mappings"
)

// live is an app with its connection.
type live struct {
	*app
	connector *resilience.Connector
	entities  map[string]connectors.Entity // by resource type
	graves    map[string]connectors.Entity // of deleted records, where the app file asks for them
	shapes    map[string]connectors.Shape
	mappings  map[string]*mappings.Mapping
	losing    *gateway.Holds // nil: without limits
}

// connect opens the app's connector and entities and compiles its mappings. Whatever the findings, what was opened
// is in the answer, which is to be closed.
func (a *app) connect(ctx context.Context, resolve config.Resolver, w watch) (*live, diag.List) {
	l := &live{
		app: a, entities: map[string]connectors.Entity{}, graves: map[string]connectors.Entity{}, shapes: map[string]connectors.Shape{},
		losing: a.watchLosses(w),
	}
	if a.block.IsMissing() { // which is found already
		return l, nil
	}
	block, found := yamlx.Expand(a.block, resolve)
	if found.HasErrors() {
		return l, a.quote(found)
	}
	c := a.care(w)
	opened, more := registry(c.around).Open(ctx, block)
	found.Add(more...)
	found.Add(a.checkUse()...)
	if opened == nil {
		return l, a.quote(found)
	}
	connector := resilience.Wrap(w.points.connector(a.Name(), opened), c.settings, c.options)
	l.connector = connector
	specs := a.Specs()
	for _, name := range slices.Sorted(maps.Keys(specs)) {
		entity, more := connector.Open(ctx, specs[name])
		found.Add(more...)
		if entity != nil && !more.HasErrors() {
			l.entities[name], l.shapes[name] = entity, entity.Shape()
		}
	}
	for name, spec := range a.Graves() {
		entity, more := connector.Open(ctx, spec)
		if l.entities[name] != nil && more.HasErrors() { // else all is said
			found.Add(more...)
		}
		l.graves[name] = entity
	}
	compiled, more := a.Compile(l.shapes)
	l.mappings = compiled
	found.Add(unsaid(more, len(l.entities) < len(specs))...)
	if !found.HasErrors() {
		found.Add(l.checkHolds()...)
	}
	return l, a.quote(found)
}

// unsaid is what compiling found without what is said already when entities could not be opened.
func unsaid(found diag.List, refused bool) diag.List {
	return slices.DeleteFunc(found, func(f diag.Finding) bool { return refused && f.Code == "mapping/unchecked-fields" })
}

// close ends the connection.
func (l *live) close() error {
	if l.connector == nil {
		return nil
	}
	return l.connector.Close()
}

// shown is what operators see of the app.
func (l *live) shown(store correlation.Store) adminapi.App {
	return adminapi.App{
		Name: l.Name(), Path: l.Path, Breaker: func() string { return string(l.connector.State()) }, Holds: l.held(store),
	}
}

// shared is what the endpoints of all apps have in common.
type shared struct {
	links    correlation.Store
	limits   gateway.Limits
	walks    *gateway.Walks
	rebuilds *gateway.Rebuilds
	clock    func() time.Time
	parked   func(app, resourceType, event string, n int)
}

// scope is what ids of a resource type are kept under.
func (l *live) scope(name string) correlation.Scope {
	return correlation.Scope{App: l.Name(), Type: name, Namespace: l.Namespace, Identity: correlation.Identity(l.mappings[name].Identity())}
}

// runtime makes the app that requests see.
func (l *live) runtime(s shared) *gateway.App {
	endpoints := make(map[string]*gateway.Endpoint, len(l.mappings))
	for name, m := range l.mappings {
		e := &gateway.Endpoint{
			Scope:   l.scope(name),
			Mapping: m, Links: s.links, Limits: s.limits, Holds: l.losing, Settings: l.Settings,
			Siblings: endpoints, Clock: s.clock, Walks: s.walks, Rebuilds: s.rebuilds,
		}
		if s.parked != nil {
			e.Parked = func(event string, n int) { s.parked(l.Name(), name, event, n) }
		}
		endpoints[name] = e.Over(l.entities[name], l.graves[name])
	}
	return &gateway.App{Name: l.Name(), Path: l.Path, Endpoints: endpoints, Limits: s.limits, Settings: l.Settings}
}
