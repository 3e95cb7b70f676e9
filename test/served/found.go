package served

import (
	"fmt"
	"net/http"
	"net/url"
)

// Found are the resources that a filter finds.
func (s *Site) Found(endpoint, filter string) []Object {
	s.Helper()
	return List(s.Send(http.StatusOK, http.MethodGet, endpoint+"?filter="+url.QueryEscape(filter), "")["Resources"])
}

// Names are what the resources that a filter finds are known by: users by their userName, groups by their displayName.
func (s *Site) Names(endpoint, filter string) []string {
	s.Helper()
	out := []string{}
	for _, r := range s.Found(endpoint, filter) {
		name := Text(r, "userName")
		if name == "" {
			name = Text(r, "displayName")
		}
		out = append(out, name)
	}
	return out
}

// ID is the id of the one resource whose attribute has this value.
func (s *Site) ID(endpoint, attribute, value string) string {
	s.Helper()
	found := s.Found(endpoint, fmt.Sprintf("%s eq %q", attribute, value))
	if len(found) != 1 {
		s.Fatalf("%s %s: %v", attribute, value, found)
	}
	return Text(found[0], "id")
}

// User is the id of the one user with this login, and Group that of the one group with this name.
func (s *Site) User(login string) string { s.Helper(); return s.ID("/Users", "userName", login) }
func (s *Site) Group(name string) string { s.Helper(); return s.ID("/Groups", "displayName", name) }
