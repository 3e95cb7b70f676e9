package rest_test

import (
	"testing"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/connectors/rest"
	"github.com/scimgate/scimgate/connectors/rest/door"
	"github.com/scimgate/scimgate/internal/yamlx"
)

// dial opens a connector on a block.
func dial(t testing.TB, text string) connectors.Connector {
	t.Helper()
	return dialBeside(t, text, nil)
}

// dialBeside opens one that takes turns with other replicas.
func dialBeside(t testing.TB, text string, l connectors.Locker) connectors.Connector {
	t.Helper()
	block, found := yamlx.Parse("app.yaml", []byte(text))
	if found.HasErrors() {
		t.Fatalf("%v\n%s", found.Err(), text)
	}
	c, found := rest.Factory(door.Options{}, l)(t.Context(), block)
	if found.HasErrors() {
		t.Fatalf("%v\n%s", found.Err(), text)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	return c
}

// open opens a Spec that must be without findings of any weight.
func open(t testing.TB, c connectors.Connector, spec connectors.Spec) connectors.Entity {
	t.Helper()
	e, found := c.Open(t.Context(), spec)
	if found.HasErrors() {
		t.Fatal(found.Err())
	}
	return e
}
