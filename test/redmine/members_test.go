//go:build redmine

package redmine

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/test/served"
)

// people are users of Redmine, by both their ids.
func (s *site) people(n int) (natives []int, ids []string) {
	s.Helper()
	for i := range n {
		login := fmt.Sprintf("%s.%d", s.unique, i)
		natives, ids = append(natives, s.made(login, nil)), append(ids, s.User(login))
	}
	return natives, ids
}

// wantMembers compares the members of a group in Redmine.
func (s *site) wantMembers(group int, want ...int) {
	s.Helper()
	set := map[int]bool{}
	for _, id := range want {
		set[id] = true
	}
	if d := cmp.Diff(set, s.members(group)); d != "" {
		s.Errorf("members (-want +got)\n%s", d)
	}
}

func values(ids ...string) string {
	var list []string
	for _, id := range ids {
		list = append(list, fmt.Sprintf(`{"value": %q}`, id))
	}
	return "[" + strings.Join(list, ", ") + "]"
}

func add(ids ...string) string {
	return served.Patch(`{"op": "add", "path": "members", "value": ` + values(ids...) + `}`)
}

func remove(ids ...string) string {
	return served.Patch(`{"op": "remove", "path": "members", "value": ` + values(ids...) + `}`)
}

func TestAMemberIsAddedAndRemovedHoweverOften(t *testing.T) {
	s := newSite(t)
	natives, ids := s.people(3)
	native := s.group(s.unique)
	group := "/Groups/" + s.Group(s.unique)
	for range 2 {
		s.Send(http.StatusNoContent, http.MethodPatch, group, add(ids[0]))
		s.wantMembers(native, natives[0])
	}
	s.Send(http.StatusNoContent, http.MethodPatch, group, add(ids...))
	s.wantMembers(native, natives...)
	for range 2 {
		s.Send(http.StatusNoContent, http.MethodPatch, group, remove(ids[1]))
		s.wantMembers(native, natives[0], natives[2])
	}
	s.Send(http.StatusNoContent, http.MethodPatch, group, served.Patch(`{"op": "remove", "path": "members"}`))
	s.wantMembers(native)
}

func TestWhoIsNotInRedmineAnyMoreCannotBeAMember(t *testing.T) {
	s := newSite(t)
	natives, ids := s.people(2)
	native := s.group(s.unique)
	group := "/Groups/" + s.Group(s.unique)
	s.redmine.Call(t, http.StatusNoContent, http.MethodDelete, fmt.Sprintf("/users/%d.json", natives[0]), nil)
	s.Refuses(http.StatusBadRequest, "invalidValue", http.MethodPatch, group, add(ids[0]))
	s.Refuses(http.StatusBadRequest, "invalidValue", http.MethodPatch, group, add(ids...))
	s.wantMembers(native)
	s.Send(http.StatusNoContent, http.MethodPatch, group, add(ids[1]))
	s.wantMembers(native, natives[1])
}

func TestALockedMemberStays(t *testing.T) {
	s := newSite(t)
	natives, ids := s.people(3)
	native := s.group(s.unique, natives[0], natives[1])
	group := "/Groups/" + s.Group(s.unique)
	s.Send(http.StatusOK, http.MethodPatch, "/Users/"+ids[1], served.Patch(`{"op": "replace", "path": "active", "value": false}`))
	if got := served.List(s.Send(http.StatusOK, http.MethodGet, group, "")["members"]); len(got) != 2 {
		t.Errorf("members: %v", got)
	}
	s.Send(http.StatusNoContent, http.MethodPatch, group, add(ids[2]))
	s.wantMembers(native, natives...)
}

func TestAPutIsTheWholeOfAGroup(t *testing.T) {
	s := newSite(t)
	natives, ids := s.people(4)
	body := func(name string, members ...string) string {
		return fmt.Sprintf(`{"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": %q, "members": %s}`, name, values(members...))
	}
	made := s.Send(http.StatusCreated, http.MethodPost, "/Groups", body(s.unique, ids[0], ids[1]))
	group := "/Groups/" + served.Text(made, "id")
	native := 0
	for path, o := range s.redmine.Everybody(t) {
		if o["name"] == s.unique {
			_, _ = fmt.Sscanf(path, "/groups/%d", &native)
		}
	}
	s.wantMembers(native, natives[:2]...)
	s.Send(http.StatusOK, http.MethodPut, group, body(s.unique+" again", ids[1], ids[2], ids[3]))
	s.wantMembers(native, natives[1:]...)
	s.Refuses(http.StatusConflict, "uniqueness", http.MethodPost, "/Groups", body(strings.ToUpper(s.unique+" again")))
	s.Send(http.StatusNoContent, http.MethodDelete, group, "")
	s.redmine.Call(t, http.StatusNotFound, http.MethodGet, fmt.Sprintf("/groups/%d.json", native), nil)
	s.Send(http.StatusNotFound, http.MethodGet, group, "")
}

func TestAUserHasTheGroupsThatTheyAreIn(t *testing.T) {
	s := newSite(t)
	natives, ids := s.people(1)
	s.group(s.unique+" a", natives...)
	s.group(s.unique+" b", natives...)
	s.group(s.unique + " c")
	var got []string
	for _, g := range served.List(s.Send(http.StatusOK, http.MethodGet, "/Users/"+ids[0]+"?attributes=groups", "")["groups"]) {
		got = append(got, served.Text(g, "display"))
	}
	if d := cmp.Diff([]string{s.unique + " a", s.unique + " b"}, got); d != "" {
		t.Errorf("groups (-want +got)\n%s", d)
	}
	for filter, want := range map[string][]string{
		`members.value eq "` + ids[0] + `"`:                                            {s.unique + " a", s.unique + " b"},
		`id eq "` + s.Group(s.unique+" a") + `" and members.value eq "` + ids[0] + `"`: {s.unique + " a"},
		`id eq "` + s.Group(s.unique+" c") + `" and members.value eq "` + ids[0] + `"`: {},
	} {
		if d := cmp.Diff(want, s.Names("/Groups", filter)); d != "" {
			t.Errorf("%s (-want +got)\n%s", filter, d)
		}
	}
}

func TestMembersWhoAreAddedAtOnceAreAllThere(t *testing.T) {
	s := newSite(t)
	natives, ids := s.people(4)
	native := s.group(s.unique)
	group := "/Groups/" + s.Group(s.unique)
	var wg sync.WaitGroup
	for i := range 12 {
		wg.Go(func() {
			if answer, status, err := s.Try(http.MethodPatch, group, add(ids[i%len(ids)], ids[0])); err != nil || status != http.StatusNoContent {
				t.Errorf("%d %v %s", status, err, answer)
			}
		})
	}
	wg.Wait()
	s.wantMembers(native, natives...)
}
