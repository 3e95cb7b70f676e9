package sql

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/connectors/connectortest"
	"github.com/scimgate/scimgate/internal/testenv"
	"github.com/scimgate/scimgate/internal/yamlx"
)

func TestConformanceOnSQLite(t *testing.T) {
	connectortest.Run(t, connectortest.Harness{New: func(t testing.TB, tables []connectortest.Table) connectortest.App {
		return newApp(t, "sqlite", dsnOf(t, "sqlite"), tables).suite()
	}})
}

func TestConformanceOnPostgreSQL(t *testing.T) {
	fresh := schemas(t)
	connectortest.Run(t, connectortest.Harness{New: func(t testing.TB, tables []connectortest.Table) connectortest.App {
		return newApp(t, "postgres", fresh(t), tables).suite()
	}})
}

func TestConformanceOnMariaDB(t *testing.T) {
	connectortest.Run(t, connectortest.Harness{New: func(t testing.TB, tables []connectortest.Table) connectortest.App {
		return newApp(t, "mysql", dsnOf(t, "mysql"), tables).suite()
	}})
}

// TestConformanceOnGivenServers is for databases that nobody starts for a test.
func TestConformanceOnGivenServers(t *testing.T) {
	for _, dialect := range testenv.Databases()[3:] {
		t.Run(dialect, func(t *testing.T) {
			connectortest.Run(t, connectortest.Harness{New: func(t testing.TB, tables []connectortest.Table) connectortest.App {
				return newApp(t, dialect, dsnOf(t, dialect), tables).suite()
			}})
		})
	}
}

// schemas makes one database of PostgreSQL and gives each test an empty schema in it, which is much faster to make.
func schemas(t *testing.T) func(t testing.TB) (dsn string) {
	dsn := testenv.Postgres(t)
	maker := dial(t, "postgres", dsn, nil)
	n := 0
	return func(t testing.TB) string {
		n++
		name := fmt.Sprintf("app%d", n)
		if _, err := maker.db.Exec(t.Context(), "CREATE SCHEMA "+name); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(dsn, "://") {
			sep := "?"
			if strings.Contains(dsn, "?") {
				sep = "&"
			}
			return dsn + sep + "search_path=" + name
		}
		return dsn + " search_path=" + name
	}
}

// app is the suite's application in a real database.
type app struct{ *connector }

func newApp(t testing.TB, dialect, dsn string, tables []connectortest.Table) *app {
	t.Helper()
	a := &app{dial(t, dialect, dsn, nil)}
	for _, table := range tables {
		for _, ddl := range ddlOf(dialect, table) {
			a.sql(t, ddl)
		}
		a.insert(t, table.Name, table.Rows...)
		if dialect == "postgres" {
			for _, c := range table.Columns {
				if c.Generated {
					a.sql(t, fmt.Sprintf(`SELECT setval(pg_get_serial_sequence('%s', '%s'), greatest((SELECT max(%[2]s) FROM %[1]s), 1))`, table.Name, c.Name))
				}
			}
		}
	}
	return a
}

func blockOf(t testing.TB, dialect, dsn string) yamlx.Node {
	t.Helper()
	block, found := yamlx.Parse("test.yaml", []byte(fmt.Sprintf("{type: sql, dialect: %s, dsn: %q}", dialect, dsn)))
	if found.HasErrors() {
		t.Fatal(found.Err())
	}
	return block
}

