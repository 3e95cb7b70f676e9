package httpapi

import (
	"net/http"

	"github.com/scimgate/scimgate/gateway"
	"github.com/scimgate/scimgate/scim"
)

// list answers a GET of one type's endpoint, or of the root.
func list(x *exchange) error {
	s, err := x.parameters().search()
	if err != nil {
		return err
	}
	return x.lists(s)
}

// search answers a POST to .search (RFC 7644 §3.4.3), for clients that keep what they look for out of addresses.
// Query parameters say nothing there.
func search(x *exchange) error {
	body, err := x.body()
	if err != nil {
		return err
	}
	s, err := scim.ParseSearch(body, x.edge)
	if err != nil {
		return err
	}
	return x.lists(s)
}

func (x *exchange) lists(s scim.Search) error {
	var l gateway.List
	var err error
	if x.endpoint != nil {
		l, err = x.endpoint.Search(x.r.Context(), s, x.conditions())
	} else {
		l, err = x.app.Search(x.r.Context(), s, x.conditions())
	}
	if err != nil {
		return err
	}
	return x.write(http.StatusOK, func(w *writer) error {
		p := page{total: l.Total, start: l.Start, items: len(l.Resources), next: l.Next}
		return w.list(p, func(i int) error { return w.resource(l.Resources[i]) })
	})
}
