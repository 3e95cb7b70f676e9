package connectors_test

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"testing"

	"github.com/scimgate/scimgate/connectors"
)

func TestAnErrorIsItsKindAndItsCause(t *testing.T) {
	err := fmt.Errorf("wrapped: %w", connectors.Errorf(connectors.Conflict, "create employees", "unique index: %w", io.EOF))
	if !errors.Is(err, connectors.Conflict) || !errors.Is(err, io.EOF) {
		t.Errorf("%v is not its kind and cause", err)
	}
	if errors.Is(err, connectors.NotFound) {
		t.Errorf("%v is another kind too", err)
	}
}

func TestAnErrorPrintsWhatIsKnown(t *testing.T) {
	for want, err := range map[string]error{
		"conflict": &connectors.Error{Kind: connectors.Conflict},
		"create employees: conflict (login): duplicate": &connectors.Error{
			Kind: connectors.Conflict, Op: "create employees", Field: "login", Err: errors.New("duplicate"),
		},
		"get employees: unavailable: EOF": connectors.Errorf(connectors.Unavailable, "get employees", "%w", io.EOF),
		"not found":                       connectors.NotFound,
	} {
		if got := err.Error(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestTheKindOfAnyErrorIsKnown(t *testing.T) {
	for _, c := range []struct {
		name string
		err  error
		want connectors.Kind
	}{
		{"no error has none", nil, ""},
		{"an error of ours", connectors.Errorf(connectors.RateLimited, "", "slow"), connectors.RateLimited},
		{"one that is wrapped", fmt.Errorf("x: %w", connectors.Errorf(connectors.Denied, "", "no")), connectors.Denied},
		{"any other is a defect", io.EOF, connectors.Internal},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := connectors.KindOf(c.err); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

func TestKindsAreDistinct(t *testing.T) {
	sorted := slices.Sorted(slices.Values(connectors.Kinds))
	if len(slices.Compact(sorted)) != len(connectors.Kinds) || slices.Contains(sorted, "") {
		t.Errorf("%v", connectors.Kinds)
	}
}
