package gateway_test

import (
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/correlation"
	"github.com/scimgate/scimgate/gateway"
	"github.com/scimgate/scimgate/gateway/gatewaytest"
)

// guarded is a site with limits, and what it does to the store because of them.
type guarded struct {
	site
	held  []string // who was told that writes are held
	spent int      // how often the store was asked
}

// guard sets limits within an hour.
func guard(t *testing.T, o gatewaytest.Options, limits map[correlation.Loss]gateway.HoldLimit) *guarded {
	g := &guarded{site: newSite(t, o)}
	holds := &gateway.Holds{Window: time.Hour, Limits: limits, Refused: func(s correlation.Scope, kind correlation.Loss, began bool) {
		g.held = append(g.held, fmt.Sprint(s.Type, " ", kind, " ", began))
	}}
	for _, e := range g.App.Endpoints {
		e.Holds = holds
	}
	g.Links.Fail = func(call string) error {
		if call == "Spend" {
			g.spent++
		}
		return nil
	}
	return g
}

// most are limits of n losses of each kind.
func most(n int) map[correlation.Loss]gateway.HoldLimit {
	limits := map[correlation.Loss]gateway.HoldLimit{}
	for _, kind := range correlation.Losses() {
		limits[kind] = gateway.HoldLimit{Count: n}
	}
	return limits
}

// staff makes n active users u0, u1, …
func (s site) staff(n int) []string {
	s.t.Helper()
	ids := make([]string, n)
	for i := range ids {
		ids[i] = s.made("User", person(i, true))
	}
	return ids
}

func person(i int, active bool) string {
	return fmt.Sprintf(`{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"u%d","active":%t}`, i, active)
}

// group makes one of these users.
func (s site) group(ids []string) string { s.t.Helper(); return s.made("Group", groupOf(ids)) }

func groupOf(ids []string) string {
	return `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"staff","members":[` + values(ids) + `]}`
}

func values(ids []string) string {
	list := make([]string, len(ids))
	for i, id := range ids {
		list[i] = `{"value":"` + id + `"}`
	}
	return strings.Join(list, ",")
}

// put replaces a resource by a body as clients send it.
func (s site) put(resourceType, id, body string) error {
	s.t.Helper()
	_, err := s.endpoint(resourceType).Write(s.t.Context(), gateway.Write{Method: "PUT", ID: id, Body: s.object(body)}, s.view())
	return err
}

const deactivate, activate = `{"op":"replace","path":"active","value":false}`, `{"op":"replace","path":"active","value":true}`

// counted is what the store has counted of a kind.
func (g *guarded) counted(kind correlation.Loss) int {
	g.t.Helper()
	n := 0
	for _, e := range g.App.Endpoints {
		tallies, err := g.Links.Tallies(g.t.Context(), e.Scope)
		if err != nil {
			g.t.Fatal(err)
		}
		for _, t := range tallies {
			if t.Kind == kind {
				n += t.Counted
			}
		}
	}
	return n
}

func (g *guarded) approve(resourceType string, kind correlation.Loss) {
	g.t.Helper()
	if err := g.Links.Approve(g.t.Context(), g.endpoint(resourceType).Scope, kind, correlation.Approval{By: "ops", For: time.Hour}); err != nil {
		g.t.Fatal(err)
	}
}

func TestOneDeactivationTooManyIsHeldUntilItIsApproved(t *testing.T) {
	g := guard(t, gatewaytest.Options{}, most(2))
	ids := g.staff(4)
	for _, id := range ids[:2] {
		if _, err := g.patch("User", id, deactivate, g.view()); err != nil {
			t.Fatal(err)
		}
	}
	before := g.Tables.Rows("employees")
	e := refused(t, second(g.patch("User", ids[2], deactivate+`,{"op":"replace","path":"title","value":"Leaver"}`, g.view())), 429, "")
	if want := "deactivations of User resources are held, because there are too many; an operator of the gateway has to approve them (gateway holds approve hr deactivations)"; e.Detail != want || e.RetryAfter != 5*time.Minute {
		t.Errorf("%s, after %s", e.Detail, e.RetryAfter)
	}
	refused(t, second(g.replace("User", ids[3], person(3, false), g.view())), 429, "")
	if diff := cmp.Diff(before, g.Tables.Rows("employees")); diff != "" {
		t.Errorf("the application was touched: %s", diff)
	}
	if diff := cmp.Diff([]string{"User deactivations true", "User deactivations false"}, g.held); diff != "" {
		t.Error(diff)
	}
	g.approve("User", correlation.Deactivations)
	for _, id := range ids[2:] {
		if a, err := g.patch("User", id, deactivate, g.view()); err != nil || !strings.Contains(text(a), `"active":false`) {
			t.Errorf("after the approval: %v, %v", a.Resource, err)
		}
	}
}

