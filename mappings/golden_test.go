package mappings_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
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

var update = flag.Bool("update", false, "rewrite the golden files")

// TestCases runs testdata/cases: each an app file, the shape of its application, and sections that come in pairs.
//
//	Type.record NAME    → Type.resource NAME   reading
//	Type.insert NAME    → Type.change NAME     creating from a resource
//	Type.patch NAME     → Type.change NAME     a PatchOp on the record of `Type.record NAME`
//	Type.filters        → Type.plans           one filter a line
//	Type.attributes                            the effective schema, a line for each attribute
func TestCases(t *testing.T) {
	for _, path := range must(filepath.Glob("testdata/cases/*.txtar")) {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			a, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			f := compile(t, a)
			want := map[string]string{}
			for _, s := range a.Files {
				kind, name, _ := strings.Cut(s.Name, " ")
				resourceType, kind, _ := strings.Cut(kind, ".")
				m := f.mappings[resourceType]
				suffix := strings.TrimSuffix(" "+name, " ")
				switch kind {
				case "record":
					want[resourceType+".resource"+suffix] = f.read(m, resourceType, s.Data)
				case "insert":
					want[resourceType+".change"+suffix] = f.insert(m, s.Data)
				case "patch":
					want[resourceType+".change"+suffix] = f.patch(m, resourceType, section(a, resourceType+".record"+suffix), s.Data)
				case "filters":
					want[resourceType+".plans"] = f.plans(m, string(s.Data))
				case "attributes":
					want[s.Name] = attributes(m.Type())
				}
			}
			golden(t, path, a, want)
		})
	}
}

