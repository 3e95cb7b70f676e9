package sqldb

import (
	"context"
	"database/sql"
)

// describer is a Dialect that asks its database about a statement in a way of its own.
type describer interface {
	describe(ctx context.Context, conn *sql.Conn, text string, args int) (columns []string, err error)
}

// Describe lets the database read a statement with so many values without running it, and answers the names of the
// columns that it would answer, where the database says so. The error is about the statement.
func (db *DB) Describe(ctx context.Context, text string, args int) (columns []string, err error) {
	if err := db.announce(text); err != nil {
		return nil, err
	}
	bound, cancel := context.WithTimeout(ctx, db.patience())
	defer cancel()
	conn, err := db.pool.Conn(bound)
	if err != nil {
		return nil, db.translate(ctx, reading, err)
	}
	defer conn.Close() //nolint:errcheck // it goes back to the pool
	if d, ok := db.Dialect.(describer); ok {
		columns, err = d.describe(bound, conn, text, args)
	} else {
		err = prepare(bound, conn, text)
	}
	return columns, db.translate(ctx, reading, err)
}

// prepare lets a database read a statement.
func prepare(ctx context.Context, conn *sql.Conn, text string) error {
	s, err := conn.PrepareContext(ctx, text)
	if err != nil {
		return err
	}
	defer s.Close() //nolint:errcheck // it was never run
	return nil
}

// explain lets a database plan a statement with so many empty values.
func explain(ctx context.Context, conn *sql.Conn, text string, args int) error {
	rows, err := conn.QueryContext(ctx, "EXPLAIN "+text, make([]any, args)...)
	if err != nil {
		return err
	}
	defer rows.Close() //nolint:errcheck // Err reports
	for rows.Next() {  // what it says of the plan is of no interest
	}
	return rows.Err()
}
