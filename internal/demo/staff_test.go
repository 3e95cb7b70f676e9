package demo

import (
	"database/sql"
	"path/filepath"
	"slices"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/scimgate/scimgate/internal/testenv"
)

func TestTheSameNumberOfEmployeesGivesTheSamePeople(t *testing.T) {
	a, b := Tables(300), Tables(300)
	for i := range a {
		rows, again := slices.Collect(a[i].Rows), slices.Collect(b[i].Rows)
		if len(rows) != len(again) {
			t.Fatalf("%s: %d rows, then %d", a[i].Name, len(rows), len(again))
		}
		for j := range rows {
			if !slices.Equal(rows[j], again[j]) {
				t.Fatalf("%s: %v, then %v", a[i].Name, rows[j], again[j])
			}
		}
	}
}

// facts that the demo's database must hold, in either dialect
var facts = []struct {
	is, query string
}{
	{"a thousand employees", "SELECT count(*) = 1000 FROM employees"},
	{"a name with an apostrophe", "SELECT count(*) > 0 FROM employees WHERE family_name = 'O''Brien'"},
	{"a name in another script", "SELECT count(*) > 0 FROM employees WHERE family_name = '李'"},
	{"a name with a diaeresis", "SELECT count(*) > 0 FROM employees WHERE given_name = 'Zoë'"},
	{"a department with a conjunction", "SELECT count(*) = 1 FROM departments WHERE name = 'Research and Development'"},
	{"employees who left", "SELECT count(*) > 0 FROM employees WHERE status = 'T'"},
	{"employees without a family name", "SELECT count(*) > 0 FROM employees WHERE family_name IS NULL"},
	{"logins in capitals", "SELECT count(*) > 0 FROM employees WHERE login = upper(login)"},
	{"nobody deleted", "SELECT count(*) = 0 FROM employees WHERE deleted <> 0 OR deleted IS NULL"},
	{"a manager for everybody but one", "SELECT count(*) = 1 FROM employees WHERE manager_no IS NULL"},
	{"a role that everybody has", "SELECT count(*) = 1000 FROM employee_roles WHERE role_id = 1"},
	{"dates that the database can read", "SELECT count(*) = 1000 FROM employees WHERE created_at < CURRENT_TIMESTAMP"},
	{"phones in a table of their own", "SELECT count(*) > 1000 FROM employee_phones"},
}

func TestTheSQLiteDatabaseHolds(t *testing.T) {
	path := filepath.Join(t.TempDir(), "hr.db")
	for range 2 { // the second time it is there already
		if err := createDatabase(t.Context(), path, 1000); err != nil {
			t.Fatal(err)
		}
	}
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, f := range facts {
		t.Run(f.is, func(t *testing.T) {
			var holds bool
			if err := db.QueryRowContext(t.Context(), f.query).Scan(&holds); err != nil || !holds {
				t.Errorf("%s: %v, %v", f.query, holds, err)
			}
		})
	}
}

func TestThePostgreSQLDatabaseHolds(t *testing.T) {
	conn, err := pgx.Connect(t.Context(), testenv.Postgres(t))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	if err := FillPostgres(t.Context(), conn, 1000); err != nil {
		t.Fatal(err)
	}
	for _, f := range facts {
		t.Run(f.is, func(t *testing.T) {
			var holds bool
			if err := conn.QueryRow(t.Context(), f.query).Scan(&holds); err != nil || !holds {
				t.Errorf("%s: %v, %v", f.query, holds, err)
			}
		})
	}
	var next int
	if err := conn.QueryRow(t.Context(), "INSERT INTO employees (login, status) VALUES ('new', 'A') RETURNING emp_no").Scan(&next); err != nil || next != 1001 {
		t.Errorf("the next employee is number %d, %v", next, err)
	}
}
