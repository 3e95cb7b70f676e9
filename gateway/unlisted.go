package gateway

import (
	"errors"
	"slices"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/patch"
	"github.com/scimgate/scimgate/scim/schema"
)

// unlisted is the place whose value made a write fail because no code table has it, where such a value may be dropped
// (LookupDropped). The write is then tried again without: only the application knows its tables.
func (e *Endpoint) unlisted(err error, edge *scim.Edge) (schema.Path, bool) {
	native, ok := errors.AsType[*connectors.Error](err)
	if !ok || native.Kind != connectors.Invalid || native.Field == "" {
		return schema.Path{}, false
	}
	p, ok := e.Mapping.Drops(native.Field)
	return p, ok && edge.Drops(scim.LookupDropped, p.String())
}

// keepAt gives r what from has at p, a place with a single value.
func keepAt(rt *schema.ResourceType, r, from scim.Resource, p schema.Path) {
	v := valueAt(from, p)
	if p.Sub != nil {
		part := scim.NewObject()
		if now, ok := valueAt(r, p).(*scim.Object); ok {
			part = now.Clone()
		}
		if old, had := subAt(from, p); had {
			part.Set(p.Sub.Name, old)
		} else {
			part.Delete(p.Sub.Name)
		}
		if v = part; part.Len() == 0 {
			v = nil
		}
	}
	setAt(r, p, v)
	r.Set(schema.Schemas.Name, schemasOf(rt, r))
}

// subAt is the value at p, which may be a sub-attribute of a single complex value.
func subAt(r scim.Resource, p schema.Path) (v any, ok bool) {
	if p.Sub == nil {
		v = valueAt(r, p)
		return v, v != nil
	}
	o, _ := valueAt(r, p).(*scim.Object)
	return o.Get(p.Sub.Name)
}

// nothingLeft reports whether everything that ops were about was dropped.
func nothingLeft(ops []patch.Op, edge *scim.Edge) bool {
	return !slices.ContainsFunc(ops, func(op patch.Op) bool {
		return edge == nil || !slices.Contains(edge.Dropped, op.Path.At.String())
	})
}
