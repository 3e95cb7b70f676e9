package schema

import (
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

// Select finds the places that a client's attributes and excludedAttributes name. Names that lead nowhere are
// ignored; both lists at once are a 400 invalidValue.
func Select(rt *ResourceType, attributes, excluded []string) (Selection, error) {
	if len(attributes) > 0 && len(excluded) > 0 {
		return Selection{}, scim.BadRequest(scim.InvalidValue, "attributes and excludedAttributes exclude each other: send one of them")
	}
	var s Selection
	if len(attributes) > 0 {
		s.Attributes = places(rt, attributes)
	}
	s.Excluded = places(rt, excluded)
	return s, nil
}

func places(rt *ResourceType, names []string) []Path {
	found := make([]Path, 0, len(names))
	for _, name := range names {
		if p, ok := rt.Find(name); ok {
			found = append(found, p)
		}
	}
	return found
}
