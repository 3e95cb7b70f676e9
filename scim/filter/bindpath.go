package filter

import (
	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/schema"
)

// BindPath finds the place of a path in a resource type: At is the attribute, with the sub-attribute behind it or
// behind its brackets, or a whole extension. Names get the letter case of the schema, and the filter is bound as by
// Bind. A name that leads nowhere is a 400 invalidPath; a comparison that makes no sense is a 400 invalidFilter. The
// tolerances are those of Bind.
func BindPath(rt *schema.ResourceType, p Path, edge *scim.Edge) (Path, error) {
	b := binder{rt: rt, edge: edge, what: "path", refusal: scim.InvalidPath}
	at, ok := b.lookup(p.Name)
	if !ok {
		return Path{}, b.unknown(p.Name)
	}
	if p.Filter == nil {
		return Path{Name: nameOf(at), At: at}, nil
	}
	if at.Attr == nil {
		return Path{}, scim.BadRequest(scim.InvalidPath, "path: %s is an extension; brackets follow an attribute", at)
	}
	term, err := b.brackets(at, p.Filter)
	if err != nil {
		return Path{}, err
	}
	bound := Path{Name: nameOf(at), Filter: term, At: at}
	if p.Sub == "" {
		return bound, nil
	}
	if bound.At.Sub = at.Attr.Lookup(p.Sub); bound.At.Sub == nil {
		return Path{}, b.unknown(Name{URN: bound.Name.URN, Attr: bound.Name.Attr, Sub: p.Sub})
	}
	bound.Sub = bound.At.Sub.Name
	return bound, nil
}
