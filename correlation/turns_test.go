package correlation_test

import (
	"context"
	"errors"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/correlation"
	"github.com/scimgate/scimgate/internal/testenv"
)

// lockers are those of n replicas that share a store.
func lockers(t *testing.T, n int, dialect, dsn string, c *clock, patience time.Duration) []connectors.Locker {
	list := make([]connectors.Locker, n)
	for i := range list {
		st := opener(dialect, dsn)(t, correlation.Options{Clock: c.Now})
		list[i] = correlation.Turns(st, correlation.Scope{App: "desk"}, correlation.TurnOptions{Clock: c.Now, Patience: patience})
	}
	return list
}

func TestThoseWhoWaitForATurnHaveItOneAtATime(t *testing.T) {
	for dialect, dsn := range map[string]string{"sqlite": filepath.Join(t.TempDir(), "links.db"), "postgres": testenv.Postgres(t), "mysql": testenv.MariaDB(t)} {
		t.Run(dialect, func(t *testing.T) {
			replicas := lockers(t, 3, dialect, dsn, new(clock), time.Minute)
			inside := make(chan struct{}, 1)
			var wg sync.WaitGroup
			for i := range 12 {
				wg.Go(func() {
					turn, err := replicas[i%3].Lock(t.Context(), "teams 7", 10*time.Second)
					if err != nil {
						t.Error(err)
						return
					}
					defer turn.End()
					select {
					case inside <- struct{}{}:
					default:
						t.Error("two have the turn")
						return
					}
					_, cancel, err := turn.During(t.Context(), time.Second)
					if err != nil {
						t.Error(err)
						return
					}
					cancel()
					<-inside
				})
			}
			wg.Wait()
		})
	}
}

func TestATurnThatTakesTooLongToComeIsRefused(t *testing.T) {
	replicas := lockers(t, 2, "sqlite", filepath.Join(t.TempDir(), "links.db"), new(clock), time.Millisecond)
	first := must[connectors.Turn](t)(replicas[0].Lock(t.Context(), "teams 7", 10*time.Second))
	_, err := replicas[1].Lock(t.Context(), "teams 7", 10*time.Second)
	refused(t, err)
	must[connectors.Turn](t)(replicas[1].Lock(t.Context(), "teams 8", 10*time.Second)).End()
	first.End()
	must[connectors.Turn](t)(replicas[1].Lock(t.Context(), "teams 7", 10*time.Second)).End()
}

// refused checks that err is nobody's to repeat but the client's.
func refused(t *testing.T, err error) {
	t.Helper()
	if !errors.Is(err, connectors.Unavailable) || !errors.Is(err, connectors.ErrNotAsked) {
		t.Errorf("error %v", err)
	}
}

func TestATurnLastsForAsLongAsItsCallsTake(t *testing.T) {
	clock := new(clock)
	replicas := lockers(t, 2, "sqlite", filepath.Join(t.TempDir(), "links.db"), clock, time.Millisecond)
	turn := must[connectors.Turn](t)(replicas[0].Lock(t.Context(), "teams 7", 10*time.Second))
	clock.Advance(6 * time.Second)
	during, cancel, err := turn.During(t.Context(), 10*time.Second)
	ok(t, err)
	defer cancel()
	if until, bounded := during.Deadline(); !bounded || time.Until(until) < 9*time.Second {
		t.Errorf("the call may take until %s", until)
	}
	clock.Advance(10 * time.Second) // when the turn as it was at first would be over
	_, err = replicas[1].Lock(t.Context(), "teams 7", 10*time.Second)
	refused(t, err)
}

func TestWhoseTurnIsOverMakesNoMoreCalls(t *testing.T) {
	clock := new(clock)
	replicas := lockers(t, 2, "sqlite", filepath.Join(t.TempDir(), "links.db"), clock, time.Millisecond)
	slow := must[connectors.Turn](t)(replicas[0].Lock(t.Context(), "teams 7", 10*time.Second))
	clock.Advance(time.Minute)
	quick := must[connectors.Turn](t)(replicas[1].Lock(t.Context(), "teams 7", 10*time.Second))
	_, _, err := slow.During(t.Context(), time.Second)
	refused(t, err)
	slow.End() // which is not theirs to end
	_, err = replicas[0].Lock(t.Context(), "teams 7", 10*time.Second)
	refused(t, err)
	quick.End()
}

func TestWithoutTheStoreNobodyHasATurn(t *testing.T) {
	clock := new(clock)
	st := must[correlation.Store](t)(correlation.OpenSQL(t.Context(), "sqlite", filepath.Join(t.TempDir(), "links.db"), correlation.Options{Clock: clock.Now}))
	locker := correlation.Turns(st, correlation.Scope{App: "desk"}, correlation.TurnOptions{Clock: clock.Now, Patience: time.Minute})
	turn := must[connectors.Turn](t)(locker.Lock(t.Context(), "teams 7", 10*time.Second))
	ok(t, st.Close())
	_, err := locker.Lock(t.Context(), "teams 8", 10*time.Second)
	refused(t, err)
	clock.Advance(6 * time.Second)
	_, _, err = turn.During(t.Context(), 10*time.Second)
	refused(t, err)
	turn.End()
}

func TestWhoLeavesWhileWaitingForATurnLeavesNothingBehind(t *testing.T) {
	replicas := lockers(t, 2, "sqlite", filepath.Join(t.TempDir(), "links.db"), new(clock), time.Minute)
	first := must[connectors.Turn](t)(replicas[0].Lock(t.Context(), "teams 7", 10*time.Second))
	gone, leave := context.WithCancel(t.Context())
	left := make(chan error, 1)
	go func() {
		_, err := replicas[1].Lock(gone, "teams 7", 10*time.Second)
		left <- err
	}()
	leave()
	if err := <-left; !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	first.End()
	if _, err := replicas[1].Lock(gone, "teams 7", 10*time.Second); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	must[connectors.Turn](t)(replicas[0].Lock(t.Context(), "teams 7", 10*time.Second)).End()
}
