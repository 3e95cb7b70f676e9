package httpapi

import (
	"net/http"

	"github.com/scimgate/scimgate/gateway"
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
	a, err := x.send("", v)
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
	a, err := x.send(id, v)
	if err != nil {
		return err
	}
	return x.answer(http.StatusOK, a)
}

// patchResource answers 200 with the resource or 204, as the app file says; if it does not, 204 for a type with large
// attributes: answering with 200,000 members to the change of one would help nobody. A client that says what it wants to
// see gets it.
func patchResource(x *exchange) error {
	id, v, err := x.target()
	if err != nil {
		return err
	}
	if v.Attributes == nil && v.Excluded == nil {
		status, said := x.app.PatchAnswers[x.endpoint.Scope.Type]
		v.NoBody = status == http.StatusNoContent || !said && len(x.endpoint.Mapping.LargeAttributes()) > 0
	}
	a, err := x.send(id, v)
	if err != nil {
		return err
	}
	if v.NoBody {
		return x.noContent(a)
	}
	return x.answer(http.StatusOK, a)
}

// send does what the body says.
func (x *exchange) send(id string, v gateway.View) (gateway.Answer, error) {
	body, err := x.body()
	if err != nil {
		return gateway.Answer{}, err
	}
	return x.endpoint.Write(x.r.Context(), gateway.Write{Method: x.r.Method, ID: id, Body: body}, v)
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
