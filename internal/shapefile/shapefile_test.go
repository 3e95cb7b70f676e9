package shapefile_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/fold"
	"github.com/scimgate/scimgate/internal/shapefile"
)

var shapes = map[string]connectors.Shape{"User": {
	Fields: map[string]connectors.Field{
		"login":  {Type: connectors.TypeText, Max: 30, Distinct: fold.ASCII, Fold: fold.ASCII},
		"emp_no": {Type: connectors.TypeInteger, ReadOnly: true},
		"title":  {Type: connectors.TypeText, Nullable: true},
	},
	Relations: map[string]connectors.RelationShape{
		"phones": {Fields: map[string]connectors.Field{"number": {Type: connectors.TypeText}}, Unique: true},
	},
	Total: true, After: true,
}}

func TestAShapeSurvivesTheFile(t *testing.T) {
	path := shapefile.Path(filepath.Join(t.TempDir(), "app.yaml"), "hr")
	if filepath.Base(path) != "hr.shape.json" {
		t.Errorf("the file is %s", path)
	}
	if err := shapefile.Save(path, shapes); err != nil {
		t.Fatal(err)
	}
	first, _ := os.ReadFile(path)
	got, err := shapefile.Load(path)
	if err != nil {
		t.Fatal(err)
	}
	functions := cmpopts.IgnoreFields(connectors.Shape{}, "Push", "PushRow", "Sort")
	if diff := cmp.Diff(shapes, got, functions); diff != "" {
		t.Error(diff)
	}
	user := got["User"]
	if user.Push(connectors.Leaf{}) != connectors.Exact || user.PushRow("phones", connectors.Leaf{}) != connectors.Exact || !user.Sort("login") {
		t.Error("a loaded shape hides what a connection would show")
	}
	if err := shapefile.Save(path, got); err != nil {
		t.Fatal(err)
	}
	if second, _ := os.ReadFile(path); string(first) != string(second) {
		t.Error("saving twice changed the file")
	}
}

func TestAFileThatIsNotThereOrBroken(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.shape.json")
	if _, err := shapefile.Load(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v", err)
	}
	if err := os.WriteFile(path, []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := shapefile.Load(path); err == nil || errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v", err)
	}
}
