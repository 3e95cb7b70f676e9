package chaos

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/scimgate/scimgate/internal/sqldb"
	"github.com/scimgate/scimgate/internal/testenv"
	"github.com/scimgate/scimgate/test/served"
)

// app is an application behind the gateway.
type app struct {
	name      string
	file      string
	connector string             // laid over the app file's block
	entities  []string           // of users and of groups
	calls     string             // how it is called: by statements, or by requests
	plain     bool               // it has no phones, no groups and no room for an externalId
	revives   bool               // who was deleted may live again, as the same person
	lines     func() []string    // what is in it
	insert    func(login string) // puts somebody in, past the gateway
}

// apps are an HR database and a help desk, which has no transactions, as in the examples; and databases whose key is a
// login: one that has those who were deleted still, one whose ids only the store knows, and one that holds the ids itself.
func apps(t *testing.T, dialect string) []*app {
	t.Helper()
	folder := t.TempDir()
	dsn := func(name string) string {
		if dialect == "postgres" {
			return testenv.Postgres(t)
		}
		return filepath.Join(folder, name)
	}
	former := staff(t, dialect, dsn("staff.db"), "staff", "delete: {set: {state: T}, gone: remembered, again: revive}")
	former.revives = true
	return []*app{
		hr(t, dialect, dsn("hr.db")), desk(t), former,
		staff(t, dialect, dsn("guests.db"), "guests", "identity: store"),
		staff(t, dialect, dsn("tenants.db"), "tenants", "identity: {field: scim_id}"),
	}
}

func hr(t *testing.T, dialect, dsn string) *app {
	t.Helper()
	db := served.Database(t, dialect, dsn, served.Example(t, "hr/schema."+dialect+".sql"))
	return &app{
		name: "hr", file: served.Example(t, "hr/app.yaml"), connector: fmt.Sprintf("dialect: %s, dsn: %q", dialect, dsn),
		entities: []string{"employees", "roles"}, calls: "statement",
		insert: inserter(t, db, "INSERT INTO employees (login, status, deleted) VALUES ('%s', 'A', 0)"),
		lines: func() (lines []string) {
			each(t, db, `SELECT e.login, coalesce(e.external_ref, ''), e.given_name,
				coalesce((SELECT string_agg(p.number, ' ') FROM employee_phones p WHERE p.emp_no = e.emp_no), ''), e.status
				FROM employees e WHERE e.deleted = 0`,
				func(c []string) { lines = append(lines, personLine(c[0], c[1], c[2], c[3], c[4] == "A")) })
			each(t, db, `SELECT role_name, coalesce(external_ref, ''), '', '', '' FROM roles`,
				func(c []string) { lines = append(lines, groupLine(c[0], c[1])) })
			each(t, db, `SELECT r.role_name, e.login, '', '', '' FROM employee_roles m
				JOIN roles r ON r.role_id = m.role_id JOIN employees e ON e.emp_no = m.emp_no WHERE e.deleted = 0`,
				func(c []string) { lines = append(lines, memberLine(c[0], c[1])) })
			return lines
		},
	}
}

func staff(t *testing.T, dialect, dsn, name, rules string) *app {
	t.Helper()
	read := func(name string) string {
		text, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	db := served.Database(t, dialect, dsn, read("staff.sql"))
	return &app{
		name: name, file: strings.NewReplacer("{{name}}", name, "{{rules}}", rules).Replace(read("staff.yaml")), connector: fmt.Sprintf("dialect: %s, dsn: %q", dialect, dsn),
		entities: []string{"staff"}, calls: "statement", plain: true,
		insert: inserter(t, db, "INSERT INTO staff (login, state) VALUES ('%s', 'A')"),
		lines: func() (lines []string) {
			each(t, db, `SELECT login, '', given_name, '', state FROM staff`,
				func(c []string) { lines = append(lines, personLine(c[0], "", c[2], "", c[4] == "A")) })
			return lines
		},
	}
}

func inserter(t *testing.T, db *sqldb.DB, statement string) func(login string) {
	return func(login string) {
		t.Helper()
		if _, err := db.Exec(context.WithoutCancel(t.Context()), fmt.Sprintf(statement, login)); err != nil {
			t.Fatal(err)
		}
	}
}

// each calls f with the five texts of each row.
func each(t *testing.T, db *sqldb.DB, query string, f func(columns []string)) {
	t.Helper()
	rows, err := db.Query(context.WithoutCancel(t.Context()), query)
	if err != nil {
		t.Fatal(err)
	}
	err = rows.Each(func(scan func(...any) error) error {
		c := make([]string, 5)
		if err := scan(&c[0], &c[1], &c[2], &c[3], &c[4]); err != nil {
			return err
		}
		f(c)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
