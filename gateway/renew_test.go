package gateway_test

import (
	"context"
	"testing"
	"time"

	"github.com/scimgate/scimgate/connectors"
)

// replaying is an application that answers a token which it has seen as it did then, and makes nothing.
type replaying struct {
	connectors.Entity
	seen map[string]connectors.Record
}

func (r *replaying) Unwrap() connectors.Entity { return r.Entity }

func (r *replaying) Create(ctx context.Context, c connectors.Change) (connectors.Record, error) {
	if record, again := r.seen[c.Token]; again {
		return record, nil
	}
	record, err := r.Entity.Create(ctx, c)
	if err == nil {
		r.seen[c.Token] = record
	}
	if len(r.seen) == 1 { // the first answer is lost
		err = errLost
	}
	return record, err
}

func TestACreateThatGoesOnWithAnotherIsNotAnsweredWithARecordThatIsGone(t *testing.T) {
	for name, since := range map[string]func(s site, id string) error{
		"was deleted": func(s site, id string) error { return s.delete("User", id) },
		"is another's": func(s site, id string) error {
			return second(s.patch("User", id, `{"op":"replace","path":"userName","value":"augusta"}`, s.view()))
		},
	} {
		for when, look := range map[string]func(s site){
			"at once":            func(site) {},
			"when it is settled": func(s site) { s.tidy(time.Minute) },
		} {
			t.Run(name+", "+when, func(t *testing.T) {
				s := saying(t, false)
				e := s.endpoint("User")
				e.Entity = &replaying{e.Entity, map[string]connectors.Record{}}
				refused(t, second(s.create("User", ada)), 503, "")
				found, err := s.list("User", s.query("User", `userName eq "ada"`))
				if err != nil || len(found.Resources) != 1 {
					t.Fatal(found, err)
				}
				look(s)
				id := found.Resources[0].Resource.Text("id")
				if err := since(s, id); err != nil {
					t.Fatal(err)
				}
				s.Set(s.Now().Add(time.Minute))
				a, err := s.create("User", ada)
				if err != nil || a.Resource.Text("id") == id {
					t.Fatal(a.Resource, err)
				}
				if a, err = s.get("User", a.Resource.Text("id")); err != nil || a.Resource.Text("userName") != "ada" {
					t.Error(a.Resource, err)
				}
			})
		}
	}
}
