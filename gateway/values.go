package gateway

import (
	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/schema"
)

// valueAt is the value of an attribute of r, nil when there is none.
func valueAt(r scim.Resource, p schema.Path) any {
	if p.Extension != nil {
		r = r.Object(p.Extension.ID)
	}
	v, _ := r.Get(p.Attr.Name)
	return v
}

// setAt gives an attribute of r a value; nil removes it, and the extension with its last attribute.
func setAt(r scim.Resource, p schema.Path, v any) {
	o := r
	if p.Extension != nil {
		if o = r.Object(p.Extension.ID); o == nil {
			o = scim.NewObject()
			r.Set(p.Extension.ID, o)
		}
	}
	if v == nil {
		o.Delete(p.Attr.Name)
	} else {
		o.Set(p.Attr.Name, v)
	}
	if p.Extension != nil && o.Len() == 0 {
		r.Delete(p.Extension.ID)
	}
}

// pathsOf lists the attributes that r has; of a nil r, all there are.
func pathsOf(rt *schema.ResourceType, r scim.Resource) []schema.Path {
	var list []schema.Path
	for p := range rt.Attributes() {
		if r == nil || valueAt(r, p) != nil {
			list = append(list, p)
		}
	}
	return list
}

// sent is the set of the attributes that a client gave a value; of a complex one its sub-attributes, as a client that
// names some of them says nothing of those that it cannot see.
func sent(rt *schema.ResourceType, r scim.Resource) schema.Paths {
	set := schema.Paths{}
	for _, p := range pathsOf(rt, r) {
		o, isComplex := valueAt(r, p).(*scim.Object)
		if !isComplex {
			set[p] = true
			continue
		}
		for _, sub := range p.Attr.Sub {
			if _, given := o.Get(sub.Name); given {
				set[p.Down(sub)] = true
			}
		}
	}
	return set
}

// setElements gives the attribute p of r these elements; none removes it.
func setElements(r scim.Resource, p schema.Path, elements []*scim.Object) {
	if len(elements) == 0 {
		setAt(r, p, nil)
		return
	}
	list := make([]any, len(elements))
	for i, el := range elements {
		list[i] = el
	}
	setAt(r, p, list)
}
