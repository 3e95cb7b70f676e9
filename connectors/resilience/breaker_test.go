package resilience_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/connectors/resilience"
)

// hands is a clock that goes when it is told to.
type hands struct{ now time.Time }

func newHands() *hands { return &hands{time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)} }

func (h *hands) Now() time.Time { return h.now }

func (h *hands) pass(d time.Duration) { h.now = h.now.Add(d) }

// broken is a breaker that opens with the third failure in a row and rests for ten seconds.
func broken(h *hands, s resilience.Observer) *resilience.Breaker {
	return resilience.NewBreaker(resilience.BreakerSettings{Failures: 3, Rest: 10 * time.Second, Probes: 2}, resilience.Options{Clock: h.Now, Observe: s})
}

func TestABreakerOpensOnAnApplicationThatDoesNotAnswer(t *testing.T) {
	late := context.DeadlineExceeded
	is := func(kinds ...connectors.Kind) (errs []error) {
		for _, k := range kinds {
			var err error
			if k != "" {
				err = &connectors.Error{Kind: k}
			}
			errs = append(errs, err)
		}
		return errs
	}
	down, unsure := connectors.Unavailable, connectors.OutcomeUnknown
	for _, c := range []struct {
		name     string
		outcomes []error
		want     resilience.State
	}{
		{"three failures in a row", is(down, down, down), resilience.Open},
		{"of every sort", append(is(down, unsure), late), resilience.Open},
		{"but not two", is(down, down), resilience.Closed},
		{"nor three with an answer between", is(down, down, "", down), resilience.Closed},
		{"a refusal being an answer", is(down, down, connectors.Conflict, down), resilience.Closed},
		{"like one for want of a record", is(down, down, connectors.NotFound, down), resilience.Closed},
		{"and one for a value", is(down, down, connectors.Invalid, down), resilience.Closed},
		{"a request for patience is neither", is(down, down, connectors.RateLimited, down), resilience.Open},
		{"and no failure", is(connectors.RateLimited, connectors.RateLimited, connectors.RateLimited), resilience.Closed},
		{"nor is a client that left", []error{context.Canceled, context.Canceled, context.Canceled}, resilience.Closed},
		{"nor that it was not asked", []error{notAsked(), notAsked(), notAsked()}, resilience.Closed},
		{"nor a defect of ours", is(connectors.Internal, connectors.Internal, connectors.Internal), resilience.Closed},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := broken(newHands(), nil)
			for _, outcome := range c.outcomes {
				leave, err := b.Admit(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				leave(outcome)
			}
			if got := b.State(); got != c.want {
				t.Errorf("it is %s, want %s", got, c.want)
			}
		})
	}
}

func notAsked() error {
	return connectors.Errorf(connectors.Unavailable, "wait", "%w: %w", connectors.ErrNotAsked, context.DeadlineExceeded)
}

func TestAnOperationWhoseClientLeftSaysNothing(t *testing.T) {
	b := broken(newHands(), nil)
	for range 3 {
		ctx, cancel := context.WithCancel(t.Context())
		leave, err := b.Admit(ctx)
		if err != nil {
			t.Fatal(err)
		}
		cancel()
		leave(&connectors.Error{Kind: connectors.OutcomeUnknown})
	}
	if b.State() != resilience.Closed {
		t.Error("it opened")
	}
}

// opened is a breaker that has just opened.
func opened(t *testing.T, h *hands, s resilience.Observer) *resilience.Breaker {
	t.Helper()
	b := broken(h, s)
	fail(t, b, 3)
	if b.State() != resilience.Open {
		t.Fatalf("it is %s", b.State())
	}
	return b
}

