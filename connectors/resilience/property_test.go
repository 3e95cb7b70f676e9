package resilience_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/connectors/resilience"
)

// act is one write of a history, and what it says when it is over.
type act struct {
	name string
	use  use
}

func acts() []act {
	row := func(c connectors.RowChange) use {
		return func(ctx context.Context, e connectors.Entity) error {
			_, err := e.Update(ctx, "2", connectors.Need{}, func(connectors.Record) (connectors.Change, error) {
				return connectors.Change{Rows: map[string]connectors.RowChange{"phones": c}}, nil
			})
			return err
		}
	}
	number := func(n string) []connectors.Fields { return []connectors.Fields{{"number": n}} }
	return []act{
		{"create", create("t")},
		{"rename", update},
		{"rename if it was not", picky},
		{"add a row", row(connectors.RowChange{Add: number("22")})},
		{"remove a row", row(connectors.RowChange{Remove: number("21")})},
		{"replace all rows", row(connectors.RowChange{Replace: true, Add: number("23")})},
		{"delete", remove},
	}
}

func anyFault(t *rapid.T) fault {
	f := fault{kind: rapid.SampledFrom([]connectors.Kind{
		"", connectors.Unavailable, connectors.OutcomeUnknown, connectors.RateLimited,
	}).Draw(t, "kind")}
	if f.kind == connectors.OutcomeUnknown {
		f.applied = rapid.Bool().Draw(t, "applied")
	}
	f.ask = time.Duration(rapid.IntRange(0, 3).Draw(t, "ask")) * 4 * time.Second
	f.takes = time.Duration(rapid.SampledFrom([]int{0, 0, 1, 7, 30}).Draw(t, "takes")) * time.Second
	return f
}

// told reports whether the caller was told that the write may be sent again.
func told(err error) bool {
	return errors.Is(err, connectors.Unavailable) || errors.Is(err, connectors.OutcomeUnknown) ||
		errors.Is(err, connectors.RateLimited) || errors.Is(err, context.DeadlineExceeded)
}

// TestFaultsChangeNothingThatIsNotTold makes one write on an application with faults and on one without.
func TestFaultsChangeNothingThatIsNotTold(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		h := history{
			act:      rapid.SampledFrom(acts()).Draw(r, "act"),
			script:   rapid.SliceOfN(rapid.Custom(anyFault), 0, 6).Draw(r, "script"),
			once:     rapid.Bool().Draw(r, "once"),
			patience: time.Duration(rapid.IntRange(1, 40).Draw(r, "patience")) * time.Second,
		}
		var wrong string
		synctest.Test(t, func(t *testing.T) { wrong = h.wrong(t) })
		if wrong != "" {
			r.Fatal(wrong)
		}
	})
}

type history struct {
	act
	script   []fault
	once     bool
	patience time.Duration // of the client
}

// wrong is what is wrong about what became of it, empty when nothing is.
func (h history) wrong(t *testing.T) string {
	well, ill := newFaulty(t), newFaulty(t, h.script...)
	ill.once = h.once
	c := resilience.Wrap(ill, resilience.Settings{
		Timeout: 5 * time.Second, Retries: resilience.Retries{Most: 3},
		Breaker: resilience.BreakerSettings{Failures: 3, Rest: 5 * time.Second}, Merge: true,
	}, resilience.Options{Gate: gate()})
	ctx, cancel := context.WithTimeout(t.Context(), h.patience)
	defer cancel()

	if err := h.use(t.Context(), open(t, well)); err != nil {
		return err.Error()
	}
	begun := time.Now()
	err := h.use(ctx, open(t, c))
	if took := time.Since(begun); took > h.patience {
		return fmt.Sprintf("it took %s", took)
	}
	harm := cmp.Diff(well.everything(), ill.everything())
	switch {
	case err == nil && harm != "":
		return "it succeeded, -want +got\n" + harm
	case err == nil:
		return ""
	case !told(err):
		return "it failed with " + err.Error()
	case errors.Is(err, connectors.Unavailable), errors.Is(err, connectors.RateLimited):
		if d := cmp.Diff(newFaulty(t).everything(), ill.everything()); d != "" {
			return "it was said to have written nothing, -want +got\n" + d
		}
	}
	if h.name == "create" {
		return ""
	}
	// Whoever sends it again to an application that has recovered ends where all went well.
	ill.script = nil
	again := h.use(t.Context(), open(t, ill))
	if again != nil && !errors.Is(again, connectors.NotFound) && !errors.Is(again, connectors.Precondition) {
		return "sent again it failed with " + again.Error()
	}
	if d := cmp.Diff(well.everything(), ill.everything()); d != "" {
		return "sent again, -want +got\n" + d
	}
	return ""
}
