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
		if err := st.gravesWhere(ctx, s, graves, ` AND l.native_key IN `+in, args...); err != nil {
			return nil, failed("graves", err)
		}
	}
	return graves, nil
}

// gravesWhere reads graves in the order of their digging, so that the last one of a key stays.
func (st *sqlStore) gravesWhere(ctx context.Context, s Scope, graves map[connectors.Key]Link, where string, args ...any) error {
	name, domain := nameOf(s)
	rows, err := st.db.Query(ctx, st.bind(`SELECT l.id, l.native_key, `+name+`, l.claimed FROM correlation_links l
		WHERE l.namespace = ? AND l.type = ? AND l.buried = 1`+where+` AND NOT EXISTS (SELECT 1 FROM correlation_links live
			WHERE live.namespace = l.namespace AND live.type = l.type AND live.native_key = l.native_key AND live.buried = 0)
		ORDER BY l.updated, l.generation`),
		slices.Concat(domain, []any{s.namespace(), s.Type}, args)...)
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
