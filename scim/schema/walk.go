package schema

import "iter"

// Schemas yields the core schema and the extensions, in order.
func (rt *ResourceType) Schemas() iter.Seq[*Schema] {
	return func(yield func(*Schema) bool) {
		if !yield(rt.Schema) {
			return
		}
		for _, x := range rt.Extensions {
			if !yield(x.Schema) {
				return
			}
		}
	}
}

// Attributes yields the places of all attributes in the order a resource has them: schemas, id and externalId, the
// core attributes, those of the extensions, meta. Sub-attributes are not among them.
func (rt *ResourceType) Attributes() iter.Seq[Path] {
	return func(yield func(Path) bool) {
		if !yield(Path{Attr: Schemas}) || !yield(Path{Attr: ID}) {
			return
		}
		if !rt.NoExternalID && !yield(Path{Attr: ExternalID}) {
			return
		}
		for s := range rt.Schemas() {
			p := Path{Extension: s}
			if s == rt.Schema {
				p.Extension = nil
			}
			for _, a := range s.Attributes {
				p.Attr = a
				if !yield(p) {
					return
				}
			}
		}
		yield(Path{Attr: Meta})
	}
}
