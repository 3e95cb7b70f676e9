package correlation

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/scimgate/scimgate/connectors"
)

// Under ByKey an id and its key are one text, so which ids exist is for the application alone to say: every id leads
// to its key, and a key that is used again is the same id again. The store holds a row only where something is to be
// remembered, a claim or an externalId; to bury is to forget that row. Reading it costs a statement, so ByID and See
// read it only for a Durable context. ByKey always does, because whoever asks by key wants to know what is claimed.

func (st *sqlStore) sameByID(ctx context.Context, s Scope, ids []string) (map[string]Link, error) {
	links := make(map[string]Link, len(ids))
	for _, id := range ids {
		links[id] = Link{ID: id, Key: connectors.Key(id)}
	}
	if !IsDurable(ctx) {
		return links, nil
	}
	err := readLinks(ctx, st, st.db, s, "id", storable(ids), func(l Link) { links[l.ID] = l })
	return links, failed("by id", err)
}

func (st *sqlStore) sameByKey(ctx context.Context, s Scope, keys []connectors.Key) (map[connectors.Key]Link, error) {
	ids := make([]string, len(keys))
	for i, k := range keys {
		ids[i] = string(k)
	}
	byID, err := st.sameByID(Durable(ctx), s, ids)
	links := make(map[connectors.Key]Link, len(byID))
	for _, l := range byID {
		links[l.Key] = l
	}
	return links, err
}

// sameSee is See under ByKey: there is nothing to store.
func (st *sqlStore) sameSee(ctx context.Context, s Scope, keys []connectors.Key) (map[connectors.Key]Link, error) {
	if IsDurable(ctx) {
		return st.sameByKey(ctx, s, keys)
	}
	links := make(map[connectors.Key]Link, len(keys))
	for _, k := range keys {
		links[k] = Link{ID: string(k), Key: k}
	}
	return links, nil
}

// storable leaves out what a text column cannot hold; nothing is remembered of it.
func storable(texts []string) []string {
	return slices.DeleteFunc(slices.Clone(texts), func(t string) bool {
		return !utf8.ValidString(t) || strings.ContainsRune(t, 0)
	})
}
