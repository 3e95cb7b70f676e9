package gateway

import (
	"context"
	"maps"
	"slices"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/mappings"
	"github.com/scimgate/scimgate/scim"
)

// missing returns the references that lead nowhere. A link that the store remembers is no proof: the application is
// asked for the records, in batches per type.
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
	return slices.DeleteFunc(resolved, func(ref mappings.Ref) bool { return named[ref.Type][ref.Key] }), nil
}

// keepPresent takes out of keys what the application does not have.
func (e *Endpoint) keepPresent(ctx context.Context, keys map[connectors.Key]bool) error {
	for chunk := range slices.Chunk(slices.Sorted(maps.Keys(keys)), batch) {
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
