package mappings_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/internal/yamlx"
	"github.com/scimgate/scimgate/mappings"
	"github.com/scimgate/scimgate/scim"
)

func settings(t *testing.T, section string) mappings.Settings {
	t.Helper()
	node, found := yamlx.Parse("app.yaml", []byte("app: hr\nconnector: {type: sql}\n"+section+`
resources:
  User: {entity: employees, attributes: {userName: login}}
  Group: {entity: roles, attributes: {displayName: name}}
`))
	file, more := mappings.Read(node)
	if found.Add(more...); len(found) > 0 {
		t.Fatal(found)
	}
	return file.Settings
}

func TestTolerancesAreOnUnlessTheAppFileSaysOtherwise(t *testing.T) {
	cases := []struct {
		name, section string
		on            func(t scim.Tolerance) bool
	}{
		{"by default all but those off by default", "", func(t scim.Tolerance) bool { return !t.OptIn() }},
		{"strict: none", "scim: {strict: true}", func(scim.Tolerance) bool { return false }},
		{"one off", "scim: {tolerances: {op_case: false}}", func(t scim.Tolerance) bool { return !t.OptIn() && t != scim.OpCase }},
		{"strict, one on", "scim: {strict: true, tolerances: {op_case: true}}", func(t scim.Tolerance) bool { return t == scim.OpCase }},
		{"strict, with references that are parked", "scim: {strict: true, missing_references: park}", func(scim.Tolerance) bool { return false }},
		{"strict, with those off by default", "scim: {strict: true, put_keeps_required: true, missing_references: drop}", scim.Tolerance.OptIn},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s := settings(t, c.section)
			edge := scim.Edge{Strict: s.Strict}
			any := false
			for _, r := range scim.Tolerances() {
				want := c.on(r.Tolerance)
				if got := edge.Grants(r.Tolerance); got != want {
					t.Errorf("%s is on: %v", r.Tolerance, got)
				}
				any = any || want
			}
			if s.ToleratesNothing() == any {
				t.Errorf("it tolerates nothing: %v", !any)
			}
		})
	}
}

func TestAnAppFileThatSaysNothingHasTheZeroSwitches(t *testing.T) {
	for _, section := range []string{"", "scim: {}", "scim:", "scim: {put_omitted: clear, references: absolute, remove_missing: ok, discovery_filter: refuse}"} {
		got := settings(t, section)
		got.Strict = nil
		if diff := cmp.Diff(mappings.Settings{PatchAnswers: map[string]int{}}, got); diff != "" {
			t.Errorf("%q: %s", section, diff)
		}
	}
}

func TestTheDocumentShowsTheDefaults(t *testing.T) {
	text, err := os.ReadFile("../docs/mapping-language.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(text), "## What clients send and expect")
	_, section, _ = strings.Cut(section, "```yaml\n")
	section, _, _ = strings.Cut(section, "```")
	got, want := settings(t, section), settings(t, "")
	got.PatchAnswers = want.PatchAnswers // of which the types decide
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for _, key := range []string{"strict", "tolerances", "patch_answers", "put_omitted", "put_keeps_required", "missing_references", "references", "remove_missing", "discovery_filter"} {
		if !strings.Contains(section, "\n  "+key+": ") {
			t.Errorf("%s is not shown", key)
		}
	}
}

func TestSwitchesAreRead(t *testing.T) {
	got := settings(t, "scim: {patch_answers: {User: 204, Group: 200}, put_omitted: keep, references: relative, remove_missing: no_target, discovery_filter: ignore}")
	got.Strict = nil
	want := mappings.Settings{
		PatchAnswers: map[string]int{"User": 204, "Group": 200}, PutKeeps: true, RelativeReferences: true, RemoveNeedsTarget: true, DiscoveryFilterIgnored: true,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestAReferenceThatLeadsNowhereIsParkedAsLongAsTheAppFileSays(t *testing.T) {
	for section, want := range map[string]time.Duration{
		"":            0,
		"refuse":      0,
		"drop":        0,
		"park":        30 * 24 * time.Hour,
		"{park: 48h}": 48 * time.Hour,
	} {
		if got := settings(t, "scim: {missing_references: "+section+"}").Park; got != want {
			t.Errorf("%q: for %s, want %s", section, got, want)
		}
	}
}
