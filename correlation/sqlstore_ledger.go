package correlation

import (
	"context"
	"time"
)

// Page is the links of p.
func (st *sqlStore) Page(ctx context.Context, s Scope, p Page) ([]Link, error) {
	name, domain := nameOf(s)
	rows, err := st.db.Query(ctx, st.bind(`SELECT id, native_key, `+name+`, claimed, buried FROM correlation_links l
		WHERE namespace = ? AND type = ? AND id > ?`+p.State.condition()+` ORDER BY id`+st.db.Dialect.Page("?", "")),
		append(domain, s.namespace(), s.Type, p.After, p.Limit)...)
	if err != nil {
		return nil, failed("page", err)
	}
	var links []Link
	err = rows.Each(func(scan func(...any) error) error {
		l, err := scanLink(scan)
		links = append(links, l)
		return err
	})
	return links, failed("page", err)
}

// condition is what a State is in SQL.
func (s State) condition() string {
	switch s {
	case InUse:
		return ` AND buried = 0`
	case InUseFirm:
		return ` AND buried = 0 AND claimed = 1`
	case InTheGrave:
		return ` AND buried = 1`
	default:
		return ""
	}
}

// Underway are the intents that are not swept yet.
func (st *sqlStore) Underway(ctx context.Context, s Scope) ([]Underway, error) {
	rows, err := st.db.Query(ctx, st.bind(`SELECT id, payload, attempt, leased_until, link_id, created, completed FROM correlation_intents
		WHERE namespace = ? AND type = ? ORDER BY created, id`), s.namespace(), s.Type)
	if err != nil {
		return nil, failed("underway", err)
	}
	var list []Underway
	err = rows.Each(func(scan func(...any) error) error {
		u := Underway{Intent: Intent{Scope: s}}
		var until, began, completed int64
		err := scan(&u.ID, &u.Payload, &u.Attempt, &until, &u.LinkID, &began, &completed)
		u.Began = time.UnixMilli(began).UTC()
		if completed > 0 {
			u.Completed = time.UnixMilli(completed).UTC()
		} else {
			u.leased(time.UnixMilli(until).UTC(), st.clock())
		}
		list = append(list, u)
		return err
	})
	return list, failed("underway", err)
}
