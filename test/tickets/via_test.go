package tickets

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/test/served"
)

// An application whose tables name people by their login, while ids are made of their numbers.
func TestReferencesByAnotherFieldThanTheKey(t *testing.T) {
	users, _, _ := strings.Cut(example(t, "app.yaml"), "\n  Group:")
	users = strings.Replace(users, "    entity: agents\n", "    extensions: [enterprise]\n    entity: agents\n", 1)
	users = strings.Replace(users, "      userName: login\n", "      userName: login\n      enterprise.manager.value: {field: boss, ref: User, via: login}\n", 1)
	s := newSiteOf(t, users+`
  Group:
    entity: teams
    key: team_id
    attributes:
      displayName: name
      members: {rows: team_members, by: {team_id: team_id}, each: {value: {field: member, ref: User, via: login}}, large: true}
`,
		`CREATE TABLE teams (team_id INTEGER PRIMARY KEY AUTOINCREMENT, name VARCHAR(40) NOT NULL UNIQUE)`,
		`CREATE TABLE team_members (team_id INTEGER NOT NULL, member VARCHAR(64) NOT NULL, PRIMARY KEY (team_id, member))`,
		`ALTER TABLE agents ADD boss VARCHAR(64)`,
		`INSERT INTO teams (name) VALUES ('North')`,
		`INSERT INTO team_members VALUES (1, 'jo'), (1, 'triage'), (1, 'nobody')`)
	north, ines, jo := s.Group("North"), s.User("ines"), s.User("jo")
	s.Send(http.StatusNoContent, http.MethodPatch, "/Groups/"+north, served.Patch(fmt.Sprintf(
		`{"op": "add", "path": "members", "value": [{"value": %q}, {"value": %q}]}, {"op": "remove", "path": "members[value eq \"%s\"]"}`, ines, jo, jo)))
	// The bot and who is nobody cannot be seen, and stay.
	s.Send(http.StatusOK, http.MethodPut, "/Groups/"+north, fmt.Sprintf(
		`{"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "North", "members": [{"value": %q}, {"value": %q}]}`, ines, s.User("mira")))
	if d := cmp.Diff([]string{"ines", "mira", "nobody", "triage"}, s.query(`SELECT member FROM team_members ORDER BY 1`)); d != "" {
		t.Error(d)
	}
	user := s.Send(http.StatusOK, http.MethodPatch, "/Users/"+jo, served.Patch(fmt.Sprintf(
		`{"op": "replace", "path": "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager", "value": %q}`, ines)))
	if manager, _ := user["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"].(served.Object)["manager"].(served.Object); manager["value"] != ines {
		t.Errorf("%v", user)
	}
	if d := cmp.Diff([]string{"ines"}, s.query(`SELECT boss FROM agents WHERE login = 'jo'`)); d != "" {
		t.Error(d)
	}
	for filter, want := range map[string][]string{
		fmt.Sprintf(`urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value eq %q`, ines): {"jo"},
		fmt.Sprintf(`groups.value eq %q and userName sw "i"`, north):                                        {"ines"},
	} {
		if d := cmp.Diff(want, s.Names("/Users", filter)); d != "" {
			t.Errorf("%s: %s", filter, d)
		}
	}
	if d := cmp.Diff([]string{"North"}, s.Names("/Groups", fmt.Sprintf(`members.value eq %q`, ines))); d != "" {
		t.Error(d)
	}
}
