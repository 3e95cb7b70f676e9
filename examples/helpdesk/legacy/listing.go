package legacy

import (
	"net/http"
	"strconv"
)

// listed makes the answer to a list out of a page of it.
func (a *App) listed(r *http.Request, name, one string, p page, elements []any) reply {
	meta := map[string]any{}
	rep := reply{status: http.StatusOK, header: http.Header{}}
	switch a.style.Total {
	case TotalInBody:
		meta["total"] = p.total
	case TotalInHeader:
		rep.header.Set("X-Total-Count", strconv.Itoa(p.total))
	}
	if a.style.Paging != Unpaged {
		meta["size"] = p.size
	}
	switch {
	case p.next != "" && a.style.Paging == Cursors:
		meta["next"] = p.next
	case p.next != "":
		next := *r.URL
		q := next.Query()
		q.Set("after", p.next)
		next.RawQuery = q.Encode()
		rep.header.Set("Link", "<"+origin(r)+next.RequestURI()+`>; rel="next"`)
	}
	rep.body = a.listBody(name, one, elements, meta)
	return rep
}

// listBody puts the elements of a list where the style has them, and beside them what is said about the list.
func (a *App) listBody(name, one string, elements []any, meta map[string]any) any {
	if elements == nil {
		elements = []any{}
	}
	switch {
	case a.style.Body == XML:
		body := map[string]any{one: elements}
		if len(meta) > 0 {
			body["meta"] = meta
		}
		return map[string]any{name: body}
	case a.style.Under == "":
		return elements
	case len(meta) == 0:
		return map[string]any{a.style.Under: elements}
	default:
		return map[string]any{a.style.Under: elements, "meta": meta}
	}
}

func origin(r *http.Request) string {
	scheme := "http"
	if r.TLS != nil {
		scheme = "https"
	}
	return scheme + "://" + r.Host
}
