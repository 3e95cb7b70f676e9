package rest_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/connectors"
)

// gaps is the block of an application whose calls leave gaps.
const gaps = `
type: rest
base_url: http://127.0.0.1:1
entities:
  agents:
    url: /agents{/id}
    key: id
    fields: {id: {type: integer, read_only: true}, login: , team_id: integer}
    list: none
    find: [{by: login, exact: true}]
    create: {post: /agents, record: none}
  phones:
    within: {of: agents, at: phones, owner: agent_id}
    fields: {agent_id: integer, number: }
  teams:
    url: /teams{/id}
    key: id
    fields: {id: {type: integer, read_only: true}, name: , code: , lead_id: integer}
    list: none
  shifts:
    key: [team_id, day]
    fields: {team_id: integer, day: date, state: }
    list: {get: /shifts}
    create: {post: /shifts}
    delete: {delete: '/shifts{/team_id,day}'}
    when: [{field: state, to: open, post: '/shifts{/team_id,day}/open'}]
  members:
    key: [team_id, agent_id]
    fields: {team_id: integer, agent_id: integer}
    find: [{by: team_id, get: '/teams{/team_id}/members'}]
    create: {post: '/teams{/team_id}/members'}
    delete: {delete: '/teams{/team_id}/members{/agent_id}'}
`

func TestWhatNoCallLeadsToIsAFinding(t *testing.T) {
	key := []string{"id"}
	rows := func(entity, theirs, ours string, fields ...string) map[string]connectors.Relation {
		return map[string]connectors.Relation{"rows": {Entity: entity, By: map[string]string{theirs: ours}, Fields: fields, ReadOnly: true}}
	}
	for _, c := range []struct {
		name string
		spec connectors.Spec
		want []string
	}{
		{"teams, which nothing lists", connectors.Spec{Entity: "teams", Key: key},
			[]string{"rest/no-list: there is no call that lists all teams: what no find answers is refused"}},
		{"agents, of whom a new one has no key", connectors.Spec{Entity: "agents", Key: key}, []string{
			"rest/no-list: there is no call that lists all agents: what no find answers is refused",
			`rest/new-key: nothing tells the key of new agents: no record in the answer, no "key", no find by a unique field`,
		}},
		{"a team by its code", connectors.Spec{Entity: "teams", Key: key, Joins: []connectors.Join{{Alias: "team", Entity: "teams", On: map[string]string{"code": "name"}, Lookup: true}}}, []string{
			"rest/no-list: there is no call that lists all teams: what no find answers is refused",
			"rest/no-way: no call finds teams by code",
		}},
		{"a team by its key", connectors.Spec{Entity: "teams", Key: key, Joins: []connectors.Join{{Alias: "team", Entity: "teams", On: map[string]string{"id": "lead_id"}, Lookup: true}}},
			[]string{"rest/no-list: there is no call that lists all teams: what no find answers is refused"}},
		{"the teams of an agent", connectors.Spec{Entity: "teams", Key: key, Relations: rows("members", "agent_id", "id", "team_id")}, []string{
			"rest/no-list: there is no call that lists all teams: what no find answers is refused",
			"rest/no-way: no call finds members by agent_id",
		}},
		{"rows that are in the records of others", connectors.Spec{Entity: "teams", Key: key, Relations: rows("phones", "agent_id", "id", "number")}, []string{
			"rest/no-list: there is no call that lists all teams: what no find answers is refused",
			"rest/no-way: phones are in the records of agents, by agent_id",
		}},
		{"rows with a field that has a call of its own", connectors.Spec{Entity: "teams", Key: key,
			Relations: map[string]connectors.Relation{"shifts": {Entity: "shifts", By: map[string]string{"team_id": "id"}, Fields: []string{"day", "state"}}}}, []string{
			"rest/no-list: there is no call that lists all teams: what no find answers is refused",
			"rest/unsupported-rows: shifts: state has a call of its own, which is made for records and not for rows",
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, found := dial(t, gaps).Open(t.Context(), c.spec)
			var got []string
			for _, f := range found {
				got = append(got, f.Code+": "+f.Message)
			}
			if d := cmp.Diff(c.want, got); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}
