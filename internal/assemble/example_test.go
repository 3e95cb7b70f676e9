package assemble_test

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/examples"
	"github.com/scimgate/scimgate/internal/assemble"
	"github.com/scimgate/scimgate/internal/sqldb"
)

// The shape beside an example's app file is what a check without a connection goes by.
func TestTheExamplesShapeIsThatOfItsSchema(t *testing.T) {
	for _, app := range []string{"hr", "devices", "tickets"} {
		t.Run(app, func(t *testing.T) {
			committed, err := os.ReadFile("../../examples/" + app + "/" + app + ".shape.json")
			if err != nil {
				t.Fatal(err)
			}
			t.Chdir(t.TempDir()) // the app file names the database without a folder
			for name, to := range map[string]string{"app.yaml": "app.yaml", "schema.sqlite.sql": "schema.sql"} {
				text, err := examples.FS.ReadFile(app + "/" + name)
				if err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(to, text, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			makeDatabase(t, app+".db")
			if found := assemble.CheckApps(t.Context(), []string{"app.yaml"}, assemble.Checks{Live: true, Save: true}); len(found) > 0 {
				t.Fatal(found)
			}
			live, err := os.ReadFile(app + ".shape.json")
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(committed), string(live)); diff != "" {
				t.Errorf("%s.shape.json is out of date; gateway check --live --save writes it (-committed +live):\n%s", app, diff)
			}
		})
	}
}

func makeDatabase(t *testing.T, file string) {
	t.Helper()
	schema, err := os.ReadFile("schema.sql")
	if err != nil {
		t.Fatal(err)
	}
	db, err := sqldb.Open("sqlite", file, sqldb.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for statement := range strings.SplitSeq(string(schema), ";\n") {
		if strings.TrimSpace(statement) == "" {
			continue
		}
		if _, err := db.Exec(t.Context(), statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
}

// What the connector block of a REST application says is all there is to know of it: it is not asked.
func TestTheShapeOfARESTExampleIsThatOfItsBlock(t *testing.T) {
	t.Setenv("REDMINE_URL", "http://127.0.0.1:1")
	t.Setenv("REDMINE_API_KEY", "k")
	committed, err := os.ReadFile("../../examples/redmine/redmine.shape.json")
	if err != nil {
		t.Fatal(err)
	}
	text, err := examples.FS.ReadFile("redmine/app.yaml")
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	if err := os.WriteFile("app.yaml", text, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := assemble.CheckApps(t.Context(), []string{"app.yaml"}, assemble.Checks{Live: true, Save: true}).Err(); err != nil {
		t.Fatal(err)
	}
	live, err := os.ReadFile("redmine.shape.json")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(committed), string(live)); diff != "" {
		t.Errorf("redmine.shape.json is out of date; gateway check --live --save writes it (-committed +live):\n%s", diff)
	}
}
