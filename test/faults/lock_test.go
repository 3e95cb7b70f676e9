package faults

import (
	"context"
	"database/sql"
	"net/http"
	"strings"
	"testing"
	"time"
)

// other is somebody else's session, in a transaction.
func (s *site) other(statements ...string) *sql.Conn {
	s.Helper()
	conn, err := s.db.Pool().Conn(context.Background())
	s.must(err)
	s.Cleanup(func() { _ = conn.Close() })
	begin := map[string]string{"sqlite": "BEGIN IMMEDIATE"}[s.dialect]
	if begin == "" {
		begin = "BEGIN"
	}
	for _, text := range append([]string{begin}, statements...) {
		_, err := conn.ExecContext(context.Background(), text)
		s.must(err)
	}
	return conn
}

func TestAWriteThatWaitsTooLongIsUndoneAndComesAgain(t *testing.T) {
	each(t, []string{"sqlite", "postgres", "mysql"}, options{}, func(s *site) {
		id, before := s.idOf("ada"), s.everything()
		other := s.other("UPDATE people SET first_name = first_name WHERE no = 1")
		s.wantUnavailable("the write", s.do(http.MethodPatch, "/Users/"+id, rename("late")))
		_, err := other.ExecContext(context.Background(), "ROLLBACK")
		s.must(err)
		if after := s.everything(); after != before {
			s.Errorf("there is\n%s", after)
		}
		s.wantServing(id)
	})
}

// The gateway has the person and wants the phones; somebody else has the phones and wants the person. The gateway is
// the one to give way, and begins again.
func TestAWriteThatDeadlocksIsDoneInTheEnd(t *testing.T) {
	each(t, servers, options{timeout: "10s"}, func(s *site) {
		id := s.idOf("ada")
		var first []string
		if s.dialect == "postgres" {
			first = []string{"SET LOCAL deadlock_timeout = '20s'"} // whoever looks first gives way
		} else {
			for range 5 { // whoever wrote less gives way
				first = append(first, "INSERT INTO people (login, status) SELECT concat('p', count(*)), 'A' FROM people AS p")
			}
		}
		other := s.other(append(first, "UPDATE phones SET number = 'theirs' WHERE person = 1")...)
		write := s.later(http.MethodPatch, "/Users/"+id, rename("ours"))
		s.awaitLock()
		for _, text := range []string{"UPDATE people SET status = 'A', first_name = 'Theirs' WHERE no = 1", "COMMIT"} {
			_, err := other.ExecContext(context.Background(), text)
			s.must(err)
		}
		s.wantStatus("the write", write(), http.StatusOK)
		if now := s.everything(); !strings.Contains(now, "1|ada|ours|A") || strings.Count(now, "|ours|") != 2 || strings.Contains(now, "theirs") {
			s.Errorf("there is\n%s", now)
		}
	})
}

// awaitLock returns when somebody waits for a lock.
func (s *site) awaitLock() { s.Helper(); s.awaitWaiters(true) }

// awaitNoLock returns when nobody does any more.
func (s *site) awaitNoLock() { s.Helper(); s.awaitWaiters(false) }

func (s *site) awaitWaiters(some bool) {
	s.Helper()
	query := "SELECT count(*) FROM pg_locks WHERE NOT granted AND pid IN (SELECT pid FROM pg_stat_activity WHERE datname = current_database())"
	if s.dialect == "mysql" {
		query = "SELECT count(*) FROM information_schema.processlist WHERE db = DATABASE() AND id <> CONNECTION_ID() AND command <> 'Sleep'"
	}
	ctx, cancel := context.WithTimeout(s.Context(), 20*time.Second)
	defer cancel()
	for waiting := !some; waiting != some; {
		var n int
		s.must(s.db.Pool().QueryRowContext(ctx, query).Scan(&n))
		waiting = n > 0
	}
}
