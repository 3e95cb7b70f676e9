package correlation

import (
	"cmp"
	"context"
	"slices"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/sqldb"
)

// errOvertaken undoes a round of Enter, because another replica stored something meanwhile.
var errOvertaken = connectors.Errorf(connectors.Conflict, "", "overtaken")

// Enter stores links, or says what would become of them.
func (st *sqlStore) Enter(ctx context.Context, s Scope, links []Link, write bool) (entries []Entry, err error) {
	if len(links) == 0 {
		return nil, nil
	}
	for round := range maxRounds + len(links) { // each may have been stored by another replica meanwhile, once
		err = st.tx(ctx, st.db, func(ctx context.Context, tx *sqldb.Tx) (err error) {
			if entries, err = st.fates(ctx, tx, s, links, round%maxRounds); err != nil || !write {
				return err
			}
			return st.enter(ctx, tx, s, entries)
		})
		if connectors.KindOf(err) != connectors.Conflict {
			break
		}
	}
	if err != nil {
		return nil, failed("enter", err)
	}
	return entries, nil
}

// fates says what becomes of each of links, with the IDs that new ones get.
func (st *sqlStore) fates(ctx context.Context, tx *sqldb.Tx, s Scope, links []Link, round int) ([]Entry, error) {
	a := around{named: map[string]Link{}, given: map[string]bool{}}
	var ids []string
	for _, l := range links {
		if l.ID == "" {
			ids = append(ids, newRow(s, l, 1).ID)
		} else {
			ids = append(ids, l.ID)
			a.given[l.ID] = true
		}
	}
	var err error
	if a.held, err = st.live(ctx, tx, s, keysOf(links)); err != nil {
		return nil, err
	}
	if err := readLinks(ctx, st, tx, s, "id", ids, func(l Link) { a.named[l.ID] = l }); err != nil {
		return nil, err
	}
	entries := make([]Entry, len(links))
	var again []connectors.Key // keys whose first ID is spent
	for i, l := range links {
		entries[i] = a.fate(l)
		if e := &entries[i]; e.Outcome == New && e.ID == "" {
			if e.ID = newRow(s, l, 1).ID; a.isSpent(e.ID) {
				again = append(again, l.Key)
			}
		}
	}
	if len(again) == 0 {
		return entries, nil
	}
	next, err := st.generations(ctx, tx, s, again)
	for i, l := range links {
		if n, ok := next[l.Key]; ok && l.ID == "" && entries[i].Outcome == New {
			entries[i].ID = s.Derive(l.Key, n+round)
		}
	}
	return entries, err
}

// enter stores what entries say, or nothing of it.
func (st *sqlStore) enter(ctx context.Context, tx *sqldb.Tx, s Scope, entries []Entry) error {
	var replaced, claimed []string
	var fresh []row
	var named []Link
	for _, e := range entries {
		switch e.Outcome {
		case New:
			fresh = append(fresh, row{e.Link, s.generation(e.Link)})
			if s.Domain != "" { // else the name is in the row
				named = append(named, e.Link)
			}
			if e.Replaced != "" {
				replaced = append(replaced, e.Replaced)
			}
		case Confirmed:
			switch {
			case e.Buried:
				replaced = append(replaced, e.ID)
			case e.Claimed:
				claimed = append(claimed, e.ID)
			}
			named = append(named, e.Link)
		}
	}
	slices.Sort(replaced) // one may be entered as buried, and be replaced too
	if err := st.mark(ctx, tx, s, `buried = 1`, `claimed = 0`, slices.Compact(replaced)); err != nil {
		return err
	}
	if err := st.mark(ctx, tx, s, `claimed = 1`, `buried = 0`, claimed); err != nil {
		return err
	}
	if all, err := st.insert(ctx, tx, s, fresh); err != nil || !all {
		return cmp.Or(err, error(errOvertaken))
	}
	for _, l := range named {
		if l.ExternalID == "" {
			continue
		}
		if err := st.setName(ctx, tx, s, l.ID, l.ExternalID); err != nil {
			return err
		}
	}
	return nil
}

// mark sets a flag of the links in use that have these ids; all of them are to be as expected.
func (st *sqlStore) mark(ctx context.Context, tx *sqldb.Tx, s Scope, set, expected string, ids []string) error {
	for part := range slices.Chunk(ids, maxList) {
		in, args := list(part)
		n, err := tx.Exec(ctx, st.bind(`UPDATE correlation_links SET `+set+`, updated = ?
			WHERE namespace = ? AND type = ? AND buried = 0 AND `+expected+` AND id IN `+in),
			append([]any{st.now(), s.namespace(), s.Type}, args...)...)
		if err != nil {
			return err
		}
		if n != int64(len(part)) {
			return errOvertaken
		}
	}
	return nil
}

// generation is the one that the ID of l was derived in; 0: it was not derived from its key.
func (s Scope) generation(l Link) int {
	const latest = 16 // of those that are looked for
	for n := 1; n <= latest; n++ {
		if s.Derive(l.Key, n) == l.ID {
			return n
		}
	}
	return 0
}
