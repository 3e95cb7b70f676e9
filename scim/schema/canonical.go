package schema

import (
	"strings"

	"github.com/scimgate/scimgate/scim"
)

// Canonicalise turns the body of a POST or PUT into a resource: names in the schema's letter case, attributes in the
// order of rt.Attributes, values of the attributes' types, `schemas` listing the core schema and the extensions that
// have data. What is null or empty is left out, and so is what clients cannot set: id, meta and other readOnly
// attributes (RFC 7644 §3.3 and §3.5.1).
//
// A value of the wrong type is a 400 invalidValue; an unknown name, a name given twice and wrong `schemas` are a 400
// invalidSyntax. The edge's tolerances make exceptions: BooleanText, NumberText, BareComplex, EmptyAsAbsent,
// SchemasInferred, LegacyNames, FlatKeys, UnmappedDropped, UnknownDropped.
func Canonicalise(rt *ResourceType, in *scim.Object, edge *scim.Edge) (scim.Resource, error) {
	b := newBody(reader{rt, edge})
	for name, v := range in.All() {
		if err := b.take("", name, v); err != nil {
			return nil, err
		}
	}
	r, err := b.resource()
	if err != nil {
		return nil, err
	}
	if err := b.checkSchemas(b.whole[Path{Attr: Schemas}], r); err != nil {
		return nil, err
	}
	return r, nil
}

// body holds what was sent for each attribute, by its place.
type body struct {
	reader
	whole map[Path]any
	flat  map[Path]*scim.Object // sub-attributes from keys such as "name.givenName"
}

func newBody(c reader) *body {
	return &body{reader: c, whole: map[Path]any{}, flat: map[Path]*scim.Object{}}
}

// take sorts in one member of the body: an attribute, an extension, or a flat key. urn is what goes before the name
// inside an extension, its colon included.
func (b *body) take(urn, name string, v any) error {
	if urn == "" && strings.EqualFold(name, b.rt.Schema.ID) && b.edge.Allows(scim.FlatKeys) {
		return b.takeAll("", name, v)
	}
	p, ok := b.rt.Resolve(urn+name, b.edge)
	if ok && p.Attr == nil {
		return b.takeAll(p.Extension.ID+":", name, v)
	}
	if flat := p.Sub != nil || urn == "" && strings.Contains(name, ":"); flat {
		ok = ok && b.edge.Allows(scim.FlatKeys)
	}
	if ok {
		return b.put(p, v)
	}
	if b.rt.MayDrop(urn+name, b.edge) {
		return nil
	}
	return scim.BadRequest(scim.InvalidSyntax, "a %s has no attribute %q", b.rt.Name, urn+name)
}

func (b *body) takeAll(urn, name string, v any) error {
	in, ok := v.(*scim.Object)
	if !ok && v != nil {
		return scim.BadRequest(scim.InvalidValue, "%s takes an object of attributes", name)
	}
	for name, v := range in.All() {
		if err := b.take(urn, name, v); err != nil {
			return err
		}
	}
	return nil
}

func (b *body) put(p Path, v any) error {
	if p.Sub != nil {
		if p.Attr.MultiValued {
			return scim.BadRequest(scim.InvalidSyntax, "%s is multi-valued and takes a list", p.Top())
		}
		if b.flat[p.Top()] == nil {
			b.flat[p.Top()] = new(scim.Object)
		}
		b.flat[p.Top()].Append(p.Sub.Name, v) // twice the same name is found when the value is read
		return nil
	}
	if _, dup := b.whole[p]; dup {
		return twice(p)
	}
	b.whole[p] = v
	return nil
}

// sent is what was sent for the attribute p, flat keys included.
func (b *body) sent(p Path) (any, error) {
	v := b.whole[p]
	flat, ok := b.flat[p]
	if !ok {
		return v, nil
	}
	if v == nil {
		return flat, nil
	}
	whole, ok := v.(*scim.Object)
	if !ok {
		return nil, twice(p)
	}
	all := new(scim.Object)
	for _, o := range []*scim.Object{whole, flat} {
		for name, v := range o.All() {
			all.Append(name, v)
		}
	}
	return all, nil
}

// resource reads all values, in order.
func (b *body) resource() (scim.Resource, error) {
	urns := []any{b.rt.Schema.ID}
	out := scim.NewObject(Schemas.Name, urns)
	var extension *scim.Object
	for p := range b.rt.Attributes() {
		if p.Fixed() {
			continue
		}
		v, err := b.sent(p)
		if err != nil {
			return nil, err
		}
		v, ok, err := b.value(p, v)
		if err != nil {
			return nil, err
		}
		if !ok {
			continue
		}
		if p.Extension == nil {
			out.Append(p.Attr.Name, v)
			continue
		}
		if urns[len(urns)-1] != p.Extension.ID {
			extension = new(scim.Object)
			out.Append(p.Extension.ID, extension)
			urns = append(urns, p.Extension.ID)
		}
		extension.Append(p.Attr.Name, v)
	}
	out.Set(Schemas.Name, urns)
	return out, nil
}

// extension reads the attributes of one extension.
func (c reader) extension(at Path, v any) (any, bool, error) {
	b := newBody(c)
	if err := b.takeAll(at.Extension.ID+":", at.Extension.ID, v); err != nil {
		return nil, false, err
	}
	r, err := b.resource()
	if err != nil {
		return nil, false, err
	}
	o, ok := r.Get(at.Extension.ID)
	return o, ok, nil
}
