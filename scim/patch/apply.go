package patch

import (
	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/schema"
)

// Apply applies operations in order (RFC 7644 §3.5.2) and answers the resource after all of them and the places they
// were about, whether these changed or not. before is not changed, and nothing of own is shared with after. An error
// means that nothing was applied: 400 noTarget for a missing target, 400 mutability for what is readOnly, immutable
// or required, 400 invalidValue for a second primary element.
//
// Elements of before keep their origin when they are changed in place. The edge that own was parsed with is told when
// a replace had to make an element (CreateOnReplace).
func Apply(rt *schema.ResourceType, before scim.Resource, own []Op) (after scim.Resource, touched schema.Paths, err error) {
	s := state{rt: rt, r: before.Clone(), touched: schema.Paths{}}
	for _, op := range own {
		if err := s.apply(op); err != nil {
			return nil, nil, err
		}
	}
	s.listSchemas()
	return s.r, s.touched, nil
}

// state is the resource while operations are applied to it.
type state struct {
	rt      *schema.ResourceType
	r       scim.Resource
	touched schema.Paths
}

func (s *state) apply(op Op) error {
	at := op.Path.At
	if at.Fixed() {
		return refuse(at, schema.ReadOnly)
	}
	s.touched[at] = true
	if at.Attr == nil {
		return s.removeExtension(at)
	}
	h := holder{at.Top(), s.open(at.Extension)}
	var err error
	switch {
	case at.Attr.MultiValued:
		err = s.elements(h, op)
	case op.Path.Filter != nil:
		err = s.filtered(h, op)
	default:
		err = h.single(op)
	}
	s.close(at.Extension)
	return err
}

// open is the object that holds the attributes of an extension, or of the core when x is nil.
func (s *state) open(x *schema.Schema) *scim.Object {
	if x == nil {
		return s.r
	}
	o := s.r.Object(x.ID)
	if o == nil {
		o = new(scim.Object)
		s.r.Set(x.ID, o)
	}
	return o
}

// close drops the object of an extension that has become empty.
func (s *state) close(x *schema.Schema) {
	if x != nil && s.r.Object(x.ID).Len() == 0 {
		s.r.Delete(x.ID)
	}
}

func (s *state) removeExtension(at schema.Path) error {
	o := s.r.Object(at.Extension.ID)
	if o == nil {
		return nil
	}
	for _, x := range s.rt.Extensions {
		if x.Schema == at.Extension && x.Required {
			return required(at)
		}
	}
	for _, a := range at.Extension.Attributes {
		h := holder{schema.Path{Extension: at.Extension, Attr: a}, o}
		if a.Mutability == schema.ReadOnly {
			continue
		}
		if err := h.unassign(); err != nil {
			return err
		}
	}
	s.close(at.Extension)
	return nil
}

// listSchemas makes `schemas` list the core schema and the extensions that have data.
func (s *state) listSchemas() {
	urns := []any{s.rt.Schema.ID}
	for _, x := range s.rt.Extensions {
		if s.r.Object(x.Schema.ID) != nil {
			urns = append(urns, x.Schema.ID)
		}
	}
	s.r.Set(schema.Schemas.Name, urns)
}