func fail(t *testing.T, b *resilience.Breaker, times int) {
	t.Helper()
	for range times {
		leave, err := b.Admit(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		leave(down.error())
	}
}

// wantRefusal checks that the breaker refuses, and for how long.
func wantRefusal(t *testing.T, b *resilience.Breaker, wait time.Duration) {
	t.Helper()
	_, err := b.Admit(t.Context())
	native, ok := errors.AsType[*connectors.Error](err)
	if !ok || native.Kind != connectors.Unavailable || native.RetryAfter != wait {
		t.Errorf("got %#v, want a refusal for %s", err, wait)
	}
}

func TestAnOpenBreakerRefusesAtOnceAndSaysForHowLong(t *testing.T) {
	h, s := newHands(), &seen{}
	b := opened(t, h, s)
	wantRefusal(t, b, 10*time.Second)
	h.pass(9 * time.Second)
	wantRefusal(t, b, time.Second)
	if d := cmp.Diff([]string{"turned open", "refused by breaker", "refused by breaker"}, s.what); d != "" {
		t.Errorf("-want +got\n%s", d)
	}
}

func TestAfterItsRestABreakerLetsAFewThrough(t *testing.T) {
	admit := func(t *testing.T, b *resilience.Breaker) func(error) {
		leave, err := b.Admit(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return leave
	}
	t.Run("no more at once than it may", func(t *testing.T) {
		h := newHands()
		b := opened(t, h, nil)
		h.pass(10 * time.Second)
		first := admit(t, b)
		admit(t, b)
		wantRefusal(t, b, time.Second)
		first(busy.error()) // which says nothing
		admit(t, b)
		if b.State() != resilience.HalfOpen {
			t.Errorf("it is %s", b.State())
		}
	})
	t.Run("whose success closes it", func(t *testing.T) {
		h := newHands()
		b := opened(t, h, nil)
		h.pass(10 * time.Second)
		first, second := admit(t, b), admit(t, b)
		first(nil)
		if b.State() != resilience.Closed {
			t.Errorf("it is %s", b.State())
		}
		second(down.error()) // begun before, it says nothing any more
		fail(t, b, 2)
		if b.State() != resilience.Closed {
			t.Error("it opened after two failures")
		}
	})
	t.Run("whose failure opens it again", func(t *testing.T) {
		h := newHands()
		b := opened(t, h, nil)
		h.pass(10 * time.Second)
		first, second := admit(t, b), admit(t, b)
		first(down.error())
		second(nil)
		wantRefusal(t, b, 10*time.Second)
	})
}

func TestWhatBeganBeforeABreakerOpenedSaysNothing(t *testing.T) {
	h := newHands()
	b := broken(h, nil)
	leave, err := b.Admit(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	fail(t, b, 3)
	h.pass(5 * time.Second)
	leave(down.error())
	wantRefusal(t, b, 5*time.Second)
}

func TestAPingGoesPastTheBreakerAndClosesIt(t *testing.T) {
	h := newHands()
	f := newFaulty(t, down, down, down, down)
	c := resilience.Wrap(f, resilience.Settings{Breaker: resilience.BreakerSettings{Failures: 3, Rest: 10 * time.Second}}, resilience.Options{Clock: h.Now})
	for range 3 {
		if err := c.Ping(t.Context()); !errors.Is(err, connectors.Unavailable) {
			t.Fatal(err)
		}
	}
	if c.State() != resilience.Open {
		t.Errorf("after three pings that failed it is %s", c.State())
	}
	_ = c.Ping(t.Context())
	if c.State() != resilience.Open {
		t.Errorf("after one more it is %s", c.State())
	}
	if err := c.Ping(t.Context()); err != nil || c.State() != resilience.Closed {
		t.Errorf("after one that was answered it is %s: %v", c.State(), err)
	}
}

func TestAnOpenBreakerEndsRetriesAtOnce(t *testing.T) {
	f := newFaulty(t, down, down, down, down)
	c := resilience.Wrap(f, resilience.Settings{
		Retries: resilience.Retries{Most: 5, First: 1}, Breaker: resilience.BreakerSettings{Failures: 3, Rest: time.Second},
	}, resilience.Options{Clock: newHands().Now})
	err := get(t.Context(), open(t, c))
	native, ok := errors.AsType[*connectors.Error](err)
	if !ok || native.Kind != connectors.Unavailable || native.RetryAfter != time.Second || f.calls() != 3 {
		t.Errorf("%d calls, then %v", f.calls(), err)
	}
}
