package tickets

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/test/served"
)

// The two ways in which tables say that a member is a person or a group.
var nestedForms = []struct{ name, rule, columns, read string }{
	{
		"a column for each",
		`{ref: {User: agent_id, Group: child_id}}`,
		`agent_id INTEGER REFERENCES agents (agent_id), child_id INTEGER REFERENCES teams (team_id), UNIQUE (team_id, agent_id), UNIQUE (team_id, child_id)`,
		`CASE WHEN agent_id IS NULL THEN 'team ' || child_id ELSE 'agent ' || agent_id END`,
	},
	{
		"a column that says which",
		`{field: member_id, ref: {User: A, Group: T}, by: kind}`,
		`kind CHAR(1) NOT NULL, member_id INTEGER NOT NULL, UNIQUE (team_id, kind, member_id)`,
		`CASE kind WHEN 'A' THEN 'agent ' ELSE 'team ' END || member_id`,
	},
}

func TestGroupsInGroups(t *testing.T) {
	for _, form := range nestedForms {
		t.Run(form.name, func(t *testing.T) {
			users, _, _ := strings.Cut(example(t, "app.yaml"), "\n  Group:")
			s := newSiteOf(t, users+`
  Group:
    entity: teams
    key: team_id
    attributes:
      displayName: name
      members: {rows: team_members, by: {team_id: team_id}, each: {value: `+form.rule+`}, large: true}
`,
				`CREATE TABLE teams (team_id INTEGER PRIMARY KEY AUTOINCREMENT, name VARCHAR(40) NOT NULL UNIQUE)`,
				`CREATE TABLE team_members (entry INTEGER PRIMARY KEY AUTOINCREMENT, team_id INTEGER NOT NULL, `+form.columns+`)`,
				`INSERT INTO teams (name) VALUES ('Support'), ('North'), ('South')`)
			rows := func(want ...string) {
				t.Helper()
				got := s.query(`SELECT team_id || ' has ' || ` + form.read + ` FROM team_members ORDER BY 1`)
				if d := cmp.Diff(want, got); d != "" {
					t.Error(d)
				}
			}
			support, north, south, ines, jo := s.Group("Support"), s.Group("North"), s.Group("South"), s.User("ines"), s.User("jo")
			add := func(status int, group string, members ...string) {
				t.Helper()
				var values []string
				for _, m := range members {
					values = append(values, fmt.Sprintf(`{"value": %q}`, m))
				}
				s.Send(status, http.MethodPatch, "/Groups/"+group, served.Patch(`{"op": "add", "path": "members", "value": [`+strings.Join(values, ", ")+`]}`))
			}

			add(http.StatusNoContent, support, north, south, ines)
			add(http.StatusNoContent, north, jo, ines)
			add(http.StatusNoContent, support, north, ines) // who are there already
			rows("1 has agent 2", "1 has team 2", "1 has team 3", "2 has agent 2", "2 has agent 5")

			got := s.Send(http.StatusOK, http.MethodGet, "/Groups/"+support, "")
			want := []any{
				served.Object{"value": north, "$ref": s.URL + "/Groups/" + north, "type": "Group"},
				served.Object{"value": south, "$ref": s.URL + "/Groups/" + south, "type": "Group"},
				served.Object{"value": ines, "$ref": s.URL + "/Users/" + ines, "type": "User"},
			}
			if d := cmp.Diff(any(want), got["members"]); d != "" {
				t.Error(d)
			}
			user := s.Send(http.StatusOK, http.MethodGet, "/Users/"+ines, "")
			if d := cmp.Diff([]string{"North", "Support"}, values(user["groups"], "display"), sorted(func(a, b string) bool { return a < b })); d != "" {
				t.Error(d)
			}
			for filter, want := range map[string][]string{
				fmt.Sprintf(`members.value eq %q`, north):                           {"Support"},
				fmt.Sprintf(`members.value eq %q`, jo):                              {"North"},
				`members[type eq "Group"]`:                                          {"Support"},
				fmt.Sprintf(`members[value eq %q and type eq "User"]`, north):       {},
				`not (members pr)`:                                                  {"South"},
				fmt.Sprintf(`members[value eq %q] and members[type eq "User"]`, jo): {"North"},
			} {
				if d := cmp.Diff(want, s.Names("/Groups", filter)); d != "" {
					t.Errorf("%s: %s", filter, d)
				}
			}

			// A group is not in itself, and whoever tries to put it there changes nothing; a longer circle does no harm.
			add(http.StatusBadRequest, south, jo, south)
			s.Refuses(http.StatusBadRequest, "invalidValue", http.MethodPut, "/Groups/"+south, fmt.Sprintf(
				`{"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "South", "members": [{"value": %q}]}`, south))
			s.Refuses(http.StatusBadRequest, "invalidValue", http.MethodPatch, "/Groups/"+south, served.Patch(fmt.Sprintf(
				`{"op": "replace", "value": {"displayName": "Deep South", "members": [{"value": %q}]}}`, south)))
			add(http.StatusBadRequest, south, "nobody")
			add(http.StatusNoContent, south, support)
			rows("1 has agent 2", "1 has team 2", "1 has team 3", "2 has agent 2", "2 has agent 5", "3 has team 1")
			s.Send(http.StatusOK, http.MethodGet, "/Groups?filter=members%20pr", "")

			s.Send(http.StatusNoContent, http.MethodPatch, "/Groups/"+support, served.Patch(fmt.Sprintf(
				`{"op": "remove", "path": "members[value eq \"%s\"]"}, {"op": "remove", "path": "members", "value": [{"value": %q}]}`, north, ines)))
			rows("1 has team 3", "2 has agent 2", "2 has agent 5", "3 has team 1")
			s.Send(http.StatusOK, http.MethodPut, "/Groups/"+north, fmt.Sprintf(
				`{"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "North", "members": [{"value": %q}, {"value": %q}]}`, south, jo))
			rows("1 has team 3", "2 has agent 5", "2 has team 3", "3 has team 1")
		})
	}
}
