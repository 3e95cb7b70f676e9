package rest_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/scimgate/scimgate/connectors/connectortest"
	"github.com/scimgate/scimgate/connectors/rest"
	"github.com/scimgate/scimgate/connectors/rest/door"
	"github.com/scimgate/scimgate/connectors/rest/resttest"
	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/golden"
	"github.com/scimgate/scimgate/internal/yamlx"
)

// read opens the connector of a block, which calls nobody, and closes it.
func read(t testing.TB, text string) diag.List {
	block, found := yamlx.Parse("app.yaml", []byte(text))
	if found.HasErrors() {
		return found
	}
	c, more := rest.Factory(door.Options{}, nil)(t.Context(), block)
	found.Add(more...)
	if c != nil {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	}
	return found
}

// TestBadBlocks runs testdata/bad: each a connector block, and all its findings.
func TestBadBlocks(t *testing.T) {
	golden.Run(t, "testdata/bad/*.txtar", func(t *testing.T, c *golden.Case) {
		text, _ := c.File("app.yaml")
		found := read(t, text)
		if !found.HasErrors() {
			t.Error("a bad block has no finding")
		}
		var b strings.Builder
		if err := found.Render(&b, false); err != nil {
			t.Fatal(err)
		}
		c.Want("findings", b.String())
	})
}

func TestWhatDescribesAnApplicationWellHasNoFinding(t *testing.T) {
	for _, style := range resttest.Styles() {
		for _, tables := range [][]connectortest.Table{connectortest.Tables(), connectortest.StaffTables()} {
			if found := read(t, resttest.Serve(t, tables, style).Block); len(found) > 0 {
				t.Errorf("%s: %v", style.Name, found)
			}
		}
	}
}

// FuzzBlock reads any block: it never panics, and what is wrong with it has a place.
func FuzzBlock(f *testing.F) {
	paths, err := filepath.Glob("testdata/bad/*.txtar")
	if err != nil || len(paths) == 0 {
		f.Fatalf("no seeds (%v)", err)
	}
	for _, path := range paths {
		archive, err := txtar.ParseFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(archive.Files[0].Data))
	}
	f.Fuzz(func(t *testing.T, text string) {
		if _, found := yamlx.Parse("app.yaml", []byte(text)); found.HasErrors() {
			return
		}
		for _, found := range read(t, text) {
			if found.Pos.Line == 0 {
				t.Errorf("a finding has no position: %s", found)
			}
		}
	})
}
