package correlation

import (
	"context"
	"time"

	"github.com/scimgate/scimgate/internal/sqldb"
)

// Scanned is how far the scan of s has come.
func (st *sqlStore) Scanned(ctx context.Context, s Scope) (how Scan, err error) {
	rows, err := st.db.Query(ctx, st.bind(`SELECT completed, place, records, found FROM correlation_scans
		WHERE namespace = ? AND type = ?`), s.namespace(), s.Type)
	if err != nil {
		return Scan{}, failed("scanned", err)
	}
	err = rows.Each(func(scan func(...any) error) error {
		var completed int64
		var place []byte
		err := scan(&completed, &place, &how.Records, &how.New)
		how.After = string(place)
		if completed > 0 {
			how.Completed = time.UnixMilli(completed).UTC()
		}
		return err
	})
	return how, failed("scanned", err)
}

// Scan notes how far it has come. Only that it is complete has to be on the disk: the rest is read again.
func (st *sqlStore) Scan(ctx context.Context, s Scope, how Scan) error {
	db, completed := st.relaxed, int64(0)
	if !how.Completed.IsZero() {
		db, completed = st.db, how.Completed.UnixMilli()
	}
	columns := []string{"namespace", "type", "completed", "place", "records", "found"}
	return failed("scan", st.tx(ctx, db, func(ctx context.Context, tx *sqldb.Tx) error {
		n, err := tx.Exec(ctx, st.bind(`UPDATE correlation_scans SET completed = ?, place = ?, records = ?, found = ? WHERE namespace = ? AND type = ?`),
			completed, []byte(how.After), how.Records, how.New, s.namespace(), s.Type)
		if n == 0 && err == nil {
			_, err = tx.Exec(ctx, st.dialect.InsertIfAbsent("correlation_scans", columns, 1),
				s.namespace(), s.Type, completed, []byte(how.After), how.Records, how.New)
		}
		return err
	}))
}
