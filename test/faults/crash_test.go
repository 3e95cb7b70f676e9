package faults

import (
	"context"
	"net/http"
	"testing"

	"github.com/scimgate/scimgate/internal/testenv"
	"github.com/scimgate/scimgate/internal/testenv/server"
)

// mortal runs a test in front of each database on a server of its own, which the test may end and start again.
func mortal(t *testing.T, test func(s *site, own *server.Server)) {
	kinds := map[string]server.Service{"postgres": server.Postgres(), "mysql": server.MariaDB()}
	for _, dialect := range servers {
		t.Run(dialect, func(t *testing.T) {
			own := testenv.Own(t, kinds[dialect])
			test(newSite(t, dialect, options{timeout: "10s", server: own}), own)
		})
	}
}

// ends are the ways in which a server goes away.
func ends(own *server.Server) map[string]func() {
	return map[string]func(){"stopped": own.Stop, "killed": own.Kill}
}

func TestAServerThatEndsAmidAWriteLeavesNothingHalfWritten(t *testing.T) {
	mortal(t, func(s *site, own *server.Server) {
		id := s.idOf("ada")
		for how, end := range ends(own) {
			s.sql("UPDATE people SET first_name = 'Ada' WHERE no = 1", "DELETE FROM phones WHERE person = 1", "INSERT INTO phones (person, number) VALUES (1, '+1')")
			before := s.everything()
			s.other("UPDATE phones SET number = 'theirs' WHERE person = 1") // the gateway has written the person, and waits
			write := s.later(http.MethodPatch, "/Users/"+id, rename("ours"))
			s.awaitLock()
			end()
			s.wantUnavailable("the write while the server is "+how, write())
			s.wantUnavailable("a read", s.do(http.MethodGet, "/Users/"+id, ""))
			s.wantUnavailable("a create", s.do(http.MethodPost, "/Users", user("grace")))
			s.must(own.Start(context.Background()))
			if after := s.everything(); after != before {
				s.Errorf("%s: there is\n%s", how, after)
			}
			s.wantServing(id)
		}
	})
}

func TestAServerThatEndsAmidAReadIsToldOf(t *testing.T) {
	mortal(t, func(s *site, own *server.Server) {
		id := s.idOf("ada")
		for how, end := range ends(own) {
			lock := map[string]string{"postgres": "LOCK TABLE people", "mysql": "LOCK TABLES people WRITE"}[s.dialect]
			s.other(lock)
			read := s.later(http.MethodGet, "/Users/"+id, "")
			s.awaitLock()
			end()
			s.wantUnavailable("the read while the server is "+how, read())
			s.must(own.Start(context.Background()))
			s.wantServing(id)
		}
	})
}

// The pool holds connections to a server that is no more. No request has been sent by them, so that none fails.
func TestAServerThatEndsBetweenRequestsIsMissedByNobody(t *testing.T) {
	mortal(t, func(s *site, own *server.Server) {
		id := s.idOf("ada")
		restart := func(end func()) {
			end()
			s.must(own.Start(context.Background()))
		}
		for how, end := range ends(own) {
			restart(end)
			s.wantStatus(how+": a read", s.do(http.MethodGet, "/Users/"+id, ""), http.StatusOK)
			restart(end)
			s.wantStatus(how+": a change", s.do(http.MethodPatch, "/Users/"+id, rename(how)), http.StatusOK)
			restart(end)
			s.wantStatus(how+": a create", s.do(http.MethodPost, "/Users", user(how)), http.StatusCreated)
			restart(end)
			s.wantServing(id) // what was committed is there
		}
	})
}
