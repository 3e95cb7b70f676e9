package gateway

import (
	"context"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/correlation"
	"github.com/scimgate/scimgate/mappings"
)

const (
	// batch is how many records or rows are read in one call.
	batch = 500
	// keyBatch is how many ids or keys are asked for in one call.
	keyBatch = 5_000
)

// references translates between ids and native keys for one request, and remembers what it learnt: however often
// something is mentioned, the store is asked once. It is not safe for concurrent use.
type references struct {
	siblings map[string]*Endpoint
	base     string
	relative bool                         // $ref begins behind base
	keys     map[identity]connectors.Key  // empty: nobody has this id
	ids      map[native]string            // empty: nobody has this key
	present  map[native]connectors.Record // records that were just read
	anchors  map[native]anchored          // of such records, where ids hang on a field
	vouched  bool                         // some of ids are known by the word of the cache alone
	dead     string                       // the type of which deleted records are looked at: they have the ids that they had
}

type (
	identity struct{ resourceType, id string }
	native   struct {
		resourceType string
		key          connectors.Key
	}
)

var _ mappings.IDs = (*references)(nil)

func (e *Endpoint) references(base string) *references {
	return (&references{siblings: e.Siblings, base: base, relative: e.Settings.RelativeReferences}).fresh()
}

// fresh has the same siblings and has learnt nothing: for a part of a stream, whose references nobody needs twice.
func (r *references) fresh() *references {
	return &references{
		siblings: r.siblings, base: r.base, relative: r.relative,
		keys: map[identity]connectors.Key{}, ids: map[native]string{}, present: map[native]connectors.Record{}, anchors: map[native]anchored{},
	}
}

// ofDead is fresh, for a look at deleted records of one type.
func (r *references) ofDead(resourceType string) *references {
	dead := r.fresh()
	dead.dead = resourceType
	return dead
}

// note remembers a pair that was found on the way.
func (r *references) note(resourceType, id string, key connectors.Key) {
	r.keys[identity{resourceType, id}] = key
	r.ids[native{resourceType, key}] = id
}

// read notes that records were just read, and so exist, and what their ids hang on where they tell.
func (r *references) read(resourceType string, records ...connectors.Record) {
	e := r.siblings[resourceType]
	for _, record := range records {
		at := native{resourceType, record.Key}
		r.present[at] = record
		if e.isAnchored() && covers(record, e.Mapping.AnchorNeed()) {
			r.anchors[at] = anchored{e.Mapping.AnchorOf(record), e.Mapping.HeldID(record) != ""}
		}
	}
}

// Resolve asks the store for what is not known yet, one batch per type and direction.
func (r *references) Resolve(ctx context.Context, refs []mappings.Ref) ([]mappings.Ref, error) {
	if err := r.learn(ctx, refs); err != nil {
		return nil, err
	}
	return r.known(refs), nil
}

// Named asks the store whom the client calls externalID.
func (r *references) Named(ctx context.Context, resourceType, externalID string) ([]connectors.Key, error) {
	e := r.siblings[resourceType]
	links, err := e.Links.ByExternalID(ctx, e.naming(ctx), externalID)
	if err != nil {
		return nil, err
	}
	anchors := make([]connectors.Key, len(links))
	for i, l := range links {
		anchors[i] = l.Key
	}
	if !e.isAnchored() {
		return anchors, nil
	}
	records, err := e.linked(ctx, anchors, connectors.Need{})
	var keys []connectors.Key
	for _, record := range records {
		keys = append(keys, record.Key)
	}
	slices.Sort(keys)
	return keys, err
}

// Location is the URI by which one resource refers to another: absolute, or relative to the base URL of the app, as
// RFC 7643 §2.3.7 resolves them.
func (r *references) Location(resourceType, id string) string {
	address := r.address(resourceType, id)
	if r.relative {
		return strings.TrimPrefix(strings.TrimPrefix(address, r.base), "/")
	}
	return address
}

// address is where a resource is (RFC 7644 §3.1).
func (r *references) address(resourceType, id string) string {
	e, ok := r.siblings[resourceType]
	if !ok {
		return ""
	}
	return r.base + e.Mapping.Type().Endpoint + "/" + url.PathEscape(id)
}

// known fills in what has been learnt.
func (r *references) known(refs []mappings.Ref) []mappings.Ref {
	out := slices.Clone(refs)
	for i, ref := range out {
		if ref.ID != "" {
			out[i].Key = r.keys[identity{ref.Type, ref.ID}]
		} else {
			out[i].ID = r.ids[native{ref.Type, ref.Key}]
		}
	}
	return out
}

