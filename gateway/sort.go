package gateway

import (
	"cmp"
	"strings"
	"time"

	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/schema"
)

// sortValue is what one resource is sorted by (RFC 7644 §3.4.2.3): of a multi-valued attribute the primary value, or
// the first. A resource without one is last ascending and first descending.
type sortValue struct {
	present bool
	text    string // folded
	number  float64
	instant time.Time
}

func newSortValue(r scim.Resource, p schema.Path) sortValue {
	v := chosen(valueAt(r, p.Top()))
	if o, ok := v.(*scim.Object); ok {
		v = nil
		if p.Sub != nil {
			v, _ = o.Get(p.Sub.Name)
		}
	}
	switch v := v.(type) {
	case string:
		if p.Leaf().Type == schema.DateTime {
			t, ok := schema.Instant(v)
			return sortValue{present: ok, instant: t}
		}
		return sortValue{present: true, text: p.Leaf().Comparison().Apply(v)}
	case bool:
		if v {
			return sortValue{present: true, number: 1}
		}
		return sortValue{present: true}
	case int64:
		return sortValue{present: true, number: float64(v)}
	case float64:
		return sortValue{present: true, number: v}
	default:
		return sortValue{}
	}
}

// chosen is the primary element of a list, or its first; a single value is itself.
func chosen(v any) any {
	list, ok := v.([]any)
	if !ok {
		return v
	}
	for _, e := range list {
		o, _ := e.(*scim.Object)
		if primary, _ := o.Get("primary"); primary == true {
			return e
		}
	}
	if len(list) > 0 {
		return list[0]
	}
	return nil
}

func (v sortValue) compare(w sortValue, desc bool) int {
	order := cmp.Or(strings.Compare(v.text, w.text), cmp.Compare(v.number, w.number), v.instant.Compare(w.instant))
	switch {
	case v.present && !w.present:
		order = -1
	case w.present && !v.present:
		order = 1
	}
	if desc {
		return -order
	}
	return order
}

// SortPath finds the attribute that sortBy names, in the ways that the edge tolerates. A complex attribute is sorted by its value.
func (e *Endpoint) SortPath(name string, edge *scim.Edge) (schema.Path, error) {
	rt := e.Mapping.Type()
	p, ok := rt.Resolve(name, edge)
	if !ok || p.Attr == nil || p.Leaf().Returned == schema.ReturnedNever {
		return p, scim.BadRequest(scim.InvalidValue, "sortBy names no attribute of a %s that can be sorted by", rt.Name)
	}
	if _, large := e.Mapping.Large(p.Top().String()); large {
		return p, scim.BadRequest(scim.InvalidValue, "%s cannot be sorted by", p)
	}
	if p.Sub == nil && p.Attr.Type == schema.Complex {
		value := p.Attr.Lookup("value")
		if value == nil {
			return p, scim.BadRequest(scim.InvalidValue, "sortBy %s needs a sub-attribute", p)
		}
		p = p.Down(value)
	}
	return p, nil
}
