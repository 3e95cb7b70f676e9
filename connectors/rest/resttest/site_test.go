package resttest

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/connectors/connectortest"
	"github.com/scimgate/scimgate/internal/yamlx"
)

func TestAnApplicationHoldsTheRowsOfItsTables(t *testing.T) {
	memory := connectortest.InMemory(t, connectortest.Tables())
	for _, style := range Styles() {
		app := Serve(t, connectortest.Tables(), style).Harness(nil)
		for _, table := range connectortest.Tables() {
			if d := cmp.Diff(memory.Rows(t, table.Name), app.Rows(t, table.Name)); d != "" {
				t.Errorf("%s: %s: %s", style.Name, table.Name, d)
			}
		}
		app.Insert(t, "departments", connectors.Fields{"code": "AA", "name": "First"})
		if got := app.Rows(t, "departments")[0]; got["name"] != "First" || got["site"] != nil {
			t.Errorf("%s: %v", style.Name, got)
		}
	}
}

func TestABlockNamesEveryTableAndColumn(t *testing.T) {
	for _, tables := range [][]connectortest.Table{connectortest.Tables(), connectortest.StaffTables(), connectortest.WithoutUniqueMembership(connectortest.Tables())} {
		for _, style := range Styles() {
			block, found := yamlx.Parse("app.yaml", []byte(Serve(t, tables, style).Block))
			if err := found.Err(); err != nil {
				t.Fatal(err)
			}
			for _, table := range tables {
				for _, c := range table.Columns {
					if block.Get("entities").Get(table.Name).Get("fields").Get(c.Name).IsMissing() {
						t.Errorf("%s: %s.%s is not there", style.Name, table.Name, c.Name)
					}
				}
			}
		}
	}
}
