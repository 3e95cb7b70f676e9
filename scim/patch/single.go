package patch

import (
	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/schema"
)

// holder is an attribute and the object that holds its value.
type holder struct {
	at schema.Path // the whole attribute
	in *scim.Object
}

func (h holder) name() string { return h.at.Attr.Name }

// single applies an operation without a filter to a single-valued attribute or a sub-attribute of one. For both kinds
// of assignment a complex value is merged: what it does not mention stays.
func (h holder) single(op Op) error {
	sub := op.Path.At.Sub
	switch {
	case op.Kind == Remove && sub == nil:
		return h.unassign()
	case op.Kind == Remove:
		return h.change(func(c part) error { return c.remove(sub) })
	case sub != nil:
		return h.change(func(c part) error { return c.set(sub, op.Value) })
	}
	if o, ok := op.Value.(*scim.Object); ok {
		return h.change(func(c part) error { return c.merge(o) })
	}
	return h.assign(op.Value)
}

// assign gives the attribute a value.
func (h holder) assign(v any) error {
	old, had := h.in.Get(h.name())
	if had && h.at.Attr.Mutability == schema.Immutable && !scim.EqualValues(old, v) {
		return refuse(h.at, schema.Immutable)
	}
	h.in.Set(h.name(), scim.CloneValue(v))
	return nil
}

// unassign takes the attribute's value away, unless a part of it can be given only once: it could be given anew after.
func (h holder) unassign() error {
	v, had := h.in.Get(h.name())
	if !had {
		return nil
	}
	if o, ok := v.(*scim.Object); ok {
		for _, sub := range h.at.Attr.Sub {
			if _, has := o.Get(sub.Name); has && sub.Mutability == schema.Immutable {
				return refuse(h.at.Down(sub), schema.Immutable)
			}
		}
	}
	switch {
	case h.at.Attr.Required:
		return required(h.at)
	case h.at.Attr.Mutability == schema.Immutable:
		return refuse(h.at, schema.Immutable)
	}
	h.in.Delete(h.name())
	return nil
}

// change edits the complex value of a single-valued attribute, and unassigns it when nothing is left of it.
func (h holder) change(edit func(part) error) error {
	o := h.in.Object(h.name())
	fresh := o == nil
	if fresh {
		o = new(scim.Object)
	}
	if err := edit(part{h.at, o}); err != nil {
		return err
	}
	switch {
	case fresh && o.Len() > 0:
		h.in.Set(h.name(), o)
	case !fresh && part{h.at, o}.spent():
		return h.unassign()
	}
	return nil
}
