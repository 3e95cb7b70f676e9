package config

import (
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/scimgate/scimgate/internal/yamlx"
)

const example = "gateway.example.yaml"

func TestTheExampleIsInOrder(t *testing.T) {
	src, err := os.ReadFile(example)
	if err != nil {
		t.Fatal(err)
	}
	resolve := func(kind, name string) (string, error) { return "redis://" + name, nil }
	if _, found := Read(example, src, resolve); len(found) > 0 {
		t.Error(found)
	}
}

func TestTheExampleShowsEveryKey(t *testing.T) {
	src, err := os.ReadFile(example)
	if err != nil {
		t.Fatal(err)
	}
	root, found := yamlx.Parse(example, src)
	if len(found) > 0 {
		t.Fatal(found)
	}
	l := &loader{keys: map[string]bool{}}
	l.config(root, root.Get("apps"))
	if len(l.keys) < 30 {
		t.Fatalf("only the keys %v are known", l.keys)
	}
	for _, key := range slices.Sorted(maps.Keys(l.keys)) {
		name := key[strings.LastIndex(key, ".")+1:]
		if !regexp.MustCompile(`(?m)^[ #{-]*` + name + `:|[{,] *` + name + `:`).Match(src) {
			t.Errorf("%s is not in the example", key)
		}
	}
}
