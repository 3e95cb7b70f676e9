package gateway_test

import (
	"context"
	"errors"
	"testing"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/correlation"
	"github.com/scimgate/scimgate/gateway/gatewaytest"
	"github.com/scimgate/scimgate/scim"
)

// restless announces the key 90 before anything else, as a transaction does that runs again or fails on its commit.
type restless struct {
	connectors.Entity
	err error // of a commit that fails
}

func (e restless) Create(ctx context.Context, c connectors.Change) (connectors.Record, error) {
	if c.Announce("90"); e.err != nil {
		return connectors.Record{}, e.err
	}
	return e.Entity.Create(ctx, c)
}

func TestWhatIsAnnouncedAndNeverComesToBeIsBuried(t *testing.T) {
	deferred := &connectors.Error{Kind: connectors.Conflict, Op: "commit", Field: "external_ref"}
	for name, c := range map[string]struct {
		err    error
		status int
		want   correlation.Link
	}{
		"the transaction ran again":         {nil, 0, correlation.Link{Buried: true}},
		"the commit was refused":            {deferred, 409, correlation.Link{Buried: true}},
		"nobody knows about the commit":     {errLost, 503, correlation.Link{}},
		"the application went away in time": {connectors.Errorf(connectors.Unavailable, "create", "gone"), 503, correlation.Link{Buried: true}},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t, gatewaytest.Options{})
			e := s.endpoint("User")
			e.Entity = restless{e.Entity, c.err}
			a, err := s.create("User", ada)
			if c.status == 0 {
				if err != nil || a.Resource.Text("id") != e.Scope.Derive("1", 1) {
					t.Fatalf("%v, %v", a.Resource, err)
				}
			} else if e, _ := errors.AsType[*scim.Error](err); e == nil || e.Status != c.status {
				t.Fatalf("got %v", err)
			}
			id := e.Scope.Derive("90", 1)
			links, err := s.Links.ByID(t.Context(), e.Scope, []string{id})
			if err != nil {
				t.Fatal(err)
			}
			c.want.ID, c.want.Key, c.want.Claimed = id, "90", true
			if links[id] != c.want {
				t.Errorf("the link is %+v", links[id])
			}
		})
	}
}
