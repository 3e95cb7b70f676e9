package gateway

import (
	"context"
	"maps"
	"slices"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/correlation"
)

// anchored is what is known of a record whose id hangs on a field.
type anchored struct {
	anchor connectors.Key
	held   bool // the anchor is the id, which the record itself holds
}

// anchoredLinks is linksOf where ids hang on a field: the records say on what.
func (r *references) anchoredLinks(ctx context.Context, e *Endpoint, keys []connectors.Key) (map[connectors.Key]correlation.Link, error) {
	if err := r.learnAnchors(ctx, e, keys); err != nil {
		return nil, err
	}
	links := make(map[connectors.Key]correlation.Link, len(keys))
	owners := map[connectors.Key]connectors.Key{}
	var stored []connectors.Key // anchors whose ids the store knows
	for _, key := range keys {
		a, ok := r.anchors[native{e.Scope.Type, key}]
		if !ok {
			continue // nobody has this key
		}
		if other, taken := owners[a.anchor]; taken && other != key {
			return nil, e.ambiguous()
		}
		if owners[a.anchor] = key; a.held {
			links[key] = correlation.Link{ID: string(a.anchor), Key: a.anchor}
		} else {
			stored = append(stored, a.anchor)
		}
	}
	if len(stored) == 0 {
		return links, nil
	}
	known, err := r.storedLinks(ctx, e, stored)
	for anchor, link := range known {
		links[owners[anchor]] = link
	}
	return links, err
}

// learnAnchors asks the application for the anchors that are not known yet.
func (r *references) learnAnchors(ctx context.Context, e *Endpoint, keys []connectors.Key) error {
	unknown := slices.DeleteFunc(slices.Clone(keys), func(k connectors.Key) bool {
		_, known := r.anchors[native{e.Scope.Type, k}]
		return known
	})
	if len(unknown) > 0 {
		records, err := e.Entity.Get(ctx, unknown, e.Mapping.AnchorNeed())
		if err != nil {
			return err
		}
		r.read(e.Scope.Type, slices.Collect(maps.Values(records))...)
	}
	for _, key := range keys {
		if a, ok := r.anchors[native{e.Scope.Type, key}]; ok && a.anchor == "" {
			_, err := e.anchor(connectors.Record{})
			return err
		}
	}
	return nil
}

// storedLinks are the links of anchors of records that are there. Those that are new are stored.
func (r *references) storedLinks(ctx context.Context, e *Endpoint, anchors []connectors.Key) (map[connectors.Key]correlation.Link, error) {
	if e.Scope.Type == r.dead {
		return e.Links.Graves(ctx, e.Scope, anchors...)
	}
	links, err := e.Links.ByKey(ctx, e.Scope, anchors)
	if err != nil {
		return nil, err
	}
	unseen := slices.DeleteFunc(slices.Clone(anchors), func(k connectors.Key) bool { return links[k].ID != "" })
	if len(unseen) > 0 {
		seen, err := e.see(ctx, unseen)
		if err != nil {
			return nil, err
		}
		maps.Copy(links, seen)
	}
	if e.Scope.Identity == correlation.ByField {
		return e.notHeld(ctx, links)
	}
	return links, nil
}

// notHeld makes sure that the ids of records that hold none are nobody else's: a record may have got the id that it was
// seen with, and then another key, which is the key of a new record now.
func (e *Endpoint) notHeld(ctx context.Context, links map[connectors.Key]correlation.Link) (map[connectors.Key]correlation.Link, error) {
	ids := make([]connectors.Key, 0, len(links))
	for _, l := range links {
		ids = append(ids, connectors.Key(l.ID))
	}
	held, err := e.at(ctx, ids, connectors.Need{})
	if err != nil {
		return nil, err
	}
	for key, l := range links {
		id := connectors.Key(l.ID)
		if _, ok := held[id]; !ok {
			continue
		}
		if err := e.Links.Rekey(ctx, e.Scope, key, id); err != nil {
			return nil, err
		}
		seen, err := e.Links.See(ctx, e.Scope, []connectors.Key{key})
		if err != nil {
			return nil, err
		}
		links[key] = seen[key]
	}
	return links, nil
}
