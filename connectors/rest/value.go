package rest

import (
	"context"
	"maps"
	"slices"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/connectors/rest/wire"
)

// decode is a part of an answer as the field holds it. What nobody can read is noticed, and empty.
func (f *field) decode(ctx context.Context, t wire.Tree, unset string) connectors.Value {
	if t == nil || t == "" && unset == unsetEmpty {
		return nil
	}
	if f.list {
		return wire.Path{}.Each(t) // XML has no lists of one
	}
	v, err := wire.Value(t, f.Type)
	if err != nil {
		connectors.Unreadable(ctx, f.name)
		return nil
	}
	return v
}

// encode is a value of the field as bodies and URLs carry it.
func (f *field) encode(v connectors.Value) wire.Tree {
	t, err := wire.Of(v, f.Type)
	if err != nil {
		return v // whoever sends it refuses it
	}
	return t
}

// holds is v as the field holds it; ok is false where no record can have it.
func (f *field) holds(v connectors.Value) (held connectors.Value, ok bool) {
	held, err := connectors.Convert(v, f.Type)
	return held, err == nil && same(held, v)
}

func sortedNames[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// vars are values by the names that an operation knows them by.
func (c *collection) vars(values connectors.Fields) map[string]wire.Tree {
	out := make(map[string]wire.Tree, len(values))
	for name, v := range values {
		if f, ok := c.fields[name]; ok && v != nil {
			out[name] = f.encode(v)
		}
	}
	return out
}

// decode reads fields out of one record of an answer. A field that the record does not have is empty.
func (c *collection) decode(ctx context.Context, t wire.Tree, at map[string]wire.Path, unset string, names []string) connectors.Fields {
	out := make(connectors.Fields, len(names))
	for _, name := range names {
		f := c.fields[name]
		p, elsewhere := at[name]
		if !elsewhere {
			p = f.at
		}
		v, _ := p.Get(t)
		out[name] = f.decode(ctx, v, unset)
	}
	return out
}
