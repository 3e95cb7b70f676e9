package httpapi

import (
	"net/http"

	"github.com/scimgate/scimgate/gateway"
	"github.com/scimgate/scimgate/scim/patch"
)

func get(x *exchange) error {
	id, v, err := x.target()
	if err != nil {
		return err
	}
	a, err := x.endpoint.Get(x.r.Context(), id, v)
	if err != nil {
		return err
	}
	if a.NotModified {
		x.headers(a)
		x.status = http.StatusNotModified
		x.w.WriteHeader(x.status)
		return nil
	}
	return x.answer(http.StatusOK, a)
}

func create(x *exchange) error {
	v, err := x.view(x.parameters())
	if err != nil {
		return err
	}
	r, err := x.resource()
	if err != nil {
		return err
	}
	a, err := x.endpoint.Create(x.r.Context(), r, v)
	if err != nil {
		return err
	}
	x.adopted = a.Adopted
	return x.answer(http.StatusCreated, a)
}

func replace(x *exchange) error {
	id, v, err := x.target()
	if err != nil {
		return err
	}
	r, err := x.replacement()
	if err != nil {
		return err
	}
	a, err := x.endpoint.Replace(x.r.Context(), id, r, v)
	if err != nil {
		return err
	}
	return x.answer(http.StatusOK, a)
}

// patchResource answers 200 with the resource; of a type with large attributes 204, unless the client says what it
// wants to see: answering with 200,000 members to the change of one would help nobody.
func patchResource(x *exchange) error {
	id, v, err := x.target()
	if err != nil {
		return err
	}
	body, err := x.body()
	if err != nil {
		return err
	}
	ops, err := patch.Parse(x.endpoint.Mapping.Type(), body, x.endpoint.Limits.Operations, x.edge)
	if err != nil {
		return err
	}
	v.NoBody = len(x.endpoint.Mapping.LargeAttributes()) > 0 && v.Attributes == nil && v.Excluded == nil
	a, err := x.endpoint.Patch(x.r.Context(), id, ops, v)
	if err != nil {
		return err
	}
	if v.NoBody {
		return x.noContent(a)
	}
	return x.answer(http.StatusOK, a)
}

func remove(x *exchange) error {
	id, v, err := x.target()
	if err != nil {
		return err
	}
	a, err := x.endpoint.Delete(x.r.Context(), id, v)
	if err != nil {
		return err
	}
	return x.noContent(a)
}

// target is the resource that the path names, and what the client wants to see of it.
func (x *exchange) target() (id string, v gateway.View, err error) {
	if id, err = x.variable("id"); err != nil {
		return "", v, err
	}
	v, err = x.view(x.parameters())
	return id, v, err
}
