package tickets

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/test/served"
)

// An application that keeps who reports to whom, and what somebody is called, in tables of their own, and lists in texts.
func TestSingleValuesInRowsOfOtherTablesAndListsInFields(t *testing.T) {
	app := strings.Replace(example(t, "app.yaml"), "    entity: agents\n", "    extensions: [enterprise]\n    entity: agents\n", 1)
	app = strings.Replace(app, "      userName: login\n", `      userName: login
      ims: {list: handles, separator: ','}
      entitlements: {list: rights}
      title: {rows: titles, by: agent_id, where: {ended: null}, insert: {given_by: scim}, one: title}
      enterprise.manager.value: {rows: reporting, by: {agent: agent_id}, one: {field: boss, ref: User}}
`, 1)
	s := newSiteOf(t, app,
		`ALTER TABLE agents ADD handles VARCHAR(20)`,
		`ALTER TABLE agents ADD rights JSON NOT NULL DEFAULT '[]'`,
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
	ines, tomas, mira, jo := s.User("ines"), s.User("tomas"), s.User("mira"), s.User("jo")
	got := s.Send(http.StatusOK, http.MethodGet, "/Users/"+tomas, "")
	if manager, _ := got[served.Enterprise].(served.Object)["manager"].(served.Object); manager["value"] != ines || manager["$ref"] != s.URL+"/Users/"+ines {
		t.Errorf("%v", got)
	}
	if got := s.Send(http.StatusOK, http.MethodGet, "/Users/"+ines, ""); got["title"] != "Head of support" {
		t.Errorf("%v", got)
	}
	if got := s.Send(http.StatusOK, http.MethodGet, "/Users/"+mira, ""); got[served.Enterprise] != nil {
		t.Errorf("%v", got)
	}

	set := func(id, title, manager string) {
		t.Helper()
		s.Send(http.StatusOK, http.MethodPatch, "/Users/"+id, served.Patch(fmt.Sprintf(
			`{"op": "replace", "value": {"title": %q, "%s:manager": {"value": %q}}}`, title, served.Enterprise, manager)))
	}
	set(ines, "Head of support", tomas) // the title is what it was: its row stays
	set(tomas, "Agent", jo)
	set(mira, "Helper", ines)
	rows([]string{"2 Trainee 2020-01-01", "2 Head of support -", "3 Agent scim", "4 Helper scim"}, []string{"2 3", "3 5", "4 2", "4 6"})
	for filter, want := range map[string][]string{
		`title eq "AGENT"`: {"tomas"},
		fmt.Sprintf(`%s:manager.value eq %q`, served.Enterprise, ines): {"mira"},
		`not (title pr)`: {"owner", "jo"},
	} {
		if d := cmp.Diff(want, s.Names("/Users", filter)); d != "" {
			t.Errorf("%s: %s", filter, d)
		}
	}
	s.Send(http.StatusOK, http.MethodPatch, "/Users/"+mira, served.Patch(fmt.Sprintf(
		`{"op": "remove", "path": "title"}, {"op": "remove", "path": "%s:manager"}`, served.Enterprise)))
	rows([]string{"2 Trainee 2020-01-01", "2 Head of support -", "3 Agent scim"}, []string{"2 3", "3 5", "4 6"})
	made := s.Send(http.StatusCreated, http.MethodPost, "/Users", fmt.Sprintf(
		`{"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", "%s"], "userName": "noor", "title": "New", "%s": {"manager": {"value": %q}}}`, served.Enterprise, served.Enterprise, ines))
	if made["title"] != "New" {
		t.Errorf("%v", made)
	}
	rows([]string{"2 Trainee 2020-01-01", "2 Head of support -", "3 Agent scim", "8 New scim"}, []string{"2 3", "3 5", "4 6", "8 2"})

	// Lists are in one field.
	lists := func(want ...string) {
		t.Helper()
		if d := cmp.Diff(want, s.query(`SELECT ifnull(handles, '-') || ' ' || rights FROM agents WHERE login = 'jo'`)); d != "" {
			t.Error(d)
		}
	}
	s.Send(http.StatusOK, http.MethodPatch, "/Users/"+jo, served.Patch(`{"op": "add", "value": {"ims": [{"value": "a"}, {"value": "b_1"}], "entitlements": [{"value": "x, y"}]}}`))
	lists(`a,b_1 ["x, y"]`)
	s.Send(http.StatusOK, http.MethodPatch, "/Users/"+jo, served.Patch(`{"op": "remove", "path": "ims[value eq \"a\"]"}, {"op": "add", "path": "entitlements", "value": [{"value": "z"}]}`))
	lists(`b_1 ["x, y","z"]`)
	for filter, want := range map[string][]string{`ims.value eq "B_1"`: {"jo"}, `ims.value eq "b"`: {}, `entitlements.value co "y"`: {"jo"}} {
		if d := cmp.Diff(want, s.Names("/Users", filter)); d != "" {
			t.Errorf("%s: %s", filter, d)
		}
	}
	s.Refuses(http.StatusBadRequest, "invalidValue", http.MethodPatch, "/Users/"+jo, served.Patch(`{"op": "add", "path": "ims", "value": [{"value": "c,d"}]}`))
	s.Send(http.StatusOK, http.MethodPatch, "/Users/"+jo, served.Patch(`{"op": "remove", "path": "ims"}, {"op": "remove", "path": "entitlements"}`))
	lists(`- []`)
}
