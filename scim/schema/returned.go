package schema

import (
	"slices"

	"github.com/scimgate/scimgate/scim"
)

// Returned is r as the client may see it: at every level only what s wants, with no empty objects left behind.
// `schemas` is always there, and lists no extension of which nothing is left. r is not changed; it is itself the
// answer when nothing has to go.
func (s Selection) Returned(rt *ResourceType, r scim.Resource) scim.Resource {
	out := s.common(rt, r)
	out = s.prune(Path{}, rt.Schema.Attributes, r, out)
	for _, x := range rt.Extensions {
		before := r.Object(x.Schema.ID)
		if before == nil {
			continue
		}
		after := s.prune(Path{Extension: x.Schema}, x.Schema.Attributes, before, before)
		if after == before {
			continue
		}
		out = unshare(out, r)
		if after.Len() > 0 {
			out.Set(x.Schema.ID, after)
			continue
		}
		out.Delete(x.Schema.ID)
		out.Set(Schemas.Name, slices.DeleteFunc(slices.Clone(out.List(Schemas.Name)), func(urn any) bool { return urn == x.Schema.ID }))
	}
	return out
}

func (s Selection) common(rt *ResourceType, r scim.Resource) scim.Resource {
	out := s.prune(Path{}, []*Attribute{Meta}, r, r)
	if rt.NoExternalID {
		return out
	}
	return s.prune(Path{}, []*Attribute{ExternalID}, r, out)
}

// prune takes what is not wanted of attrs, which lie in the place in, out of o. It works on out, which is o until
// something has to go.
func (s Selection) prune(in Path, attrs []*Attribute, o, out *scim.Object) *scim.Object {
	for _, a := range attrs {
		p := in
		if in.Attr == nil {
			p.Attr = a
		} else {
			p.Sub = a
		}
		wanted := p.Sub != nil && s.wantsSub(p) || p.Sub == nil && s.wantsTop(p)
		if wanted && s.whole(p) {
			continue
		}
		v, ok := o.Get(a.Name)
		if !ok {
			continue
		}
		var kept any
		if wanted {
			kept = s.pruneValue(p, v)
		}
		out = unshare(out, o)
		if kept == nil {
			out.Delete(a.Name)
		} else {
			out.Set(a.Name, kept)
		}
	}
	return out
}

// whole reports whether p is wanted with all its sub-attributes.
func (s Selection) whole(p Path) bool {
	if p.Sub != nil {
		return true
	}
	for _, sub := range p.Attr.Sub {
		if !s.wantsSub(p.Down(sub)) {
			return false
		}
	}
	return true
}

// pruneValue is the value of the complex attribute p without the sub-attributes that are not wanted, nil when none
// is left.
func (s Selection) pruneValue(p Path, v any) any {
	switch v := v.(type) {
	case *scim.Object:
		if o := s.prune(p, p.Attr.Sub, v, v); o.Len() > 0 {
			return o
		}
		return nil
	case []any:
		kept := make([]any, 0, len(v))
		for _, e := range v {
			if e := s.pruneValue(p, e); e != nil {
				kept = append(kept, e)
			}
		}
		if len(kept) > 0 {
			return kept
		}
		return nil
	default:
		return v
	}
}

// unshare is out, or a copy of it as long as it is still the original; values are shared, not copied.
func unshare(out, original *scim.Object) *scim.Object {
	if out != original {
		return out
	}
	c := new(scim.Object)
	for name, v := range original.All() {
		c.Append(name, v)
	}
	c.SetOrigin(original.Origin())
	return c
}
