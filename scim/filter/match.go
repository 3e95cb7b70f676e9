package filter

import (
	"slices"
	"strings"

	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/schema"
)

// Match reports whether a resource satisfies a filter that Bind has bound; a nil filter holds for every resource. It is
// what filters mean: whatever else answers one, an application's own query included, must answer alike.
//
//   - Text compares by the attribute's fold; before and after are by code point of the folded text. References and
//     binary values are text. Dates compare as instants, numbers by value.
//   - An attribute with several values satisfies a comparison when one of them does. In the brackets of an Element,
//     one and the same element satisfies all of it.
//   - ne is the opposite of eq: it holds when no value equals, and so also when there is none. RFC 7644 leaves open
//     whether emails.type ne "work" asks for some address that is not for work, or for the absence of one that is.
//     Here it is the latter, so that for every resource either eq or ne holds.
//   - pr holds for a value that is not empty: an absent attribute, null, an empty list and a complex value of empty
//     sub-attributes are empty. An empty text is a value.
//   - Any other comparison with an absent attribute fails.
func Match(x Expr, r scim.Resource) bool {
	return x == nil || match(x, scope{resource: r})
}

// MatchElement reports whether one element of a multi-valued attribute satisfies what stands in brackets behind it, as
// BindPath has bound it.
func MatchElement(x Expr, e *scim.Object) bool { return match(x, scope{element: e}) }

// scope is where names lead: into a resource, or inside brackets into one element.
type scope struct {
	resource scim.Resource
	element  *scim.Object
}

func match(x Expr, s scope) bool {
	switch x := x.(type) {
	case And:
		return !slices.ContainsFunc(x.Terms, func(t Expr) bool { return !match(t, s) })
	case Or:
		return slices.ContainsFunc(x.Terms, func(t Expr) bool { return match(t, s) })
	case Not:
		return !match(x.Term, s)
	case Element:
		return s.some(x.At, func(v any) bool {
			e, ok := v.(*scim.Object)
			return ok && match(x.Term, scope{element: e})
		})
	case Compare:
		if x.Op == Ne {
			x.Op = Eq
			return !s.some(x.At, x.holds)
		}
		return s.some(x.At, x.holds)
	default:
		panic("filter: unknown expression") // the interface is sealed
	}
}

// some reports whether a value at a place satisfies test.
func (s scope) some(at schema.Path, test func(any) bool) bool {
	if s.element != nil {
		return someOf(s.element, at.Sub.Name, test)
	}
	o := s.resource
	if at.Extension != nil {
		o = o.Object(at.Extension.ID)
	}
	if at.Sub == nil {
		return someOf(o, at.Attr.Name, test)
	}
	return someOf(o, at.Attr.Name, func(v any) bool {
		c, ok := v.(*scim.Object)
		return ok && someOf(c, at.Sub.Name, test)
	})
}

func someOf(o *scim.Object, name string, test func(any) bool) bool {
	v, _ := o.Get(name)
	if list, ok := v.([]any); ok {
		return slices.ContainsFunc(list, test)
	}
	return v != nil && test(v)
}

// holds reports whether one value satisfies c, whose operator is not ne.
func (c Compare) holds(v any) bool {
	leaf := c.At.Leaf()
	switch c.Op {
	case Pr:
		return !isEmpty(v)
	case Co, Sw, Ew:
		return c.holdsText(leaf, v)
	}
	order, ok := compare(leaf, v, c.Value)
	if !ok {
		return false
	}
	switch c.Op {
	case Eq:
		return order == 0
	case Gt:
		return order > 0
	case Ge:
		return order >= 0
	case Lt:
		return order < 0
	default:
		return order <= 0
	}
}

func (c Compare) holdsText(leaf *schema.Attribute, v any) bool {
	have, isText := v.(string)
	want, ok := c.Value.(string)
	if !isText || !ok {
		return false
	}
	have, want = leaf.Comparison().Apply(have), leaf.Comparison().Apply(want)
	switch c.Op {
	case Sw:
		return strings.HasPrefix(have, want)
	case Ew:
		return strings.HasSuffix(have, want)
	default:
		return strings.Contains(have, want)
	}
}

func isEmpty(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case []any:
		return !slices.ContainsFunc(v, func(e any) bool { return !isEmpty(e) })
	case *scim.Object:
		for _, e := range v.All() {
			if !isEmpty(e) {
				return false
			}
		}
		return true
	}
	return false
}
