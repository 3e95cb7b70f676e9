package sqldb

import (
	"context"
	"database/sql"
)

// Rows are the answer to a query. Unlike its embedded namesake its errors are translated, and Close reports the error
// that ended the rows early.
type Rows struct {
	*sql.Rows
	db     *DB
	ctx    context.Context // of the query: rows end with it
	at     stage
	cancel context.CancelFunc
}

// Scan copies the columns of the current row.
func (r *Rows) Scan(dest ...any) error { return r.db.translate(r.ctx, r.at, r.Rows.Scan(dest...)) }

// Err is the error that ended the rows, if any.
func (r *Rows) Err() error { return r.db.translate(r.ctx, r.at, r.Rows.Err()) }

// Close ends the rows; it may be called twice.
func (r *Rows) Close() error {
	defer r.cancel()
	if err := r.Rows.Close(); err != nil {
		return r.db.translate(r.ctx, r.at, err)
	}
	return r.Err()
}

// Each calls f for every row and closes r. It ends at the first error, f's or the database's.
func (r *Rows) Each(f func(scan func(dest ...any) error) error) error {
	defer r.Close() //nolint:errcheck // the second Close below reports
	for r.Next() {
		if err := f(r.Scan); err != nil {
			return err
		}
	}
	return r.Close()
}
