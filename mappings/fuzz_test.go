package mappings_test

import (
	"testing"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/fold"
	"github.com/scimgate/scimgate/internal/yamlx"
	"github.com/scimgate/scimgate/mappings"
	"github.com/scimgate/scimgate/scim/filter"
	"github.com/scimgate/scimgate/scim/schema"
)

// FuzzRead reads any text as an app file: nothing panics, every finding has a position, and a file without findings
// gives mappings that work.
func FuzzRead(f *testing.F) {
	for _, pattern := range []string{"testdata/bad/*.txtar", "testdata/cases/*.txtar"} {
		for _, path := range files(f, pattern) {
			f.Add(string(section(parse(f, path), "app.yaml")))
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		node, found := yamlx.Parse("app.yaml", []byte(text))
		if node.IsMissing() {
			return
		}
		file, more := mappings.Read(node)
		found.Add(more...)
		specs := file.Specs()
		_, more = file.Compile(nil)
		found.Add(more...)
		compiled, more := file.Compile(textShapes(specs))
		for _, finding := range append(found, more...) {
			if finding.Pos.Line == 0 {
				t.Errorf("a finding has no position: %s", finding)
			}
		}
		if found.HasErrors() || more.HasErrors() {
			return
		}
		for _, m := range compiled {
			use(t, m)
		}
	})
}

// textShapes are shapes in which every field that the specs name is text.
func textShapes(specs map[string]connectors.Spec) map[string]connectors.Shape {
	text := connectors.Field{Type: connectors.TypeText, Fold: fold.ASCII}
	shapes := map[string]connectors.Shape{}
	for name, spec := range specs {
		s := emptyShape(name, map[string]connectors.Push{})
		for _, f := range spec.Fields {
			s.Fields[f] = text
		}
		for _, j := range spec.Joins {
			for _, f := range j.Fields {
				s.Fields[j.Alias+"."+f] = text
			}
		}
		for relation, r := range spec.Relations {
			rs := connectors.RelationShape{Fields: map[string]connectors.Field{}}
			for _, f := range r.Fields {
				rs.Fields[f] = text
			}
			s.Relations[relation] = rs
		}
		s.Push = func(connectors.Leaf) connectors.Push { return connectors.Exact }
		shapes[name] = s
	}
	return shapes
}

// use reads, writes and searches with a mapping.
func use(t *testing.T, m *mappings.Mapping) {
	t.Helper()
	full := m.FullNeed()
	record := connectors.Record{Key: "1", Fields: connectors.Fields{}, Rows: map[string][]connectors.Row{}}
	for i, f := range full.Fields {
		record.Fields[f] = []connectors.Value{nil, "", "x"}[i%3]
	}
	for relation := range full.Rows {
		record.Rows[relation] = []connectors.Row{{Key: "1", Fields: connectors.Fields{}}}
	}
	_, _ = m.Version(record), m.Check(record)
	rs, err := m.Resources(t.Context(), []connectors.Record{record, {Key: "2"}}, everything(m), fakeIDs{})
	if err != nil {
		t.Fatal(err)
	}
	_, _ = m.Insert(t.Context(), rs[0], fakeIDs{}, noon)
	_, _ = m.Changes(t.Context(), rs[0], rs[1], schema.Paths{}, nil, fakeIDs{}, noon)
	if c, err := m.Changes(t.Context(), rs[0], rs[0].Clone(), schema.Paths{}, nil, fakeIDs{}, noon); err != nil || !c.IsZero() {
		t.Errorf("no difference is written: %s%v", printChange(c), err)
	}
	if find, _, ok := m.Probe(rs[0]); ok {
		plan(t, m, find)
	}
	for p := range m.Type().Attributes() {
		plan(t, m, filter.Compare{Name: filter.Name{Attr: p.Attr.Name}, Op: filter.Pr, At: p})
	}
	if _, err := m.Removal(noon); err != nil && failure(err)[:3] != "400" {
		t.Error(err)
	}
}

func plan(t *testing.T, m *mappings.Mapping, x filter.Expr) {
	t.Helper()
	if _, err := m.Plan(t.Context(), x, fakeIDs{}); err != nil && failure(err)[:3] != "400" {
		t.Errorf("%s: %v", filter.Print(x), err)
	}
}
