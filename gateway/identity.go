package gateway

import (
	"context"
	"iter"
	"maps"
	"net/http"
	"slices"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/correlation"
	"github.com/scimgate/scimgate/scim"
)

// An id hangs on an anchor: the key of the record or, where the app file names one, a field that says who the record is
// when its key changes. The store ties ids to anchors; which key an anchor has now only the application knows.

// isAnchored reports whether ids hang on a field.
func (e *Endpoint) isAnchored() bool { return e.Mapping.Anchor() != "" }

// reach finds the links of ids that are in use and lead to a record, and these records, read with n.
func (e *Endpoint) reach(ctx context.Context, ids []string, n connectors.Need) (map[string]correlation.Link, map[string]connectors.Record, error) {
	links, records := map[string]correlation.Link{}, map[string]connectors.Record{}
	if e.Scope.Identity == correlation.ByField {
		held, err := e.at(ctx, anchorsOf(ids), n)
		if err != nil {
			return nil, nil, err
		}
		for anchor, record := range held {
			links[string(anchor)], records[string(anchor)] = correlation.Link{ID: string(anchor), Key: anchor}, record
		}
		// What no record holds may be the id of one that holds none yet.
		ctx = correlation.Durable(ctx)
		if ids = slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return records[id].Key != "" }); len(ids) == 0 {
			return links, records, nil
		}
	}
	known, err := e.byID(ctx, ids)
	if err != nil {
		return nil, nil, err
	}
	var anchors []connectors.Key
	for id, l := range known {
		if !l.Buried && (e.Scope.Identity != correlation.ByField || string(l.Key) != id) {
			links[id], anchors = l, append(anchors, l.Key)
		}
	}
	found, err := e.behind(ctx, anchors, n)
	for _, id := range ids {
		if record, ok := found[links[id].Key]; ok {
			records[id] = record
		}
	}
	return links, records, err
}

// behind reads what the store's links lead to, by anchor.
func (e *Endpoint) behind(ctx context.Context, anchors []connectors.Key, n connectors.Need) (map[connectors.Key]connectors.Record, error) {
	switch {
	case len(anchors) == 0:
		return nil, nil
	case e.Scope.Identity == correlation.ByField: // keys of records that hold no id
		found, err := e.Entity.Get(ctx, anchors, union(n, e.Mapping.AnchorNeed()))
		maps.DeleteFunc(found, func(_ connectors.Key, r connectors.Record) bool { return e.Mapping.HeldID(r) != "" })
		return found, err
	case e.isAnchored():
		return e.at(ctx, anchors, n)
	default:
		return e.Entity.Get(ctx, anchors, n)
	}
}

// linked reads what links with these keys lead to, whether or not the records hold their ids themselves.
func (e *Endpoint) linked(ctx context.Context, keys []connectors.Key, n connectors.Need) (map[connectors.Key]connectors.Record, error) {
	if e.Scope.Identity != correlation.ByField {
		return e.behind(ctx, keys, n)
	}
	found, err := e.at(ctx, keys, n)
	if err != nil {
		return nil, err
	}
	others, err := e.behind(ctx, slices.DeleteFunc(slices.Clone(keys), func(k connectors.Key) bool { return found[k].Key != "" }), n)
	maps.Copy(found, others)
	return found, err
}

// at reads the records with these anchors, which are not keys. Two records with one anchor are nobody: which one is
// meant cannot be guessed.
func (e *Endpoint) at(ctx context.Context, anchors []connectors.Key, n connectors.Need) (map[connectors.Key]connectors.Record, error) {
	found := make(map[connectors.Key]connectors.Record, len(anchors))
	n = union(n, e.Mapping.AnchorNeed())
	for some := range slices.Chunk(anchors, batch) {
		for page, err := range e.pages(ctx, connectors.Query{Where: e.Mapping.AnchorIs(some), Need: n}) {
			if err != nil {
				return nil, err
			}
			for _, record := range page {
				anchor := e.Mapping.AnchorOf(record)
				if !slices.Contains(some, anchor) { // the application may answer more than it was asked for
					continue
				}
				if other, twice := found[anchor]; twice && other.Key != record.Key {
					return nil, e.ambiguous()
				}
				found[anchor] = record
			}
		}
	}
	return found, nil
}

func (e *Endpoint) ambiguous() *scim.Error {
	return scim.Errorf(http.StatusInternalServerError, "", "more than one %s of the application has the same id; which one is meant has to be settled there", e.Scope.Type)
}

// pages are all records that q selects. Where the application cannot continue behind a page, one that comes or goes
// meanwhile may make another one be missed or come twice.
func (e *Endpoint) pages(ctx context.Context, q connectors.Query) iter.Seq2[[]connectors.Record, error] {
	return func(yield func([]connectors.Record, error) bool) {
		q.Limit = batch
		for {
			page, err := e.Entity.List(ctx, q)
			if !yield(page.Records, err) || err != nil || len(page.Records) < q.Limit {
				return
			}
			if q.Offset += len(page.Records); e.Entity.Shape().After {
				if q.Offset, q.After = 0, page.Next; page.Next == "" {
					return
				}
			}
		}
	}
}

// linkOf is what the store remembers of a record that was read with AnchorNeed; it has no ID where that is nothing.
func (e *Endpoint) linkOf(ctx context.Context, r connectors.Record) (correlation.Link, error) {
	anchor, err := e.anchor(r)
	if err != nil {
		return correlation.Link{}, err
	}
	links, err := e.Links.ByKey(ctx, e.Scope, []connectors.Key{anchor})
	link := links[anchor]
	if held := e.Mapping.HeldID(r); held != "" {
		link.ID, link.Key = held, anchor
	}
	return link, err
}

// anchor is what the id of a record hangs on.
func (e *Endpoint) anchor(r connectors.Record) (connectors.Key, error) {
	anchor := e.Mapping.AnchorOf(r)
	if anchor == "" {
		return "", connectors.Errorf(connectors.Internal, "identity", "a record of %s has no %s, from which its id follows", e.Scope.Type, e.Mapping.Anchor())
	}
	return anchor, nil
}

func anchorsOf(ids []string) []connectors.Key {
	var anchors []connectors.Key
	for _, id := range ids {
		if correlation.IsID(id) {
			anchors = append(anchors, connectors.Key(id))
		}
	}
	return anchors
}
