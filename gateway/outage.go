package gateway

import (
	"context"
	"errors"
	"maps"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/correlation"
)

// While the store of ids is away nothing is written, and reads go on with the ids that need no store: those that are
// keys, and derived ones that the cache can vouch for. An id that nobody has stored yet is never told, because it would
// lead nowhere afterwards. What holds an id by the cache's word alone is only a key that stands for one record for ever.

// write is verb for what changes something. It does not begin where the store has no room for what it would leave there.
func (e *Endpoint) write(ctx context.Context, v View, run func(ctx context.Context, e *Endpoint) (Answer, error)) (Answer, error) {
	return e.verb(toWrite(ctx), v, func(ctx context.Context, e *Endpoint) (Answer, error) {
		if err := e.Links.Room(ctx); err != nil {
			return Answer{}, err
		}
		return run(ctx, e)
	})
}

// lasting reports whether a link stays true for as long as it is in use: its id hangs on the key, and a key stands for
// the same record for ever. Only such links are cached.
func (e *Endpoint) lasting() bool { return e.Mapping.KeysLast() && !e.isAnchored() }

// confirm tells the cache which links were just found true: that of a record by its match values.
func (e *Endpoint) confirm(ctx context.Context, refs *references, records ...connectors.Record) {
	if !e.lasting() || refs.vouched {
		return
	}
	var links []correlation.Link
	for _, record := range records {
		l := correlation.Link{ID: refs.ids[native{e.Scope.Type, record.Key}], Key: e.Mapping.AnchorOf(record), Check: e.Mapping.Check(record)}
		if l.ID != "" && l.Check != "" {
			links = append(links, l)
		}
	}
	e.Links.Verified(ctx, e.Scope, links)
}

// vouched answers for a store that is away, as away says: with the links that the cache has of all these keys that the
// application has too. One of a record that was just read must agree with it.
func (r *references) vouchedLinks(ctx context.Context, e *Endpoint, keys []connectors.Key, away error) (map[connectors.Key]correlation.Link, error) {
	if !errors.Is(away, correlation.ErrAway) || correlation.IsDurable(ctx) || !e.lasting() || e.Scope.Type == r.dead {
		return nil, away
	}
	links := e.Links.Vouch(ctx, e.Scope, keys)
	unread := map[connectors.Key]bool{}
	for _, key := range keys {
		record, read := r.present[native{e.Scope.Type, key}]
		switch link, known := links[key]; {
		case !read:
			unread[key] = true
		case !known || link.Check != e.Mapping.Check(record):
			return nil, away
		}
	}
	if err := e.keepPresent(ctx, unread); err != nil {
		return nil, err
	}
	for key := range unread {
		if _, known := links[key]; !known {
			return nil, away
		}
	}
	maps.DeleteFunc(links, func(key connectors.Key, _ correlation.Link) bool {
		_, read := r.present[native{e.Scope.Type, key}]
		return !read && !unread[key]
	})
	r.vouched = true
	return links, nil
}
