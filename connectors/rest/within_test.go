package rest_test

import (
	"net/http/httptest"
	"testing"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/connectors/rest"
	"github.com/scimgate/scimgate/connectors/rest/door"
	"github.com/scimgate/scimgate/examples/helpdesk/legacy"
	"github.com/scimgate/scimgate/internal/yamlx"
)

func TestRowsWithinARecordNeedNoListWhateverIsTrueOfAllLists(t *testing.T) {
	connected(t, `
type: rest
base_url: http://127.0.0.1:1
lists: {records: data, paging: {style: page, max: 100}}
entities:
  agents: {url: '/agents{/id}', key: id, fields: {id: integer}}
  phones: {within: {of: agents, at: phones, owner: agent_id}, key: id, fields: {id: integer, agent_id: integer}}
`)
}

// An answer in XML does not show a list without rows, and a change that sends the whole record must not make one of it.
func TestAListWithoutRowsIsSentAsOneWithoutRows(t *testing.T) {
	rows := map[string]string{"agent": "id"}
	app, err := legacy.New(legacy.Style{Body: legacy.XML, Update: legacy.Put, EmptyIsNull: true},
		legacy.Collection{
			Name: "agents", One: "agent", Key: []string{"id"}, Fields: []legacy.Field{{Name: "id", Type: legacy.Integer}, {Name: "name", Type: legacy.Text}},
			Subs: []legacy.Sub{{Name: "phones", One: "phone", Of: "phones", By: rows, Inline: true}},
		},
		legacy.Collection{Name: "phones", One: "phone", Key: []string{"no"}, Fields: []legacy.Field{
			{Name: "no", Type: legacy.Integer, Generated: true}, {Name: "agent", Type: legacy.Integer}, {Name: "number", Type: legacy.Text},
		}})
	if err != nil {
		t.Fatal(err)
	}
	if err := app.Insert("agents", legacy.Row{"id": int64(1), "name": "Ada"}); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(app)
	t.Cleanup(server.Close)
	c := connected(t, `
type: rest
base_url: `+server.URL+`
body: xml
answers: xml
unset: empty
entities:
  agents: {url: '/agents{/id}', key: id, wrap: agent, fields: {id: integer, name: }, update: {put: '/agents{/id}', send: all}}
  phones: {within: {of: agents, at: phones.phone, owner: agent}, key: no, fields: {no: {type: integer, read_only: true}, agent: integer, number: }}
`)
	e, found := c.Open(t.Context(), connectors.Spec{Entity: "agents", Fields: []string{"name"}, Relations: map[string]connectors.Relation{
		"phones": {Entity: "phones", By: map[string]string{"agent": "id"}, Fields: []string{"number"}, Identity: []string{"number"}},
	}})
	if err := found.Err(); err != nil {
		t.Fatal(err)
	}
	renamed := func(connectors.Record) (connectors.Change, error) {
		return connectors.Change{Set: connectors.Fields{"name": "Ada L."}}, nil
	}
	if _, err := e.Update(t.Context(), "1", connectors.Need{}, renamed); err != nil {
		t.Fatal(err)
	}
	if row := app.Rows("agents")[0]; row["name"] != "Ada L." || len(app.Rows("phones")) != 0 {
		t.Errorf("%v, phones %v", row, app.Rows("phones"))
	}
}

func connected(t *testing.T, block string) connectors.Connector {
	t.Helper()
	n, found := yamlx.Parse("app.yaml", []byte(block))
	if err := found.Err(); err != nil {
		t.Fatal(err)
	}
	c, found := rest.Factory(door.Options{}, nil)(t.Context(), n)
	if err := found.Err(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}
