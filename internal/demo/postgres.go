package demo

import (
	"context"
	"fmt"
	"iter"

	"github.com/jackc/pgx/v5"

	"github.com/scimgate/scimgate/examples"
)

// FillPostgres makes the same database as the demo's in an empty PostgreSQL one, with n employees.
func FillPostgres(ctx context.Context, conn *pgx.Conn, n int) error {
	schema, err := examples.FS.ReadFile("hr/schema.postgres.sql")
	if err != nil {
		return err
	}
	if _, err := conn.Exec(ctx, string(schema)); err != nil {
		return fmt.Errorf("create the schema: %w", err)
	}
	for _, t := range Tables(n) {
		next, stop := iter.Pull(t.Rows)
		_, err := conn.CopyFrom(ctx, pgx.Identifier{t.Name}, t.Columns, pgx.CopyFromFunc(func() ([]any, error) {
			row, _ := next()
			return row, nil // no row ends the copy
		}))
		stop()
		if err != nil {
			return fmt.Errorf("fill %s: %w", t.Name, err)
		}
	}
	// The next row gets the number behind the highest one.
	_, err = conn.Exec(ctx, `SELECT
		setval(pg_get_serial_sequence('employees', 'emp_no'), (SELECT max(emp_no) FROM employees)),
		setval(pg_get_serial_sequence('roles', 'role_id'), (SELECT max(role_id) FROM roles))`)
	return err
}
