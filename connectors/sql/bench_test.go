package sql

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/connectors/connectortest"
	"github.com/scimgate/scimgate/internal/testenv"
)

// BenchmarkGetByKey reads one record with its phones through the connector, and with the same two statements written by
// hand.
func BenchmarkGetByKey(b *testing.B) {
	dsn := testenv.Postgres(b)
	a := newApp(b, "postgres", dsn, connectortest.Tables())
	a.sql(b, `INSERT INTO employees (emp_no, login, first_name, last_name, status) SELECT n, 'user' || n, 'Ada', 'Lovelace', 'A' FROM generate_series(100, 20000) n`)
	a.sql(b, `INSERT INTO phones (emp_no, purpose, kind, number) SELECT n, 'work', 'W', '+44' || n FROM generate_series(100, 20000) n`)
	a.sql(b, `CREATE INDEX ON phones (emp_no)`)
	a.sql(b, `ANALYZE`)
	e, found := a.Open(b.Context(), connectortest.People())
	if found.HasErrors() {
		b.Fatal(found.Err())
	}
	fields := []string{"login", "ext_ref", "first_name", "last_name", "job_title", "status", "manager_no", "salary", "hired", "updated_at"}
	need := connectors.Need{Fields: fields, Rows: map[string][]string{"phones": {"kind", "number", "rank"}}}

	b.Run("connector", func(b *testing.B) {
		b.ReportAllocs()
		n := 0
		for b.Loop() {
			k := connectors.Key(fmt.Sprint(100 + n%19000))
			n++
			got, err := e.Get(b.Context(), []connectors.Key{k}, need)
			if err != nil || len(got) != 1 {
				b.Fatal(got, err)
			}
		}
	})
	b.Run("by hand", func(b *testing.B) {
		b.ReportAllocs()
		conn, err := pgx.Connect(b.Context(), dsn)
		if err != nil {
			b.Fatal(err)
		}
		defer conn.Close(context.Background())
		own := "SELECT emp_no, " + strings.Join(fields, ", ") + " FROM employees WHERE emp_no = $1 AND kind IS DISTINCT FROM 'S' AND deleted = 0"
		phones := "SELECT phone_no, kind, number, rank FROM phones WHERE emp_no = $1 AND purpose = 'work' ORDER BY rank, phone_no"
		n := 0
		for b.Loop() {
			for _, text := range []string{own, phones} {
				rows, err := conn.Query(b.Context(), text, 100+n%19000)
				if err != nil {
					b.Fatal(err)
				}
				for rows.Next() {
					if _, err := rows.Values(); err != nil {
						b.Fatal(err)
					}
				}
				if err := rows.Err(); err != nil {
					b.Fatal(err)
				}
			}
			n++
		}
	})
}
