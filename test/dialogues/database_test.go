package dialogues

import (
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/bcrypt"

	"github.com/scimgate/scimgate/internal/sqldb"
)

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

// database is the whole of it at one moment.
type database map[string]row // by table and key, such as "employees 4"

// row has the values of its columns that are not NULL, in the table's order.
type row struct {
	columns []string
	values  map[string]string
}

func snapshot(t *testing.T, db *sqldb.DB) database {
	t.Helper()
	all := database{}
	for _, table := range tables {
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
			all[name] = r
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

// since says what is different from before: + for new rows, ~ for changed ones, - for those that are gone. A password
// hash is shown by the password that it is the hash of.
func (d database) since(before database, passwords []string) string {
	both := maps.Clone(before)
	maps.Copy(both, d)
	var b strings.Builder
	for _, name := range slices.SortedFunc(maps.Keys(both), byTable) {
		was, had := before[name]
		is, has := d[name]
		var lines []string
		for _, column := range both[name].columns {
			if is.values[column] != was.values[column] {
				lines = append(lines, "    "+column+": "+change(was, is, column, passwords))
			}
		}
		switch {
		case !has:
			fmt.Fprintf(&b, "- %s\n", name)
		case !had:
			fmt.Fprintf(&b, "+ %s\n%s\n", name, strings.Join(lines, "\n"))
		case len(lines) > 0:
			fmt.Fprintf(&b, "~ %s\n%s\n", name, strings.Join(lines, "\n"))
		}
	}
	return b.String()
}

func change(was, is row, column string, passwords []string) string {
	old, had := was.values[column]
	now, has := is.values[column]
	switch {
	case column == "password_hash":
		for _, p := range passwords {
			if bcrypt.CompareHashAndPassword([]byte(now), []byte(p)) == nil {
				return "the hash of " + p
			}
		}
		return "of no password that was sent"
	case was.values == nil:
		return now
	case !has:
		return old + " → NULL"
	case !had:
		return "NULL → " + now
	}
	return old + " → " + now
}

// byTable orders rows as tables does, and those of one table by their keys.
func byTable(a, b string) int {
	place := func(name string) string {
		table, key, _ := strings.Cut(name, " ")
		for i, t := range tables {
			if t.name == table {
				return fmt.Sprintf("%d %8s", i, key)
			}
		}
		return name
	}
	return strings.Compare(place(a), place(b))
}
