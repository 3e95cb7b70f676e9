package correlation

import (
	"context"

	"github.com/scimgate/scimgate/internal/sqldb"
)

// A file of SQLite has one writer at a time, and those who wait for it sleep for milliseconds, where a write takes a
// part of one. So the writers of one process queue before they ask.

// turn waits for the turn of a writer, which ends with the call of what it returns.
func (st *sqlStore) turn(ctx context.Context) (end func(), err error) {
	if st.queue == nil {
		return func() {}, nil
	}
	select {
	case st.queue <- struct{}{}:
		return func() { <-st.queue }, nil
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

// tx is db.Tx for those who write.
func (st *sqlStore) tx(ctx context.Context, db *sqldb.DB, f func(ctx context.Context, tx *sqldb.Tx) error) error {
	end, err := st.turn(ctx)
	if err != nil {
		return err
	}
	defer end()
	return db.Tx(ctx, f)
}

// exec is db.Exec.
func (st *sqlStore) exec(ctx context.Context, db *sqldb.DB, text string, args ...any) (int64, error) {
	end, err := st.turn(ctx)
	if err != nil {
		return 0, err
	}
	defer end()
	return db.Exec(ctx, text, args...)
}
