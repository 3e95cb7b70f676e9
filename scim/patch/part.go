package patch

import (
	"slices"

	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/schema"
)

// part is a complex value: that of a single-valued attribute or one element of a multi-valued one.
type part struct {
	at    schema.Path // the whole attribute
	value *scim.Object
}

// set gives a sub-attribute a value.
func (p part) set(sub *schema.Attribute, v any) error {
	old, had := p.value.Get(sub.Name)
	if had && scim.EqualValues(old, v) {
		return nil
	}
	if had && p.immutable(sub) {
		return refuse(p.at.Down(sub), schema.Immutable)
	}
	if sub.Name == "value" {
		p.forget()
	}
	p.value.Set(sub.Name, scim.CloneValue(v))
	return nil
}

// merge gives those sub-attributes a value that o has; value is first, as it makes forget what went with the old one.
func (p part) merge(o *scim.Object) error {
	if v, ok := o.Get("value"); ok {
		if err := p.set(p.at.Attr.Lookup("value"), v); err != nil {
			return err
		}
	}
	for name, v := range o.All() {
		if err := p.set(p.at.Attr.Lookup(name), v); err != nil {
			return err
		}
	}
	return nil
}

// remove takes a sub-attribute's value away.
func (p part) remove(sub *schema.Attribute) error {
	_, had := p.value.Get(sub.Name)
	switch {
	case !had:
		return nil
	case sub.Required:
		return required(p.at.Down(sub))
	case p.immutable(sub):
		return refuse(p.at.Down(sub), schema.Immutable)
	}
	if sub.Name == "value" {
		p.forget()
	}
	p.value.Delete(sub.Name)
	return nil
}

func (p part) immutable(sub *schema.Attribute) bool {
	return sub.Mutability == schema.Immutable || p.at.Attr.Mutability == schema.Immutable
}

// forget drops what described the value that is about to change: its URI and what the service provider said of it.
func (p part) forget() {
	for _, sub := range p.at.Attr.Sub {
		if sub.Name == "$ref" || sub.Mutability == schema.ReadOnly {
			p.value.Delete(sub.Name)
		}
	}
}

// spent reports whether nothing is left of a value but what the service provider added to it.
func (p part) spent() bool {
	return !slices.ContainsFunc(p.at.Attr.Sub, func(sub *schema.Attribute) bool {
		_, has := p.value.Get(sub.Name)
		return has && sub.Mutability != schema.ReadOnly
	})
}

// hollow reports whether an element has lost what it is about with its sub-attribute lost: nothing remains but what
// says of which type it is, whether it is primary and how to show it.
func (p part) hollow(lost *schema.Attribute) bool {
	about := []string{"type", "primary", "display"}
	if slices.Contains(about, lost.Name) {
		return p.spent()
	}
	return !slices.ContainsFunc(p.at.Attr.Sub, func(sub *schema.Attribute) bool {
		_, has := p.value.Get(sub.Name)
		return has && sub.Mutability != schema.ReadOnly && !slices.Contains(about, sub.Name)
	})
}
