package mappings

import (
	"maps"
	"reflect"
	"slices"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/fold"
	"github.com/scimgate/scimgate/scim"
)

// unstorable stands for an attribute's value that no native value means. It is equal to itself, so that an unchanged
// one makes no difference, and must never leave this package.
type unstorable struct {
	value any
	err   error
}

// native is the value that a cell stores; nil when the attribute is absent.
func (p *projector) native(c *cell, v any) (connectors.Value, error) {
	if v == nil || v == "" {
		return nil, nil
	}
	native, err := p.translate(c, v)
	if err != nil && p.lenient {
		return unstorable{v, err}, nil
	}
	return native, err
}

func (p *projector) translate(c *cell, v any) (connectors.Value, error) {
	if c.ref == "" {
		return c.store(v, p)
	}
	values, err := p.refer(c, v)
	if err != nil {
		return nil, err
	}
	return values[0], nil
}

// refer is the key that a reference stores, by c.names.
func (p *projector) refer(c *cell, v any) ([]connectors.Value, error) {
	id, _ := v.(string)
	k, ok := p.links.key(c.ref, id)
	if !ok {
		return nil, scim.BadRequest(scim.InvalidValue, "%s refers to no %s: %q", c.at, c.ref, id)
	}
	return c.storeKey(k)
}

// parts are what the fields of a reference by a key of several store, by c.names; all nil when the attribute is absent.
func (p *projector) parts(c *cell, v any) ([]connectors.Value, error) {
	values := make([]connectors.Value, len(c.names))
	if v == nil || v == "" {
		return values, nil
	}
	stored, err := p.refer(c, v)
	if err != nil && p.lenient {
		for i := range values {
			values[i] = unstorable{v, err}
		}
		return values, nil
	}
	return stored, err
}

// storable reports the first value of a change that cannot be stored.
func storable(c connectors.Change) error {
	all := []connectors.Fields{c.Set, c.Key}
	for _, r := range c.Rows {
		all = append(all, r.Add...)
		for _, row := range r.Update {
			all = append(all, row.Fields)
		}
	}
	for _, fields := range all {
		for _, name := range slices.Sorted(maps.Keys(fields)) {
			if u, ok := fields[name].(unstorable); ok {
				return u.err
			}
		}
	}
	return nil
}

// sameValue compares two projected values.
func sameValue(a, b connectors.Value) bool {
	if a == nil || b == nil {
		return a == nil && b == nil
	}
	if x, ok := a.(unstorable); ok {
		y, ok := b.(unstorable)
		return ok && scim.EqualValues(x.value, y.value)
	}
	if order, ok := connectors.Compare(a, b, fold.None); ok {
		return order == 0
	}
	return reflect.DeepEqual(a, b)
}
