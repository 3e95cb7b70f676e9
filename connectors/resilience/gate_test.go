package resilience_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/connectors/resilience"
)

func TestNoMoreCallsAtOnceThanMayBe(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &seen{}
		g := resilience.NewGate(resilience.Limits{Concurrency: 2, Queue: 3}, nil, s)
		var now, most, refused atomic.Int32
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				leave, err := g.Enter(t.Context())
				if err != nil {
					native, ok := errors.AsType[*connectors.Error](err)
					if !ok || native.Kind != connectors.RateLimited || native.RetryAfter != time.Second {
						t.Errorf("got %v", err)
					}
					refused.Add(1)
					return
				}
				defer leave()
				most.Store(max(most.Load(), now.Add(1)))
				time.Sleep(time.Second)
				now.Add(-1)
			})
		}
		all.Wait()
		if most.Load() != 2 || refused.Load() != 3 {
			t.Errorf("%d at once, %d refused", most.Load(), refused.Load())
		}
		want := []string{"refused by queue", "refused by queue", "refused by queue",
			"waited for concurrency 1s", "waited for concurrency 1s", "waited for concurrency 2s"}
		if d := cmp.Diff(want, s.what); d != "" {
			t.Errorf("-want +got\n%s", d)
		}
	})
}

func TestWhoeverWaitsForACallToEndMayLeave(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := resilience.NewGate(resilience.Limits{Concurrency: 1, Queue: 1}, nil, nil)
		leave, err := g.Enter(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			if _, err := g.Enter(ctx); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("got %v", err)
			}
		}
		leave()
		if leave, err = g.Enter(t.Context()); err != nil {
			t.Fatal(err)
		}
		leave()
	})
}

func TestCallsAreNotMadeFasterThanTheirRate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &seen{}
		g := resilience.NewGate(resilience.Limits{Rate: resilience.Rate{PerSecond: 2, Burst: 2}}, nil, s)
		begun := time.Now()
		var at []time.Duration
		for range 5 {
			leave, err := g.Enter(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			leave()
			at = append(at, time.Since(begun))
		}
		if d := cmp.Diff([]time.Duration{0, 0, time.Second / 2, time.Second, 3 * time.Second / 2}, at); d != "" {
			t.Errorf("-want +got\n%s", d)
		}
		if d := cmp.Diff([]string{"waited for rate 500ms", "waited for rate 500ms", "waited for rate 500ms"}, s.what); d != "" {
			t.Errorf("-want +got\n%s", d)
		}
	})
}

func TestACallWhoseTurnComesTooLateIsRefusedAtOnceAndCostsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := resilience.NewGate(resilience.Limits{Concurrency: 1, Rate: resilience.Rate{PerSecond: 0.1}}, nil, nil)
		enter := func(patience time.Duration) error {
			ctx, cancel := context.WithTimeout(t.Context(), patience)
			defer cancel()
			leave, err := g.Enter(ctx)
			if err == nil {
				leave()
			}
			return err
		}
		begun := time.Now()
		if err := enter(time.Minute); err != nil {
			t.Fatal(err)
		}
		for range 3 {
			native, ok := errors.AsType[*connectors.Error](enter(5 * time.Second))
			if !ok || native.Kind != connectors.RateLimited || native.RetryAfter != 10*time.Second {
				t.Errorf("got %v", native)
			}
		}
		if err := enter(time.Minute); err != nil || time.Since(begun) != 10*time.Second {
			t.Errorf("after %s: %v", time.Since(begun), err)
		}
	})
}

func TestAStreamDoesNotKeepOthersOutWhileItIsRead(t *testing.T) {
	g := resilience.NewGate(resilience.Limits{Concurrency: 1}, nil, nil)
	e := resilience.Guarded(open(t, newFaulty(t)), g)
	rows := 0
	for _, err := range e.Rows(t.Context(), "phones", []connectors.Key{"1"}, "") {
		if err != nil {
			t.Fatal(err)
		}
		rows++
		if err := get(t.Context(), e); err != nil {
			t.Fatal(err)
		}
	}
	if rows != 3 {
		t.Errorf("%d rows", rows)
	}
	if err := update(t.Context(), e); err != nil {
		t.Error(err)
	}
}

func TestAStreamThatIsRefusedSaysSo(t *testing.T) {
	g := resilience.NewGate(resilience.Limits{Concurrency: 1}, nil, nil)
	if _, err := g.Enter(t.Context()); err != nil {
		t.Fatal(err)
	}
	e := resilience.Guarded(open(t, newFaulty(t)), g)
	if err := stream(0)(t.Context(), e); !errors.Is(err, connectors.RateLimited) {
		t.Errorf("got %v", err)
	}
}
