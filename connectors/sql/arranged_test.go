package sql

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/scimgate/scimgate/connectors/connectortest"
	"github.com/scimgate/scimgate/internal/testenv"
	"github.com/scimgate/scimgate/internal/yamlx"
)

// arranged is the suite's application behind another connector, whose block says more of the entities.
func arranged(t testing.TB, dialect, dsn string, tables []connectortest.Table, entity func(connectortest.Table) string) connectortest.App {
	t.Helper()
	a := newApp(t, dialect, dsn, tables)
	var block strings.Builder
	fmt.Fprintf(&block, "type: sql\ndialect: %s\ndsn: %q\nentities:\n", dialect, dsn)
	for _, table := range tables {
		if text := entity(table); text != "" {
			fmt.Fprintf(&block, "  %s: %s\n", table.Name, text)
		}
		a.sql(t, fmt.Sprintf("CREATE VIEW %[1]s_v AS SELECT * FROM %[1]s", table.Name))
	}
	node, found := yamlx.Parse("test.yaml", []byte(block.String()))
	c, more := open(node, nil)
	if found.Add(more...); found.HasErrors() {
		t.Fatal(found.Err())
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	return connectortest.App{Connector: c, Rows: a.rows, Insert: a.insert}
}

// freshDSN makes databases of a dialect for a suite.
func freshDSN(t *testing.T, dialect string) func(t testing.TB) string {
	if dialect == "postgres" {
		return schemas(t)
	}
	return func(t testing.TB) string { return dsnOf(t, dialect) }
}

// conform runs the suite on SQLite and on a server, or on all of them when there is time.
func conform(t *testing.T, server string, entity func(connectortest.Table) string) {
	for _, dialect := range []string{"sqlite", "postgres", "mysql"} {
		if dialect != "sqlite" && dialect != server && testenv.N(0, 1) == 0 {
			continue
		}
		t.Run(dialect, func(t *testing.T) {
			fresh := freshDSN(t, dialect)
			connectortest.Run(t, connectortest.Harness{Indirect: true, New: func(t testing.TB, tables []connectortest.Table) connectortest.App {
				return arranged(t, dialect, fresh(t), tables, entity)
			}})
		})
	}
}

// Whoever reads views and writes the tables behind them sees no difference.
func TestConformanceThroughViews(t *testing.T) {
	conform(t, "", func(table connectortest.Table) string { return "{read: " + table.Name + "_v}" })
}

// Whoever writes by statements sees none either. Records keep an UPDATE of the gateway's own, which can change keys.
func TestConformanceByStatements(t *testing.T) {
	conform(t, "postgres", func(table connectortest.Table) string {
		switch table.Name {
		case "employees", "roles":
			return "{create: {sql: '" + insertOf(table) + " RETURNING " + table.Key[0] + "', key: " + table.Key[0] + "}}"
		case "phones", "employee_roles":
			if len(table.Key) == 0 {
				return ""
			}
			where, update := " WHERE "+equalities(table.Key, " AND "), ""
			if table.Name == "phones" { // of the other the suite changes the key
				update = fmt.Sprintf(", update: {sql: 'UPDATE %s SET %s%s'}", table.Name, equalities(plain(table), ", "), where)
			}
			return fmt.Sprintf("{read: %s_v, create: {sql: '%s'}, delete: {sql: 'DELETE FROM %s%s'}%s}", table.Name, insertOf(table), table.Name, where, update)
		default:
			return ""
		}
	})
}

// insertOf gives every column a value that the database does not make.
func insertOf(table connectortest.Table) string {
	var names, values []string
	for _, c := range table.Columns {
		if c.Generated {
			continue
		}
		value := ":" + c.Name
		if c.Default != nil {
			value = fmt.Sprintf("COALESCE(%s, %v)", value, c.Default)
		}
		names, values = append(names, c.Name), append(values, value)
	}
	return fmt.Sprintf("INSERT INTO %s (%s) VALUES (%s)", table.Name, strings.Join(names, ", "), strings.Join(values, ", "))
}

// plain are the columns outside the key.
func plain(table connectortest.Table) []string {
	var names []string
	for _, c := range table.Columns {
		if !slices.Contains(table.Key, c.Name) {
			names = append(names, c.Name)
		}
	}
	return names
}

func equalities(names []string, separator string) string {
	parts := make([]string, len(names))
	for i, n := range names {
		parts[i] = n + " = :" + n
	}
	return strings.Join(parts, separator)
}