func TestWhileDeactivationsAreHeldEverythingElseGoesOn(t *testing.T) {
	g := guard(t, gatewaytest.Options{}, most(1))
	ids := g.staff(3)
	group := g.group(ids)
	for _, id := range ids[:2] {
		_, _ = g.patch("User", id, deactivate, g.view())
	}
	for name, do := range map[string]func() error{
		"a read":                  func() error { return second(g.get("User", ids[1])) },
		"a list":                  func() error { return second(g.list("User", g.query("User", ""))) },
		"a create":                func() error { return second(g.create("User", person(7, true))) },
		"a create of an inactive": func() error { return second(g.create("User", person(8, false))) },
		"an activation":           func() error { return second(g.patch("User", ids[0], activate, g.view())) },
		"another change": func() error {
			return second(g.patch("User", ids[1], `{"op":"replace","path":"title","value":"x"}`, g.view()))
		},
		"a PUT that stays active": func() error { return second(g.replace("User", ids[1], person(1, true), g.view())) },
		"a PUT that does not say": func() error { return second(g.replace("User", ids[1], ada, g.view())) },
		"a deletion":              func() error { return g.delete("User", ids[2]) },
		"the removal of a member": func() error { return second(g.patch("Group", group, removal(ids[0]), g.view())) },
		"a plan of what is held":  func() error { v := g.view(); v.Plan = true; return second(g.patch("User", ids[1], deactivate, v)) },
		"a new member": func() error {
			return second(g.patch("Group", group, `{"op":"add","path":"members","value":[`+values(ids[:1])+`]}`, g.view()))
		},
		"a deactivation of the same": func() error { return second(g.patch("User", g.made("User", person(9, false)), deactivate, g.view())) },
	} {
		if err := do(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func removal(ids ...string) string {
	return `{"op":"remove","path":"members","value":[` + values(ids) + `]}`
}

func TestWhatCountsAsALoss(t *testing.T) {
	deactivations, deletions, removals := correlation.Deactivations, correlation.Deletions, correlation.MemberRemovals
	for _, c := range []struct {
		name string
		kind correlation.Loss
		want int
		do   func(g *guarded, ids []string, group string) error
	}{
		{"a PATCH that makes inactive", deactivations, 1, func(g *guarded, ids []string, _ string) error {
			return second(g.patch("User", ids[0], deactivate, g.view()))
		}},
		{"a PUT that makes inactive", deactivations, 1, func(g *guarded, ids []string, _ string) error {
			return second(g.replace("User", ids[0], person(0, false), g.view()))
		}},
		{"making inactive twice counts once", deactivations, 1, func(g *guarded, ids []string, _ string) error {
			_, _ = g.patch("User", ids[0], deactivate, g.view())
			return second(g.replace("User", ids[0], person(0, false), g.view()))
		}},
		{"making inactive and active again counts nothing", deactivations, 0, func(g *guarded, ids []string, _ string) error {
			return second(g.patch("User", ids[0], deactivate+","+activate, g.view()))
		}},
		{"a create that takes over an account and makes it inactive", deactivations, 1, func(g *guarded, _ []string, _ string) error {
			if err := g.Tables.Insert("employees", connectors.Fields{"login": "old", "status": "A", "deleted": int64(0)}); err != nil {
				return err
			}
			return second(g.create("User", strings.Replace(person(7, false), "u7", "old", 1)))
		}},
		{"a new name with it", deactivations, 1, func(g *guarded, ids []string, _ string) error {
			return second(g.replace("User", ids[0], person(7, false), g.view()))
		}},
		{"a deletion", deletions, 1, func(g *guarded, ids []string, _ string) error { return g.delete("User", ids[0]) }},
		{"a deletion is no deactivation", deactivations, 0, func(g *guarded, ids []string, _ string) error { return g.delete("User", ids[0]) }},
		{"a second deletion counts nothing", deletions, 1, func(g *guarded, ids []string, _ string) error {
			_ = g.delete("User", ids[0])
			refused(g.t, g.delete("User", ids[0]), 404, "")
			return nil
		}},
		{"a deletion of what the application has lost already counts nothing", deletions, 0, func(g *guarded, ids []string, _ string) error {
			g.Users.Fail = func(string) error { return connectors.Errorf(connectors.NotFound, "delete", "nobody") }
			refused(g.t, g.delete("User", ids[0]), 404, "")
			return nil
		}},
		{"a deletion of another version counts nothing", deletions, 0, func(g *guarded, ids []string, _ string) error {
			v := g.view()
			v.IfMatch = []string{`"other"`}
			refused(g.t, second(g.endpoint("User").Delete(g.t.Context(), ids[0], v)), 412, "")
			return nil
		}},
		{"a group that is deleted is one deletion", deletions, 1, func(g *guarded, _ []string, group string) error { return g.delete("Group", group) }},
		{"and no removal of members", removals, 0, func(g *guarded, _ []string, group string) error { return g.delete("Group", group) }},
		{"the members that a PATCH names", removals, 2, func(g *guarded, ids []string, group string) error {
			return second(g.patch("Group", group, removal(ids[0], ids[1], ids[0]), g.view()))
		}},
		{"the members that a path names", removals, 2, func(g *guarded, ids []string, group string) error {
			op := fmt.Sprintf(`{"op":"remove","path":"members[value eq \"%s\" or value eq \"%s\"]"}`, ids[0], ids[1])
			return second(g.patch("Group", group, op, g.view()))
		}},
		{"the members that a filter finds", removals, 3, func(g *guarded, _ []string, group string) error {
			return second(g.patch("Group", group, `{"op":"remove","path":"members[type eq \"User\"]"}`, g.view()))
		}},
		{"all members of a PATCH without a filter", removals, 3, func(g *guarded, _ []string, group string) error {
			return second(g.patch("Group", group, `{"op":"remove","path":"members"}`, g.view()))
		}},
		{"those whom a replacement leaves out", removals, 2, func(g *guarded, ids []string, group string) error {
			return second(g.patch("Group", group, `{"op":"replace","path":"members","value":[`+values(ids[2:])+`]}`, g.view()))
		}},
		{"those who are not added again by the same PATCH", removals, 1, func(g *guarded, ids []string, group string) error {
			return second(g.patch("Group", group, `{"op":"remove","path":"members"},{"op":"add","path":"members","value":[`+values(ids[:2])+`]}`, g.view()))
		}},
		{"nobody, when a member is removed and added", removals, 0, func(g *guarded, ids []string, group string) error {
			return second(g.patch("Group", group, removal(ids[0])+`,{"op":"add","path":"members","value":[`+values(ids[:1])+`]}`, g.view()))
		}},
		{"those whom a PUT leaves out", removals, 2, func(g *guarded, ids []string, group string) error {
			return second(g.replace("Group", group, groupOf(ids[:1]), g.view()))
		}},
		{"all members of a PUT with none", removals, 3, func(g *guarded, _ []string, group string) error {
			return g.put("Group", group, groupOf(nil))
		}},
		{"members beside a new name", removals, 1, func(g *guarded, ids []string, group string) error {
			return second(g.patch("Group", group, `{"op":"replace","path":"displayName","value":"crew"},`+removal(ids[0]), g.view()))
		}},
		{"members of a group that is gone count nothing", removals, 0, func(g *guarded, ids []string, group string) error {
			g.Groups.Fail = func(string) error { return connectors.Errorf(connectors.NotFound, "update", "nobody") }
			refused(g.t, second(g.patch("Group", group, removal(ids[0]), g.view())), 404, "")
			return nil
		}},
	} {
		for _, form := range []struct {
			name string
			edit func([]byte) []byte
		}{
			{"members by rows", nil},
			{"members in the record", func(text []byte) []byte { return []byte(strings.Replace(string(text), ", large: true", "", 1)) }},
		} {
			if form.edit != nil && c.kind != removals {
				continue
			}
			t.Run(c.name+", "+form.name, func(t *testing.T) {
				g := guard(t, gatewaytest.Options{AppFile: form.edit}, most(100))
				ids := g.staff(3)
				group := g.group(ids)
				if err := c.do(g, ids, group); err != nil {
					t.Fatal(err)
				}
				if got := g.counted(c.kind); got != c.want {
					t.Errorf("%d are counted, want %d", got, c.want)
				}
			})
		}
	}
}

func TestAPutThatDoesNotMentionMembersLosesThemWhereTheyArePartOfTheRecord(t *testing.T) {
	for edit, want := range map[string]int{", large: true": 0, "": 3} {
		g := guard(t, gatewaytest.Options{AppFile: func(text []byte) []byte {
			return []byte(strings.Replace(string(text), ", large: true", edit, 1))
		}}, most(100))
		group := g.group(g.staff(3))
		if err := g.put("Group", group, `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"staff"}`); err != nil {
			t.Fatal(err)
		}
		if got := g.counted(correlation.MemberRemovals); got != want {
			t.Errorf("%d are counted, want %d", got, want)
		}
	}
}

func TestARemovalOfTooManyIsRefusedWhole(t *testing.T) {
	for name, do := range map[string]func(g *guarded, ids []string, group string) error{
		"a PATCH of names": func(g *guarded, ids []string, group string) error {
			return second(g.patch("Group", group, removal(ids...), g.view()))
		},
		"a PATCH of all": func(g *guarded, _ []string, group string) error {
			return second(g.patch("Group", group, `{"op":"remove","path":"members"}`, g.view()))
		},
		"a PUT with a new name": func(g *guarded, _ []string, group string) error {
			return g.put("Group", group, strings.Replace(groupOf(nil), "staff", "crew", 1))
		},
	} {
		t.Run(name, func(t *testing.T) {
			g := guard(t, gatewaytest.Options{}, most(2))
			ids := g.staff(3)
			group := g.group(ids)
			e := refused(t, do(g, ids, group), 429, "")
			if !strings.HasPrefix(e.Detail, "removals of members of Group resources are held") {
				t.Error(e.Detail)
			}
			if a, err := g.get("Group", group); err != nil || len(members(t, a)) != 3 || a.Resource.Text("displayName") != "staff" {
				t.Errorf("%v, %v", a.Resource, err)
			}
		})
	}
}

func TestAWriteThatFailedIsGivenBackAndOneOfUnknownOutcomeIsNot(t *testing.T) {
	g := guard(t, gatewaytest.Options{}, most(10))
	ids := g.staff(4)
	group := g.group(ids)
	away := connectors.Errorf(connectors.Unavailable, "update", "refused")
	// The application fails once the loss is counted: the first update of a user only finds out that there is one.
	failing := func(skip int, err error) func(string) error {
		return func(call string) error {
			if call != "Update" && call != "Delete" {
				return nil
			}
			if skip--; skip >= 0 {
				return nil
			}
			return err
		}
	}
	g.Users.Fail = failing(1, away)
	refused(t, second(g.patch("User", ids[0], deactivate, g.view())), 503, "")
	g.Users.Fail = failing(0, away)
	refused(t, g.delete("User", ids[0]), 503, "")
	g.Users.Fail = nil
	g.Groups.Fail = failing(0, away)
	refused(t, second(g.patch("Group", group, removal(ids[0]), g.view())), 503, "")
	g.Groups.Fail = nil
	for _, kind := range correlation.Losses() {
		if n := g.counted(kind); n != 0 {
			t.Errorf("%s: %d are counted", kind, n)
		}
	}
	lost := func(string) error { return errLost }
	g.Users.After, g.Groups.After = lost, lost
	refused(t, second(g.patch("User", ids[0], deactivate, g.view())), 503, "")
	refused(t, g.delete("User", ids[1]), 503, "")
	refused(t, second(g.patch("Group", group, removal(ids[0]), g.view())), 503, "")
	g.Users.After, g.Groups.After = nil, nil
	if _, err := g.patch("User", ids[0], deactivate, g.view()); err != nil { // which it is
		t.Error(err)
	}
	for _, kind := range correlation.Losses() {
		if n := g.counted(kind); n != 1 {
			t.Errorf("%s: %d are counted", kind, n)
		}
	}
}

func TestWithoutItsStoreALossIsRefusedBeforeTheApplicationIsTouched(t *testing.T) {
	g := guard(t, gatewaytest.Options{}, most(10))
	ids := g.staff(1)
	g.Links.Fail = func(call string) error {
		if call == "Spend" {
			return gatewaytest.Down
		}
		return nil
	}
	before := g.Tables.Rows("employees")
	refused(t, second(g.patch("User", ids[0], deactivate, g.view())), 503, "")
	refused(t, g.delete("User", ids[0]), 503, "")
	if diff := cmp.Diff(before, g.Tables.Rows("employees")); diff != "" {
		t.Error(diff)
	}
}

func TestOnlyAWriteThatLosesSomethingAsksTheStore(t *testing.T) {
	g := guard(t, gatewaytest.Options{}, map[correlation.Loss]gateway.HoldLimit{correlation.Deactivations: {Count: 10}})
	ids := g.staff(2)
	group := g.group(ids)
	for _, err := range []error{
		second(g.patch("User", ids[0], `{"op":"replace","path":"title","value":"x"}`, g.view())),
		second(g.replace("User", ids[0], person(0, true), g.view())),
		second(g.patch("Group", group, removal(ids[0]), g.view())), // of which there is no limit
		g.delete("Group", group),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if g.spent != 0 {
		t.Errorf("the store was asked %d times", g.spent)
	}
	if _, err := g.patch("User", ids[0], deactivate, g.view()); err != nil || g.spent != 1 {
		t.Errorf("%d, %v", g.spent, err)
	}
}

func TestAPercentageIsOfTheRecordsThereAreCountedOnceInAWindow(t *testing.T) {
	for _, c := range []struct {
		name         string
		people, want int
		limit        gateway.HoldLimit
		shape        func(*connectors.Shape)
	}{
		{"a part of many", 20, 4, gateway.HoldLimit{Count: -1, Percent: 20}, nil},
		{"a fraction counts as one more", 6, 2, gateway.HoldLimit{Count: -1, Percent: 20}, nil},
		{"of few it is one", 2, 1, gateway.HoldLimit{Count: -1, Percent: 1}, nil},
		{"the smaller of count and percentage", 20, 3, gateway.HoldLimit{Count: 3, Percent: 20}, nil},
		{"and the other way round", 20, 4, gateway.HoldLimit{Count: 5, Percent: 20}, nil},
		{"where the application cannot count, the count alone", 6, 3, gateway.HoldLimit{Count: 3, Percent: 20}, func(s *connectors.Shape) { s.Total = false }},
	} {
		for _, kind := range correlation.Losses() {
			t.Run(fmt.Sprint(c.name, ", ", kind), func(t *testing.T) {
				g := guard(t, gatewaytest.Options{Shape: c.shape}, map[correlation.Loss]gateway.HoldLimit{kind: c.limit})
				ids := g.staff(c.people)
				group := ""
				if kind == correlation.MemberRemovals {
					group = g.group(ids)
				}
				g.Users.Calls()
				done := 0
				for _, id := range ids {
					var err error
					switch kind {
					case correlation.Deactivations:
						_, err = g.patch("User", id, deactivate, g.view())
					case correlation.Deletions:
						err = g.delete("User", id)
					case correlation.MemberRemovals:
						_, err = g.patch("Group", group, removal(id), g.view())
					}
					if err == nil {
						done++
					}
				}
				if done != c.want {
					t.Errorf("%d of %d were done, want %d", done, c.people, c.want)
				}
				counts := 0
				for _, call := range g.Users.Calls() {
					if call == "Count" {
						counts++
					}
				}
				if want := map[bool]int{true: 1, false: 0}[c.shape == nil]; counts != want {
					t.Errorf("they were counted %d times, want %d", counts, want)
				}
			})
		}
	}
}

func TestAPercentageAloneHoldsNothingWhereTheApplicationCannotCount(t *testing.T) {
	g := guard(t, gatewaytest.Options{Shape: func(s *connectors.Shape) { s.Total = false }},
		map[correlation.Loss]gateway.HoldLimit{correlation.Deletions: {Count: -1, Percent: 1}})
	for _, id := range g.staff(3) {
		if err := g.delete("User", id); err != nil {
			t.Error(err)
		}
	}
}

func TestWhoComesBackFromTheDeadLosesNothing(t *testing.T) {
	g := guard(t, gatewaytest.Options{AppFile: func(text []byte) []byte {
		return []byte(strings.Replace(string(text), "delete: {set: {status: T, deleted: 1}, gone: {deleted: 1}}", "delete: {set: {deleted: 1}, gone: {deleted: 1}, again: revive}", 1))
	}}, map[correlation.Loss]gateway.HoldLimit{correlation.Deactivations: {Count: 0}})
	id := g.staff(1)[0]
	if err := g.delete("User", id); err != nil {
		t.Fatal(err)
	}
	if again := g.made("User", person(0, false)); again != id {
		t.Errorf("%s came back as %s", id, again)
	}
}

func TestOfManyAtOnceNoMoreAreDoneThanTheLimitSays(t *testing.T) {
	g := guard(t, gatewaytest.Options{}, most(7))
	g.Links.Fail = nil
	for _, e := range g.App.Endpoints {
		e.Holds = &gateway.Holds{Window: time.Hour, Limits: most(7)}
	}
	ids := g.staff(20)
	ops, err := g.operations("User", deactivate)
	if err != nil {
		t.Fatal(err)
	}
	var done atomic.Int32
	var wg sync.WaitGroup
	for _, id := range ids {
		wg.Go(func() {
			if _, err := g.endpoint("User").Patch(t.Context(), id, ops, g.view()); err == nil {
				done.Add(1)
			}
		})
	}
	wg.Wait()
	inactive := 0
	for _, row := range g.Tables.Rows("employees") {
		if row["status"] != "A" {
			inactive++
		}
	}
	if done.Load() != 7 || inactive != 7 {
		t.Errorf("%d were done, %d are inactive", done.Load(), inactive)
	}
}