func dial(t testing.TB, dialect, dsn string, observe func(string)) *connector {
	t.Helper()
	c, found := open(blockOf(t, dialect, dsn), observe)
	if found.HasErrors() {
		t.Fatal(found.Err())
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	return c.(*connector)
}

func (a *app) suite() connectortest.App {
	return connectortest.App{Connector: a.connector, Rows: a.rows, Insert: a.insert}
}

func (a *app) sql(t testing.TB, text string, args ...any) {
	t.Helper()
	if _, err := a.db.Pool().ExecContext(t.Context(), text, args...); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
}

func (a *app) exec(t testing.TB, statements ...statement) {
	t.Helper()
	tx, err := a.db.Pool().BeginTx(t.Context(), nil)
	for _, st := range statements {
		if err == nil {
			_, err = tx.ExecContext(t.Context(), st.text, st.args...)
		}
	}
	if err == nil {
		err = tx.Commit()
	}
	if err != nil {
		t.Fatal(err)
	}
}

func (a *app) insert(t testing.TB, table string, rows ...connectors.Fields) {
	t.Helper()
	schema := a.schema(t, table)
	var statements []statement
	for _, row := range rows {
		set := assignments{}
		for name, v := range row {
			set[name] = assignment{column: schema.columns[name], value: v}
		}
		b := newBuilder(a.d)
		b.write("INSERT INTO ", schema.quoted, " (")
		list(b, ", ", set.sorted(), func(s assignment) { b.write(s.column.quoted) })
		b.write(") VALUES (")
		list(b, ", ", set.sorted(), b.assigned)
		b.write(")")
		statements = append(statements, b.statement())
	}
	a.exec(t, statements...)
}

func (a *app) rows(t testing.TB, name string) []connectors.Fields {
	t.Helper()
	schema := a.schema(t, name)
	f := &frame{alias: "x", table: schema}
	sel := newSelection()
	for _, c := range schema.names() {
		sel.add(f.own(schema.columns[c]))
	}
	b := newBuilder(a.d)
	b.write("SELECT ")
	sel.write(b)
	b.from(f, nil)
	if len(schema.key) > 0 {
		b.write(" ORDER BY ")
		list(b, ", ", f.fields(schema.key), b.keyOrder)
	}
	in := sel.reader(a.d)
	var out []connectors.Fields
	err := sender{q: a.db}.query(t.Context(), b.statement(), func(scan scanner) error {
		values, err := in.read(t.Context(), scan)
		row := connectors.Fields{}
		for i, v := range values {
			row[in.fields[i].column.name] = v
		}
		out = append(out, row)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func (a *app) schema(t testing.TB, name string) *table {
	t.Helper()
	schema, err := a.d.introspect(t.Context(), a.db, name)
	if err != nil || schema == nil {
		t.Fatalf("no table %s: %v", name, err)
	}
	return schema
}

var ddlTypes = map[string]map[connectors.Type]string{
	"sqlite": {
		connectors.TypeText: "TEXT", connectors.TypeInteger: "INTEGER", connectors.TypeFloat: "REAL", connectors.TypeDecimal: "DECIMAL",
		connectors.TypeBool: "BOOLEAN", connectors.TypeTime: "TIMESTAMP", connectors.TypeDate: "DATE", connectors.TypeBytes: "BLOB", connectors.TypeJSON: "JSON",
	},
	"postgres": {
		connectors.TypeText: "text", connectors.TypeInteger: "integer", connectors.TypeFloat: "double precision", connectors.TypeDecimal: "numeric",
		connectors.TypeBool: "boolean", connectors.TypeTime: "timestamptz", connectors.TypeDate: "date", connectors.TypeBytes: "bytea", connectors.TypeJSON: "jsonb",
	},
	"mysql": {
		connectors.TypeText: "mediumtext", connectors.TypeInteger: "integer", connectors.TypeFloat: "double", connectors.TypeDecimal: "decimal(30,10)",
		connectors.TypeBool: "tinyint(1)", connectors.TypeTime: "datetime(6)", connectors.TypeDate: "date", connectors.TypeBytes: "blob", connectors.TypeJSON: "json",
	},
	"sqlserver": {
		connectors.TypeText: "nvarchar(max)", connectors.TypeInteger: "bigint", connectors.TypeFloat: "float", connectors.TypeDecimal: "decimal(30,10)",
		connectors.TypeBool: "bit", connectors.TypeTime: "datetime2(6)", connectors.TypeDate: "date", connectors.TypeBytes: "varbinary(max)", connectors.TypeJSON: "nvarchar(max)",
	},
	"oracle": {
		connectors.TypeText: "VARCHAR2(4000)", connectors.TypeInteger: "NUMBER(18)", connectors.TypeFloat: "BINARY_DOUBLE", connectors.TypeDecimal: "NUMBER(30,10)",
		connectors.TypeBool: "NUMBER(1)", connectors.TypeTime: "TIMESTAMP(6)", connectors.TypeDate: "DATE", connectors.TypeBytes: "RAW(2000)", connectors.TypeJSON: "CLOB",
	},
}

// ddlOf renders a table of the suite.
func ddlOf(dialect string, t connectortest.Table) []string {
	var parts []string
	key := t.Key
	for _, c := range t.Columns {
		typ := ddlTypes[dialect][c.Type]
		if c.Max > 0 {
			typ = fmt.Sprintf("VARCHAR(%d)", c.Max)
		}
		part := c.Name + " " + typ
		switch {
		case c.Generated && dialect == "sqlite":
			part += " PRIMARY KEY AUTOINCREMENT"
			key = nil
		case c.Generated && dialect == "mysql":
			part += " AUTO_INCREMENT"
		case c.Generated && dialect == "sqlserver":
			part += fmt.Sprintf(" IDENTITY(%d, 1)", len(t.Rows)+1)
		case c.Generated:
			part += " GENERATED BY DEFAULT AS IDENTITY"
		}
		if c.NotNull {
			part += " NOT NULL"
		}
		if c.Default != nil {
			part += fmt.Sprintf(" DEFAULT %v", c.Default)
		}
		parts = append(parts, part)
	}
	if len(key) > 0 {
		parts = append(parts, "PRIMARY KEY ("+strings.Join(key, ", ")+")")
	}
	ddl := []string{"CREATE TABLE " + t.Name + " (" + strings.Join(parts, ", ") + ")"}
	for i, u := range t.Unique {
		ddl = append(ddl, fmt.Sprintf("CREATE UNIQUE INDEX %s_u%d ON %s (%s)", t.Name, i, t.Name, strings.Join(u, ", ")))
	}
	return slices.Clip(ddl)
}
