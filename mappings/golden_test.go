package mappings_test

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/shapefile"
	"github.com/scimgate/scimgate/internal/yamlx"
	"github.com/scimgate/scimgate/mappings"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// TestCases runs testdata/cases: each a comment that says what it shows, an app file, the shape of its application, and
// sections whose output stands behind them:
//
//	Type.record NAME    → Type.resource NAME   reading
//	Type.create NAME    → Type.created NAME    creating from a resource
//	Type.patch NAME     → Type.patched NAME    a PatchOp on the record of `Type.record NAME`
//	Type.put NAME       → Type.replaced NAME   a replacement of the record of `Type.record NAME`
//	Type.filters        → Type.plans           one filter a line
//	Type.attributes     → Type.schema          the effective schema, a line for each attribute
//	Type.entity         → Type.spec            what the connector is asked to open
//	Type.delete         → Type.deleted         what a DELETE writes
func TestCases(t *testing.T) {
	for _, path := range files(t, "testdata/cases/*.txtar") {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			a := parse(t, path)
			compile(t, a).golden(path)
		})
	}
}

// TestExamples runs examples/*/mapping.txtar: sections as above about the app file in the same folder, with the shape
// that is kept beside it.
func TestExamples(t *testing.T) {
	for _, path := range files(t, "../examples/*/mapping.txtar") {
		folder := filepath.Dir(path)
		app := filepath.Base(folder)
		t.Run(app, func(t *testing.T) {
			text, err := os.ReadFile(filepath.Join(folder, "app.yaml"))
			if err != nil {
				t.Fatal(err)
			}
			shapes, err := shapefile.Load(filepath.Join(folder, app+".shape.json"))
			if err != nil {
				t.Fatal(err)
			}
			compileWith(t, parse(t, path), text, shapes).golden(path)
		})
	}
}

// golden shows what the sections of the archive ask for, and compares it with what stands behind them.
func (f *fixture) golden(path string) {
	t := f.t.(*testing.T)
	t.Helper()
	if strings.TrimSpace(string(f.archive.Comment)) == "" {
		t.Error("the case does not say what it shows")
	}
	g := goldens{t: t, path: path, archive: f.archive}
	for _, s := range slices.Clone(f.archive.Files) {
		section, name, _ := strings.Cut(s.Name, " ")
		resourceType, input, ok := strings.Cut(section, ".")
		v, known := views[input]
		if !ok || !known {
			continue
		}
		output := strings.TrimSuffix(resourceType+"."+v.output+" "+name, " ")
		g.check(s.Name, output, v.show(f, resourceType, name, s.Data))
	}
	g.write()
}

// views are what a case can show of a resource type, by the section that asks for it.
var views = map[string]struct {
	output string
	show   func(f *fixture, resourceType, name string, input []byte) string
}{
	"record":     {"resource", (*fixture).read},
	"create":     {"created", (*fixture).create},
	"patch":      {"patched", (*fixture).patch},
	"put":        {"replaced", (*fixture).put},
	"filters":    {"plans", (*fixture).plans},
	"attributes": {"schema", (*fixture).schema},
	"entity":     {"spec", (*fixture).spec},
	"delete":     {"deleted", (*fixture).delete},
}

// TestBadFiles runs testdata/bad: each an app file, perhaps the shape of its application, and all its findings.
func TestBadFiles(t *testing.T) {
	paths := files(t, "testdata/bad/*.txtar")
	if len(paths) < 40 {
		t.Errorf("there are %d bad app files; at least 40 are wanted", len(paths))
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			a := parse(t, path)
			got := findings(t, a)
			if !got.HasErrors() && !strings.Contains(path, "warning-") {
				t.Error("a bad file has no finding")
			}
			var b strings.Builder
			for _, f := range got.Sorted() {
				if f.Pos.Line == 0 && !strings.Contains(path, "whole-file") {
					t.Errorf("a finding has no position: %s", f)
				}
				b.WriteString(f.String() + "\n")
			}
			g := goldens{t: t, path: path, archive: a}
			g.check(a.Files[len(a.Files)-1].Name, "findings", b.String())
			g.write()
		})
	}
}

func findings(t *testing.T, a *txtar.Archive) diag.List {
	t.Helper()
	node, found := yamlx.Parse("app.yaml", section(a, "app.yaml"))
	if node.IsMissing() {
		return found
	}
	file, more := mappings.Read(node)
	found.Add(more...)
	_, more = file.Compile(readShapes(t, string(section(a, "shape"))))
	for _, f := range more {
		if f.Code != "mapping/unchecked-fields" {
			found.Add(f)
		}
	}
	return found
}

// goldens are the sections of one file, compared or rewritten.
type goldens struct {
	t       *testing.T
	path    string
	archive *txtar.Archive
	changed bool
}

// check compares the section called name with text; with -update it rewrites it, a new one behind its input.
func (g *goldens) check(input, name, text string) {
	g.t.Helper()
	have := string(section(g.archive, name))
	switch {
	case have == text:
		return
	case !*update:
		g.t.Errorf("%s (-golden +got):\n%s", name, cmp.Diff(have, text))
		return
	}
	g.changed = true
	at := func(name string) int {
		return slices.IndexFunc(g.archive.Files, func(f txtar.File) bool { return f.Name == name })
	}
	i := at(name)
	if i < 0 {
		i = at(input) + 1
		g.archive.Files = slices.Insert(g.archive.Files, i, txtar.File{Name: name})
	}
	g.archive.Files[i].Data = []byte(text)
}

func (g *goldens) write() {
	if !g.changed {
		return
	}
	if err := os.WriteFile(g.path, txtar.Format(g.archive), 0o644); err != nil {
		g.t.Fatal(err)
	}
}

func files(t testing.TB, pattern string) []string {
	t.Helper()
	paths, err := filepath.Glob(pattern)
	if err != nil || len(paths) == 0 {
		t.Fatalf("%s: %d files, %v", pattern, len(paths), err)
	}
	return paths
}

func parse(t testing.TB, path string) *txtar.Archive {
	t.Helper()
	a, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func section(a *txtar.Archive, name string) []byte {
	for _, f := range a.Files {
		if f.Name == name {
			return f.Data
		}
	}
	return nil
}
