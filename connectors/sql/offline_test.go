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
		describe(d.Name(), c)
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

// describe makes of a column of PostgreSQL what another dialect would have made of it.
func describe(dialect string, c *column) {
	c.digits, c.scale, c.hollow = 30, 10, dialect == "mysql" && isInstant(c.typ)
	if isInstant(c.typ) {
		c.scale = 6
	}
	text := map[string]string{"mysql": "varchar", "sqlserver": "nvarchar", "oracle": "VARCHAR2"}[dialect]
	switch {
	case dialect == "oracle" && isInstant(c.typ):
		c.native = map[connectors.Type]string{connectors.TypeDate: "DATE", connectors.TypeTime: "TIMESTAMP"}[c.typ]
		c.typ = connectors.TypeTime // as a DATE is
	case text == "":
		return
	case c.typ != connectors.TypeText:
		c.native = ddlTypes[dialect][c.typ]
	case dialect == "oracle":
		c.native = text
	default:
		c.native, c.lax, c.nocase = text, true, true
		c.charset, c.collation = "utf8mb4", map[string]string{"mysql": "utf8mb4_general_ci", "sqlserver": "Latin1_General_CI_AS"}[dialect]
	}
}
