package demo

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/scimgate/scimgate/examples"
	"github.com/scimgate/scimgate/internal/sqldb"
)

// createDatabase makes the SQLite HR database at path, with its schema and n employees, unless it is there.
func createDatabase(ctx context.Context, path string, n int) (err error) {
	db, err := sqldb.Open("sqlite", path, sqldb.Options{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	tx, err := db.Pool().BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // after a commit it does nothing, and else the first error counts
	var tables int
	if err := tx.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_schema WHERE name = 'employees'").Scan(&tables); err != nil {
		return err
	}
	if tables > 0 {
		return nil
	}
	schema, err := examples.FS.ReadFile("hr/schema.sqlite.sql")
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, string(schema)); err != nil {
		return fmt.Errorf("create the schema: %w", err)
	}
	for _, t := range Tables(n) {
		if err := fill(ctx, tx, t); err != nil {
			return fmt.Errorf("fill %s: %w", t.Name, err)
		}
	}
	return tx.Commit()
}

func fill(ctx context.Context, tx *sql.Tx, t Table) (err error) {
	marks := strings.TrimSuffix(strings.Repeat("?, ", len(t.Columns)), ", ")
	insert, err := tx.PrepareContext(ctx, fmt.Sprintf("INSERT INTO %s (%s) VALUES (%s)", t.Name, strings.Join(t.Columns, ", "), marks))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, insert.Close()) }()
	for row := range t.Rows {
		for i, v := range row {
			if at, ok := v.(time.Time); ok {
				row[i] = at.Format("2006-01-02 15:04:05") // SQLite has no type for it, only a notation
			}
		}
		if _, err := insert.ExecContext(ctx, row...); err != nil {
			return err
		}
	}
	return nil
}
