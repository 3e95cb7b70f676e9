package sql

import (
	"testing"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/connectors/connectortest"
)

func TestStatementsOfARecordInSeveralTablesAreWhatTheGoldenFilesSay(t *testing.T) {
	set := func(f connectors.Fields) connectors.Operation {
		return connectors.UpdateOp{Key: "1", Change: connectors.Change{Set: f, At: noon}}
	}
	removing := connectortest.Accounts()
	for i := range removing.Joins {
		removing.Joins[i].Remove = removing.Joins[i].Missing != ""
	}
	for _, c := range []statementCase{
		{"joined-get", connectortest.Accounts(), connectors.GetOp{Keys: []connectors.Key{"1"}, Need: connectors.Need{
			Fields: []string{"login", "person.last_name", "settings.theme", "employment.title", "employment", "department.name"}}}},
		{"joined-get-own-fields", connectortest.Accounts(), connectors.GetOp{Keys: []connectors.Key{"1"}, Need: connectors.Need{Fields: []string{"login"}}}},
		{"joined-where-in-force", connectortest.Accounts(), where(connectors.Leaf{Field: "employment", Op: connectors.Eq, Value: true})},
		{"joined-where-nothing-in-force", connectortest.Accounts(), where(connectors.Leaf{Field: "employment", Op: connectors.Ne, Value: true})},
		{"joined-create", connectortest.Accounts(), connectors.CreateOp{Change: connectors.Change{At: noon, Set: connectors.Fields{
			"login": "ada", "person.last_name": "Lovelace", "staff.site": "Oslo", "employment.title": "Analyst"}}}},
		{"joined-update", connectortest.Accounts(), set(connectors.Fields{"login": "ada", "person.last_name": "Byron", "settings.theme": "dark"})},
		{"joined-change-in-force", connectortest.Accounts(), set(connectors.Fields{"employment.title": "Head"})},
		{"joined-end-in-force", connectortest.Accounts(), set(connectors.Fields{"employment": false})},
		{"joined-delete", removing, connectors.DeleteOp{Key: "1"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			golden(t, c.name, func(d string) []connectors.Call {
				calls, err := offlineEntity(t, d, c.spec, connectortest.StaffTables()).Explain(connectors.During(t.Context(), noon), c.op)
				if err != nil {
					t.Fatal(err)
				}
				return calls
			})
		})
	}
}
