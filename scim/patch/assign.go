package patch

import (
	"slices"
	"strings"

	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/filter"
	"github.com/scimgate/scimgate/scim/schema"
)

// assign makes operations of a kind, a place and a value.
func (p *parser) assign(kind Kind, path filter.Path, value any, hasValue bool) error {
	at := path.At
	switch {
	case at.Fixed():
		if p.computed(at) && p.edge.Allows(scim.ReadOnlyIgnored) {
			return nil
		}
		return refuse(at, schema.ReadOnly)
	case kind == Remove:
		return p.remove(path, value, hasValue)
	case !hasValue:
		return scim.BadRequest(scim.InvalidValue, "%s of %s needs a value", kind, at)
	case at.Attr == nil:
		return p.assignExtension(kind, path, value)
	}
	read := schema.CanonicalValue
	if path.Filter != nil && at.Sub == nil {
		read = schema.CanonicalElement
	}
	v, ok, err := read(p.rt, at, value, p.edge)
	if err != nil {
		return err
	}
	nulls := p.nulls(path, value, v)
	switch {
	case ok:
		op := Op{Kind: kind, Path: path, Value: v, HasValue: true, edge: p.edge}
		op.Create = kind == Replace && path.Filter != nil && p.creatable(path) && p.edge.Grants(scim.CreateOnReplace)
		p.ops = append(p.ops, op)
	case len(nulls) == 0 && isVoid(value) && (kind == Replace || !at.Leaf().MultiValued && path.Filter == nil):
		p.ops = append(p.ops, Op{Kind: Remove, Path: path})
	}
	p.ops = append(p.ops, nulls...)
	return nil
}

// isVoid reports whether a value says that there is none, as opposed to one that says nothing the resource type knows.
func isVoid(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case string:
		return v == ""
	case []any:
		return !slices.ContainsFunc(v, func(e any) bool { return !isVoid(e) })
	case *scim.Object:
		for _, w := range v.All() {
			if !isVoid(w) {
				return false
			}
		}
		return true
	default:
		return false
	}
}

// computed reports whether at is readOnly in this app only. Clients that know the standard write it all the same: a
// name.formatted, for one, that the app makes from the other names.
func (p *parser) computed(at schema.Path) bool {
	q, ok := p.rt.Standard(at)
	return ok && !q.Fixed()
}

// nulls unassign the sub-attributes of a single complex value that were sent as null.
func (p *parser) nulls(path filter.Path, sent, canonical any) []Op {
	in, ok := sent.(*scim.Object)
	at := path.At
	if !ok || at.Sub != nil || path.Filter != nil || at.Attr.MultiValued {
		return nil
	}
	out, _ := canonical.(*scim.Object)
	var ops []Op
	for name := range in.All() {
		sub := at.Attr.Lookup(name)
		if sub == nil || at.Down(sub).Fixed() {
			continue
		}
		if _, kept := out.Get(sub.Name); !kept {
			q := filter.Path{Name: path.Name, At: at.Down(sub)}
			q.Name.Sub = sub.Name
			ops = append(ops, Op{Kind: Remove, Path: q})
		}
	}
	return ops
}

// assignExtension takes the value of a whole extension apart.
func (p *parser) assignExtension(kind Kind, path filter.Path, value any) error {
	switch v := value.(type) {
	case *scim.Object:
		return p.attributes(kind, path.At.Extension.ID+":", v)
	case nil:
		if kind == Replace {
			p.ops = append(p.ops, Op{Kind: Remove, Path: path})
		}
		return nil
	default:
		return scim.BadRequest(scim.InvalidValue, "%s takes an object of attributes", path.At)
	}
}

// remove makes a removal. Its value, on which the RFC is silent, lists the elements to remove by RemoveValueList; a
// list of none removes none. Otherwise it is ignored.
func (p *parser) remove(path filter.Path, value any, hasValue bool) error {
	at := path.At
	if !hasValue || path.Filter != nil || at.Leaf() == nil || !at.Leaf().MultiValued || !p.edge.Allows(scim.RemoveValueList) {
		p.ops = append(p.ops, Op{Kind: Remove, Path: path})
		return nil
	}
	list, ok, err := schema.CanonicalValue(p.rt, at, unwrap(at.Attr, value), p.edge)
	if err != nil || !ok {
		return err
	}
	p.ops = append(p.ops, Op{Kind: Remove, Path: path, Value: list, HasValue: true})
	return nil
}

// unwrap is the list in a value such as {"members": [...]}.
func unwrap(a *schema.Attribute, value any) any {
	if o, ok := value.(*scim.Object); ok && o.Len() == 1 {
		for name, v := range o.All() {
			if strings.EqualFold(name, a.Name) && a.Lookup(name) == nil {
				return v
			}
		}
	}
	return value
}

// refuse is the answer to an operation on what cannot be changed.
func refuse(at schema.Path, m schema.Mutability) error {
	return scim.BadRequest(scim.Mutability, "%s is %s and cannot be changed", at, m)
}

// required is the answer to the removal of what cannot be removed (RFC 7644 §3.5.2.2).
func required(at schema.Path) error {
	return scim.BadRequest(scim.Mutability, "%s is required and cannot be removed", at)
}
