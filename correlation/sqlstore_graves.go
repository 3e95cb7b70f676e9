package correlation

import (
	"context"
	"slices"

	"github.com/scimgate/scimgate/connectors"
)

// Graves finds buried links by the keys that they held last.
func (st *sqlStore) Graves(ctx context.Context, s Scope, keys ...connectors.Key) (map[connectors.Key]Link, error) {
	graves := map[connectors.Key]Link{}
	if s.Identity == ByKey {
		return graves, nil
	}
	if len(keys) == 0 {
		return graves, failed("graves", st.gravesWhere(ctx, s, graves, ""))
	}
	for part := range slices.Chunk(keys, maxList) {
		in, args := list(part)
		if err := st.gravesWhere(ctx, s, graves, ` AND d.native_key IN `+in, args...); err != nil {
			return nil, failed("graves", err)
		}
	}
	return graves, nil
}

// gravesWhere reads graves in the order of their digging, so that the last one of a key stays.
func (st *sqlStore) gravesWhere(ctx context.Context, s Scope, graves map[connectors.Key]Link, where string, args ...any) error {
	rows, err := st.db.Query(ctx, st.bind(`SELECT d.id, d.native_key, d.external_id, d.claimed FROM correlation_links d
		WHERE d.namespace = ? AND d.type = ? AND d.buried = 1`+where+` AND NOT EXISTS (SELECT 1 FROM correlation_links l
			WHERE l.namespace = d.namespace AND l.type = d.type AND l.native_key = d.native_key AND l.buried = 0)
		ORDER BY d.updated, d.generation`),
		append([]any{s.namespace(), s.Type}, args...)...)
	if err != nil {
		return err
	}
	return rows.Each(func(scan func(...any) error) error {
		l := Link{Buried: true}
		var external []byte
		err := scan(&l.ID, &l.Key, &external, &l.Claimed)
		l.ExternalID = string(external)
		graves[l.Key] = l
		return err
	})
}