// golden compares sections with what they should be, or rewrites them.
func golden(t *testing.T, path string, a *txtar.Archive, want map[string]string) {
	t.Helper()
	changed := false
	for _, name := range slices.Sorted(maps.Keys(want)) {
		text := want[name]
		have := string(section(a, name))
		if have == text {
			continue
		}
		if !*update {
			t.Errorf("%s (-golden +got):\n%s", name, cmp.Diff(have, text))
			continue
		}
		changed = true
		i := slices.IndexFunc(a.Files, func(f txtar.File) bool { return f.Name == name })
		if i < 0 {
			a.Files = append(a.Files, txtar.File{Name: name})
			i = len(a.Files) - 1
		}
		a.Files[i].Data = []byte(text)
	}
	if changed {
		if err := os.WriteFile(path, txtar.Format(a), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func (f *fixture) read(m *mappings.Mapping, resourceType string, data []byte) string {
	rs, err := m.Resources(f.t.Context(), []connectors.Record{f.record(resourceType, data)}, schema.Selection{}, fakeIDs{})
	if err != nil {
		f.t.Fatal(err)
	}
	return pretty(rs[0])
}

func (f *fixture) insert(m *mappings.Mapping, data []byte) string {
	r, err := schema.Canonicalise(m.Type(), decode(f.t, data), &scim.Edge{})
	if err != nil {
		return failure(err)
	}
	c, err := m.Insert(f.t.Context(), r, fakeIDs{}, noon)
	if err != nil {
		return failure(err)
	}
	return printChange(c)
}

func (f *fixture) patch(m *mappings.Mapping, resourceType string, record, data []byte) string {
	ops, err := patch.Parse(m.Type(), decode(f.t, data), 100, &scim.Edge{})
	if err != nil {
		return failure(err)
	}
	own, rows, _, err := patch.Split(m.Type(), ops, func(attr string) bool { _, ok := m.Large(attr); return ok })
	if err != nil {
		return failure(err)
	}
	before := scim.NewObject()
	if record != nil {
		rs, err := m.Resources(f.t.Context(), []connectors.Record{f.record(resourceType, record)}, schema.Selection{}, fakeIDs{})
		if err != nil {
			f.t.Fatal(err)
		}
		before = rs[0]
	}
	after, touched, err := patch.Apply(m.Type(), before, own)
	if err != nil {
		return failure(err)
	}
	c, err := m.Changes(f.t.Context(), before, after, touched, rows, fakeIDs{}, noon)
	if err != nil {
		return failure(err)
	}
	return printChange(c)
}

func (f *fixture) plans(m *mappings.Mapping, lines string) string {
	var b strings.Builder
	for line := range strings.Lines(lines) {
		line = strings.TrimSpace(line)
		x, err := filter.Parse(line, &scim.Edge{})
		if err == nil {
			x, err = filter.Bind(m.Type(), x, &scim.Edge{})
		}
		if err != nil {
			fmt.Fprintf(&b, "%s\n  %s", line, failure(err))
			continue
		}
		p, err := m.Plan(f.t.Context(), x, fakeIDs{})
		if err != nil {
			fmt.Fprintf(&b, "%s\n  %s", line, failure(err))
			continue
		}
		fmt.Fprintf(&b, "%s\n  where %s\n", line, printPredicate(p.Where))
		if p.ByKeys {
			fmt.Fprintf(&b, "  keys %v\n", p.Keys)
		}
		if p.Residual != nil {
			fmt.Fprintf(&b, "  residual %s\n", filter.Print(p.Residual))
		}
	}
	return b.String()
}

func printPredicate(p connectors.Predicate) string {
	switch p := p.(type) {
	case nil:
		return "everything"
	case connectors.And:
		return printAll(p, " and ", "true")
	case connectors.Or:
		return printAll(p, " or ", "false")
	case connectors.Not:
		return "not " + printPredicate(p.Term)
	case connectors.In:
		return fmt.Sprintf("%s in %v", p.Field, p.Values)
	case connectors.Any:
		return fmt.Sprintf("any %s: %s", p.Relation, printPredicate(p.Where))
	case connectors.Leaf:
		s := fmt.Sprintf("%s %s", p.Field, p.Op)
		if p.Op != connectors.Pr {
			s += fmt.Sprintf(" %#v", p.Value)
		}
		if p.Fold != "" && p.Fold != "none" {
			s += " " + string(p.Fold)
		}
		return s
	default:
		return fmt.Sprintf("%T", p)
	}
}

func printAll(list []connectors.Predicate, sep, empty string) string {
	if len(list) == 0 {
		return empty
	}
	parts := make([]string, len(list))
	for i, p := range list {
		parts[i] = printPredicate(p)
	}
	return "(" + strings.Join(parts, sep) + ")"
}

func printChange(c connectors.Change) string {
	out := map[string]any{}
	if len(c.Set) > 0 {
		out["set"] = c.Set
	}
	for relation, r := range c.Rows {
		rows := map[string]any{}
		if r.Replace {
			rows["replace"] = true
		}
		if len(r.Add) > 0 {
			rows["add"] = r.Add
		}
		if len(r.Remove) > 0 {
			rows["remove"] = r.Remove
		}
		if len(r.Update) > 0 {
			rows["update"] = r.Update
		}
		if len(r.Drop) > 0 {
			rows["drop"] = r.Drop
		}
		out["rows "+relation] = rows
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	if err := e.Encode(out); err != nil {
		panic(err)
	}
	return b.String()
}

func attributes(rt *schema.ResourceType) string {
	var b strings.Builder
	var walk func(prefix string, list []*schema.Attribute)
	walk = func(prefix string, list []*schema.Attribute) {
		for _, a := range list {
			fmt.Fprintf(&b, "%s%s %s", prefix, a.Name, a.Type)
			for _, s := range []string{string(a.Mutability), string(a.Returned), string(a.Uniqueness), string(a.Fold)} {
				if s != "" {
					b.WriteString(" " + s)
				}
			}
			if len(a.CanonicalValues) > 0 {
				fmt.Fprintf(&b, " %v", a.CanonicalValues)
			}
			b.WriteString("\n")
			walk(prefix+a.Name+".", a.Sub)
		}
	}
	walk("", rt.Schema.Attributes)
	for _, x := range rt.Extensions {
		walk(x.Schema.ID+":", x.Schema.Attributes)
	}
	return b.String()
}

func pretty(r scim.Resource) string {
	var b bytes.Buffer
	if err := json.Indent(&b, r.AppendJSON(nil), "", "  "); err != nil {
		panic(err)
	}
	return b.String() + "\n"
}

func failure(err error) string {
	if e, ok := errors.AsType[*scim.Error](err); ok {
		return fmt.Sprintf("%d %s: %s\n", e.Status, e.ScimType, e.Detail)
	}
	return "error: " + err.Error() + "\n"
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// TestBadFiles runs testdata/bad: each an app file, perhaps the shape of its application, and all its findings.
func TestBadFiles(t *testing.T) {
	paths := must(filepath.Glob("testdata/bad/*.txtar"))
	if len(paths) < 40 {
		t.Errorf("there are %d bad app files; at least 40 are wanted", len(paths))
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			a, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
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
			golden(t, path, a, map[string]string{"findings": b.String()})
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
