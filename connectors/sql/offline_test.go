package sql

import (
	"context"
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
	understood := func(context.Context, string, int) ([]string, error) { return nil, nil }
	e, found := (&connector{d: d, describe: understood}).Open(t.Context(), s)
	if found.HasErrors() {
		t.Fatal(found.Err())
	}
	return e.(*entity)
}

func offlineTable(d dialect, of connectortest.Table) *table {
	t := &table{name: of.Name, quoted: d.Quote(of.Name), columns: map[string]*column{}}
	for _, of := range of.Columns {
		c := &column{
			name: of.Name, quoted: d.Quote(of.Name), typ: of.Type, native: ddlTypes["postgres"][of.Type], computed: of.Generated, numbered: of.Generated,
			max: of.Max, nullable: !of.NotNull, nocase: of.Name == "login",
		}
		if of.Max > 0 {
			c.native = "character varying"
		}
		if d.Name() == "mysql" {
			c.digits, c.scale, c.hollow = 30, 10, isInstant(c.typ)
			if c.typ == connectors.TypeText {
				c.native, c.charset, c.collation, c.lax, c.nocase = "varchar", "utf8mb4", "utf8mb4_general_ci", true, true
			}
		}
		t.columns[c.name] = c
	}
	for _, name := range of.Key {
		t.columns[name].nullable, t.columns[name].unequal = false, true
		t.key = append(t.key, t.columns[name])
	}
	for _, columns := range of.Unique {
		t.indexes = append(t.indexes, index{name: of.Name + "_" + columns[0], columns: columns, unique: true})
	}
	return t
}
