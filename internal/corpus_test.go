package internal_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var fuzzTarget = regexp.MustCompile(`(?m)^func (Fuzz\w+)\(f \*testing\.F\)`)

// A corpus that is committed is run by every `go test`, so that what was found once stays found.
func TestEveryFuzzTargetHasACorpus(t *testing.T) {
	targets := map[string]bool{}
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		for _, m := range fuzzTarget.FindAllSubmatch(text, -1) {
			targets[filepath.Join(filepath.Dir(path), "testdata", "fuzz", string(m[1]))] = true
		}
		return err
	})
	if err != nil || len(targets) < 10 {
		t.Fatalf("%d fuzz targets, %v", len(targets), err)
	}
	for dir := range targets {
		if files, err := os.ReadDir(dir); err != nil || len(files) == 0 {
			t.Errorf("%s has %d files, %v", dir, len(files), err)
		}
	}
	corpora, err := filepath.Glob("../*/testdata/fuzz/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, dir := range corpora {
		if !targets[dir] {
			t.Errorf("%s is the corpus of nothing", dir)
		}
	}
}
