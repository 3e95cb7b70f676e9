package schema

import (
	"slices"

	"github.com/scimgate/scimgate/scim"
)

// Selection is what a client wants returned: attributes or excludedAttributes, never both (RFC 7644 §3.9). The zero
// Selection is the default.
type Selection struct {
	// Attributes are the only ones wanted, besides those always returned. Nil is the default set; an empty list
	// that is not nil wants nothing more.
	Attributes []Path
	Excluded   []Path
	// Sent are the places that a POST, PUT or PATCH gave a value: attributes returned on request are then
	// returned, unless the client named others.
	Sent Paths
}

// Select finds the places that a client's attributes and excludedAttributes name, in the ways that the edge tolerates.
// Names that lead nowhere are ignored; both lists at once are a 400 invalidValue.
func Select(rt *ResourceType, attributes, excluded []string, edge *scim.Edge) (Selection, error) {
	if len(attributes) > 0 && len(excluded) > 0 {
		return Selection{}, scim.BadRequest(scim.InvalidValue, "attributes and excludedAttributes exclude each other: send one of them")
	}
	var s Selection
	if len(attributes) > 0 {
		s.Attributes = places(rt, attributes, edge)
	}
	if len(excluded) > 0 {
		s.Excluded = places(rt, excluded, edge)
	}
	return s, nil
}

func places(rt *ResourceType, names []string, edge *scim.Edge) []Path {
	found := make([]Path, 0, len(names))
	for _, name := range names {
		if p, ok := rt.Resolve(name, edge); ok {
			found = append(found, p)
		}
	}
	return found
}

// Wants reports whether p, or something inside it, is to be returned (RFC 7643 §7, returned): always whatever the
// client says, never likewise, on request when it was named or sent, by default unless others were named or it was
// excluded. A sub-attribute is wanted only where its attribute is.
func (s Selection) Wants(p Path) bool {
	switch {
	case p.Attr == nil:
		return p.Extension != nil && slices.ContainsFunc(p.Extension.Attributes, func(a *Attribute) bool {
			return s.Wants(Path{Extension: p.Extension, Attr: a})
		})
	case p.Sub == nil:
		return s.wantsTop(p)
	default:
		return s.wantsTop(p.Top()) && s.wantsSub(p)
	}
}

func (s Selection) wantsTop(p Path) bool {
	switch p.Attr.Returned {
	case ReturnedAlways:
		return true
	case ReturnedNever:
		return false
	case ReturnedRequest:
		if s.Attributes == nil {
			return s.Sent.Touches(p) && !within(s.Excluded, p)
		}
		return slices.ContainsFunc(s.Attributes, p.Contains)
	default:
		if s.Attributes == nil {
			return !within(s.Excluded, p)
		}
		return within(s.Attributes, p) || slices.ContainsFunc(s.Attributes, p.Contains)
	}
}

// wantsSub judges a sub-attribute of an attribute that is wanted.
func (s Selection) wantsSub(p Path) bool {
	switch p.Sub.Returned {
	case ReturnedAlways:
		return true
	case ReturnedNever:
		return false
	case ReturnedRequest:
		if s.Attributes == nil {
			return s.Sent.Touches(p) && !slices.Contains(s.Excluded, p)
		}
		return slices.Contains(s.Attributes, p)
	default:
		if s.Attributes == nil {
			return !slices.Contains(s.Excluded, p)
		}
		if within(s.Attributes, p) {
			return true
		}
		// An attribute that is there although nobody named it is there as a whole.
		return !slices.ContainsFunc(s.Attributes, p.Top().Contains)
	}
}

// within reports whether p is one of places or lies inside of one.
func within(places []Path, p Path) bool {
	return slices.ContainsFunc(places, func(q Path) bool { return q.Contains(p) })
}
