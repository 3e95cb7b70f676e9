package faults

import (
	"context"
	"net/http"
	"testing"
)

// A client that leaves takes its statement along: the server does not go on waiting for a lock on its behalf.
func TestAClientThatLeavesLeavesNoStatementBehind(t *testing.T) {
	each(t, servers, options{timeout: "60s"}, func(s *site) {
		id, before := s.idOf("ada"), s.everything()
		other := s.other("UPDATE people SET first_name = first_name WHERE no = 1")
		ctx, leave := context.WithCancel(s.Context())
		gone := make(chan answer)
		go func() { gone <- s.ask(ctx, http.MethodPatch, "/Users/"+id, rename("x")) }()
		s.awaitLock()
		leave()
		if a := <-gone; a.err == nil {
			s.Errorf("the client was answered: %+v", a)
		}
		s.awaitNoLock()
		_, err := other.ExecContext(context.Background(), "ROLLBACK")
		s.must(err)
		if after := s.everything(); after != before {
			s.Errorf("there is\n%s", after)
		}
		s.wantServing(id)
	})
}
