package schema

import (
	"github.com/scimgate/scimgate/scim"
)

// mergeDuplicates makes one element of those with the same type and value (RFC 7643 §2.4 allows no two), the later
// one's sub-attributes standing. Elements without a value are duplicates when they are equal.
func mergeDuplicates(a *Attribute, list []any) []any {
	if len(list) < 2 {
		return list
	}
	first := make(map[string]int, len(list))
	out := list[:0]
	var key []byte
	for _, e := range list {
		key = appendIdentity(key[:0], e)
		i, dup := first[string(key)]
		if !dup {
			first[string(key)] = len(out)
			out = append(out, e)
			continue
		}
		if o, ok := e.(*scim.Object); ok {
			out[i] = a.join(out[i].(*scim.Object), o)
		}
	}
	return out
}

// join is a complex value with the sub-attributes of both, in schema order; those of w stand.
func (a *Attribute) join(v, w *scim.Object) *scim.Object {
	out := new(scim.Object)
	for _, sub := range a.Sub {
		x, ok := w.Get(sub.Name)
		if !ok {
			x, ok = v.Get(sub.Name)
		}
		if ok {
			out.Append(sub.Name, x)
		}
	}
	return out
}

// appendIdentity appends to b what tells a canonical element from the others of its attribute.
func appendIdentity(b []byte, e any) []byte {
	o, ok := e.(*scim.Object)
	if !ok {
		return scim.AppendJSON(b, e)
	}
	value, ok := o.Get("value")
	if !ok {
		return o.AppendJSON(b)
	}
	kind, _ := o.Get("type")
	return scim.AppendJSON(scim.AppendJSON(b, kind), value)
}

// onePrimary refuses a second primary element (RFC 7643 §2.4).
func onePrimary(at Path, list []any) error {
	found := false
	for _, e := range list {
		o, _ := e.(*scim.Object)
		if v, _ := o.Get("primary"); v != true {
			continue
		}
		if found {
			return scim.BadRequest(scim.InvalidValue, "%s has more than one primary value", at)
		}
		found = true
	}
	return nil
}
