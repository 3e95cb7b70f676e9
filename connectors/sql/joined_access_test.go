package sql

import (
	"fmt"
	"testing"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/connectors/connectortest"
	"github.com/scimgate/scimgate/internal/testenv"
)

func TestNoOperationReadsAWholeTableOfThoseThatHoldARecord(t *testing.T) {
	for _, dialect := range testenv.Databases() {
		t.Run(dialect, func(t *testing.T) {
			a := newApp(t, dialect, dsnOf(t, dialect), connectortest.StaffTables())
			a.crowdStaff(t)
			e := a.mustOpen(t, connectortest.Accounts())
			need := connectors.Need{Fields: []string{"login", "staff.site", "person.last_name", "settings.theme", "employment", "employment.title", "department.name"}}
			set := func(f connectors.Fields) connectors.UpdateOp {
				return connectors.UpdateOp{Key: "777", Need: need, Change: connectors.Change{Set: f}}
			}
			for _, c := range []struct {
				name string
				op   connectors.Operation
			}{
				{"one record", connectors.GetOp{Keys: []connectors.Key{"777"}, Need: need}},
				{"several records", connectors.GetOp{Keys: keysUpTo(10), Need: need}},
				{"the next page", connectors.ListOp{Query: connectors.Query{Need: need, Limit: 100, After: nextOf(t, e)}}},
				{"a change of a person", set(connectors.Fields{"person.last_name": "X"})},
				{"a change of what is in force", set(connectors.Fields{"employment.title": "X"})},
				{"the end of what is in force", set(connectors.Fields{"employment": false})},
				{"a record goes", connectors.DeleteOp{Key: "777"}},
			} {
				t.Run(c.name, func(t *testing.T) {
					calls, err := e.(connectors.Explainer).Explain(t.Context(), c.op)
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

// crowdStaff adds many people, each with one position that ended and one that did not, and the indexes of foreign keys.
func (a *app) crowdStaff(t *testing.T) {
	numbers, numbered, analyze := "", func(text string) string { return "'" + text + "' || n" }, "ANALYZE"
	switch a.d.Name() {
	case "postgres":
		numbers = fmt.Sprintf("generate_series(100, %d) AS s(n)", crowd)
	case "mysql":
		numbers = fmt.Sprintf("(SELECT seq AS n FROM seq_100_to_%d) AS s", crowd)
		numbered = func(text string) string { return "CONCAT('" + text + "', n)" }
		analyze = "ANALYZE TABLE persons, staff, accounts, settings, employments"
	default:
		numbers = fmt.Sprintf("(WITH RECURSIVE s(n) AS (VALUES (100) UNION ALL SELECT n + 1 FROM s WHERE n < %d) SELECT n FROM s)", crowd)
	}
	for _, text := range []string{
		"INSERT INTO persons (person_id, last_name) SELECT n + 1000, " + numbered("name") + " FROM " + numbers,
		"INSERT INTO staff (emp_no, person_id, company) SELECT n + 1000, n + 1000, 'ACME' FROM " + numbers,
		"INSERT INTO accounts (account_no, login, emp_no) SELECT n, " + numbered("user") + ", n + 1000 FROM " + numbers,
		"INSERT INTO settings (account_no) SELECT n FROM " + numbers,
		"INSERT INTO employments (emp_no, dept_code, start_date, end_date) SELECT n + 1000, 'RD', '2019-01-01', '2021-12-31' FROM " + numbers,
		"INSERT INTO employments (emp_no, dept_code, start_date) SELECT n + 1000, 'RD', '2022-01-01' FROM " + numbers,
		"CREATE INDEX employments_of ON employments (emp_no)",
		analyze,
	} {
		a.sql(t, text)
	}
}
