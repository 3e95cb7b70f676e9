package faults

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/scimgate/scimgate/internal/testenv"
)

func TestAReadWhoseConnectionBreaksIsReadOnceMore(t *testing.T) {
	each(t, servers, options{}, func(s *site) {
		id := s.idOf("ada")
		for _, side := range []testenv.Side{testenv.Requests, testenv.Answers} {
			s.network.Hold(side)
			read := s.later(http.MethodGet, "/Users/"+id, "")
			s.network.Await(1)
			s.network.Cut()
			s.network.Hold(testenv.Nothing)
			s.wantStatus("the read", read(), http.StatusOK)
		}
	})
}

func TestAWriteWhoseConnectionBreaksIsUndone(t *testing.T) {
	each(t, servers, options{}, func(s *site) {
		id, before := s.idOf("ada"), s.everything()
		s.network.Hold(testenv.Answers)
		write := s.later(http.MethodPatch, "/Users/"+id, rename("lost"))
		s.network.Await(1)
		s.network.Pass() // what breaks before the transaction has begun costs nothing
		s.network.Await(1)
		s.network.Cut()
		s.network.Hold(testenv.Nothing)
		s.wantUnavailable("the write", write())
		if after := s.everything(); after != before {
			s.Errorf("there is\n%s", after)
		}
		s.wantServing(id)
	})
}

// The connection breaks before the n-th answer to a create, for n from the second on: sooner or later it is the one
// that says that the person is there.
func TestACreateWhoseAnswerIsLostMakesOnePerson(t *testing.T) {
	each(t, servers, options{}, func(s *site) {
		body := func(login string) string {
			return strings.Replace(user(login), `,"phoneNumbers":[{"value":"+9"}]`, "", 1)
		}
		for n := 1; ; n++ {
			login := fmt.Sprintf("grace%d", n)
			s.wantStatus("a create before", s.do(http.MethodPost, "/Users", body("first"+login)), http.StatusCreated)
			s.network.Hold(testenv.Answers)
			create := s.later(http.MethodPost, "/Users", body(login))
			for range n {
				s.network.Await(1)
				s.network.Pass()
			}
			s.network.Await(1)
			s.network.Cut()
			s.network.Hold(testenv.Nothing)
			first := create()
			if first.Status == http.StatusCreated {
				continue // nothing was written when it broke
			}
			s.wantUnavailable(login, first)
			made := strings.Count(s.everything(), "|"+login+"|")
			s.clock.Add(int64(time.Minute / time.Second))
			again := s.do(http.MethodPost, "/Users", body(login))
			s.wantStatus("the retry", again, http.StatusCreated)
			if n := strings.Count(s.everything(), "|"+login+"|"); n != 1 {
				s.Errorf("there are %d of them", n)
			}
			if made > 0 || s.Failed() {
				s.wantServing(again.ID)
				return
			}
		}
	})
}
