package scim

import (
	"iter"
	"reflect"
	"slices"
)

// Object is a set of attribute values in a stable order: a resource, a complex value, or a message. Names are
// matched exactly; scim/schema makes them canonical. A value is a bool, int64, float64, string, *Object, or a []any
// of these; dates and binary values are the strings of RFC 7643 §2.3. A nil value stands for an explicit null and
// occurs only in what a client sent. The zero Object is empty and ready to use.
type Object struct {
	attributes []attribute
	origin     string
}

// Resource is a whole SCIM resource. Extensions are objects under their schema's URN.
type Resource = *Object

type attribute struct {
	name  string
	value any
}

// NewObject makes an object of name, value, name, value …
func NewObject(pairs ...any) *Object {
	o := &Object{attributes: make([]attribute, 0, len(pairs)/2)}
	for i := 0; i+1 < len(pairs); i += 2 {
		o.Set(pairs[i].(string), pairs[i+1])
	}
	return o
}

// Grow makes room for n more attributes.
func (o *Object) Grow(n int) { o.attributes = slices.Grow(o.attributes, n) }

// Get is the value of the attribute called name; ok is false when there is none. A nil Object has none.
func (o *Object) Get(name string) (value any, ok bool) {
	if o == nil {
		return nil, false
	}
	for i := range o.attributes {
		if o.attributes[i].name == name {
			return o.attributes[i].value, true
		}
	}
	return nil, false
}

// Text is the value of an attribute that is a string, else empty.
func (o *Object) Text(name string) string {
	v, _ := o.Get(name)
	s, _ := v.(string)
	return s
}

// Object is the value of an attribute that is complex, else nil.
func (o *Object) Object(name string) *Object {
	v, _ := o.Get(name)
	c, _ := v.(*Object)
	return c
}

// List is the value of an attribute that is multi-valued, else nil.
func (o *Object) List(name string) []any {
	v, _ := o.Get(name)
	l, _ := v.([]any)
	return l
}

// Set gives the attribute called name a value, in its place or at the end.
func (o *Object) Set(name string, value any) {
	for i := range o.attributes {
		if o.attributes[i].name == name {
			o.attributes[i].value = value
			return
		}
	}
	o.attributes = append(o.attributes, attribute{name, value})
}

// Append is Set for a name that the object is known not to have.
func (o *Object) Append(name string, value any) {
	o.attributes = append(o.attributes, attribute{name, value})
}

// Delete removes the attribute called name.
func (o *Object) Delete(name string) {
	o.attributes = slices.DeleteFunc(o.attributes, func(a attribute) bool { return a.name == name })
}

// Len is the number of attributes.
func (o *Object) Len() int {
	if o == nil {
		return 0
	}
	return len(o.attributes)
}

// All yields names and values in order.
func (o *Object) All() iter.Seq2[string, any] {
	return func(yield func(string, any) bool) {
		if o == nil {
			return
		}
		for _, a := range o.attributes {
			if !yield(a.name, a.value) {
				return
			}
		}
	}
}

// Origin is the native row an element of a multi-valued attribute was read from, empty when it came from a client.
// It is never encoded and plays no part in Equal.
func (o *Object) Origin() string { return o.origin }

// SetOrigin notes the native row of an element.
func (o *Object) SetOrigin(key string) { o.origin = key }

// Clone copies o in depth, origins included.
func (o *Object) Clone() *Object {
	if o == nil {
		return nil
	}
	c := &Object{attributes: make([]attribute, len(o.attributes)), origin: o.origin}
	for i, a := range o.attributes {
		c.attributes[i] = attribute{a.name, CloneValue(a.value)}
	}
	return c
}

// CloneValue copies a value in depth.
func CloneValue(v any) any {
	switch v := v.(type) {
	case *Object:
		return v.Clone()
	case []any:
		c := make([]any, len(v))
		for i, e := range v {
			c[i] = CloneValue(e)
		}
		return c
	default:
		return v
	}
}

// Equal reports whether two objects have the same attributes with equal values, whatever their order.
func (o *Object) Equal(p *Object) bool {
	if o.Len() != p.Len() {
		return false
	}
	for name, v := range o.All() {
		w, ok := p.Get(name)
		if !ok || !EqualValues(v, w) {
			return false
		}
	}
	return true
}

// EqualValues reports whether two values are equal; lists are compared in order, numbers by value.
func EqualValues(v, w any) bool {
	switch v := v.(type) {
	case *Object:
		w, ok := w.(*Object)
		return ok && v.Equal(w)
	case []any:
		w, ok := w.([]any)
		return ok && slices.EqualFunc(v, w, EqualValues)
	case int64:
		if f, ok := w.(float64); ok {
			return float64(v) == f
		}
	case float64:
		if i, ok := w.(int64); ok {
			return v == float64(i)
		}
	}
	return reflect.DeepEqual(v, w)
}
