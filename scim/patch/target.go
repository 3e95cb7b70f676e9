package patch

import (
	"errors"

	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/filter"
	"github.com/scimgate/scimgate/scim/schema"
)

// target finds the place a path leads to. ok is false when the operation is to be passed over, because the path is
// about something that the resource type does not have.
func (p *parser) target(text string) (at filter.Path, ok bool, err error) {
	at, err = filter.ParsePath(text, p.edge)
	if err != nil {
		return filter.Path{}, false, err
	}
	return p.bind(at)
}

func (p *parser) bind(at filter.Path) (bound filter.Path, ok bool, err error) {
	name := at.Name.String()
	found, ok := p.rt.Resolve(name, p.edge)
	if ok {
		at.Name = nameOf(found)
	}
	bound, err = filter.BindPath(p.rt, at, p.edge)
	if err == nil {
		return bound, true, nil
	}
	if e, is := errors.AsType[*scim.Error](err); is && e.ScimType == scim.InvalidPath && p.lacks(at, found) {
		return filter.Path{}, false, nil
	}
	return filter.Path{}, false, err
}

// lacks reports whether a path is no good only because it names what the resource type does not have and an edge may
// drop: its attribute, the sub-attribute behind the brackets, or one inside them.
func (p *parser) lacks(at filter.Path, found schema.Path) bool {
	if found.Attr == nil {
		if found.Extension != nil {
			return false
		}
		name := at.Name.String()
		if at.Sub != "" {
			name += "." + at.Sub
		}
		return p.rt.MayDrop(name, p.edge)
	}
	for _, sub := range append(subs(at.Filter), at.Sub) {
		if sub != "" && found.Attr.Lookup(sub) == nil {
			return p.rt.MayDrop(found.Top().String()+"."+sub, p.edge)
		}
	}
	return false
}

// subs are the sub-attributes that a filter in brackets names.
func subs(x filter.Expr) []string {
	var names []string
	terms := func(list []filter.Expr) {
		for _, t := range list {
			names = append(names, subs(t)...)
		}
	}
	switch x := x.(type) {
	case filter.And:
		terms(x.Terms)
	case filter.Or:
		terms(x.Terms)
	case filter.Not:
		return subs(x.Term)
	case filter.Compare:
		names = append(names, x.Name.Attr)
	}
	return names
}

func nameOf(at schema.Path) filter.Name {
	var n filter.Name
	if at.Extension != nil {
		n.URN = at.Extension.ID
	}
	if at.Attr != nil {
		n.Attr = at.Attr.Name
	}
	if at.Sub != nil {
		n.Sub = at.Sub.Name
	}
	return n
}
