package connectortest

import (
	"slices"
	"testing"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/connectors/memory"
)

// InMemory makes an application of connectors/memory: the oracle that the history law compares with. It has the form
// of Harness.New.
func InMemory(t testing.TB, tables []Table) App {
	t.Helper()
	c := memory.New(schemaOf(tables))
	app := App{
		Connector: c,
		Rows: func(_ testing.TB, table string) []connectors.Fields {
			rows := c.Rows(table)
			slices.SortStableFunc(rows, byKey(tables, table))
			return rows
		},
		Insert: func(t testing.TB, table string, rows ...connectors.Fields) {
			t.Helper()
			if err := c.Insert(table, rows...); err != nil {
				t.Fatal(err)
			}
		},
	}
	for _, table := range tables {
		app.Insert(t, table.Name, table.Rows...)
	}
	return app
}

func schemaOf(tables []Table) memory.Schema {
	var s memory.Schema
	for _, t := range tables {
		out := memory.Table{Name: t.Name, Key: t.Key, Unique: t.Unique}
		for _, c := range t.Columns {
			out.Columns = append(out.Columns, memory.Column{
				Name: c.Name, Type: c.Type, Max: c.Max, NotNull: c.NotNull, Generated: c.Generated, Default: c.Default,
			})
		}
		s = append(s, out)
	}
	return s
}

func byKey(tables []Table, name string) func(a, b connectors.Fields) int {
	i := slices.IndexFunc(tables, func(t Table) bool { return t.Name == name })
	return func(a, b connectors.Fields) int {
		for _, k := range tables[i].Key {
			if c, _ := connectors.Compare(a[k], b[k], ""); c != 0 {
				return c
			}
		}
		return 0
	}
}
