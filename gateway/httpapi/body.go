package httpapi

import (
	"errors"
	"mime"
	"net/http"
	"os"
	"strings"

	"github.com/scimgate/scimgate/internal/jsonx"
	"github.com/scimgate/scimgate/scim"
)

// body reads the JSON object of a request.
func (x *exchange) body() (*scim.Object, error) { return x.bodyWithin(x.server.MaxBody) }

// bodyWithin reads an object of up to so many bytes.
func (x *exchange) bodyWithin(limit int64) (*scim.Object, error) {
	if err := x.acceptable(x.r.Header); err != nil {
		return nil, err
	}
	o, err := jsonx.Decode(http.MaxBytesReader(x.w, x.r.Body, limit))
	if err == nil {
		return o, nil
	}
	if e, ok := errors.AsType[*jsonx.Error](err); ok {
		return nil, scim.BadRequest(scim.InvalidSyntax, "%s", e.Error())
	}
	if e, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return nil, scim.Errorf(http.StatusRequestEntityTooLarge, "", "the body is larger than %d bytes", e.Limit)
	}
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return nil, scim.Errorf(http.StatusRequestTimeout, "", "the body did not arrive in time")
	}
	return nil, scim.BadRequest(scim.InvalidSyntax, "the body could not be read").Because(err)
}

// acceptable checks the media type of a body: SCIM, JSON, or by NoMediaType none said; in UTF-8 and not compressed.
func (x *exchange) acceptable(h http.Header) error {
	refuse := func(what string) error {
		return scim.Errorf(http.StatusUnsupportedMediaType, "", "the body must be %s", what)
	}
	if e := h.Get("Content-Encoding"); e != "" && !strings.EqualFold(e, "identity") {
		return refuse("sent without a content encoding")
	}
	t := h.Get("Content-Type")
	if t == "" && x.edge.Allows(scim.NoMediaType) {
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
