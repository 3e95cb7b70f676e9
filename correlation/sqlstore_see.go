package correlation

import (
	"context"
	"maps"
	"slices"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/sqldb"
)

// maxRounds bounds how often a write starts over because another replica came first. In each round somebody made
// progress, so that many in a row mean that something is wrong.
const maxRounds = 10

// See returns the link of every key and stores the ones that are new. Known keys cost one SELECT. Replicas that meet
// a new key at the same time derive the same id, one of them stores it, and the others read what is stored.
func (st *sqlStore) See(ctx context.Context, s Scope, keys []connectors.Key) (map[connectors.Key]Link, error) {
	if s.Identity == ByKey {
		return st.sameSee(ctx, s, keys)
	}
	links, err := st.live(ctx, st.db, s, keys)
	for round := 0; err == nil && round < maxRounds; round++ {
		unseen := missing(keys, links)
		if len(unseen) == 0 {
			return links, nil
		}
		var stored map[connectors.Key]Link
		err = st.tx(ctx, st.db, func(ctx context.Context, tx *sqldb.Tx) (err error) {
			stored, err = st.mint(ctx, tx, s, unseen, round)
			return err
		})
		if err == nil && len(stored) == 0 {
			stored, err = st.live(ctx, st.db, s, keysOf(unseen))
		}
		maps.Copy(links, stored)
	}
	return nil, failed("see", overtaken(err))
}

// overtaken is err, or what is to be said when nothing failed and still every round was lost.
func overtaken(err error) error {
	if err != nil {
		return err
	}
	return connectors.Errorf(connectors.Unavailable, "", "other replicas were faster %d times in a row", maxRounds)
}

// missing are the keys without a link as links without ids, each once and sorted: replicas that insert the same keys
// in the same order cannot deadlock.
func missing(keys []connectors.Key, links map[connectors.Key]Link) []Link {
	absent := slices.DeleteFunc(slices.Clone(keys), func(k connectors.Key) bool { _, known := links[k]; return known })
	slices.Sort(absent)
	var out []Link
	for _, k := range slices.Compact(absent) {
		out = append(out, Link{Key: k})
	}
	return out
}

// mint stores links under new ids unless their key has a link by now, or the id is spent. The answer is empty when
// that was so for any of them. Nearly every key is in its first generation, so that one is tried without a look in
// round 0. Then the next generation is looked up, and a later one tried in each round: an ID that was entered may be any.
func (st *sqlStore) mint(ctx context.Context, tx *sqldb.Tx, s Scope, links []Link, round int) (map[connectors.Key]Link, error) {
	var next map[connectors.Key]int
	if round > 0 {
		var err error
		if next, err = st.generations(ctx, tx, s, keysOf(links)); err != nil {
			return nil, err
		}
	}
	rows := make([]row, len(links))
	stored := make(map[connectors.Key]Link, len(links))
	for i, l := range links {
		rows[i] = newRow(s, l, max(next[l.Key]+round-1, 1))
		stored[l.Key] = rows[i].Link
	}
	if all, err := st.insert(ctx, tx, s, rows); err != nil || !all {
		return nil, err
	}
	for _, l := range stored {
		if s.Domain != "" && l.ExternalID != "" {
			if err := st.setName(ctx, tx, s, l.ID, l.ExternalID); err != nil {
				return nil, err
			}
		}
	}
	return stored, nil
}

func keysOf(links []Link) []connectors.Key {
	keys := make([]connectors.Key, len(links))
	for i, l := range links {
		keys[i] = l.Key
	}
	return keys
}

// generations is the next generation of each of these keys, of which the first is spent.
func (st *sqlStore) generations(ctx context.Context, tx *sqldb.Tx, s Scope, keys []connectors.Key) (map[connectors.Key]int, error) {
	next := make(map[connectors.Key]int, len(keys))
	for _, k := range keys {
		next[k] = 2
	}
	for part := range slices.Chunk(keys, maxList) {
		in, args := list(part)
		rows, err := tx.Query(ctx, st.bind(`SELECT origin, MAX(generation) FROM correlation_links
			WHERE namespace = ? AND type = ? AND generation > 1 AND origin IN `+in+` GROUP BY origin`),
			append([]any{s.namespace(), s.Type}, args...)...)
		if err != nil {
			return nil, err
		}
		err = rows.Each(func(scan func(...any) error) error {
			var origin connectors.Key
			var last int
			err := scan(&origin, &last)
			next[origin] = last + 1
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return next, nil
}
