package schema

import (
	"strings"

	"github.com/scimgate/scimgate/scim"
)

// CanonicalValue makes what a client sent for one place canonical: names in the schema's letter case and order,
// values of the attribute's type. A multi-valued attribute takes a list, or a single element by BareComplex. ok is
// false when the value counts as absent: null, an empty list, an empty complex value, and "" by EmptyAsAbsent. What
// is readOnly inside a value is passed over. Errors are 400 invalidValue or invalidSyntax and name the place.
func CanonicalValue(rt *ResourceType, at Path, v any, edge *scim.Edge) (value any, ok bool, err error) {
	return reader{rt, edge}.value(at, v)
}

// CanonicalElement is CanonicalValue for one element of a multi-valued attribute.
func CanonicalElement(rt *ResourceType, at Path, v any, edge *scim.Edge) (value any, ok bool, err error) {
	return reader{rt, edge}.single(at, v)
}

// reader makes canonical what a client sent for one resource type.
type reader struct {
	rt   *ResourceType
	edge *scim.Edge
}

func (c reader) value(at Path, v any) (any, bool, error) {
	switch a := at.Leaf(); {
	case a == nil:
		return c.extension(at, v)
	case a.MultiValued:
		return c.list(at, v)
	default:
		return c.single(at, v)
	}
}

// list reads all elements of a multi-valued attribute.
func (c reader) list(at Path, v any) (any, bool, error) {
	l, ok := v.([]any)
	if !ok {
		if c.absent(v) {
			return nil, false, nil
		}
		if !c.edge.Allows(scim.BareComplex) {
			return nil, false, scim.BadRequest(scim.InvalidValue, "%s is multi-valued and takes a list", at)
		}
		l = []any{v}
	}
	out := make([]any, 0, len(l))
	for _, e := range l {
		e, ok, err := c.single(at, e)
		if err != nil {
			return nil, false, err
		}
		if ok {
			out = append(out, e)
		}
	}
	if len(out) == 0 {
		return nil, false, nil
	}
	out = mergeDuplicates(at.Attr, out)
	if err := onePrimary(at, out); err != nil {
		return nil, false, err
	}
	return out, true, nil
}

// single reads a single value: an attribute's, or one element's.
func (c reader) single(at Path, v any) (any, bool, error) {
	if l, ok := v.([]any); ok {
		if len(l) == 0 {
			return nil, false, nil
		}
		if _, nested := l[0].([]any); nested || len(l) > 1 || !c.edge.Allows(scim.BareComplex) {
			return nil, false, scim.BadRequest(scim.InvalidValue, "%s takes a single value", at)
		}
		v = l[0]
	}
	if c.absent(v) {
		return nil, false, nil
	}
	if at.Leaf().Type == Complex {
		return c.complex(at, v)
	}
	v, err := c.scalar(at, v)
	return v, err == nil, err
}

// complex reads the sub-attributes of a complex value.
func (c reader) complex(at Path, v any) (any, bool, error) {
	a := at.Leaf()
	in, ok := v.(*scim.Object)
	if !ok {
		value := a.Lookup("value")
		if value == nil || v == "" || !c.edge.Allows(scim.BareComplex) {
			return nil, false, scim.BadRequest(scim.InvalidValue, "%s takes %s", at, a.Type.article())
		}
		in = scim.NewObject(value.Name, v)
	}
	values := make([]any, len(a.Sub))
	seen := make([]bool, len(a.Sub))
	for name, v := range in.All() {
		i := index(a.Sub, name)
		if former := a.formerly(name); i < 0 && former != nil && c.edge.Allows(scim.LegacyNames) {
			i = index(a.Sub, former.Name)
		}
		if i < 0 {
			if !c.rt.MayDrop(at.Top().String()+"."+name, c.edge) {
				return nil, false, scim.BadRequest(scim.InvalidSyntax, "%s has no sub-attribute %q", at, name)
			}
			continue
		}
		if seen[i] {
			return nil, false, twice(at.Down(a.Sub[i]))
		}
		seen[i] = true
		if at.Down(a.Sub[i]).Fixed() {
			continue
		}
		v, ok, err := c.value(at.Down(a.Sub[i]), v)
		if err != nil {
			return nil, false, err
		}
		if ok {
			values[i] = v
		}
	}
	out := new(scim.Object)
	for i, v := range values {
		if v != nil {
			out.Append(a.Sub[i].Name, v)
		}
	}
	return out, out.Len() > 0, nil
}

func (c reader) absent(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case string:
		return v == "" && c.edge.Allows(scim.EmptyAsAbsent)
	default:
		return false
	}
}

func index(list []*Attribute, name string) int {
	for i, a := range list {
		if strings.EqualFold(a.Name, name) {
			return i
		}
	}
	return -1
}

// twice refuses two values for one place, such as under "userName" and "username".
func twice(p Path) *scim.Error {
	return scim.BadRequest(scim.InvalidSyntax, "%s is given twice", p)
}
