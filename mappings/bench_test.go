package mappings_test

import (
	"math/rand/v2"
	"testing"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/yamlx"
	"github.com/scimgate/scimgate/mappings"
	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/patch"
	"github.com/scimgate/scimgate/scim/schema"

	"github.com/scimgate/scimgate/connectors/memory"
)

func benchmarkRecords(b *testing.B) (*mappings.Mapping, []connectors.Record) {
	b.Helper()
	node, _ := yamlx.Parse("app.yaml", []byte(propertyApp))
	file, found := mappings.Read(node)
	c := memory.New(propertyTables())
	if err := populate(c, rand.New(rand.NewPCG(1, 1))); err != nil || found.HasErrors() {
		b.Fatal(err, found.Err())
	}
	shapes := map[string]connectors.Shape{}
	entities := map[string]connectors.Entity{}
	for name, spec := range file.Specs() {
		e, found := c.Open(b.Context(), spec)
		if found.HasErrors() {
			b.Fatal(found.Err())
		}
		shapes[name], entities[name] = e.Shape(), e
	}
	compiled, _ := file.Compile(shapes)
	m := compiled["User"]
	page, err := entities["User"].List(b.Context(), connectors.Query{Need: m.Need(schema.Selection{}, nil), Limit: 100})
	if err != nil {
		b.Fatal(err)
	}
	return m, page.Records
}

func BenchmarkResources(b *testing.B) {
	m, records := benchmarkRecords(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := m.Resources(b.Context(), records, schema.Selection{}, fakeIDs{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkVersion(b *testing.B) {
	m, records := benchmarkRecords(b)
	b.ReportAllocs()
	for b.Loop() {
		m.Version(records[0])
	}
}

func BenchmarkChanges(b *testing.B) {
	m, records := benchmarkRecords(b)
	rs, err := m.Resources(b.Context(), records[:1], schema.Selection{}, fakeIDs{})
	if err != nil {
		b.Fatal(err)
	}
	ops, err := patch.Parse(m.Type(), scim.NewObject("Operations", []any{scim.NewObject("op", "replace", "path", "active", "value", false)}), 10, &scim.Edge{})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		after, touched, err := patch.Apply(m.Type(), rs[0], ops)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := m.Changes(b.Context(), rs[0], after, touched, nil, fakeIDs{}, noon); err != nil {
			b.Fatal(err)
		}
	}
}
