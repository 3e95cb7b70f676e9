package httpapi

import (
	"net/http"

	"github.com/scimgate/scimgate/scim"
)

func serviceProviderConfig(x *exchange) error {
	return x.object(http.StatusOK, x.app.ServiceProviderConfig(x.base()))
}

func resourceTypes(x *exchange) error { return x.all(x.app.ResourceTypes(x.base())) }

func resourceType(x *exchange) error {
	name, err := x.variable("name")
	if err != nil {
		return err
	}
	return x.oneOf(x.app.ResourceType(x.base(), name))
}

func schemas(x *exchange) error { return x.all(x.app.Schemas(x.base())) }

func schemaByURN(x *exchange) error {
	urn, err := x.variable("urn")
	if err != nil {
		return err
	}
	return x.oneOf(x.app.Schema(x.base(), urn))
}

// all sends everything there is: paging and sorting are ignored, and a filter is refused (RFC 7644 §4) unless the app
// file says that it is ignored too.
func (x *exchange) all(list []scim.Resource) error {
	if _, filtered := x.parameters()["filter"]; filtered && !x.app.DiscoveryFilterIgnored {
		return scim.Errorf(http.StatusForbidden, "", "this list cannot be filtered")
	}
	return x.write(http.StatusOK, func(w *writer) error {
		return w.list(page{total: len(list), start: 1, items: len(list)}, func(i int) error {
			w.buf = list[i].AppendJSON(w.buf)
			return nil
		})
	})
}

func (x *exchange) oneOf(r scim.Resource) error {
	if r == nil {
		return notFound()
	}
	return x.object(http.StatusOK, r)
}
