package gateway_test

import (
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/gateway/gatewaytest"
	"github.com/scimgate/scimgate/scim"
)

// persist does what a client does: it sends a request again until it is answered, each time a minute later.
func (s *lot) persist(request func() error) {
	s.t.Helper()
	for range 5 {
		err := request()
		if err == nil {
			return
		}
		if e, ok := errors.AsType[*scim.Error](err); !ok || e.Status != 503 {
			s.t.Fatal(err)
		}
		s.Set(s.Now().Add(time.Minute))
	}
	s.t.Fatal("it does not end")
}

// comes creates somebody, or finds that this was done.
func (s *lot) comes(name string) error {
	a, err := s.create("User", called(name))
	if e, ok := errors.AsType[*scim.Error](err); ok && e.ScimType == scim.Uniqueness {
		return nil
	}
	if err == nil && a.Resource.Text("id") != s.ids[name] {
		s.t.Fatalf("%s came back as %s", name, a.Resource.Text("id"))
	}
	return err
}

// Whichever call to the store or to the application fails or is done without an answer, and however often the clients
// then send their requests: in the end whoever was put in is in, and whoever was taken out is out.
func TestWhicheverCallFailsWhatIsParkedIsNeitherLostNorStoredTooOften(t *testing.T) {
	for _, c := range []struct {
		name   string
		inject func(s *lot, fail func(call string) error)
	}{
		{"the store is down", func(s *lot, fail func(string) error) { s.Links.Fail = fail }},
		{"the application is down", func(s *lot, fail func(string) error) { s.Groups.Fail, s.Users.Fail = fail, fail }},
		{"the application does not answer", func(s *lot, fail func(string) error) { s.Groups.After, s.Users.After = fail, fail }},
	} {
		t.Run(c.name, func(t *testing.T) {
			for n, reached := 0, true; reached; n++ {
				reached = false
				t.Run(fmt.Sprint("call ", n), func(t *testing.T) {
					s := parking(t)
					var calls atomic.Int64
					over, down := false, gatewaytest.Down
					if c.name != "the store is down" {
						down = connectors.Errorf(connectors.OutcomeUnknown, "call", "connection reset")
					}
					c.inject(s, func(string) error {
						if calls.Add(1)-1 == int64(n) && !over {
							reached = true
							return down
						}
						return nil
					})
					s.persist(func() error { return s.patched("Group", s.group, addAll) })
					s.persist(func() error { return s.comes("ada") })
					s.persist(func() error {
						return s.patched("Group", s.group, `{"op":"remove","path":"members[value eq \"<bea>\"]"}`)
					})
					s.persist(func() error { return s.comes("bea") })
					s.persist(func() error {
						_, err := s.endpoint("Group").SweepParked(t.Context())
						return err
					})
					over = true
					s.Set(s.Now().Add(time.Minute)) // what was taken and not given back is nobody's by now
					s.sweep()
					s.is("ada cid", "")
					if rows := s.Tables.Rows("employee_roles"); len(rows) != 2 {
						t.Errorf("the rows are %v", rows)
					}
				})
			}
		})
	}
}
