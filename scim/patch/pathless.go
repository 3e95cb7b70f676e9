package patch

import (
	"strings"

	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/filter"
)

// pathless takes an operation without a path apart: its value is an object of attributes (RFC 7644 §3.5.2.1).
func (p *parser) pathless(kind Kind, value any) error {
	if kind == Remove {
		return scim.BadRequest(scim.NoTarget, "remove needs a path")
	}
	o, ok := value.(*scim.Object)
	if !ok {
		return scim.BadRequest(scim.InvalidValue, "%s without a path takes an object of attributes", kind)
	}
	return p.attributes(kind, "", o)
}

// attributes makes one operation of each member of o. urn is what goes before their names inside an extension, its
// colon included.
func (p *parser) attributes(kind Kind, urn string, o *scim.Object) error {
	for name, v := range o.All() {
		if err := p.attribute(kind, urn, name, v); err != nil {
			return err
		}
	}
	return nil
}

func (p *parser) attribute(kind Kind, urn, name string, v any) error {
	if urn == "" {
		if o, ok := v.(*scim.Object); ok && strings.EqualFold(name, p.rt.Schema.ID) && p.edge.Allows(scim.FlatKeys) {
			return p.attributes(kind, "", o)
		}
	}
	at, ok, err := p.memberTarget(urn, name)
	if err != nil || !ok {
		return err
	}
	if at.At.Fixed() && p.edge.Allows(scim.ReadOnlyIgnored) {
		return nil
	}
	return p.assign(kind, at, v, true)
}

// memberTarget finds the place that the name of a member leads to: an attribute, an extension, or a path (FlatKeys).
func (p *parser) memberTarget(urn, name string) (at filter.Path, ok bool, err error) {
	if !p.isFlat(urn, name) {
		return p.bind(filter.Path{Name: filter.Name{URN: strings.TrimSuffix(urn, ":"), Attr: name}})
	}
	at, err = filter.ParsePath(urn+name, p.edge)
	switch {
	case err == nil && p.edge.Allows(scim.FlatKeys):
		return p.bind(at)
	case p.rt.MayDrop(urn+name, p.edge):
		return filter.Path{}, false, nil
	default:
		return filter.Path{}, false, scim.BadRequest(scim.InvalidPath, "a %s has no attribute %q", p.rt.Name, urn+name)
	}
}

// isFlat reports whether the name of a member is a path rather than the name of an attribute or an extension.
func (p *parser) isFlat(urn, name string) bool {
	if urn == "" && strings.Contains(name, ":") {
		at, ok := p.rt.Find(name)
		return !ok || at.Attr != nil
	}
	return strings.ContainsAny(name, ".[")
}
