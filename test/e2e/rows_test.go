package e2e

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/scimgate/scimgate/internal/demo"
	"github.com/scimgate/scimgate/internal/testenv"
)

// hrDatabase is a PostgreSQL database with n employees.
func hrDatabase(t *testing.T, n int) (dsn string, conn *pgx.Conn) {
	t.Helper()
	dsn = testenv.Postgres(t)
	conn, err := pgx.Connect(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close(t.Context()) })
	if err := demo.FillPostgres(t.Context(), conn, n); err != nil {
		t.Fatal(err)
	}
	if _, err := conn.Exec(t.Context(), "ANALYZE"); err != nil {
		t.Fatal(err)
	}
	return dsn, conn
}

// tables of the HR database with their keys.
var tables = map[string][]string{
	"departments":        {"code"},
	"employees":          {"emp_no"},
	"employee_phones":    {"phone_no"},
	"employee_addresses": {"address_no"},
	"employee_job_roles": {"job_role_no"},
	"roles":              {"role_id"},
	"employee_roles":     {"role_id", "emp_no"},
}

// snapshot is every value of every row: "employees[17].login" → "INGRID.LOPEZ". NULL is absent.
type snapshot map[string]string

func takeSnapshot(t *testing.T, conn *pgx.Conn) snapshot {
	t.Helper()
	s := snapshot{}
	for table, key := range tables {
		rows, err := conn.Query(t.Context(), "SELECT to_jsonb(t) FROM "+table+" t")
		if err != nil {
			t.Fatal(err)
		}
		values, err := pgx.CollectRows(rows, pgx.RowTo[map[string]any])
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range values {
			parts := make([]string, len(key))
			for i, k := range key {
				parts[i] = fmt.Sprint(row[k])
			}
			for column, v := range row {
				if v != nil {
					s[fmt.Sprintf("%s[%s].%s", table, strings.Join(parts, ","), column)] = literal(v)
				}
			}
		}
	}
	return s
}

func literal(v any) string {
	if text, ok := v.(string); ok {
		return `"` + text + `"`
	}
	return fmt.Sprint(v)
}

// changesSince lists what is different now, one value a line.
func (s snapshot) changesSince(before snapshot) []string {
	places := maps.Clone(s)
	maps.Copy(places, before)
	var changes []string
	for _, place := range slices.Sorted(maps.Keys(places)) {
		was, had := before[place]
		is, has := s[place]
		switch {
		case was == is:
		case !has:
			changes = append(changes, place+": "+was+" is gone")
		case !had:
			changes = append(changes, place+": "+is)
		default:
			changes = append(changes, place+": "+was+" → "+is)
		}
	}
	return changes
}

// withoutStamps takes out the columns of one employee that the app file stamps, and reports whether all those were
// there that every write stamps.
func withoutStamps(changes []string, employee string) (rest []string, stamped bool) {
	seen := map[string]bool{}
	for _, change := range changes {
		place, _, _ := strings.Cut(change, ":")
		row, column, _ := strings.Cut(place, ".")
		if row == "employees["+employee+"]" && (column == "changed_by" || column == "updated_at" || column == "created_at") {
			seen[column] = true
			continue
		}
		rest = append(rest, change)
	}
	return rest, seen["updated_at"]
}
