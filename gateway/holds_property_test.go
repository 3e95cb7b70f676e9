package gateway_test

import (
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/correlation"
	"github.com/scimgate/scimgate/gateway"
	"github.com/scimgate/scimgate/gateway/gatewaytest"
	"github.com/scimgate/scimgate/scim"
)

// window is what a store is to know of deactivations.
type window struct {
	ends    time.Time
	counted int
	admits  int
	held    bool
}

// takes counts one more, or begins a hold.
func (w *window) takes(now time.Time, limit int) bool {
	next := *w
	if !now.Before(w.ends) {
		next = window{ends: now.Add(time.Hour), admits: limit, held: w.held}
	}
	if next.held || next.counted == next.admits {
		w.held = true
		return false
	}
	next.counted++
	*w = next
	return true
}

// Two gateways with one store, in any order, with failures, approvals and time: nobody is deactivated beyond the limit
// without an approval, and everybody who is within it.
func TestNoOrderOfWritesPassesALimitWithoutAnApproval(t *testing.T) {
	const limit, people = 3, 8
	limits := map[correlation.Loss]gateway.HoldLimit{correlation.Deactivations: {Count: limit}}
	g := guard(t, gatewaytest.Options{}, limits)
	ids := g.staff(people)
	scope := g.endpoint("User").Scope
	another := &gateway.Holds{Window: time.Hour, Limits: limits}
	gateways := []*gateway.Endpoint{g.endpoint("User"), gatewayLike(g.App, another)}
	off, err := g.operations("User", deactivate)
	if err != nil {
		t.Fatal(err)
	}
	on, err := g.operations("User", activate)
	if err != nil {
		t.Fatal(err)
	}
	approve := func(t *rapid.T, count int, d time.Duration) {
		if err := g.Links.Approve(g.t.Context(), scope, correlation.Deactivations, correlation.Approval{Count: count, For: d}); err != nil {
			t.Fatal(err)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		approve(t, 0, time.Millisecond) // whatever was before
		g.Set(g.Now().Add(time.Hour))
		var w window
		active := [people]bool{}
		for i, id := range ids {
			if _, err := gateways[0].Patch(g.t.Context(), id, on, g.view()); err != nil {
				t.Fatal(err)
			}
			active[i] = true
		}
		t.Repeat(map[string]func(*rapid.T){
			"deactivate": func(t *rapid.T) {
				i := rapid.IntRange(0, people-1).Draw(t, "user")
				outcome := rapid.SampledFrom([]connectors.Kind{"", "", "", connectors.Unavailable, connectors.OutcomeUnknown}).Draw(t, "outcome")
				updates := 0
				g.Users.Fail = func(call string) error {
					if call == "Update" {
						updates++
					}
					if updates == 2 && outcome == connectors.Unavailable { // once it is counted
						return connectors.Errorf(outcome, "update", "refused")
					}
					return nil
				}
				g.Users.After = func(string) error {
					if outcome == connectors.OutcomeUnknown {
						return errLost
					}
					return nil
				}
				_, err := rapid.SampledFrom(gateways).Draw(t, "gateway").Patch(g.t.Context(), ids[i], off, g.view())
				g.Users.Fail, g.Users.After = nil, nil
				want := 0
				before := w
				switch {
				case !active[i]: // nothing is lost
				case !w.takes(g.Now(), limit):
					want = 429
				case outcome == connectors.Unavailable:
					want, w.counted = 503, w.counted-1
				default:
					active[i] = false
				}
				if outcome == connectors.OutcomeUnknown && want == 0 {
					want = 503
				}
				if got := status(err); got != want {
					t.Fatalf("%d, want %d: %v; before it there was %+v", got, want, err, before)
				}
			},
			"activate": func(t *rapid.T) {
				i := rapid.IntRange(0, people-1).Draw(t, "user")
				if _, err := rapid.SampledFrom(gateways).Draw(t, "gateway").Patch(g.t.Context(), ids[i], on, g.view()); err != nil {
					t.Fatal(err)
				}
				active[i] = true
			},
			"approve": func(t *rapid.T) {
				g.Set(g.Now().Add(time.Millisecond))
				count := rapid.IntRange(0, 4).Draw(t, "count")
				d := time.Duration(rapid.IntRange(1, 90).Draw(t, "minutes")) * time.Minute
				approve(t, count, d)
				if w = (window{ends: g.Now().Add(d), admits: count}); count == 0 {
					w.admits = 1 << 30
				}
			},
			"wait": func(t *rapid.T) {
				g.Set(g.Now().Add(time.Duration(rapid.IntRange(1, 50).Draw(t, "minutes")) * time.Minute))
			},
			"": func(t *rapid.T) {
				for i, row := range g.Tables.Rows("employees") {
					if (row["status"] == "A") != active[i] {
						t.Fatalf("%s is %s", row["login"], row["status"])
					}
				}
			},
		})
	})
}

// gatewayLike is another replica's endpoint of the users of an app.
func gatewayLike(app *gateway.App, holds *gateway.Holds) *gateway.Endpoint {
	siblings := map[string]*gateway.Endpoint{}
	for name, e := range app.Endpoints {
		c := *e
		c.Holds, c.Siblings = holds, siblings
		siblings[name] = &c
	}
	return siblings["User"]
}

// status is what a client is told, 0 for success.
func status(err error) int {
	if err == nil {
		return 0
	}
	e, ok := errors.AsType[*scim.Error](err)
	if !ok {
		return -1
	}
	return e.Status
}
