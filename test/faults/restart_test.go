package faults

import (
	"context"
	"net/http"
	"testing"
)

// sessions ends every session of the gateway, with what a server says that shuts down.
func (s *site) endSessions() {
	s.Helper()
	if s.dialect == "postgres" {
		s.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'scimgate' AND pid <> pg_backend_pid()")
		return
	}
	rows, err := s.db.Query(context.Background(), "SELECT CAST(id AS CHAR) FROM information_schema.processlist WHERE db = DATABASE() AND id <> CONNECTION_ID()")
	s.must(err)
	var ids []string
	s.must(rows.Each(func(scan func(...any) error) error {
		var id string
		err := scan(&id)
		ids = append(ids, id)
		return err
	}))
	for _, id := range ids {
		// It may have ended by itself.
		_, _ = s.db.Pool().ExecContext(context.Background(), "KILL CONNECTION "+id)
	}
}

func TestAServerThatWasRestartedIsServedFromAtOnce(t *testing.T) {
	each(t, servers, options{}, func(s *site) {
		id := s.idOf("ada")
		s.wantStatus("before", s.do(http.MethodGet, "/Users/"+id, ""), http.StatusOK)
		s.endSessions()
		s.wantStatus("a read", s.do(http.MethodGet, "/Users/"+id, ""), http.StatusOK)
		s.wantServing(id)
	})
}

func TestWhileTheServerIsAwayClientsAreToldToComeAgain(t *testing.T) {
	each(t, servers, options{}, func(s *site) {
		id, before := s.idOf("ada"), s.everything()
		s.network.Down(true)
		s.wantUnavailable("a read", s.do(http.MethodGet, "/Users/"+id, ""))
		s.wantUnavailable("a list", s.do(http.MethodGet, "/Users?filter=userName+eq+%22ada%22", ""))
		s.wantUnavailable("a change", s.do(http.MethodPatch, "/Users/"+id, rename("x")))
		s.wantUnavailable("a create", s.do(http.MethodPost, "/Users", user("grace")))
		s.wantUnavailable("a delete", s.do(http.MethodDelete, "/Users/"+id, ""))
		s.network.Down(false)
		if after := s.everything(); after != before {
			s.Errorf("there is\n%s", after)
		}
		s.wantStatus("the create again", s.do(http.MethodPost, "/Users", user("grace")), http.StatusCreated)
		s.wantServing(id)
	})
}
