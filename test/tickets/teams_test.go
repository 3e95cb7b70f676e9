package tickets

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/scimgate/scimgate/test/served"
)

func sorted(less func(a, b string) bool) cmp.Option { return cmpopts.SortSlices(less) }

const teamsOfTheApp = `
  Group:
    entity: teams
    key: team_id
    attributes:
      displayName: name
      members: {rows: agents, by: {team_id: team_id}, each: {value: {field: agent_id, ref: User}}, large: true}
`

// An application with a table of groups, of which every agent names one, says the same with the same words.
func TestMembersByAColumnOfATableOfGroups(t *testing.T) {
	users, _, _ := strings.Cut(example(t, "app.yaml"), "\n  Group:")
	s := newSiteOf(t, users+teamsOfTheApp,
		`CREATE TABLE teams (team_id INTEGER PRIMARY KEY AUTOINCREMENT, name VARCHAR(40) NOT NULL UNIQUE)`,
		`ALTER TABLE agents ADD team_id INTEGER REFERENCES teams (team_id)`,
		`INSERT INTO teams (name) VALUES ('North'), ('South')`,
		`UPDATE agents SET team_id = 1 WHERE agent_id IN (2, 6)`)
	team := func(login string) string {
		return strings.Join(s.query(`SELECT ifnull((SELECT name FROM teams t WHERE t.team_id = a.team_id), '-') FROM agents a WHERE login = ?`, login), " and ")
	}
	want := func(logins ...string) {
		t.Helper()
		for i := 0; i < len(logins); i += 2 {
			if got := team(logins[i]); got != logins[i+1] {
				t.Errorf("%s is in %s, want %s", logins[i], got, logins[i+1])
			}
		}
	}
	east := s.Send(http.StatusCreated, http.MethodPost, "/Groups", fmt.Sprintf(
		`{"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "East", "members": [{"value": %q}, {"value": %q}]}`, s.User("ines"), s.User("jo")))["id"].(string)
	want("ines", "East", "jo", "East", "triage", "North")
	s.Send(http.StatusNoContent, http.MethodPatch, "/Groups/"+s.Group("South"), served.Patch(fmt.Sprintf(
		`{"op": "add", "path": "members", "value": [{"value": %q}]}`, s.User("jo"))))
	s.Send(http.StatusNoContent, http.MethodPatch, "/Groups/"+east, served.Patch(fmt.Sprintf(
		`{"op": "replace", "path": "displayName", "value": "Far East"}, {"op": "remove", "path": "members[value eq \"%s\"]"}, {"op": "add", "path": "members", "value": [{"value": %q}]}`, s.User("ines"), s.User("mira"))))
	want("ines", "-", "jo", "South", "mira", "Far East")
	mira := s.Send(http.StatusOK, http.MethodGet, "/Users/"+s.User("mira"), "")
	if d := cmp.Diff([]string{"Far East"}, values(mira["groups"], "display")); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]string{"mira"}, s.Names("/Users", `groups.display eq "far east"`)); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]string{"South"}, s.Names("/Groups", fmt.Sprintf(`members.value eq %q`, s.User("jo")))); d != "" {
		t.Error(d)
	}
	s.Send(http.StatusNoContent, http.MethodDelete, "/Groups/"+east, "")
	want("mira", "-", "triage", "North")
	// The bot in North cannot be seen, so it is not let go either: the database refuses to lose the team of it.
	if got := s.Send(http.StatusBadRequest, http.MethodDelete, "/Groups/"+s.Group("North"), ""); got["status"] != "400" {
		t.Errorf("%v", got)
	}
	want("triage", "North")
}
