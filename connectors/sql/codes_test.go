package sql

import (
	"fmt"
	"maps"
	"testing"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/connectors/connectortest"
	"github.com/scimgate/scimgate/internal/testenv"
)

// Members are named by what their key means in another table, and some of them are not there.
func TestAHundredMembersThatAreNamedByCodesCostNoMoreStatementsThanTwo(t *testing.T) {
	for _, dialect := range testenv.Databases() {
		t.Run(dialect, func(t *testing.T) {
			dsn := dsnOf(t, dialect)
			a := newApp(t, dialect, dsn, connectortest.Tables())
			var like connectors.Fields
			for _, table := range connectortest.Tables() {
				if table.Name == "employees" {
					like = table.Rows[0]
				}
			}
			for i := range 100 {
				row := maps.Clone(like)
				row["emp_no"], row["login"], row["ext_ref"] = int64(1000+i), fmt.Sprint("crowd", i), nil
				a.insert(t, "employees", row)
			}
			statements := 0
			e := (&app{dial(t, dialect, dsn, func(string) { statements++ })}).mustOpen(t, connectortest.RolesByLogin())
			sent := func(n int, ch func(members []connectors.Fields) connectors.RowChange) int {
				members := make([]connectors.Fields, n)
				for i := range members {
					members[i] = connectors.Fields{"who.login": fmt.Sprint("crowd", i)}
				}
				before := statements
				_, err := e.Update(t.Context(), "2", connectors.Need{}, func(connectors.Record) (connectors.Change, error) {
					return connectors.Change{Rows: map[string]connectors.RowChange{"members": ch(members)}, At: noon}, nil
				})
				if err != nil {
					t.Fatal(err)
				}
				return statements - before
			}
			add := func(members []connectors.Fields) connectors.RowChange { return connectors.RowChange{Add: members} }
			remove := func(members []connectors.Fields) connectors.RowChange {
				return connectors.RowChange{Remove: append(members, connectors.Fields{"who.login": "nobody"}, connectors.Fields{"who.login": "no one"})}
			}
			for what, ch := range map[string]func([]connectors.Fields) connectors.RowChange{"adding": add, "removing": remove} {
				few, many := sent(2, ch), sent(64, ch)
				if few != many {
					t.Errorf("%s 2 members sends %d statements, 64 members %d", what, few, many)
				}
			}
		})
	}
}
