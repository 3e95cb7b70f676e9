package sql

import (
	"context"
	"slices"
	"testing"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/connectors/connectortest"
	"github.com/scimgate/scimgate/internal/sqldb"
)

// offline is a dialect whose schema is the suite's tables, without a database.
type offline struct {
	dialect
	schema map[string]*table
}

func (o offline) introspect(_ context.Context, _ sqldb.Querier, name string) (*table, error) {
	return o.schema[name], nil
}

func (o offline) tables(context.Context, sqldb.Querier) ([]string, error) { return nil, nil }

// offlineEntity opens s on the suite's tables.
func offlineEntity(t testing.TB, name string, s connectors.Spec, tables []connectortest.Table) *entity {
	t.Helper()
	d := offline{dialectOf(name), map[string]*table{}}
	for _, of := range tables {
		d.schema[of.Name] = offlineTable(d, of)
	}
	e, found := (&connector{d: d}).Open(t.Context(), s)
	if found.HasErrors() {
		t.Fatal(found.Err())
	}
	return e.(*entity)
}

func offlineTable(d dialect, of connectortest.Table) *table {
	t := &table{name: of.Name, quoted: d.Quote(of.Name), columns: map[string]*column{}}
	for _, c := range of.Columns {
		native := ddlTypes["postgres"][c.Type]
		if c.Max > 0 {
			native = "character varying"
		}
		t.columns[c.Name] = &column{
			name: c.Name, quoted: d.Quote(c.Name), typ: c.Type, native: native, computed: c.Generated, max: c.Max,
			nullable: !c.NotNull && !slices.Contains(of.Key, c.Name), nocase: c.Name == "login",
		}
	}
	for _, name := range of.Key {
		t.key = append(t.key, t.columns[name])
	}
	for _, columns := range of.Unique {
		t.indexes = append(t.indexes, index{name: of.Name + "_" + columns[0], columns: columns, unique: true})
	}
	return t
}
