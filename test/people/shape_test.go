package people

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/internal/assemble"
	"github.com/scimgate/scimgate/test/served"
)

var update = flag.Bool("update", false, "rewrite the example's shape")

func TestTheExamplesShapeIsThatOfItsTables(t *testing.T) {
	_, dsn := newDatabase(t)
	t.Setenv("PEOPLE_DSN", dsn)
	dir := t.TempDir()
	file := filepath.Join(dir, "app.yaml")
	served.Write(t, file, example(t, "app.yaml"))
	if found := assemble.CheckApps(t.Context(), []string{file}, assemble.Checks{Live: true, Save: true}); len(found) > 0 {
		t.Fatal(found)
	}
	live, err := os.ReadFile(filepath.Join(dir, "people.shape.json"))
	if err != nil {
		t.Fatal(err)
	}
	const committed = "../../examples/people/people.shape.json"
	if *update {
		if err := os.WriteFile(committed, live, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(committed)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), string(live)); d != "" {
		t.Errorf("people.shape.json is out of date; -update writes it (-committed +live):\n%s", d)
	}
}
