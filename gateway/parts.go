package gateway

import (
	"slices"
	"strings"

	"github.com/scimgate/scimgate/correlation"
	"github.com/scimgate/scimgate/internal/jsonx"
	"github.com/scimgate/scimgate/mappings"
	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/filter"
	"github.com/scimgate/scimgate/scim/patch"
	"github.com/scimgate/scimgate/scim/schema"
)

// A part is a resource with one attribute of one value. What a resource lacks while somebody is not there is kept in
// parts, so that each can be asked for, withdrawn and stored by itself.

// lacking are the parts of r that refer to what is missing, one for each id that is.
func (e *Endpoint) lacking(r scim.Resource, missing []mappings.Ref) []correlation.Parked {
	var parts []correlation.Parked
	gone := identities(missing)
	e.eachPart(r, func(part scim.Resource) {
		var ids []string
		for _, ref := range e.Mapping.References(part) {
			if gone[identity{ref.Type, ref.ID}] && !slices.Contains(ids, ref.ID) { // there is one for each type that it may be
				ids = append(ids, ref.ID)
			}
		}
		for _, id := range ids {
			parts = append(parts, correlation.Parked{Part: string(part.AppendJSON(nil)), ID: id})
		}
	})
	return parts
}

// partsOf are all parts of r, as they are kept.
func (e *Endpoint) partsOf(r scim.Resource) map[string]bool {
	parts := map[string]bool{}
	e.eachPart(r, func(part scim.Resource) { parts[string(part.AppendJSON(nil))] = true })
	return parts
}

func (e *Endpoint) eachPart(r scim.Resource, f func(part scim.Resource)) {
	for _, p := range e.own(r) {
		list, several := valueAt(r, p).([]any)
		if !several {
			part := scim.NewObject()
			setAt(part, p, valueAt(r, p))
			f(part)
		}
		for _, v := range list {
			part := scim.NewObject()
			setAt(part, p, []any{v})
			f(part)
		}
	}
}

// own are the attributes that r has and clients write.
func (e *Endpoint) own(r scim.Resource) []schema.Path {
	return slices.DeleteFunc(pathsOf(e.Mapping.Type(), r), func(p schema.Path) bool { return p.Attr == schema.Schemas || p.Fixed() })
}

// part reads what was kept. Nothing is left of what the app file does not map any more.
func (e *Endpoint) part(text string) scim.Resource {
	o, err := jsonx.Decode(strings.NewReader(text))
	if err != nil {
		return scim.NewObject()
	}
	r, err := schema.Canonicalise(e.Mapping.Type(), o, &scim.Edge{})
	if err != nil {
		return scim.NewObject()
	}
	return r
}

// together is one resource of parts.
func (e *Endpoint) together(parts []scim.Resource) scim.Resource {
	whole, lists := scim.NewObject(), map[schema.Path][]any{}
	for _, part := range parts {
		for _, p := range e.own(part) {
			v := valueAt(part, p)
			if list, several := v.([]any); several {
				lists[p] = append(lists[p], list...)
			} else {
				setAt(whole, p, v)
			}
		}
	}
	for p, list := range lists {
		setAt(whole, p, list)
	}
	return whole
}

// additions are the operations that add what r has.
func (e *Endpoint) additions(r scim.Resource) []patch.Op {
	var ops []patch.Op
	for _, p := range e.own(r) {
		ops = append(ops, patch.Op{Kind: patch.Add, Path: filter.Path{At: p}, Value: valueAt(r, p), HasValue: true})
	}
	return ops
}
