package gateway_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/gateway"
	"github.com/scimgate/scimgate/gateway/gatewaytest"
	"github.com/scimgate/scimgate/scim"
)

func TestAPatchChangesWhatItNamesAndNothingElse(t *testing.T) {
	cases := []struct {
		name, operations string
		want             connectors.Fields
	}{
		{"a replace", `{"op":"replace","path":"active","value":false}`, connectors.Fields{"status": "T"}},
		{"several, in order", `{"op":"replace","path":"title","value":"x"},{"op":"replace","path":"title","value":"y"}`, connectors.Fields{"job_title": "y"}},
		{"a sub-attribute", `{"op":"add","path":"name.familyName","value":"King"}`, connectors.Fields{"family_name": "King"}},
		{"a slot that is empty", `{"op":"replace","path":"emails[type eq \"home\"].value","value":"a@home"}`, connectors.Fields{"private_mail": "a@home"}},
		{"a removal", `{"op":"remove","path":"title"}`, connectors.Fields{"job_title": nil}},
		{"a password", `{"op":"replace","value":{"password":"new"}}`, connectors.Fields{"password_hash": "hash of new"}},
		{"nothing", `{"op":"replace","path":"title","value":"Countess"}`, connectors.Fields{}},
		{"an extension", `{"op":"add","path":"` + enterprise + `:employeeNumber","value":"7"}`, connectors.Fields{"employee_number": "7"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s := newSite(t, gatewaytest.Options{})
			id := s.made("User", body("ada", `,"title":"Countess","password":"old","emails":[{"type":"work","value":"a@work"}],"phoneNumbers":[{"type":"work","value":"1"}]`))
			before, phones := s.row("employees", "login", "ada"), s.Tables.Rows("phones")
			a, err := s.patch("User", id, c.operations, s.view())
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, changedFields(before, s.row("employees", "login", "ada"))); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(phones, s.Tables.Rows("phones")); diff != "" {
				t.Error(diff)
			}
			if now, err := s.get("User", id); err != nil || text(now) != text(a) {
				t.Errorf("it reads differently afterwards: %v\n%s\n%s", err, text(a), text(now))
			}
		})
	}
}

func TestAPatchThatChangesNothingKeepsVersionAndDate(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	id := s.made("User", ada)
	before, err := s.get("User", id)
	if err != nil {
		t.Fatal(err)
	}
	s.Set(s.Now().Add(time.Hour))
	after, err := s.patch("User", id, `{"op":"replace","path":"userName","value":"ada"}`, s.view())
	if err != nil || text(before) != text(after) {
		t.Errorf("got %v\n%s\n%s", err, text(before), text(after))
	}
}

