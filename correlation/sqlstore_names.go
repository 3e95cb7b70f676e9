package correlation

import (
	"context"
	"slices"
	"strings"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/sqldb"
)

// What the app's own domain calls a record stands in the row of the link: nearly every app has no other domain, and a
// create stays one statement. The names that other domains have are rows of correlation_names.

// Name stores what a domain calls a record.
func (st *sqlStore) Name(ctx context.Context, s Scope, l Link) error {
	for round := range maxRounds {
		named := false
		err := st.tx(ctx, st.db, func(ctx context.Context, tx *sqldb.Tx) (err error) {
			named, err = st.nameHolder(ctx, tx, s, l, round)
			return err
		})
		if named || err != nil && connectors.KindOf(err) != connectors.Conflict {
			return failed("name", err)
		}
	}
	return failed("name", overtaken(nil))
}

// nameHolder names the link that holds l.Key, or else l.ID, whose record holds its id by now; or a new one. It does nothing
// where the new one's id or key is taken, round times by now.
func (st *sqlStore) nameHolder(ctx context.Context, tx *sqldb.Tx, s Scope, l Link, round int) (named bool, err error) {
	held, found, err := st.holder(ctx, tx, s, l)
	if err != nil {
		return false, err
	}
	if found && held.Key != l.Key {
		n, err := tx.Exec(ctx, st.bind(`UPDATE correlation_links SET native_key = ?, updated = ?
			WHERE namespace = ? AND type = ? AND id = ? AND native_key = ? AND buried = 0`),
			string(l.Key), st.now(), s.namespace(), s.Type, held.ID, string(held.Key))
		if n == 0 || err != nil {
			return false, err
		}
	}
	if !found && l.ExternalID == "" {
		return true, nil
	}
	if !found {
		stored, err := st.mint(ctx, tx, s, []Link{l}, round)
		return len(stored) > 0, err
	}
	return true, st.setName(ctx, tx, s, held.ID, l.ExternalID)
}

// setName makes externalID the name of a link that is stored.
func (st *sqlStore) setName(ctx context.Context, q sqldb.Querier, s Scope, id, externalID string) error {
	if s.Domain == "" {
		_, err := q.Exec(ctx, st.bind(`UPDATE correlation_links SET external_id = ?, external_digest = ?, updated = ?
			WHERE namespace = ? AND type = ? AND id = ?`),
			[]byte(externalID), digest(externalID), st.now(), s.namespace(), s.Type, id)
		return err
	}
	at := []any{s.namespace(), s.Type, s.Domain, id}
	const where = ` WHERE namespace = ? AND type = ? AND domain = ? AND id = ?`
	if externalID == "" {
		_, err := q.Exec(ctx, st.bind(`DELETE FROM correlation_names`+where), at...)
		return err
	}
	name := []any{[]byte(externalID), digest(externalID)}
	columns := []string{"namespace", "type", "domain", "id", "external_id", "external_digest"}
	n, err := q.Exec(ctx, st.dialect.InsertIfAbsent("correlation_names", columns, 1), slices.Concat(at, name)...)
	if err == nil && n == 0 {
		_, err = q.Exec(ctx, st.bind(`UPDATE correlation_names SET external_id = ?, external_digest = ?`+where), slices.Concat(name, at)...)
	}
	return err
}

// nameOf is the expression for what the domain of s calls the link l, and what it binds.
func nameOf(s Scope) (text string, args []any) {
	if s.Domain == "" {
		return `l.external_id`, nil
	}
	return `(SELECT n.external_id FROM correlation_names n WHERE n.namespace = l.namespace AND n.type = l.type
		AND n.domain = ? AND n.id = l.id)`, []any{s.Domain}
}

// ByExternalID finds the links in use that carry externalID, in the order of their ids.
func (st *sqlStore) ByExternalID(ctx context.Context, s Scope, externalID string) (links []Link, err error) {
	if externalID == "" {
		return nil, nil
	}
	live := func(l Link) {
		if !l.Buried {
			links = append(links, l)
		}
	}
	if s.Domain == "" {
		err = readLinks(ctx, st, st.db, s, "external_digest", []string{digest(externalID)}, live)
	} else {
		var ids []string
		if ids, err = st.named(ctx, s, externalID); err == nil {
			err = readLinks(ctx, st, st.db, s, "id", ids, live)
		}
	}
	slices.SortFunc(links, func(a, b Link) int { return strings.Compare(a.ID, b.ID) })
	return links, failed("by externalId", err)
}

// named are the ids that a domain calls externalID.
func (st *sqlStore) named(ctx context.Context, s Scope, externalID string) (ids []string, err error) {
	rows, err := st.db.Query(ctx, st.bind(`SELECT id FROM correlation_names WHERE namespace = ? AND type = ? AND domain = ? AND external_digest = ?`),
		s.namespace(), s.Type, s.Domain, digest(externalID))
	if err != nil {
		return nil, err
	}
	return ids, rows.Each(func(scan func(...any) error) error {
		var id string
		err := scan(&id)
		ids = append(ids, id)
		return err
	})
}

// moveNames gives the names of a link to its new id. Like forgetNames it is for ids that are keys: others do not change.
func (st *sqlStore) moveNames(ctx context.Context, q sqldb.Querier, s Scope, from, to string) error {
	_, err := q.Exec(ctx, st.bind(`UPDATE correlation_names SET id = ? WHERE namespace = ? AND type = ? AND id = ?`), to, s.namespace(), s.Type, from)
	return err
}

// forgetNames takes the names of links away that are about to be deleted.
func (st *sqlStore) forgetNames(ctx context.Context, q sqldb.Querier, s Scope, whereLinks string, args []any) error {
	_, err := q.Exec(ctx, st.bind(`DELETE FROM correlation_names WHERE namespace = ? AND type = ? AND id IN (SELECT id FROM correlation_links`+whereLinks+`)`),
		append([]any{s.namespace(), s.Type}, args...)...)
	return err
}
