package main

import (
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTheDecoratorsAreThoseOfTheInterfacesAsTheyAreNow(t *testing.T) {
	for file, want := range files() {
		got, err := os.ReadFile("../" + file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), string(got)); diff != "" {
			t.Errorf("%s is out of date: run `go generate ./internal/failpoint` (-want +got)\n%s", file, diff)
		}
	}
}
