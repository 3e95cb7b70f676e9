package schema

import "slices"

// Path is one place in a resource type: an attribute, one of its sub-attributes, or a whole extension. Paths are
// comparable. Extension is nil for core and common attributes. Attr is nil for a whole extension, Sub unless a
// sub-attribute is meant.
type Path struct {
	Extension *Schema
	Attr      *Attribute
	Sub       *Attribute
}

// Leaf is the most specific attribute of p, nil for a whole extension.
func (p Path) Leaf() *Attribute {
	if p.Sub != nil {
		return p.Sub
	}
	return p.Attr
}

// Top is p without its sub-attribute.
func (p Path) Top() Path { return Path{Extension: p.Extension, Attr: p.Attr} }

// Down is the place of a sub-attribute of p.
func (p Path) Down(sub *Attribute) Path {
	p.Sub = sub
	return p
}

// Contains reports whether q is p or lies inside of it.
func (p Path) Contains(q Path) bool {
	return p.Extension == q.Extension && (p.Attr == nil || p.Attr == q.Attr && (p.Sub == nil || p.Sub == q.Sub))
}

// Fixed reports whether clients cannot change p: it or the attribute it belongs to is readOnly.
func (p Path) Fixed() bool {
	return p.Attr != nil && (p.Attr.Mutability == ReadOnly || p.Sub != nil && p.Sub.Mutability == ReadOnly)
}

// Sensitive reports whether values of p, or of something inside it, have no place in an address.
func (p Path) Sensitive() bool {
	if p.Attr == nil {
		return false
	}
	inside := p.Sub == nil && slices.ContainsFunc(p.Attr.Sub, func(s *Attribute) bool { return s.Sensitive })
	return inside || p.Attr.Sensitive || p.Leaf().Sensitive
}

// String is the canonical name: "name.givenName", "urn:…:User:manager.value", or the URN of an extension.
func (p Path) String() string {
	s := ""
	if p.Extension != nil {
		s = p.Extension.ID
		if p.Attr != nil {
			s += ":"
		}
	}
	if p.Attr != nil {
		s += p.Attr.Name
	}
	if p.Sub != nil {
		s += "." + p.Sub.Name
	}
	return s
}

// Paths is a set of places.
type Paths map[Path]bool

// Touches reports whether the set holds p, something inside it, or something it is inside of.
func (s Paths) Touches(p Path) bool {
	for q := range s {
		if q.Contains(p) || p.Contains(q) {
			return true
		}
	}
	return false
}
