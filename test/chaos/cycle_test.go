package chaos

import (
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/scimgate/scimgate/internal/failpoint"
	"github.com/scimgate/scimgate/internal/testenv"
)

var seed = flag.Uint64("seed", 0, "of the plan; 0: another one each time")

const (
	// attempts are more than an operation ever takes.
	attempts = 12
	// away is how long an identity provider waits before it tries again: longer than the lease of whatever a killed
	// gateway held.
	away = 31 * time.Second
	// few are places that only what follows an interruption may come by.
	few = 4
	// settled is when the janitor gives up what left nothing behind.
	settled = 10 * time.Minute
)

func TestWhereverTheGatewayIsKilledEverythingEndsAsItWasAskedFor(t *testing.T) {
	for _, dialect := range []string{"sqlite", "postgres"} {
		t.Run(dialect, func(t *testing.T) {
			n := *seed
			if n == 0 {
				n = rand.Uint64()
			}
			t.Logf("seed %d", n)
			s := newSite(t, dialect, rand.New(rand.NewPCG(n, 0)))
			s.rehearse()
			cycles, most := testenv.N(12, 300), testenv.N(12, 900)
			for i := 0; i < cycles || i < most && len(s.targets.missed()) > 0; i++ {
				o := s.any()
				if err := s.cycle(o); err != nil {
					t.Fatalf("seed %d, cycle %d, %s, killed at %q: %v\n%s", n, i, o, s.killed, err, s.running.log)
				}
				if i%50 == 49 {
					t.Logf("%d cycles, %d of %d places left", i+1, len(s.targets.missed()), len(s.targets.reachable))
				}
			}
			s.finish()
			if missed := s.targets.missed(); len(missed) > 0 && most > cycles {
				t.Errorf("seed %d: never killed at %q", n, missed)
			}
		})
	}
}

// any is an operation drawn by chance.
func (s *site) any() operation {
	a := pick(s.plan, s.apps)
	return s.draw(a, pick(s.plan, kinds(a)), pick(s.plan, styles()))
}

// rehearse does an operation of each kind without a kill, which shows where each comes by.
func (s *site) rehearse() {
	s.Helper()
	for _, a := range s.apps {
		for range 4 {
			s.rehearsed(s.draw(a, "create", entra))
		}
		for _, kind := range kinds(a) {
			for _, style := range styles() {
				if kind == "stranger" {
					continue // the first of them is another than the next
				}
				s.rehearsed(s.draw(a, kind, style))
			}
		}
	}
}

func (s *site) rehearsed(o operation) {
	s.Helper()
	s.running.heard()
	if err := errors.Join(o.do(s.to(o.app, o.style)), s.check()); err != nil {
		s.Fatalf("%s, without a kill: %v\n%s", o, err, s.running.log)
	}
	s.targets.routes[o.class()] = s.running.heard()
}

// cycle does an operation during which the gateway is killed, once or more often.
func (s *site) cycle(o operation) error {
	s.killed = nil
	s.order(s.targets.next(s.plan, o))
	var err error
	for range attempts {
		err = o.do(s.to(o.app, o.style))
		switch {
		case err == nil:
			s.order(failpoint.Order{})
			if s.running.isOver() { // just after the answer
				s.again(failpoint.Order{})
			}
			return errors.Join(s.check(), s.checkIDs())
		case errors.Is(err, errLost):
			if !s.running.died() {
				return fmt.Errorf("the gateway ended with %s", s.running.cmd.ProcessState)
			}
			next := failpoint.Order{}
			if s.IntN(3) == 0 || len(s.targets.missed()) < few {
				next = s.targets.rare(s.plan)
			}
			s.ahead += away
			s.again(next)
		case errors.Is(err, errAgain):
			s.ahead += away
			s.order(failpoint.Order{})
		default:
			return err
		}
	}
	return broken("it is never done: %v", err)
}

// finish starts the gateway once more, when all that was interrupted is long ago, and looks at what is left.
func (s *site) finish() {
	s.Helper()
	s.running.stop()
	s.ahead += settled
	s.start(failpoint.Order{})
	s.running.await("store.Sweep after") // which the janitor does last
	if err := errors.Join(s.check(), s.checkIDs(), s.checkIntents()); err != nil {
		s.Error(err)
	}
}