func (r *references) learn(ctx context.Context, refs []mappings.Ref) error {
	ids, keys := map[string][]string{}, map[string][]connectors.Key{}
	for _, ref := range refs {
		if _, ok := r.siblings[ref.Type]; !ok {
			continue
		}
		if ref.ID != "" {
			at := identity{ref.Type, ref.ID}
			if _, ok := r.keys[at]; !ok {
				r.keys[at] = ""
				ids[ref.Type] = append(ids[ref.Type], ref.ID)
			}
		} else if ref.Key != "" {
			at := native{ref.Type, ref.Key}
			if _, ok := r.ids[at]; !ok {
				r.ids[at] = ""
				keys[ref.Type] = append(keys[ref.Type], ref.Key)
			}
		}
	}
	if len(ids) > 1 {
		if err := r.glance(ctx, ids); err != nil {
			return err
		}
	}
	for t, list := range ids {
		if err := r.learnIDs(ctx, r.siblings[t], list); err != nil {
			return err
		}
	}
	for t, list := range keys {
		if err := r.learnKeys(ctx, r.siblings[t], list); err != nil {
			return err
		}
	}
	return nil
}

// glance takes out of ids, which may be of one of several types, those that the store knows: nobody needs to look for
// them among what it may have lost of the other types.
func (r *references) glance(ctx context.Context, ids map[string][]string) error {
	known := map[string]bool{}
	for t, list := range ids {
		e := r.siblings[t]
		if !e.CanRebuild() || e.isAnchored() {
			continue
		}
		for chunk := range slices.Chunk(list, keyBatch) {
			links, err := e.Links.ByID(correlation.Durable(ctx), e.Scope, chunk)
			if err != nil {
				return err
			}
			for id, link := range links {
				known[id] = true
				if !link.Buried {
					r.note(t, id, link.Key)
				}
			}
		}
	}
	for t, list := range ids {
		if r.siblings[t].CanRebuild() {
			ids[t] = slices.DeleteFunc(list, func(id string) bool { return known[id] })
		}
	}
	return nil
}

// learnIDs asks the durable store: nothing re-checks the record that an id in a filter or a body leads to, so the
// cache is not good enough. Where the key is the id there is nothing to be wrong about.
func (r *references) learnIDs(ctx context.Context, e *Endpoint, ids []string) error {
	if e.Scope.Identity != correlation.ByKey {
		ctx = correlation.Durable(ctx)
	}
	for chunk := range slices.Chunk(ids, keyBatch) {
		if e.isAnchored() {
			_, records, err := e.reach(ctx, chunk, connectors.Need{})
			if err != nil {
				return err
			}
			for id, record := range records {
				r.note(e.Scope.Type, id, record.Key)
			}
			continue
		}
		links, err := e.byID(ctx, chunk)
		if err != nil {
			return err
		}
		for id, link := range links {
			if !link.Buried {
				r.note(e.Scope.Type, id, link.Key)
			}
		}
	}
	return nil
}

func (r *references) learnKeys(ctx context.Context, e *Endpoint, keys []connectors.Key) error {
	for chunk := range slices.Chunk(keys, keyBatch) {
		links, err := r.linksOf(ctx, e, chunk)
		if err != nil {
			return err
		}
		for key, link := range links {
			r.note(e.Scope.Type, link.ID, key)
		}
	}
	return nil
}

// linksOf finds the links of keys, and stores those of keys that were never seen before: an id is durable before it
// leaves the gateway. A key without a link may also be that of a record which is gone, the manager of a year ago for
// example. It gets no new id, and the reference to it vanishes.
func (r *references) linksOf(ctx context.Context, e *Endpoint, keys []connectors.Key) (map[connectors.Key]correlation.Link, error) {
	if e.Scope.Identity == correlation.ByKey {
		return e.Links.See(ctx, e.Scope, keys)
	}
	if e.isAnchored() {
		return r.anchoredLinks(ctx, e, keys)
	}
	find := e.Links.ByKey
	if e.Scope.Type == r.dead {
		find = func(ctx context.Context, s correlation.Scope, keys []connectors.Key) (map[connectors.Key]correlation.Link, error) {
			return e.Links.Graves(ctx, s, keys...)
		}
	}
	links, err := find(ctx, e.Scope, keys)
	if err != nil {
		return r.vouchedLinks(ctx, e, keys, err)
	}
	var unseen []connectors.Key
	unsure := map[connectors.Key]bool{}
	for _, key := range keys {
		if _, known := links[key]; known {
			continue
		}
		if _, read := r.present[native{e.Scope.Type, key}]; read {
			unseen = append(unseen, key)
		} else {
			unsure[key] = true
		}
	}
	if len(unsure) > 0 {
		if err := e.keepPresent(ctx, unsure); err != nil {
			return nil, err
		}
		unseen = slices.AppendSeq(unseen, maps.Keys(unsure))
	}
	if len(unseen) == 0 {
		return links, nil
	}
	seen, err := e.see(ctx, unseen)
	if err != nil {
		return r.vouchedLinks(ctx, e, keys, err)
	}
	maps.Copy(links, seen)
	return links, nil
}
