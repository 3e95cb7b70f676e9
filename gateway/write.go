package gateway

import (
	"context"
	"net/http"
	"slices"

	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/patch"
	"github.com/scimgate/scimgate/scim/schema"
)

// Write is one write as a client sent it, by itself or in a bulk request.
type Write struct {
	Method string       // of HTTP: POST, PUT, PATCH or DELETE
	ID     string       // not of a POST
	Body   *scim.Object // not of a DELETE
}

// Write reads what a client sent, and does it: Create, Replace, Patch or Delete.
func (e *Endpoint) Write(ctx context.Context, w Write, v View) (Answer, error) {
	rt := e.Mapping.Type()
	switch w.Method {
	case http.MethodPost:
		r, err := schema.Canonicalise(rt, w.Body, v.Edge)
		if err != nil {
			return Answer{}, err
		}
		a, err := e.Create(ctx, r, v)
		return a.noting(v.Edge, r.Len() == 1), err
	case http.MethodPut:
		r, err := e.readReplacement(w.Body, v.Edge)
		if err != nil {
			return Answer{}, err
		}
		a, err := e.Replace(ctx, w.ID, r, v)
		return a.noting(v.Edge, r.Len() == 1), err
	case http.MethodPatch:
		ops, err := patch.Parse(rt, w.Body, e.Limits.Operations, v.Edge)
		if err != nil {
			return Answer{}, err
		}
		a, err := e.Patch(ctx, w.ID, ops, v)
		return a.noting(v.Edge, nothingLeft(ops, v.Edge)), err
	default:
		return e.Delete(ctx, w.ID, v)
	}
}

// noting adds to the answer of a write what was passed over, when nothing is left of it: success alone would say that
// it was done.
func (a Answer) noting(edge *scim.Edge, nothing bool) Answer {
	if nothing && edge != nil {
		a.Dropped = edge.Dropped
	}
	return a
}

// readReplacement reads the body of a PUT. A PUT leaves a large attribute alone that it does not mention, so that an
// empty list, which elsewhere is as good as nothing, is kept of such an attribute: it is to lose all its elements.
func (e *Endpoint) readReplacement(body *scim.Object, edge *scim.Edge) (scim.Resource, error) {
	rt := e.Mapping.Type()
	r, err := schema.Canonicalise(rt, body, edge)
	if err != nil {
		return nil, err
	}
	large := e.Mapping.LargeAttributes()
	for name, v := range body.All() {
		p, known := rt.Find(name)
		if list, ok := v.([]any); ok && len(list) == 0 && known && slices.Contains(large, p.String()) {
			r.Set(p.Attr.Name, list)
		}
	}
	return r, nil
}
