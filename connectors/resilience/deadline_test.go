package resilience_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/connectors/resilience"
)

func TestAnOperationThatTakesTooLongEnds(t *testing.T) {
	for name, c := range map[string]struct {
		use  use
		want connectors.Kind
	}{
		"a read changed nothing":           {get, connectors.Unavailable},
		"nor did a list":                   {list, connectors.Unavailable},
		"of a create nobody knows":         {create("t"), connectors.OutcomeUnknown},
		"of an update nobody knows":        {update, connectors.OutcomeUnknown},
		"of a delete nobody knows":         {remove, connectors.OutcomeUnknown},
		"a stream whose first row is late": {stream(0), connectors.Unavailable},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				e := resilience.Deadline(open(t, newFaulty(t, fault{takes: time.Minute})), time.Second)
				begun := time.Now()
				err := c.use(t.Context(), e)
				if connectors.KindOf(err) != c.want || time.Since(begun) != time.Second {
					t.Errorf("after %s: %v", time.Since(begun), err)
				}
			})
		})
	}
}

// stream reads all rows, taking its time for each.
func stream(each time.Duration) use {
	return func(ctx context.Context, e connectors.Entity) error {
		for _, err := range e.Rows(ctx, "phones", []connectors.Key{"1"}, "") {
			if err != nil {
				return err
			}
			time.Sleep(each)
		}
		return nil
	}
}

func TestTheReaderOfAStreamMayTakeItsTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := resilience.Deadline(open(t, newFaulty(t, fault{takes: time.Second / 2})), time.Second)
		if err := stream(time.Minute)(t.Context(), e); err != nil {
			t.Error(err)
		}
	})
}

func TestTheDeadlineOfARequestIsItsOwn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := resilience.Deadline(open(t, newFaulty(t, fault{takes: time.Minute})), time.Minute)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := update(ctx, e); !errors.Is(err, context.DeadlineExceeded) {
			t.Error(err)
		}
	})
}

func TestAnErrorOfTheApplicationIsNotTakenForALateOne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := resilience.Deadline(open(t, newFaulty(t, fault{kind: connectors.Conflict})), time.Second)
		if err := update(t.Context(), e); !errors.Is(err, connectors.Conflict) {
			t.Error(err)
		}
	})
}

func TestEveryAttemptHasItsOwnTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFaulty(t, fault{takes: time.Minute}, fault{takes: time.Minute})
		c := resilience.Wrap(f, resilience.Settings{Timeout: time.Second, Retries: resilience.Retries{Most: 2, First: time.Second}}, resilience.Options{Random: middling})
		begun := time.Now()
		err := update(t.Context(), open(t, c))
		if want := 2*time.Second + 2250*time.Millisecond; err != nil || time.Since(begun) != want {
			t.Errorf("after %s: %v", time.Since(begun), err)
		}
	})
}
