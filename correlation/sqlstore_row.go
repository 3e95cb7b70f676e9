package correlation

import (
	"context"
	"slices"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/sqldb"
)

// row is a link to be stored under a new id.
type row struct {
	Link
	generation int
}

// What every database keeps and indexes, in bytes.
const (
	maxKey  = 2048
	maxName = 255
)

// newRow gives l its id.
func newRow(s Scope, l Link, generation int) row {
	l.ID = s.newID(l, generation)
	return row{l, generation}
}

func rowColumns() []string {
	return []string{
		"namespace", "type", "id", "native_key", "origin", "generation",
		"external_id", "external_digest", "claimed", "buried", "created", "updated",
	}
}

func (r row) values(s Scope, now int64) []any {
	name := r.ExternalID
	if s.Domain != "" {
		name = "" // which is another's
	}
	return []any{
		s.namespace(), s.Type, r.ID, string(r.Key), string(r.Key), r.generation,
		[]byte(name), digest(name), flag(r.Claimed), flag(r.Buried), now, now,
	}
}

// insert stores rows unless their id or their key is taken, and reports whether it stored all of them. It is one
// statement unless there are more values than one can bind.
func (st *sqlStore) insert(ctx context.Context, tx *sqldb.Tx, s Scope, rows []row) (all bool, err error) {
	columns, now := rowColumns(), st.now()
	for _, r := range rows {
		if len(r.ID) > maxKey || len(r.Key) > maxKey || len(s.namespace()) > maxName || len(s.Type) > maxName {
			return false, connectors.Errorf(connectors.Unavailable, "", "a key has more than %d bytes, or a name more than %d", maxKey, maxName)
		}
	}
	var stored int64
	for part := range slices.Chunk(rows, st.db.Dialect.MaxArgs()/len(columns)) {
		args := make([]any, 0, len(part)*len(columns))
		for _, r := range part {
			args = append(args, r.values(s, now)...)
		}
		n, err := tx.Exec(ctx, st.dialect.InsertIfAbsent("correlation_links", columns, len(part)), args...)
		if err != nil {
			return false, err
		}
		stored += n
	}
	return stored == int64(len(rows)), nil
}

// flag is a boolean as the tables hold it.
func flag(b bool) int {
	if b {
		return 1
	}
	return 0
}