func TestAPatchKeepsTheRowsThatSurviveIt(t *testing.T) {
	for _, c := range []struct{ name, operations string }{
		{"the same list", `{"op":"replace","path":"phoneNumbers","value":[{"type":"mobile","value":"2"},{"type":"work","value":"1"}]}`},
		{"another number of the same type", `{"op":"replace","value":{"phoneNumbers":[{"type":"work","value":"1"},{"type":"mobile","value":"3"}]}}`},
		{"a removal that is taken back", `{"op":"remove","path":"phoneNumbers"},{"op":"add","path":"phoneNumbers","value":[{"type":"work","value":"1"},{"type":"mobile","value":"2"}]}`},
		{"an element changed in place beside a new one", `{"op":"replace","path":"phoneNumbers[type eq \"work\"].value","value":"3"},{"op":"add","path":"phoneNumbers","value":[{"type":"mobile","value":"1"}]}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newSite(t, gatewaytest.Options{})
			id := s.made("User", body("ada", `,"phoneNumbers":[{"type":"work","value":"1"},{"type":"mobile","value":"2"}]`))
			keys := s.phoneKeys()
			if _, err := s.patch("User", id, c.operations, s.view()); err != nil {
				t.Fatal(err)
			}
			if now := s.phoneKeys(); !slices.Equal(keys, now[:2]) {
				t.Errorf("the rows were %v and are %v", keys, now)
			}
		})
	}
}

// phoneKeys are the keys of all phones, in order.
func (s site) phoneKeys() []string {
	var keys []string
	for _, row := range s.Tables.Rows("phones") {
		keys = append(keys, fmt.Sprint(row["phone_no"]))
	}
	slices.Sort(keys)
	return keys
}

func TestAManagerIsSetAndRemoved(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	boss, id := s.made("User", brian), s.made("User", ada)
	key := s.row("employees", "login", "brian")["emp_no"]
	for _, c := range []struct {
		operation string
		want      any
	}{
		{`{"op":"add","path":"` + enterprise + `:manager","value":"` + boss + `"}`, key},
		{`{"op":"replace","path":"title","value":"x"}`, key}, // nobody mentions him, and he stays
		{`{"op":"remove","path":"` + enterprise + `:manager"}`, nil},
	} {
		if _, err := s.patch("User", id, c.operation, s.view()); err != nil {
			t.Fatal(err)
		}
		if got := s.row("employees", "login", "ada")["manager_no"]; got != c.want {
			t.Errorf("after %s the manager is %v", c.operation, got)
		}
	}
}

func TestAPatchIsRefusedAsAWhole(t *testing.T) {
	title := `{"op":"replace","path":"title","value":"x"},`
	cases := []struct {
		name, operations string
		status           int
		scimType         scim.ScimType
	}{
		{"when a later operation fails", title + `{"op":"remove","path":"userName"}`, 400, scim.Mutability},
		{"when the result is not valid", title + `{"op":"replace","path":"title","value":"` + strings.Repeat("x", 21) + `"}`, 400, scim.InvalidValue},
		{"when a reference leads nowhere", title + `{"op":"add","path":"` + enterprise + `:manager","value":"nobody"}`, 400, scim.InvalidValue},
		{"when the name is taken", title + `{"op":"replace","path":"userName","value":"BRIAN"}`, 409, scim.Uniqueness},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s := newSite(t, gatewaytest.Options{})
			id := s.made("User", ada)
			s.made("User", brian)
			before := s.row("employees", "login", "ada")
			_, err := s.patch("User", id, c.operations, s.view())
			refused(t, err, c.status, c.scimType)
			if diff := cmp.Diff(before, s.row("employees", "login", "ada")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAPatchOfAnotherVersionIsRefused(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	user := s.made("User", ada)
	group, ids := s.team(1)
	for _, c := range []struct{ resourceType, id, operation string }{
		{"User", user, `{"op":"replace","path":"title","value":"x"}`},
		{"Group", group, `{"op":"remove","path":"members[value eq \"` + ids[0] + `\"]"}`},
	} {
		current, err := s.get(c.resourceType, c.id)
		if err != nil {
			t.Fatal(err)
		}
		v := s.view()
		v.IfMatch = []string{`W/"other"`}
		_, err = s.patch(c.resourceType, c.id, c.operation, v)
		refused(t, err, 412, "")
		v.IfMatch = []string{`W/"other"`, current.Version}
		if _, err = s.patch(c.resourceType, c.id, c.operation, v); err != nil {
			t.Error(err)
		}
	}
}

func TestMembersAreAddedAndRemovedByName(t *testing.T) {
	value := func(ids ...string) string {
		var list []string
		for _, id := range ids {
			list = append(list, `{"value":"`+id+`"}`)
		}
		return "[" + strings.Join(list, ",") + "]"
	}
	cases := []struct {
		name       string
		operations func(ids []string, more string) string
		want       func(ids []string, more string) []string
	}{
		{"an add", func(_ []string, more string) string {
			return `{"op":"add","path":"members","value":` + value(more) + `}`
		},
			func(ids []string, more string) []string { return append(ids, more) }},
		{"an add of one who is there", func(ids []string, _ string) string {
			return `{"op":"add","path":"members","value":` + value(ids[0]) + `}`
		},
			func(ids []string, _ string) []string { return ids }},
		{"a remove by filter", func(ids []string, _ string) string {
			return `{"op":"remove","path":"members[value eq \"` + ids[0] + `\"]"}`
		},
			func(ids []string, _ string) []string { return ids[1:] }},
		{"a remove of a list", func(ids []string, _ string) string {
			return `{"op":"remove","path":"members","value":` + value(ids[0], ids[1]) + `}`
		},
			func(ids []string, _ string) []string { return ids[2:] }},
		{"a remove of nobody", func([]string, string) string { return `{"op":"remove","path":"members[value eq \"nobody\"]"}` },
			func(ids []string, _ string) []string { return ids }},
		{"a remove of all", func([]string, string) string { return `{"op":"remove","path":"members"}` },
			func([]string, string) []string { return nil }},
		{"a replace", func(_ []string, more string) string {
			return `{"op":"replace","path":"members","value":` + value(more) + `}`
		},
			func(_ []string, more string) []string { return []string{more} }},
		{"remove and add in one request", func(ids []string, more string) string {
			return `{"op":"remove","path":"members[value eq \"` + ids[0] + `\"]"},{"op":"add","path":"members","value":` + value(more) + `}`
		}, func(ids []string, more string) []string { return append(ids[1:], more) }},
		{"a filter that needs them all", func(ids []string, _ string) string {
			return `{"op":"remove","path":"members[value sw \"` + ids[0] + `\"]"}`
		}, func(ids []string, _ string) []string { return ids[1:] }},
		{"together with the name", func(_ []string, more string) string {
			return `{"op":"replace","path":"displayName","value":"crew"},{"op":"add","path":"members","value":` + value(more) + `}`
		}, func(ids []string, more string) []string { return append(ids, more) }},
	}
	for _, c := range cases {
		for _, noBody := range []bool{true, false} {
			t.Run(fmt.Sprintf("%s, without an answer %v", c.name, noBody), func(t *testing.T) {
				s := newSite(t, gatewaytest.Options{})
				group, ids := s.team(3)
				more := s.made("User", ada)
				v := s.view()
				v.NoBody = noBody
				answer, err := s.patch("Group", group, c.operations(ids, more), v)
				if err != nil {
					t.Fatal(err)
				}
				now, err := s.get("Group", group)
				if err != nil {
					t.Fatal(err)
				}
				want := slices.Sorted(slices.Values(c.want(slices.Clone(ids), more)))
				if diff := cmp.Diff(want, slices.Sorted(slices.Values(members(t, now)))); diff != "" {
					t.Error(diff)
				}
				if noBody {
					return
				}
				if diff := cmp.Diff(want, slices.Sorted(slices.Values(members(t, answer)))); diff != "" {
					t.Errorf("the answer has others: %s", diff)
				}
			})
		}
	}
}

func TestAddingAMemberReadsNoMember(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	group, _ := s.team(3)
	id := s.made("User", ada)
	s.Groups.Calls()
	v := s.view()
	v.NoBody = true
	if _, err := s.patch("Group", group, `{"op":"add","path":"members","value":[{"value":"`+id+`"}]}`, v); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"Update"}, s.Groups.Calls()); diff != "" {
		t.Error(diff)
	}
}

func TestAMemberWhoDoesNotExistIsRefused(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	group, ids := s.team(1)
	gone := s.made("User", ada)
	if err := s.Tables.Insert("employees", connectors.Fields{"login": "x", "status": "A", "deleted": int64(1)}); err != nil {
		t.Fatal(err)
	}
	hidden, err := s.Links.See(t.Context(), s.endpoint("User").Scope, []connectors.Key{"1002"})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.delete("User", gone); err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"nobody", gone, hidden["1002"].ID, group, "1000"} {
		_, err := s.patch("Group", group, `{"op":"add","path":"members","value":[{"value":"`+ids[0]+`"},{"value":"`+id+`"}]}`, s.view())
		if e := refused(t, err, 400, scim.InvalidValue); !strings.Contains(e.Detail, id) {
			t.Errorf("the detail is %q", e.Detail)
		}
	}
}

func TestAnIDThatLooksLikeAStandInNamesNobody(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	group, ids := s.team(2)
	if _, err := s.patch("Group", group, `{"op":"remove","path":"members","value":[{"value":"\u00001000"},{"value":"1000"}]}`, s.view()); err != nil {
		t.Fatal(err)
	}
	now, err := s.get("Group", group)
	if err != nil || len(members(t, now)) != len(ids) {
		t.Errorf("a native key removed a member: %v", err)
	}
}

func TestParallelPatchesOfOneGroupLoseNobody(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	group, ids := s.team(64)
	if _, err := s.patch("Group", group, `{"op":"remove","path":"members","value":[{"value":"`+strings.Join(ids[:32], `"},{"value":"`)+`"}]}`, s.view()); err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for i, id := range ids {
		kind := "add"
		if i >= 32 {
			kind = "remove"
		}
		ops, err := s.operations("Group", `{"op":"`+kind+`","path":"members","value":[{"value":"`+id+`"}]}`)
		if err != nil {
			t.Fatal(err)
		}
		wg.Go(func() {
			if _, err := s.endpoint("Group").Patch(t.Context(), group, ops, gateway.View{Base: base, NoBody: true}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	now, err := s.get("Group", group)
	if err != nil {
		t.Fatal(err)
	}
	want := slices.Sorted(slices.Values(ids[:32]))
	if diff := cmp.Diff(want, slices.Sorted(slices.Values(members(t, now)))); diff != "" {
		t.Error(diff)
	}
}

func TestAMemberIsNotChangedInPlace(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	group, ids := s.team(2)
	_, err := s.patch("Group", group, `{"op":"replace","path":"members[value eq \"`+ids[0]+`\"].value","value":"`+ids[1]+`"}`, s.view())
	refused(t, err, 400, scim.Mutability)
}

func TestAGroupTooLargeToLookThroughIsRefused(t *testing.T) {
	s := newSite(t, gatewaytest.Options{Limits: gateway.Limits{DefaultCount: 10, MaxCount: 10, ScanRows: 2, Operations: 10}})
	group, ids := s.team(3)
	_, err := s.patch("Group", group, `{"op":"remove","path":"members[value sw \"`+ids[0]+`\"]"}`, s.view())
	refused(t, err, 400, scim.TooMany)
}

func TestAPatchIsOneCall(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	id := s.made("User", ada)
	s.Users.Calls()
	if _, err := s.patch("User", id, `{"op":"replace","path":"active","value":false}`, s.view()); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"Update"}, s.Users.Calls()); diff != "" {
		t.Error(diff)
	}
}
