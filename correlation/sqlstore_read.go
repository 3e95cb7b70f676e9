package correlation

import (
	"context"
	"slices"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/sqldb"
)

// ByID finds links by id, buried ones included.
func (st *sqlStore) ByID(ctx context.Context, s Scope, ids []string) (map[string]Link, error) {
	if s.Identity == ByKey {
		return st.sameByID(ctx, s, ids)
	}
	ids = slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return !IsID(id) })
	links := make(map[string]Link, len(ids))
	err := readLinks(ctx, st, st.db, s, "id", ids, func(l Link) { links[l.ID] = l })
	return links, failed("by id", err)
}

// ByKey finds the links that hold these keys now.
func (st *sqlStore) ByKey(ctx context.Context, s Scope, keys []connectors.Key) (map[connectors.Key]Link, error) {
	if s.Identity == ByKey {
		return st.sameByKey(ctx, s, keys)
	}
	links, err := st.live(ctx, st.db, s, keys)
	return links, failed("by key", err)
}

// live reads the links that hold keys now.
func (st *sqlStore) live(ctx context.Context, q sqldb.Querier, s Scope, keys []connectors.Key) (map[connectors.Key]Link, error) {
	links := make(map[connectors.Key]Link, len(keys))
	err := readLinks(ctx, st, q, s, "buried = 0 AND native_key", keys, func(l Link) { links[l.Key] = l })
	return links, err
}

// readLinks reads the links of s whose column has one of these values, in one statement unless there are more
// values than one can bind.
func readLinks[T ~string](ctx context.Context, st *sqlStore, q sqldb.Querier, s Scope, column string, values []T, each func(Link)) error {
	for part := range slices.Chunk(values, maxList) {
		in, args := list(part)
		name, domain := nameOf(s)
		rows, err := q.Query(ctx, st.bind(
			`SELECT id, native_key, `+name+`, claimed, buried FROM correlation_links l WHERE namespace = ? AND type = ? AND `+column+` IN `+in),
			slices.Concat(domain, []any{s.namespace(), s.Type}, args)...)
		if err != nil {
			return err
		}
		err = rows.Each(func(scan func(...any) error) error {
			l, err := scanLink(scan)
			each(l)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// scanLink reads id, native_key, external_id, claimed and buried.
func scanLink(scan func(...any) error) (l Link, err error) {
	var external []byte
	err = scan(&l.ID, &l.Key, &external, &l.Claimed, &l.Buried)
	l.ExternalID = string(external)
	return l, err
}
