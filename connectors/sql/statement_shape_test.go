package sql

import (
	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/connectors/connectortest"
)

// shapeCases are the statements of schemas that were not made for provisioning.
func shapeCases() []statementCase {
	numbered := connectortest.People()
	phones := numbered.Relations["phones"]
	phones.Insert = map[string]connectors.Source{"rank": connectors.Next{Start: 1, Within: []string{"emp_no"}}}
	numbered.Relations["phones"] = phones
	return []statementCase{
		{"rows-with-the-next-numbers", numbered, connectors.UpdateOp{Key: "7", Change: connectors.Change{At: noon, Rows: map[string]connectors.RowChange{
			"phones": {Add: []connectors.Fields{{"number": "+1"}, {"number": "+2"}}}}}}},
	}
}
