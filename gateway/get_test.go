package gateway_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/correlation"
	"github.com/scimgate/scimgate/gateway"
	"github.com/scimgate/scimgate/gateway/gatewaytest"
)

func TestAnUnknownIDIsNotFound(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	group := s.made("Group", `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"staff"}`)
	for _, id := range []string{"nobody", "00000000-0000-5000-8000-000000000000", group, "1", ""} {
		_, err := s.get("User", id)
		refused(t, err, 404, "")
	}
}

func TestAReadIsAnsweredFromTheApplicationAlone(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	id := s.made("User", ada)
	s.Users.Calls()
	if _, err := s.get("User", id); err != nil {
		t.Fatal(err)
	}
	if got := s.Users.Calls(); !slices.Equal(got, []string{"Get"}) {
		t.Errorf("a read made the calls %v", got)
	}
}

func TestAnEntityTagIsTheSameForEveryView(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	id := s.made("User", ada)
	whole, err := s.get("User", id)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range []gateway.View{s.selecting("User", "userName", ""), s.selecting("User", "", "name,meta"), s.selecting("User", "groups", "")} {
		a, err := s.endpoint("User").Get(t.Context(), id, v)
		if err != nil || a.Version != whole.Version {
			t.Errorf("got %q, %v; want %q", a.Version, err, whole.Version)
		}
	}
	v := s.view()
	v.IfNoneMatch = []string{`W/"other"`, whole.Version}
	if a, err := s.endpoint("User").Get(t.Context(), id, v); err != nil || !a.NotModified {
		t.Errorf("a version that the client has is sent again: %v", err)
	}
	if !strings.Contains(text(whole), `"version":"`+strings.ReplaceAll(whole.Version, `"`, `\"`)) {
		t.Error("meta.version is not the entity tag")
	}
}

func TestACachedLinkIsBelievedOnlyWhenItsRecordAgrees(t *testing.T) {
	cases := []struct {
		name  string
		stale func(adasKey, briansKey connectors.Key) correlation.Link
	}{
		{"one that leads to another person", func(_, b connectors.Key) correlation.Link { return correlation.Link{Key: b, Check: "ada's"} }},
		{"one that leads to nobody", func(_, _ connectors.Key) correlation.Link { return correlation.Link{Key: "99", Check: "ada's"} }},
		{"one that was never verified", func(_, b connectors.Key) correlation.Link { return correlation.Link{Key: b} }},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s := newSite(t, gatewaytest.Options{})
			id := s.made("User", ada)
			s.made("User", brian)
			s.Links.Stale = map[string]correlation.Link{id: c.stale("1", "2")}
			a, err := s.get("User", id)
			if err != nil {
				t.Fatal(err)
			}
			if got := a.Resource.Text("userName"); got != "ada" {
				t.Errorf("the id of ada shows %s", got)
			}
		})
	}
}

func TestALargeAttributeStreamsBehindTheResource(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	group, ids := s.team(1200)
	a, err := s.get("Group", group)
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := a.Resource.Get("members"); ok {
		t.Error("the members are inside the resource")
	}
	got := members(t, a)
	slices.Sort(got)
	slices.Sort(ids)
	if !slices.Equal(got, ids) {
		t.Errorf("got %d members, want %d", len(got), len(ids))
	}
}

func TestMembersThatNobodyWantsAreNotRead(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	group, _ := s.team(3)
	for _, v := range []gateway.View{s.selecting("Group", "", "members"), s.selecting("Group", "displayName", "")} {
		s.Groups.Calls()
		a, err := s.endpoint("Group").Get(t.Context(), group, v)
		if err != nil || len(a.Large) > 0 {
			t.Errorf("got %v, %v", a.Large, err)
		}
		if calls := s.Groups.Calls(); slices.Contains(calls, "Rows") {
			t.Errorf("the calls are %v", calls)
		}
	}
}

func TestElementsShowTheSubAttributesThatAreWanted(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	group, ids := s.team(1)
	a, err := s.endpoint("Group").Get(t.Context(), group, s.selecting("Group", "members.value", ""))
	if err != nil {
		t.Fatal(err)
	}
	for el, err := range a.Large["members"] {
		if got := string(el.AppendJSON(nil)); err != nil || got != `{"value":"`+ids[0]+`"}` {
			t.Errorf("got %s, %v", got, err)
		}
	}
}

func TestAStreamThatBreaksEndsWithAnError(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	group, _ := s.team(3)
	s.Groups.After = once("Rows", connectors.Errorf(connectors.Unavailable, "rows", "connection reset"))
	a, err := s.get("Group", group)
	if err != nil {
		t.Fatal(err)
	}
	var last error
	for _, err := range a.Large["members"] {
		last = err
	}
	refused(t, last, 503, "")
}

// team makes a group of n new users, and returns its id and theirs.
func (s site) team(n int) (group string, ids []string) {
	s.t.Helper()
	rows := make([]connectors.Fields, n)
	links := make([]connectors.Fields, n)
	keys := make([]connectors.Key, n)
	for i := range n {
		number := int64(1000 + i)
		key, err := connectors.EncodeKey(number)
		if err != nil {
			s.t.Fatal(err)
		}
		keys[i] = key
		rows[i] = connectors.Fields{"emp_no": number, "login": "member" + string(key), "status": "A", "deleted": int64(0)}
		links[i] = connectors.Fields{"role_id": int64(1), "emp_no": number}
	}
	group = s.made("Group", `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"team"}`)
	if err := s.Tables.Insert("employees", rows...); err != nil {
		s.t.Fatal(err)
	}
	if err := s.Tables.Insert("employee_roles", links...); err != nil {
		s.t.Fatal(err)
	}
	seen, err := s.Links.See(s.t.Context(), s.endpoint("User").Scope, keys)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, key := range keys {
		ids = append(ids, seen[key].ID)
	}
	return group, ids
}
