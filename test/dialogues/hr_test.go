package dialogues

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/scimgate/scimgate/examples"
	"github.com/scimgate/scimgate/internal/sqldb"
	"github.com/scimgate/scimgate/internal/testenv"
)

// hr is the small HR database.
func hr(dialect string) place {
	return place{name: dialect, app: "hr", fill: func(t *testing.T, _ *site) (string, func(*testing.T) database) {
		dsn := filepath.Join(t.TempDir(), "hr.db")
		if dialect == "postgres" {
			dsn = testenv.Postgres(t)
		}
		db := makeDatabase(t, dialect, dsn)
		return fmt.Sprintf("dialect: %s, dsn: %q", dialect, dsn), func(t *testing.T) database { return snapshot(t, db) }
	}}
}

func makeDatabase(t *testing.T, dialect, dsn string) *sqldb.DB {
	t.Helper()
	db, err := sqldb.Open(dialect, dsn, sqldb.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	schema, err := examples.FS.ReadFile("hr/schema." + dialect + ".sql")
	if err != nil {
		t.Fatal(err)
	}
	seed, err := os.ReadFile("testdata/seed.sql")
	if err != nil {
		t.Fatal(err)
	}
	for _, script := range [][]byte{schema, seed} {
		if _, err := db.Pool().ExecContext(t.Context(), string(script)); err != nil {
			t.Fatal(err)
		}
	}
	return db
}

// tables of the HR database with their keys.
var tables = []struct{ name, key string }{
	{"departments", "code"},
	{"employees", "emp_no"},
	{"employee_phones", "phone_no"},
	{"employee_addresses", "address_no"},
	{"employee_job_roles", "job_role_no"},
	{"roles", "role_id"},
	{"employee_roles", "role_id, emp_no"},
}

// snapshot reads the whole database.
func snapshot(t *testing.T, db *sqldb.DB) database {
	t.Helper()
	all := database{rows: map[string]row{}}
	for _, table := range tables {
		all.tables = append(all.tables, table.name)
		rows, err := db.Pool().QueryContext(t.Context(), "SELECT * FROM "+table.name)
		if err != nil {
			t.Fatal(err)
		}
		columns, err := rows.Columns()
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			r := scan(t, rows, columns)
			name := table.name
			for key := range strings.SplitSeq(table.key, ", ") {
				name += " " + r.values[key]
			}
			all.rows[name] = r
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
		rows.Close()
	}
	return all
}

func scan(t *testing.T, rows *sql.Rows, columns []string) row {
	t.Helper()
	values, targets := make([]any, len(columns)), make([]any, len(columns))
	for i := range values {
		targets[i] = &values[i]
	}
	if err := rows.Scan(targets...); err != nil {
		t.Fatal(err)
	}
	r := row{columns, map[string]string{}}
	for i, v := range values {
		switch v := v.(type) {
		case nil:
		case []byte:
			r.values[columns[i]] = string(v)
		case time.Time:
			r.values[columns[i]] = v.UTC().Format(time.RFC3339Nano)
		default:
			r.values[columns[i]] = fmt.Sprint(v)
		}
	}
	return r
}
