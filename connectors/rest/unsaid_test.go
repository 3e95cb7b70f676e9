package rest_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/connectors/rest"
	"github.com/scimgate/scimgate/connectors/rest/door"
	"github.com/scimgate/scimgate/internal/yamlx"
)

const teams = `
type: rest
base_url: %s
entities:
  agents: {url: '/agents{/id}', key: id, sound: true, fields: {id: integer}}
  teams: {url: '/teams{/id}', key: id, sound: true, fields: {id: integer}}
  members:
    key: [team_id, agent_id]
    fields: {team_id: integer, agent_id: {type: integer, at: id}}
    find:
      - {by: team_id, exact: true, get: '/teams{/team_id}/members'}
      - {by: agent_id, exact: true, get: '/agents{/agent_id}/teams', fields: {team_id: id}, lacks: agent_id}
`

func TestRowsBelowTheirOwnerNeedNotNameIt(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = fmt.Fprintln(w, map[string]string{
			"/teams/1": `{"id": 1}`, "/teams/1/members": `[{"id": 7}, {"id": 8}]`,
			"/agents/7": `{"id": 7}`, "/agents/7/teams": `[{"id": 1}, {"id": 2}]`,
		}[r.URL.Path])
	}))
	t.Cleanup(server.Close)
	block, found := yamlx.Parse("app.yaml", fmt.Appendf(nil, teams, server.URL))
	if err := found.Err(); err != nil {
		t.Fatal(err)
	}
	c, found := rest.Factory(door.Options{}, nil)(t.Context(), block)
	if err := found.Err(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	for _, side := range []struct {
		name, entity, ours, theirs string
		owner                      connectors.Key
		want                       []int64
	}{
		{"the members of a team", "teams", "team_id", "agent_id", "1", []int64{7, 8}},
		{"the teams of an agent, where the place of the agent is another's", "agents", "agent_id", "team_id", "7", []int64{1, 2}},
	} {
		t.Run(side.name, func(t *testing.T) {
			e, found := c.Open(t.Context(), connectors.Spec{Entity: side.entity, Key: []string{"id"}, Relations: map[string]connectors.Relation{
				"rows": {Entity: "members", By: map[string]string{side.ours: "id"}, Fields: []string{side.theirs}, Identity: []string{side.theirs}, Large: true, ReadOnly: true},
			}})
			if err := found.Err(); err != nil {
				t.Fatal(err)
			}
			var got []int64
			for row, err := range e.Rows(t.Context(), "rows", []connectors.Key{side.owner}, "") {
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, row.Fields[side.theirs].(int64))
			}
			if d := cmp.Diff(side.want, got); d != "" {
				t.Errorf("(-want +got)\n%s", d)
			}
		})
	}
}
