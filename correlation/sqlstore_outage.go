package correlation

import (
	"context"
	"fmt"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/sqldb"
)

// reserve is how many pages a SQLite file must be able to grow by: enough for all that a write leaves in it.
const reserve = 8

// Vouch knows nothing: there is nobody but the database to ask.
func (st *sqlStore) Vouch(context.Context, Scope, []connectors.Key) map[connectors.Key]Link {
	return nil
}

// Room compares the size of a SQLite file with the bound that it was given (max_page_count). A server keeps its own
// house, and says so when a write comes.
func (st *sqlStore) Room(ctx context.Context) error {
	if st.db.Dialect.Name() != (sqldb.SQLite{}).Name() {
		return nil
	}
	var left int
	rows, err := st.db.Query(ctx, `SELECT m.max_page_count - p.page_count + f.freelist_count
		FROM pragma_max_page_count m, pragma_page_count p, pragma_freelist_count f`)
	if err == nil {
		err = rows.Each(func(scan func(...any) error) error { return scan(&left) })
	}
	if err == nil && left < reserve {
		err = &connectors.Error{Kind: connectors.Unavailable, Err: fmt.Errorf("the file may grow by %d pages only", left)}
	}
	return failed("room", err)
}
