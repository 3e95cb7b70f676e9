package connectors_test

import (
	"context"
	"testing"

	"github.com/scimgate/scimgate/connectors"
)

// plain is an entity that can only be wrapped.
type plain struct{ connectors.Entity }

type explaining struct{ plain }

func (explaining) Explain(context.Context, connectors.Operation) ([]connectors.Call, error) {
	return []connectors.Call{{Text: "said"}}, nil
}

// around is a decorator.
type around struct {
	plain
	inner connectors.Entity
}

func (a around) Unwrap() connectors.Entity { return a.inner }

func TestAsFindsWhatAnEntityOrOneInsideItCan(t *testing.T) {
	for _, c := range []struct {
		name string
		e    connectors.Entity
		want bool
	}{
		{"no entity", nil, false},
		{"an entity that cannot", plain{}, false},
		{"one that can", explaining{}, true},
		{"one that can, two decorators deep", around{inner: around{inner: explaining{}}}, true},
		{"decorators around one that cannot", around{inner: around{inner: plain{}}}, false},
		{"a decorator around nothing", around{}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			x, ok := connectors.As[connectors.Explainer](c.e)
			if ok != c.want {
				t.Fatalf("%v, want %v", ok, c.want)
			}
			if ok {
				if calls, err := x.Explain(t.Context(), connectors.GetOp{}); err != nil || calls[0].Text != "said" {
					t.Errorf("%v, %v", calls, err)
				}
			}
		})
	}
}

func TestACallPrintsItsValuesAsTheirTypes(t *testing.T) {
	c := connectors.Call{Text: "SELECT ?", Args: []connectors.Value{"secret", int64(7), nil, connectors.Decimal("1")}}
	if got, want := c.String(), "SELECT ? [string, int64, <nil>, connectors.Decimal]"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got := (connectors.Call{Text: "BEGIN"}).String(); got != "BEGIN" {
		t.Errorf("%q", got)
	}
}
