package httpapi

import (
	"errors"
	"mime"
	"net/http"
	"slices"
	"strings"

	"github.com/scimgate/scimgate/internal/jsonx"
	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/schema"
)

// body reads the JSON object of a request.
func (x *exchange) body() (*scim.Object, error) {
	if err := acceptable(x.r.Header); err != nil {
		return nil, err
	}
	o, err := jsonx.Decode(http.MaxBytesReader(x.w, x.r.Body, x.server.MaxBody))
	if err == nil {
		return o, nil
	}
	if e, ok := errors.AsType[*jsonx.Error](err); ok {
		return nil, scim.BadRequest(scim.InvalidSyntax, "%s", e.Error())
	}
	if e, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return nil, scim.Errorf(http.StatusRequestEntityTooLarge, "", "the body is larger than %d bytes", e.Limit)
	}
	return nil, scim.BadRequest(scim.InvalidSyntax, "the body could not be read").Because(err)
}

// resource reads the body of a POST.
func (x *exchange) resource() (scim.Resource, error) {
	o, err := x.body()
	if err != nil {
		return nil, err
	}
	return schema.Canonicalise(x.endpoint.Mapping.Type(), o, x.edge)
}

// replacement reads the body of a PUT. A PUT leaves a large attribute alone that it does not mention, so that an empty
// list, which elsewhere is as good as nothing, is kept of such an attribute: it is to lose all its elements.
func (x *exchange) replacement() (scim.Resource, error) {
	o, err := x.body()
	if err != nil {
		return nil, err
	}
	rt := x.endpoint.Mapping.Type()
	r, err := schema.Canonicalise(rt, o, x.edge)
	if err != nil {
		return nil, err
	}
	large := x.endpoint.Mapping.LargeAttributes()
	for name, v := range o.All() {
		p, known := rt.Find(name)
		if list, ok := v.([]any); ok && len(list) == 0 && known && slices.Contains(large, p.String()) {
			r.Set(p.Attr.Name, list)
		}
	}
	return r, nil
}

// acceptable checks the media type of a body: SCIM, JSON, or none said; in UTF-8 and not compressed.
func acceptable(h http.Header) error {
	refuse := func(what string) error {
		return scim.Errorf(http.StatusUnsupportedMediaType, "", "the body must be %s", what)
	}
	if e := h.Get("Content-Encoding"); e != "" && !strings.EqualFold(e, "identity") {
		return refuse("sent without a content encoding")
	}
	t := h.Get("Content-Type")
	if t == "" {
		return nil
	}
	media, params, err := mime.ParseMediaType(t)
	if err != nil || media != scim.MediaType && media != "application/json" {
		return refuse(scim.MediaType)
	}
	if c := params["charset"]; c != "" && !strings.EqualFold(c, "utf-8") && !strings.EqualFold(c, "us-ascii") {
		return refuse("in UTF-8")
	}
	return nil
}
