package identities

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/test/served"
)

const coreUser = `"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"]`

// user creates a user, whose manager may be empty.
func (s *site) user(login, manager string) (id string) {
	s.Helper()
	more := ""
	if manager != "" {
		more = fmt.Sprintf(`, %q: {"manager": {"value": %q}}`, served.Enterprise, manager)
	}
	body := fmt.Sprintf(`{%s, "userName": %q, "externalId": "X %s"%s}`, coreUser, login, login, more)
	return served.Text(s.Send(http.StatusCreated, http.MethodPost, "/Users", body), "id")
}

// same compares the ids that a filter finds with those of people, by login.
func (s *site) same(filter string, want map[string]string) {
	s.Helper()
	got := map[string]string{}
	for _, u := range s.Found("/Users", filter) {
		got[served.Text(u, "userName")] = served.Text(u, "id")
	}
	if d := cmp.Diff(want, got); d != "" {
		s.Fatalf("%s -want +got\n%s", filter, d)
	}
}

func (s *site) get(id string, status int) served.Object {
	s.Helper()
	return s.Send(status, http.MethodGet, "/Users/"+url.PathEscape(id), "")
}

func TestIDsLeadToRecordsAndBack(t *testing.T) {
	each(t, func(s *site) {
		ada := s.user("ada", "")
		joe := s.user("joe", ada)
		everybody := map[string]string{"ada": ada, "joe": joe}
		team := fmt.Sprintf(`{"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "core", "members": [{"value": %q}, {"value": %q}]}`, ada, joe)
		s.Send(http.StatusCreated, http.MethodPost, "/Groups", team)
		s.same("userName pr", everybody)
		s.same(fmt.Sprintf("id eq %q", joe), map[string]string{"joe": joe})
		s.same(fmt.Sprintf("id eq %q or userName eq \"ada\"", joe), everybody)
		s.same(fmt.Sprintf("%s:manager.value eq %q", served.Enterprise, ada), map[string]string{"joe": joe})
		s.same(`externalId eq "X joe"`, map[string]string{"joe": joe})
		s.same(`externalId eq "X joe" and userName eq "ada"`, map[string]string{})
		s.same(`groups.value eq "core"`, everybody)
		core := s.Send(http.StatusOK, http.MethodGet, "/Groups/core", "")
		var members []string
		for _, m := range served.List(core["members"]) {
			members = append(members, served.Text(m, "value"))
		}
		if d := cmp.Diff(slices.Sorted(maps.Values(everybody)), slices.Sorted(slices.Values(members))); d != "" {
			s.Errorf("members -want +got\n%s", d)
		}
		if got := s.Names("/Groups", fmt.Sprintf("members.value eq %q", joe)); !slices.Equal(got, []string{"core"}) {
			s.Errorf("joe is in %v", got)
		}
	})
}

func TestAKeyThatChangesInTheDatabase(t *testing.T) {
	each(t, func(s *site) {
		ada, joe := s.user("ada", ""), s.user("joe", "")
		s.sql(`UPDATE people SET login = 'jim' WHERE login = 'joe'`)
		if !s.outlives {
			s.get(joe, http.StatusNotFound)
			return
		}
		if u := s.get(joe, http.StatusOK); served.Text(u, "userName") != "jim" || served.Text(u, "externalId") != "X joe" {
			s.Errorf("%s is %v", joe, u)
		}
		s.sql(`UPDATE people SET login = 'x' WHERE login = 'ada'`)
		s.sql(`UPDATE people SET login = 'ada' WHERE login = 'jim'`)
		s.sql(`UPDATE people SET login = 'jim' WHERE login = 'x'`)
		s.same("userName pr", map[string]string{"ada": joe, "jim": ada})
		s.same(`externalId eq "X joe"`, map[string]string{"ada": joe})
		s.Send(http.StatusOK, http.MethodPatch, "/Users/"+url.PathEscape(joe), served.Patch(`{"op": "replace", "path": "title", "value": "Sir"}`))
		s.same(`title eq "Sir"`, map[string]string{"ada": joe})
	})
}

func TestAKeyThatChangesThroughTheGatewayWhileOthersWrite(t *testing.T) {
	each(t, func(s *site) {
		if s.identity == "key" {
			return // another key is another id
		}
		ada := s.user("ada", "")
		path, failed := "/Users/"+url.PathEscape(ada), make(chan error)
		const rounds = 8
		for n := range rounds {
			go func() {
				op := fmt.Sprintf(`{"op": "replace", "path": "userName", "value": "ada%d"}`, n)
				if n%2 == 0 {
					op = fmt.Sprintf(`{"op": "replace", "path": "title", "value": "title %d"}`, n)
				}
				_, status, err := s.Try(http.MethodPatch, path, served.Patch(op))
				if err == nil && status != http.StatusOK && status != http.StatusServiceUnavailable {
					err = fmt.Errorf("%d", status)
				}
				failed <- err
			}()
		}
		for range rounds {
			if err := <-failed; err != nil {
				s.Error(err)
			}
		}
		u := s.get(ada, http.StatusOK)
		s.same("userName pr", map[string]string{served.Text(u, "userName"): ada})
		s.same(`externalId eq "X ada"`, map[string]string{served.Text(u, "userName"): ada})
	})
}
