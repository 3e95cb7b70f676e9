package patch

import (
	"slices"
	"strings"

	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/filter"
	"github.com/scimgate/scimgate/scim/schema"
)

// equalities are the comparisons of a filter that is one eq, or several joined by and, or none; ok is false for any
// other.
func equalities(x filter.Expr) (list []filter.Compare, ok bool) {
	switch x := x.(type) {
	case nil:
		return nil, true
	case filter.Compare:
		return []filter.Compare{x}, x.Op == filter.Eq
	case filter.And:
		for _, t := range x.Terms {
			more, ok := equalities(t)
			if !ok {
				return nil, false
			}
			list = append(list, more...)
		}
		return list, true
	default:
		return nil, false
	}
}

// creatable reports whether a filter describes an element that a replace may make: by primary and by its type alone,
// where the type is a canonical one, of the app or of the standard. So emails[type eq "work"] can be made, and
// emails[type eq "nonexistent"] is the missing target that RFC 7644 §3.5.2.3 speaks of.
func (p *parser) creatable(path filter.Path) bool {
	list, ok := equalities(path.Filter)
	return ok && !slices.ContainsFunc(list, func(c filter.Compare) bool {
		return c.At.Sub.Name != "primary" && (c.At.Sub.Name != "type" || !p.canonical(c.At, c.Value))
	})
}

// mayCreate reports whether an operation that found nothing makes the element that its filter asks for.
func (op Op) mayCreate() bool {
	if op.Kind != Replace || op.Path.Filter == nil {
		return true
	}
	return op.Create && op.edge.Allows(scim.CreateOnReplace)
}

func (p *parser) canonical(at schema.Path, v any) bool {
	known := at.Sub.CanonicalValues
	if q, ok := p.rt.Standard(at); ok {
		known = slices.Concat(known, q.Sub.CanonicalValues)
	}
	s, _ := v.(string)
	return slices.ContainsFunc(known, func(k string) bool { return strings.EqualFold(k, s) })
}

// newElement makes the element that an operation's filter describes, with the operation's value on top. ok is false
// when the filter describes none.
func newElement(rt *schema.ResourceType, op Op) (e *scim.Object, ok bool, err error) {
	list, ok := equalities(op.Path.Filter)
	if !ok {
		return nil, false, nil
	}
	e = new(scim.Object)
	for _, c := range list {
		e.Set(c.At.Sub.Name, c.Value)
	}
	if sub := op.Path.At.Sub; sub != nil {
		e.Set(sub.Name, op.Value)
	} else {
		for name, v := range op.Value.(*scim.Object).All() {
			e.Set(name, v)
		}
	}
	v, ok, err := schema.CanonicalElement(rt, op.Path.At.Top(), e, nil)
	if err != nil || !ok {
		return nil, false, err
	}
	return v.(*scim.Object), true, nil
}
