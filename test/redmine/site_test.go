//go:build redmine

package redmine

import (
	"crypto/rand"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/scimgate/scimgate/internal/assemble"
	"github.com/scimgate/scimgate/internal/testenv"
	"github.com/scimgate/scimgate/test/served"
)

type object = map[string]any

// site is a gateway that serves the example, in front of the Redmine.
type site struct {
	*served.Site
	redmine testenv.Redmine
	unique  string // what logins and names of this test begin with, and nobody else's
}

func newSite(t *testing.T) *site {
	t.Helper()
	r := testenv.GivenRedmine(t)
	s := served.OpenOn(t, "redmine", served.Example(t, "redmine/app.yaml"), "", assemble.Options{})
	return &site{s, r, "x" + strings.ToLower(rand.Text()[:10])}
}

// made is the id of a user whom Redmine has made by itself, as people do there.
func (s *site) made(login string, with object) int {
	s.Helper()
	user := object{"login": login, "firstname": "Ada", "lastname": "Okafor", "mail": login + "@people.example"}
	for name, v := range with {
		user[name] = v
	}
	made := s.redmine.Call(s, http.StatusCreated, http.MethodPost, "/users.json", object{"user": user})
	return int(made["user"].(object)["id"].(float64))
}

// user is what Redmine says of a user.
func (s *site) user(id int) object {
	s.Helper()
	return s.redmine.Call(s, http.StatusOK, http.MethodGet, fmt.Sprintf("/users/%d.json", id), nil)["user"].(object)
}

// all are the users of Redmine, of every status, with exactly this login.
func (s *site) all(login string) []object {
	s.Helper()
	var list []object
	found := s.redmine.Call(s, http.StatusOK, http.MethodGet, "/users.json?limit=100&status=&name="+url.QueryEscape(login), nil)
	for _, u := range found["users"].([]any) {
		if u := u.(object); strings.EqualFold(u["login"].(string), login) {
			list = append(list, s.user(int(u["id"].(float64))))
		}
	}
	return list
}

// field is the value of a custom field of a user.
func (s *site) field(id int, name string) string {
	s.Helper()
	for _, f := range s.user(id)["custom_fields"].([]any) {
		if f := f.(object); f["name"] == name {
			return fmt.Sprint(f["value"])
		}
	}
	s.Fatalf("this Redmine has no field %s; README.md says which it takes", name)
	return ""
}

// members are the ids of the members of a group, as Redmine has them.
func (s *site) members(group int) map[int]bool {
	s.Helper()
	got := map[int]bool{}
	g := s.redmine.Call(s, http.StatusOK, http.MethodGet, fmt.Sprintf("/groups/%d.json?include=users", group), nil)
	for _, u := range g["group"].(object)["users"].([]any) {
		got[int(u.(object)["id"].(float64))] = true
	}
	return got
}

// group is the id of a group that Redmine has made by itself.
func (s *site) group(name string, members ...int) int {
	s.Helper()
	made := s.redmine.Call(s, http.StatusCreated, http.MethodPost, "/groups.json", object{"group": object{"name": name, "user_ids": members}})
	return int(made["group"].(object)["id"].(float64))
}

func named(login string) string {
	return fmt.Sprintf(`{"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": %q}`, login)
}
