package patch

import (
	"slices"

	"github.com/scimgate/scimgate/scim"
)

// index finds elements of a list by what they are: a simple value, or a complex one's value and type. Complex ones
// without a value are under the empty key. It makes an operation that names many elements of many as cheap as reading
// both.
type index map[string][]any

func indexOf(list []any) index {
	ix := make(index, len(list))
	for _, e := range list {
		ix.insert(e)
	}
	return ix
}

func (ix index) insert(e any) {
	k := key(e)
	ix[k] = append(ix[k], e)
}

// find is the element that v stands for, nil when there is none.
func (ix index) find(v any) any {
	for _, e := range ix[key(v)] {
		if stands(v, e) {
			return e
		}
	}
	return nil
}

// names reports whether an element of the list stands for e.
func (ix index) names(e any) bool {
	same := func(v any) bool { return stands(v, e) }
	return slices.ContainsFunc(ix[key(e)], same) || slices.ContainsFunc(ix[""], same)
}

// distinct is a list in which elements that a change has made equal in value and type have become one: the first, with
// what the others have besides, and primary if one of them is.
func distinct(list []any) []any {
	ix := make(index, len(list))
	out := make([]any, 0, len(list))
	for _, e := range list {
		same := ix[key(e)]
		i := slices.IndexFunc(same, func(v any) bool { return stands(v, e) && stands(e, v) })
		if i < 0 {
			ix.insert(e)
			out = append(out, e)
			continue
		}
		if o, ok := same[i].(*scim.Object); ok {
			absorb(o, e.(*scim.Object))
		}
	}
	return out
}

func absorb(o, other *scim.Object) {
	for name, v := range other.All() {
		if _, had := o.Get(name); !had || isPrimary(other) && name == "primary" {
			o.Set(name, v)
		}
	}
}

// stands reports whether v, which a client sent, stands for e: a simple value for its equal, a complex one for one with
// its value, and its type if it has one, or when it has no value for one that has all it has.
func stands(v, e any) bool {
	o, ok := v.(*scim.Object)
	if !ok {
		return scim.EqualValues(v, e)
	}
	f, _ := e.(*scim.Object)
	_, hasValue := o.Get("value")
	for name, w := range o.All() {
		if hasValue && name != "value" && name != "type" {
			continue
		}
		if have, _ := f.Get(name); !scim.EqualValues(w, have) {
			return false
		}
	}
	return true
}

func key(e any) string {
	o, ok := e.(*scim.Object)
	if !ok {
		return string(scim.AppendJSON(nil, e))
	}
	if v, ok := o.Get("value"); ok {
		return string(scim.AppendJSON(nil, v))
	}
	return ""
}
