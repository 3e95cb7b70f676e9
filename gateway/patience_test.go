package gateway_test

import (
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/gateway/gatewaytest"
	"github.com/scimgate/scimgate/scim"
)

// patient is a site whose writes wait for one another.
type patient struct {
	site
	begins *atomic.Pointer[func()] // called whenever somebody asks for an intent
}

func newPatient(t *testing.T, patience time.Duration) patient {
	limits := gatewaytest.Limits()
	limits.Patience = patience
	s := patient{newSite(t, gatewaytest.Options{Limits: limits}), new(atomic.Pointer[func()])}
	s.Links.Fail = func(call string) error {
		if begins := s.begins.Load(); begins != nil && call == "Begin" {
			(*begins)()
		}
		return nil
	}
	return s
}

// held begins to create ada, and comes back when the application is about to, which has this outcome once done is called.
func (s site) held(outcome error) (done func() error) {
	s.t.Helper()
	reached, goOn := make(chan bool), make(chan bool)
	first := once("Create", errLost)
	s.Users.Fail = func(call string) error {
		if first(call) == nil {
			return nil
		}
		close(reached)
		<-goOn
		return outcome
	}
	created := s.creating(ada)
	<-reached
	return func() error { close(goOn); return <-created }
}

// creating creates a user meanwhile.
func (s site) creating(body string) <-chan error {
	s.t.Helper()
	r, answer := s.resource("User", body), make(chan error, 1)
	go func() { answer <- second(s.endpoint("User").Create(s.t.Context(), r, s.view())) }()
	return answer
}

// asked comes back when somebody has asked for an intent so many times from now on.
func (s patient) asked(times int64) (wait func()) {
	var n atomic.Int64
	enough := make(chan bool)
	s.begins.Store(new(func() {
		if n.Add(1) == times {
			close(enough)
		}
	}))
	return func() { <-enough }
}

func TestACreateWaitsForAnotherOfTheSameAccountAndLearnsThatItIsTaken(t *testing.T) {
	s := newPatient(t, time.Hour)
	done := s.held(nil)
	wait := s.asked(3)
	answer := s.creating(ada)
	wait()
	if err := done(); err != nil {
		t.Fatal(err)
	}
	refused(t, <-answer, 409, scim.Uniqueness)
}

func TestACreateWaitsForAnotherThatFailsAndTakesItsPlace(t *testing.T) {
	s := newPatient(t, time.Hour)
	done := s.held(connectors.Errorf(connectors.Unavailable, "create", "refused"))
	wait := s.asked(3)
	answer := s.creating(ada)
	wait()
	refused(t, done(), 503, "")
	if err := <-answer; err != nil {
		t.Error(err)
	}
}

func TestWhoseAccountIsBeingWrittenForTooLongComesAgain(t *testing.T) {
	s := newPatient(t, 0)
	done := s.held(nil)
	_, err := s.create("User", ada)
	if e := refused(t, err, 503, ""); e.RetryAfter < time.Second {
		t.Errorf("it is to come again after %s", e.RetryAfter)
	}
	if err := done(); err != nil {
		t.Fatal(err)
	}
}

func TestARenameWaitsForACreateOfItsNewName(t *testing.T) {
	s := newPatient(t, time.Hour)
	id := s.made("User", user("brian"))
	done := s.held(nil)
	wait := s.asked(3)
	answer := make(chan error, 1)
	go func() {
		_, err := s.patch("User", id, `{"op":"replace","path":"userName","value":"ada"}`, s.view())
		answer <- err
	}()
	wait()
	if err := done(); err != nil {
		t.Fatal(err)
	}
	refused(t, <-answer, 409, scim.Uniqueness)
}

func TestOfParallelCreatesOfOneAccountOneSucceedsAndTheOthersAreConflicts(t *testing.T) {
	s := newPatient(t, time.Hour)
	var wg sync.WaitGroup
	errs := make([]error, 16)
	for i := range errs {
		wg.Go(func() { _, errs[i] = s.create("User", ada) })
	}
	wg.Wait()
	made := 0
	for _, err := range errs {
		if err == nil {
			made++
		} else if e, _ := errors.AsType[*scim.Error](err); e == nil || e.Status != 409 {
			t.Errorf("got %v", err)
		}
	}
	if n := len(s.Tables.Rows("employees")); made != 1 || n != 1 {
		t.Errorf("%d creates succeeded and there are %d employees", made, n)
	}
}
