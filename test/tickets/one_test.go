package tickets

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// An application that keeps who reports to whom, and what somebody is called, in tables of their own.
func TestSingleValuesInRowsOfOtherTables(t *testing.T) {
	app := strings.Replace(example(t, "app.yaml"), "    entity: agents\n", "    extensions: [enterprise]\n    entity: agents\n", 1)
	app = strings.Replace(app, "      userName: login\n", `      userName: login
      title: {rows: titles, by: agent_id, where: {ended: null}, insert: {given_by: scim}, one: title}
      enterprise.manager.value: {rows: reporting, by: {agent: agent_id}, one: {field: boss, ref: User}}
`, 1)
	s := newSiteOf(t, app,
		`CREATE TABLE titles (title_id INTEGER PRIMARY KEY AUTOINCREMENT, agent_id INTEGER NOT NULL, title VARCHAR(40) NOT NULL, given_by VARCHAR(20), ended DATE)`,
		`CREATE TABLE reporting (agent INTEGER NOT NULL, boss INTEGER NOT NULL, PRIMARY KEY (agent, boss))`,
		`INSERT INTO titles (agent_id, title, ended) VALUES (2, 'Trainee', '2020-01-01'), (2, 'Head of support', NULL)`,
		`INSERT INTO reporting VALUES (3, 2), (4, 6)`) // 6 is a bot, which is nobody's manager
	rows := func(titles, reporting []string) {
		t.Helper()
		if d := cmp.Diff(titles, s.query(`SELECT agent_id || ' ' || title || ' ' || ifnull(ended, ifnull(given_by, '-')) FROM titles ORDER BY title_id`)); d != "" {
			t.Error(d)
		}
		if d := cmp.Diff(reporting, s.query(`SELECT agent || ' ' || boss FROM reporting ORDER BY 1`)); d != "" {
			t.Error(d)
		}
	}
	const enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
	ines, tomas, mira, jo := s.user("ines"), s.user("tomas"), s.user("mira"), s.user("jo")
	got := s.send(http.StatusOK, http.MethodGet, "/Users/"+tomas, "")
	if manager, _ := got[enterprise].(object)["manager"].(object); manager["value"] != ines || manager["$ref"] != s.url+"/Users/"+ines {
		t.Errorf("%v", got)
	}
	if got := s.send(http.StatusOK, http.MethodGet, "/Users/"+ines, ""); got["title"] != "Head of support" {
		t.Errorf("%v", got)
	}
	if got := s.send(http.StatusOK, http.MethodGet, "/Users/"+mira, ""); got[enterprise] != nil {
		t.Errorf("%v", got)
	}

	set := func(id, title, manager string) {
		t.Helper()
		s.send(http.StatusOK, http.MethodPatch, "/Users/"+id, patch(fmt.Sprintf(
			`{"op": "replace", "value": {"title": %q, "%s:manager": {"value": %q}}}`, title, enterprise, manager)))
	}
	set(ines, "Head of support", tomas) // the title is what it was: its row stays
	set(tomas, "Agent", jo)
	set(mira, "Helper", ines)
	rows([]string{"2 Trainee 2020-01-01", "2 Head of support -", "3 Agent scim", "4 Helper scim"}, []string{"2 3", "3 5", "4 2", "4 6"})
	for filter, want := range map[string][]string{
		`title eq "AGENT"`: {"tomas"},
		fmt.Sprintf(`%s:manager.value eq %q`, enterprise, ines): {"mira"},
		`not (title pr)`: {"owner", "jo"},
	} {
		if d := cmp.Diff(want, s.names("/Users", filter)); d != "" {
			t.Errorf("%s: %s", filter, d)
		}
	}
	s.send(http.StatusOK, http.MethodPatch, "/Users/"+mira, patch(fmt.Sprintf(
		`{"op": "remove", "path": "title"}, {"op": "remove", "path": "%s:manager"}`, enterprise)))
	rows([]string{"2 Trainee 2020-01-01", "2 Head of support -", "3 Agent scim"}, []string{"2 3", "3 5", "4 6"})
	made := s.send(http.StatusCreated, http.MethodPost, "/Users", fmt.Sprintf(
		`{"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", "%s"], "userName": "noor", "title": "New", "%s": {"manager": {"value": %q}}}`, enterprise, enterprise, ines))
	if made["title"] != "New" {
		t.Errorf("%v", made)
	}
	rows([]string{"2 Trainee 2020-01-01", "2 Head of support -", "3 Agent scim", "8 New scim"}, []string{"2 3", "3 5", "4 6", "8 2"})
}
