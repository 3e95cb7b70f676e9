package sql

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/connectors/connectortest"
	"github.com/scimgate/scimgate/internal/fold"
	"github.com/scimgate/scimgate/internal/testenv"
)

// crowd is how many employees the access paths are looked at with.
const crowd = 5000

func TestNoOperationReadsAWholeTable(t *testing.T) {
	for _, dialect := range testenv.Databases() {
		t.Run(dialect, func(t *testing.T) {
			a := crowded(t, dialect, dsnOf(t, dialect))
			people, roles := a.mustOpen(t, connectortest.People()), a.mustOpen(t, connectortest.Roles())
			whole := connectors.Need{
				Fields: []string{"login", "first_name", "department.name", "manager.login"},
				Rows:   map[string][]string{"phones": {"number", "type.label"}, "groups": {"role_id", "role.role_name"}},
			}
			named := func(op connectors.Op, f fold.Kind) connectors.ListOp {
				return connectors.ListOp{Query: connectors.Query{Where: connectors.Leaf{Field: "login", Op: op, Value: "User777", Fold: f}, Need: whole, Limit: 2}}
			}
			member := map[string]connectors.RowChange{"members": {Add: []connectors.Fields{{"emp_no": int64(500)}}, Remove: []connectors.Fields{{"emp_no": int64(501)}}}}
			cases := []struct {
				name   string
				entity connectors.Entity
				op     connectors.Operation
			}{
				{"one record", people, connectors.GetOp{Keys: []connectors.Key{"777"}, Need: whole}},
				{"many records", people, connectors.GetOp{Keys: keysUpTo(100), Need: whole}},
				{"a text in any letter case", people, named(connectors.Eq, fold.ASCII)},
				{"a text as it is", people, named(connectors.Eq, fold.None)},
				{"the beginning of a text", people, named(connectors.Sw, fold.ASCII)},
				{"the next page", people, connectors.ListOp{Query: connectors.Query{Need: whole, Limit: 100, After: nextOf(t, people)}}},
				{"the records with a row", roles, connectors.ListOp{Query: connectors.Query{Limit: 100, Where: connectors.Any{Relation: "members",
					Where: connectors.Leaf{Field: "emp_no", Op: connectors.Eq, Value: int64(777)}}}}},
				{"an update of one field", people, connectors.UpdateOp{Key: "777", Need: whole, Change: connectors.Change{Set: connectors.Fields{"first_name": "X"}}}},
				{"members come and go", roles, connectors.UpdateOp{Key: "2", Change: connectors.Change{Rows: member}}},
				{"a record goes", people, connectors.DeleteOp{Key: "777"}},
			}
			for _, c := range cases {
				t.Run(c.name, func(t *testing.T) {
					calls, err := c.entity.(connectors.Explainer).Explain(t.Context(), c.op)
					if err != nil {
						t.Fatal(err)
					}
					for _, call := range calls {
						a.wantNoScan(t, call)
					}
				})
			}
		})
	}
}

// crowded is the suite's application with many people, and the indexes that its administrator would have made.
func crowded(t *testing.T, dialect, dsn string) *app {
	a := newApp(t, dialect, dsn, connectortest.Tables())
	switch dialect {
	case "postgres":
		a.crowd(t, "generate_series(100, "+fmt.Sprint(crowd)+") AS s(n)", `lower(login COLLATE "C")`)
	case "mysql":
		a.crowd(t, fmt.Sprintf("(SELECT seq AS n FROM seq_100_to_%d) AS s", crowd), "login")
	default:
		a.crowd(t, fmt.Sprintf("(WITH RECURSIVE s(n) AS (VALUES (100) UNION ALL SELECT n + 1 FROM s WHERE n < %d) SELECT n FROM s)", crowd), "login COLLATE NOCASE")
	}
	return a
}

func (a *app) crowd(t *testing.T, numbers, folded string) {
	numbered, analyze := func(text string) string { return "'" + text + "' || n" }, "ANALYZE"
	if a.d.Name() == "mysql" {
		numbered, analyze = func(text string) string { return "CONCAT('" + text + "', n)" }, "ANALYZE TABLE employees, phones, roles, employee_roles"
	}
	for _, text := range []string{
		"INSERT INTO employees (emp_no, login, ext_ref, status, dept_code, manager_no) SELECT n, " + numbered("user") + ", " + numbered("ref") + ", 'A', 'RD', 1 FROM " + numbers,
		"INSERT INTO phones (emp_no, purpose, kind, number) SELECT n, 'work', 'W', " + numbered("+44") + " FROM " + numbers,
		"INSERT INTO roles (role_id, role_name) SELECT n, " + numbered("role") + " FROM " + numbers,
		"INSERT INTO employee_roles (role_id, emp_no) SELECT 2, n FROM " + numbers,
		"CREATE INDEX employees_folded ON employees (" + folded + ")",
		"CREATE INDEX phones_of ON phones (emp_no)",
		"CREATE INDEX members_of ON employee_roles (role_id, emp_no)",
		analyze,
	} {
		a.sql(t, text)
	}
}

func (a *app) mustOpen(t testing.TB, s connectors.Spec) connectors.Entity {
	t.Helper()
	e, found := a.Open(t.Context(), s)
	if found.HasErrors() {
		t.Fatal(found.Err())
	}
	return e
}

func keysUpTo(n int) (keys []connectors.Key) {
	for i := range n {
		keys = append(keys, connectors.Key(fmt.Sprint(100+i)))
	}
	return keys
}

func nextOf(t *testing.T, e connectors.Entity) string {
	page, err := e.List(t.Context(), connectors.Query{Limit: 1000})
	if err != nil || page.Next == "" {
		t.Fatalf("no page to go on behind: %v", err)
	}
	return page.Next
}

var (
	sqliteScan   = regexp.MustCompile(`^SCAN (o|r|t|x|m|f|j[1-4])\b`)
	postgresScan = regexp.MustCompile(`Seq Scan on (employees|phones|employee_roles|accounts|staff|persons|settings|employments)\b`)
	mysqlScan    = regexp.MustCompile(`^\d+\|[A-Z ]+\|([ortxmf]|j[1-4])\|(ALL|index)\|.*\|\d{4,}\|[^|]*$`) // of 1,000 rows and more
)

// wantNoScan asks the database how it would answer call. A LIMIT in the order of an index is no scan.
func (a *app) wantNoScan(t *testing.T, call connectors.Call) {
	t.Helper()
	prefix, scan, from := "EXPLAIN ", postgresScan, 0
	switch a.d.Name() {
	case "sqlite":
		prefix, scan, from = "EXPLAIN QUERY PLAN ", sqliteScan, 3
	case "mysql":
		scan = mysqlScan
	}
	args := make([]any, len(call.Args))
	for i, v := range call.Args {
		args[i] = v
	}
	rows, err := a.db.Pool().QueryContext(t.Context(), prefix+call.Text, args...)
	if err != nil {
		t.Fatalf("%s: %v", call, err)
	}
	defer rows.Close()
	columns, _ := rows.Columns()
	var lines []string
	for rows.Next() {
		dest := make([]any, len(columns))
		for i := range dest {
			dest[i] = new(any)
		}
		if err := rows.Scan(dest...); err != nil {
			t.Fatal(err)
		}
		var line []string
		for _, d := range dest[from:] {
			line = append(line, fmt.Sprintf("%s", *d.(*any)))
		}
		lines = append(lines, strings.Join(line, "|"))
	}
	for _, l := range lines {
		if scan.MatchString(l) {
			t.Errorf("%s\n%s", call, strings.Join(lines, "\n"))
			return
		}
	}
}
