package schema

import (
	"slices"
	"strings"

	"github.com/scimgate/scimgate/scim"
)

// standard are the schemas of RFC 7643 whole, to tell an attribute that an app does not map from one that nobody knows.
var standard = []*Schema{User(), Group(), EnterpriseUser()}

// whole are the schemas whole, of which rt may have a part.
func (rt *ResourceType) whole() []*Schema { return slices.Concat(rt.Whole, standard) }

// MayDrop reports whether what a client sent under a name that rt does not know may be passed over: a name that
// the schemas of RFC 7643, or the app's own, have by UnmappedDropped, any other by UnknownDropped.
func (rt *ResourceType) MayDrop(name string, edge *scim.Edge) bool {
	if rt.standardName(name) {
		return edge.Drops(scim.UnmappedDropped, name)
	}
	return edge.Drops(scim.UnknownDropped, name)
}

// standardName reports whether name leads somewhere in the schemas of RFC 7643; without a URN it is one of the core
// schema.
func (rt *ResourceType) standardName(name string) bool {
	for _, s := range rt.whole() {
		rest, ok := s.cut(name)
		if !ok {
			if s.ID != rt.Schema.ID {
				continue
			}
			rest = name
		}
		if rest == "" {
			return true
		}
		attr, sub, dotted := strings.Cut(rest, ".")
		if a := s.Lookup(attr); a != nil && (!dotted || a.Lookup(sub) != nil) {
			return true
		}
	}
	return strings.EqualFold(name, ExternalID.Name)
}

// Standard is p in the schemas of RFC 7643, as far as they have it: an app's own type may allow less. ok is false
// when they do not have p's leaf.
func (rt *ResourceType) Standard(p Path) (q Path, ok bool) {
	in := rt.Schema
	if p.Extension != nil {
		in = p.Extension
	}
	for _, s := range rt.whole() {
		if s.ID != in.ID || p.Attr == nil {
			continue
		}
		if p.Extension != nil {
			q.Extension = s
		}
		if q.Attr = s.Lookup(p.Attr.Name); q.Attr == nil || p.Sub == nil {
			return q, q.Attr != nil
		}
		q.Sub = q.Attr.Lookup(p.Sub.Name)
		return q, q.Sub != nil
	}
	return Path{}, false
}
