package gatewaytest

import (
	"bytes"
	_ "embed"
	"sync/atomic"
	"testing"
	"time"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/connectors/memory"
	"github.com/scimgate/scimgate/correlation"
	"github.com/scimgate/scimgate/gateway"
	"github.com/scimgate/scimgate/internal/yamlx"
	"github.com/scimgate/scimgate/mappings"
)

//go:embed app.yaml
var appFile []byte

// Noon is where the clock stands at first.
var Noon = time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)

// HR is the app under test.
type HR struct {
	App    *gateway.App
	Tables *memory.Connector
	Users  *Entity
	Groups *Entity
	Links  *Links
	clock  atomic.Pointer[time.Time]
}

// Options change the HR app.
type Options struct {
	Tables  memory.Schema             // nil: Tables()
	AppFile func(text []byte) []byte  // edits the app file
	Limits  gateway.Limits            // zero: Limits()
	Power   bool                      // for LosePower; then the store takes one call at a time
	Rebuild bool                      // what the store has lost is rebuilt
	Shape   func(s *connectors.Shape) // makes the application less able
}

// Limits are in nobody's way.
func Limits() gateway.Limits {
	return gateway.Limits{
		DefaultCount: 100, MaxCount: 1000, ScanRows: 10_000, Operations: 1_000, Elements: 100_000,
		CursorTimeout: time.Hour, BulkOperations: 1_000, BulkPayload: 8 << 20,
	}
}

// New makes the app. Everything ends with the test.
func New(t testing.TB, o Options) *HR {
	t.Helper()
	hr := &HR{}
	hr.Set(Noon)
	if o.Tables == nil {
		o.Tables = Tables()
	}
	if o.Limits == (gateway.Limits{}) {
		o.Limits = Limits()
	}
	hr.Tables = memory.New(o.Tables)
	hr.Links = &Links{}
	hr.Links.disk.folder = t.TempDir()
	if o.Power {
		hr.Links.committed = func(relaxed bool) { hr.Links.disk.keep(t, relaxed) }
	}
	hr.openStore(t)
	t.Cleanup(func() { _ = hr.Links.Store.Close() })
	hr.App = hr.build(t, o)
	return hr
}

func (hr *HR) build(t testing.TB, o Options) *gateway.App {
	t.Helper()
	text := bytes.Clone(appFile)
	if o.AppFile != nil {
		text = o.AppFile(text)
	}
	node, found := yamlx.Parse("app.yaml", text)
	file, more := mappings.Read(node)
	found.Add(more...)
	if found.HasErrors() {
		t.Fatal(found.Err())
	}
	entities, shapes, graves := map[string]connectors.Entity{}, map[string]connectors.Shape{}, map[string]connectors.Entity{}
	for name, spec := range file.Specs() {
		e, found := hr.Tables.Open(t.Context(), spec)
		if found.HasErrors() {
			t.Fatal(found.Err())
		}
		if o.Shape != nil {
			e = lessAble(e, o.Shape)
		}
		entities[name], shapes[name] = e, e.Shape()
	}
	for name, spec := range file.Graves() {
		e, found := hr.Tables.Open(t.Context(), spec)
		if found.HasErrors() {
			t.Fatal(found.Err())
		}
		graves[name] = e
	}
	compiled, found := file.Compile(shapes)
	if found.HasErrors() {
		t.Fatal(found.Err())
	}
	app := &gateway.App{Name: file.App, Path: file.Path, Endpoints: map[string]*gateway.Endpoint{}, Limits: o.Limits, Settings: file.Settings}
	walks := gateway.NewWalks(hr.Now)
	var rebuilds *gateway.Rebuilds
	if o.Rebuild {
		rebuilds = gateway.NewRebuilds()
		t.Cleanup(rebuilds.Close)
	}
	for name, m := range compiled {
		spy := &Entity{Entity: entities[name]}
		e := &gateway.Endpoint{
			Scope:   correlation.Scope{App: file.App, Type: name, Namespace: file.Namespace, Identity: correlation.Identity(m.Identity())},
			Mapping: m, Links: hr.Links, Limits: o.Limits, Settings: file.Settings, Siblings: app.Endpoints, Clock: hr.Now, Walks: walks, Rebuilds: rebuilds,
		}
		app.Endpoints[name] = e.Over(spy, graves[name])
		switch name {
		case "User":
			hr.Users = spy
		case "Group":
			hr.Groups = spy
		}
	}
	return app
}

// Now is what the clock says.
func (hr *HR) Now() time.Time { return *hr.clock.Load() }

// Set moves the clock.
func (hr *HR) Set(now time.Time) { hr.clock.Store(&now) }

type less struct {
	connectors.Entity
	shape connectors.Shape
}

func (l less) Shape() connectors.Shape { return l.shape }

func lessAble(e connectors.Entity, change func(*connectors.Shape)) connectors.Entity {
	s := e.Shape()
	change(&s)
	return less{e, s}
}
