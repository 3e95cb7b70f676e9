package rest_test

import (
	"testing"

	"github.com/scimgate/scimgate/connectors/rest"
	"github.com/scimgate/scimgate/connectors/rest/door"
	"github.com/scimgate/scimgate/internal/yamlx"
)

func TestRowsWithinARecordNeedNoListWhateverIsTrueOfAllLists(t *testing.T) {
	block, found := yamlx.Parse("app.yaml", []byte(`
type: rest
base_url: http://127.0.0.1:1
lists: {records: data, paging: {style: page, max: 100}}
entities:
  agents: {url: '/agents{/id}', key: id, fields: {id: integer}}
  phones: {within: {of: agents, at: phones, owner: agent_id}, key: id, fields: {id: integer, agent_id: integer}}
`))
	if err := found.Err(); err != nil {
		t.Fatal(err)
	}
	c, found := rest.Factory(door.Options{})(t.Context(), block)
	if err := found.Err(); err != nil {
		t.Fatal(err)
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
}
