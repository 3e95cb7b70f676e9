package gateway

import (
	"context"
	"maps"
	"slices"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/mappings"
	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/patch"
	"github.com/scimgate/scimgate/scim/schema"
)

// missing returns the references that lead nowhere. A link that the store remembers is no proof: the application is
// asked for the records, in batches per type. Where a reference may be to one of several types there is one for each
// with the same id; it leads nowhere when all of them do.
func (r *references) missing(ctx context.Context, refs []mappings.Ref) ([]mappings.Ref, error) {
	resolved, err := r.Resolve(ctx, refs)
	if err != nil {
		return nil, err
	}
	named := map[string]map[connectors.Key]bool{}
	for _, ref := range resolved {
		if ref.Key == "" {
			continue
		}
		if named[ref.Type] == nil {
			named[ref.Type] = map[connectors.Key]bool{}
		}
		named[ref.Type][ref.Key] = true
	}
	for t, keys := range named {
		if err := r.siblings[t].keepPresent(ctx, keys); err != nil {
			return nil, err
		}
	}
	found := map[string]bool{}
	for _, ref := range resolved {
		found[ref.ID] = found[ref.ID] || named[ref.Type][ref.Key]
	}
	return slices.DeleteFunc(resolved, func(ref mappings.Ref) bool { return found[ref.ID] }), nil
}

// keepPresent takes out of keys what the application does not have.
func (e *Endpoint) keepPresent(ctx context.Context, keys map[connectors.Key]bool) error {
	for chunk := range slices.Chunk(slices.Sorted(maps.Keys(keys)), keyBatch) {
		found, err := e.Entity.Get(ctx, chunk, connectors.Need{})
		if err != nil {
			return err
		}
		for _, key := range chunk {
			if _, ok := found[key]; !ok {
				delete(keys, key)
			}
		}
	}
	return nil
}

// dangling names the references that lead nowhere, the first few of them.
func dangling(refs []mappings.Ref) error {
	ids := make([]string, len(refs))
	for i, ref := range refs {
		ids[i] = ref.ID
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	more := ""
	if len(ids) > 5 {
		ids, more = ids[:5], " and others"
	}
	return scim.BadRequest(scim.InvalidValue, "no resource has the id %q%s", ids, more)
}

// notInItself refuses a group that would be a member of itself.
func (e *Endpoint) notInItself(ctx context.Context, key connectors.Key, after scim.Resource, rows []patch.RowOp, ids mappings.IDs) error {
	inside, err := e.Mapping.ContainsItself(ctx, key, after, rows, ids)
	if err == nil && inside {
		err = scim.BadRequest(scim.InvalidValue, "a %s cannot contain itself", e.Mapping.Type().Name)
	}
	return err
}

// without is r without the elements and the attributes whose reference is among missing (MissingDropped).
func (e *Endpoint) without(missing []mappings.Ref, r scim.Resource) scim.Resource {
	rt, after, gone := e.Mapping.Type(), r.Clone(), identities(missing)
	refers := func(p schema.Path, v any) bool {
		part := scim.NewObject()
		setAt(part, p, v)
		return gone.holdsAny(e.Mapping.References(part))
	}
	for _, p := range pathsOf(rt, after) {
		v := valueAt(after, p)
		list, several := v.([]any)
		if !refers(p, v) {
			continue
		}
		list = slices.DeleteFunc(slices.Clone(list), func(el any) bool { return refers(p, []any{el}) })
		if several && len(list) > 0 {
			setAt(after, p, list)
		} else {
			setAt(after, p, nil)
		}
	}
	after.Set(schema.Schemas.Name, schemasOf(rt, after))
	return after
}

// rowsWithout is without for operations on large attributes.
func (e *Endpoint) rowsWithout(missing []mappings.Ref, rows []patch.RowOp) []patch.RowOp {
	left, gone := slices.Clone(rows), identities(missing)
	for i, op := range left {
		left[i].Values = slices.DeleteFunc(slices.Clone(op.Values), func(el *scim.Object) bool {
			return gone.holdsAny(e.Mapping.PatchReferences(nil, []patch.RowOp{{Attr: op.Attr, Kind: op.Kind, Values: []*scim.Object{el}}}))
		})
	}
	return left
}

type identitySet map[identity]bool

func identities(refs []mappings.Ref) identitySet {
	set := identitySet{}
	for _, ref := range refs {
		set[identity{ref.Type, ref.ID}] = true
	}
	return set
}

func (s identitySet) holdsAny(refs []mappings.Ref) bool {
	return slices.ContainsFunc(refs, func(ref mappings.Ref) bool { return s[identity{ref.Type, ref.ID}] })
}
