package correlation

import (
	"context"
	"slices"
	"time"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/sqldb"
)

// Bind claims the link of l.Key and completes i, if there is one, in one transaction. It need not wait for the disk where
// both can be done again: a link that nobody had before, and an intent from which it follows.
func (st *sqlStore) Bind(ctx context.Context, i Intent, l Link) (Link, error) {
	if i.ID != "" && i.Payload != "" && !i.Born.IsZero() && isRecomputable(i.Scope, l) {
		bound, err := st.bindNew(ctx, i, l)
		if bound.ID != "" || err != nil && connectors.KindOf(err) != connectors.Conflict {
			return bound, failed("bind", err)
		}
	}
	var bound Link
	var err error
	for range maxRounds {
		err = st.tx(ctx, st.db, func(ctx context.Context, tx *sqldb.Tx) (err error) {
			if bound, err = st.claim(ctx, tx, i, l); err != nil || i.ID == "" {
				return err
			}
			return st.complete(ctx, tx, i, bound)
		})
		// A Conflict is another replica's new link for the same key between two statements of ours.
		if connectors.KindOf(err) != connectors.Conflict {
			break
		}
	}
	if err != nil {
		return Link{}, failed("bind", err)
	}
	return bound, nil
}

// isRecomputable reports whether a new link would be the same if it were lost.
func isRecomputable(s Scope, l Link) bool {
	return l.ID == "" && l.ExternalID == "" && s.Identity != Stored
}

// bindNew is Bind for a record whose key has no link yet and whose first id is free. It answers nothing where that is
// not so.
func (st *sqlStore) bindNew(ctx context.Context, i Intent, l Link) (bound Link, err error) {
	l.Claimed = true
	err = st.tx(ctx, st.relaxed, func(ctx context.Context, tx *sqldb.Tx) error {
		stored, err := st.mint(ctx, tx, i.Scope, []Link{l}, 0)
		if bound = stored[l.Key]; bound.ID == "" || err != nil {
			return err
		}
		return st.complete(ctx, tx, i, bound)
	})
	if err != nil {
		return Link{}, err
	}
	return bound, nil
}

// claim finds or makes the link of l.Key: the one that holds the key now; else the one that l.ID names, which may be
// buried or hold another key so far; else a new one. So a record that was given the key of a deleted one never
// inherits its id, unless the caller names it.
func (st *sqlStore) claim(ctx context.Context, tx *sqldb.Tx, i Intent, l Link) (Link, error) {
	s := i.Scope
	for round := range maxRounds {
		held, found, err := st.holder(ctx, tx, s, l)
		if err != nil {
			return Link{}, err
		}
		if found {
			if older, err := st.buryOlder(ctx, tx, s, held.ID, i.Born); err != nil {
				return Link{}, err
			} else if older {
				continue
			}
			bound, ok, err := st.take(ctx, tx, s, held, l)
			if ok && l.ExternalID != "" {
				err = st.setName(ctx, tx, s, bound.ID, l.ExternalID)
			}
			if ok || err != nil {
				return bound, err
			}
			continue
		}
		l.Claimed = true
		if stored, err := st.mint(ctx, tx, s, []Link{l}, round); len(stored) > 0 || err != nil {
			return stored[l.Key], err
		}
	}
	return Link{}, overtaken(nil)
}

func (st *sqlStore) holder(ctx context.Context, tx *sqldb.Tx, s Scope, l Link) (held Link, found bool, err error) {
	links, err := st.live(ctx, tx, s, []connectors.Key{l.Key})
	if held, found = links[l.Key]; found || err != nil || l.ID == "" || s.Identity == ByKey {
		return held, found, err
	}
	err = readLinks(ctx, st, tx, s, "id", []string{l.ID}, func(named Link) { held, found = named, true })
	return held, found, err
}

// take claims held for l unless somebody changed it since it was read. A name that l does not give stays.
func (st *sqlStore) take(ctx context.Context, tx *sqldb.Tx, s Scope, held, l Link) (Link, bool, error) {
	bound := Link{ID: held.ID, Key: l.Key, ExternalID: held.ExternalID, Claimed: true}
	if l.ExternalID != "" {
		bound.ExternalID = l.ExternalID
	}
	n, err := tx.Exec(ctx, st.bind(`UPDATE correlation_links
		SET native_key = ?, claimed = 1, buried = 0, updated = ?
		WHERE namespace = ? AND type = ? AND id = ? AND native_key = ? AND buried = ?`),
		string(bound.Key), st.now(),
		s.namespace(), s.Type, held.ID, string(held.Key), flag(held.Buried))
	return bound, n == 1, err
}

// Rekey follows a native key that changed. A link that holds the new key already is of the same record, seen under
// its new key before we came, or of one that is gone: it is buried.
func (st *sqlStore) Rekey(ctx context.Context, s Scope, from, to connectors.Key, ids ...string) error {
	if from == to {
		return nil
	}
	return failed("rekey", st.tx(ctx, st.db, func(ctx context.Context, tx *sqldb.Tx) error {
		links, err := st.live(ctx, tx, s, []connectors.Key{from, to})
		moving, found := links[from]
		if err != nil || !found || len(ids) > 0 && !slices.Contains(ids, moving.ID) {
			return err
		}
		if holder, held := links[to]; held {
			if err := st.bury(ctx, tx, s, holder.ID); err != nil {
				return err
			}
		}
		id := moving.ID
		if s.Identity == ByKey {
			id = string(to)
			if err := st.moveNames(ctx, tx, s, moving.ID, id); err != nil {
				return err
			}
		}
		_, err = tx.Exec(ctx, st.bind(`UPDATE correlation_links SET id = ?, native_key = ?, updated = ?
			WHERE namespace = ? AND type = ? AND id = ? AND buried = 0`),
			id, string(to), st.now(), s.namespace(), s.Type, moving.ID)
		return err
	}))
}

// Bury notes that the record is deleted. An id that nobody has seen needs no grave.
func (st *sqlStore) Bury(ctx context.Context, s Scope, id string) error {
	end, err := st.turn(ctx)
	if err != nil {
		return err
	}
	defer end()
	return failed("bury", st.bury(ctx, st.db, s, id))
}

func (st *sqlStore) bury(ctx context.Context, q sqldb.Querier, s Scope, id string) error {
	_, err := st.buryWhere(ctx, q, s, `id = ?`, id)
	return err
}

// buryOlder buries a link in use that was stored before born, and reports whether it was; no time, no grave.
func (st *sqlStore) buryOlder(ctx context.Context, q sqldb.Querier, s Scope, id string, born time.Time) (bool, error) {
	if born.IsZero() {
		return false, nil
	}
	n, err := st.buryWhere(ctx, q, s, `id = ? AND buried = 0 AND created < ?`, id, born.UnixMilli())
	return n == 1, err
}

func (st *sqlStore) buryWhere(ctx context.Context, q sqldb.Querier, s Scope, where string, args ...any) (int64, error) {
	where = ` WHERE namespace = ? AND type = ? AND ` + where
	args = append([]any{s.namespace(), s.Type}, args...)
	if s.Identity == ByKey {
		if err := st.forgetNames(ctx, q, s, where, args); err != nil {
			return 0, err
		}
		return q.Exec(ctx, st.bind(`DELETE FROM correlation_links`+where), args...)
	}
	return q.Exec(ctx, st.bind(`UPDATE correlation_links SET buried = 1, updated = ?`+where), append([]any{st.now()}, args...)...)
}
