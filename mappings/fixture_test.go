package mappings_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/yamlx"
	"github.com/scimgate/scimgate/mappings"
	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/filter"
	"github.com/scimgate/scimgate/scim/patch"
	"github.com/scimgate/scimgate/scim/schema"
)

var noon = time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)

// fakeIDs makes the id of a key visible: User:17. Keys from 900 on belong to nobody.
type fakeIDs struct{}

func (fakeIDs) Resolve(_ context.Context, refs []mappings.Ref) ([]mappings.Ref, error) {
	out := make([]mappings.Ref, len(refs))
	for i, r := range refs {
		switch {
		case r.ID == "":
			r.ID = r.Type + ":" + string(r.Key)
		case strings.HasPrefix(r.ID, r.Type+":"):
			r.Key = connectors.Key(strings.TrimPrefix(r.ID, r.Type+":"))
		}
		if strings.HasPrefix(string(r.Key), "9") && len(r.Key) == 3 {
			r = refs[i]
		}
		out[i] = r
	}
	return out, nil
}

func (fakeIDs) Named(_ context.Context, _, externalID string) ([]connectors.Key, error) {
	if key, ok := strings.CutPrefix(externalID, "X-"); ok {
		return []connectors.Key{connectors.Key(key)}, nil
	}
	return nil, nil
}

func (fakeIDs) Location(resourceType, id string) string {
	return "https://x/" + resourceType + "s/" + id
}

// fixture is an app file compiled against the shape that its test case declares.
type fixture struct {
	t        testing.TB
	archive  *txtar.Archive
	file     *mappings.File
	shapes   map[string]connectors.Shape
	mappings map[string]*mappings.Mapping
}

func compile(t testing.TB, a *txtar.Archive) *fixture {
	t.Helper()
	return compileWith(t, a, section(a, "app.yaml"), readShapes(t, string(section(a, "shape"))))
}

func compileWith(t testing.TB, a *txtar.Archive, appFile []byte, shapes map[string]connectors.Shape) *fixture {
	t.Helper()
	f := &fixture{t: t, archive: a, shapes: shapes}
	node, found := yamlx.Parse("app.yaml", appFile)
	var more diag.List
	f.file, more = mappings.Read(node)
	if found.Add(more...); found.HasErrors() {
		t.Fatalf("the app file has findings:\n%v", found.Err())
	}
	if f.mappings, found = f.file.Compile(f.shapes); found.HasErrors() {
		t.Fatalf("the app file has findings:\n%v", found.Err())
	}
	return f
}

// app compiles the app file and shape of a test.
func app(t testing.TB, appFile, shape string) *fixture {
	t.Helper()
	return compile(t, &txtar.Archive{Files: []txtar.File{{Name: "app.yaml", Data: []byte(appFile)}, {Name: "shape", Data: []byte(shape)}}})
}

// everything selects all that a write compares.
func everything(m *mappings.Mapping) schema.Selection {
	s := schema.Selection{Attributes: []schema.Path{{Attr: schema.ExternalID}, {Attr: schema.Meta}}}
	for p := range m.Type().Attributes() {
		s.Attributes = append(s.Attributes, p)
	}
	return s
}

// resource reads a record that is given as JSON.
func (f *fixture) resource(resourceType string, record []byte) scim.Resource {
	f.t.Helper()
	m := f.mappings[resourceType]
	if record == nil {
		return scim.NewObject()
	}
	rs, err := m.Resources(f.t.Context(), []connectors.Record{f.record(resourceType, record)}, everything(m), fakeIDs{})
	if err != nil {
		f.t.Fatal(err)
	}
	return rs[0]
}

// canonical is a resource as a client sends it.
func (f *fixture) canonical(resourceType, text string) (scim.Resource, error) {
	f.t.Helper()
	return schema.Canonicalise(f.mappings[resourceType].Type(), decode(f.t, []byte(text)), &scim.Edge{})
}

func (f *fixture) sent(resourceType, text string) scim.Resource {
	f.t.Helper()
	r, err := f.canonical(resourceType, text)
	if err != nil {
		f.t.Fatal(err)
	}
	return r
}

// operations are those of a PatchOp, those on large attributes apart.
func (f *fixture) operations(resourceType, text string) (own []patch.Op, rows []patch.RowOp, err error) {
	f.t.Helper()
	m := f.mappings[resourceType]
	ops, err := patch.Parse(m.Type(), decode(f.t, []byte(text)), 100, &scim.Edge{})
	if err != nil {
		return nil, nil, err
	}
	own, rows, _, err = patch.Split(m.Type(), ops, func(attr string) bool { _, ok := m.Large(attr); return ok })
	return own, rows, err
}

// filter binds a filter to a resource type.
func (f *fixture) filter(resourceType, text string) (filter.Expr, error) {
	x, err := filter.Parse(text, &scim.Edge{})
	if err != nil {
		return nil, err
	}
	return filter.Bind(f.mappings[resourceType].Type(), x, &scim.Edge{})
}
