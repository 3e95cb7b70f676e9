package rest_test

import (
	"testing"

	"github.com/scimgate/scimgate/connectors"
)

// Nobody listens where this application should be: a URL cannot hold these values, so that nothing is asked.
const unaskable = `
type: rest
base_url: http://127.0.0.1:1
entities:
  agents:
    url: /agents{/login}
    key: login
    fields: {login: , office: }
    list: none
    find: [{by: office, exact: true, get: '/offices{/office}/agents'}]
`

func TestARecordThatNoURLCanNameIsNotThere(t *testing.T) {
	e := open(t, dial(t, unaskable), connectors.Spec{Entity: "agents", Key: []string{"login"}, Fields: []string{"login", "office"}})
	for _, key := range []connectors.Key{".", ".."} {
		got, err := e.Get(t.Context(), []connectors.Key{key}, connectors.Need{Fields: []string{"office"}})
		if err != nil || len(got) > 0 {
			t.Errorf("%s: %v, %v", key, got, err)
		}
		page, err := e.List(t.Context(), connectors.Query{Where: connectors.Leaf{Field: "office", Op: connectors.Eq, Value: string(key)}, Limit: 10, Total: true})
		if err != nil || len(page.Records) > 0 || page.Total != 0 {
			t.Errorf("in the office %s: %v, %v", key, page, err)
		}
	}
}
