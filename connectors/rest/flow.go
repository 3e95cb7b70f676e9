package rest

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/connectors/rest/wire"
)

// flow is the records that a listing answers, page by page.
type flow struct {
	*listing
	c    *collection
	vars map[string]wire.Tree
	leg  *leg // nil: the listing has none
	need []string
	// known is what its records are known to have, as far as that is one value each.
	known connectors.Fields

	answered *page // the one answer of a list without pages, so that it is asked for once
}

// place is where a flow goes on.
type place struct {
	Flow   int    `json:"f,omitempty"` // of several flows
	Offset int    `json:"o,omitempty"` // records before it, where pages can be counted
	Page   string `json:"p,omitempty"` // the page, where the application names it
	Skip   int    `json:"s,omitempty"` // records of that page before it
}

// page is a stretch of a flow.
type page struct {
	records []connectors.Fields
	at      []place // where each record is
	next    *place  // where it goes on; nil: nowhere
	total   int     // of the whole flow, -1 when nobody says
	said    int     // likewise, by the application's own word
	read    int     // records that the application sent
}

func (f *flow) request(query []pair) request {
	q := request{operation: f.operation, of: f.c, vars: f.vars, query: query}
	if f.leg != nil {
		for _, p := range f.leg.query {
			v, _ := p.text(f.vars) // names nothing
			q.query = append(q.query, pair{p.name, v})
		}
	}
	return q
}

// list sends one request of a flow. Cursors and links to the next page are in next, without the flow's number.
func (r *reader) list(ctx context.Context, f *flow, q request) (page, error) {
	p := page{total: -1, said: -1}
	a, err := r.send(ctx, q)
	if err != nil {
		return p, err
	}
	if r.explains {
		p.records = []connectors.Fields{r.imagined(f.c, f.need, f.known)}
		return p, nil
	}
	records, ok := f.records.Get(a.body)
	if !ok && (a.body != nil && r.c.block.strict() || r.entire && !f.empty(a)) {
		return p, fail(q, connectors.Unavailable, errors.New("the answer holds no list of records"))
	}
	for _, t := range (wire.Path{}).Each(records) {
		p.records = append(p.records, r.leg(f, f.c.decode(ctx, t, f.at, r.unset, f.need)))
	}
	p.total = f.totalOf(a)
	p.said = p.total
	switch f.paging.style {
	case byCursor:
		if next, _ := f.paging.next.Get(a.body); next != nil && next != "" {
			text, _ := wire.LeafText(next)
			p.next = &place{Page: text}
		}
	case byLink:
		if next, ok := wire.Next(a.header); ok {
			if p.next, err = r.linked(q, next); err != nil {
				return p, err
			}
		}
	}
	return p, nil
}

// linked is the place that a link leads to: its path and query alone, since nobody but the operator says which host is asked.
func (r *reader) linked(q request, link string) (*place, error) {
	u, err := url.Parse(link)
	if err != nil {
		return nil, fail(q, connectors.Unavailable, errors.New("the link to the next page is none"))
	}
	path, ok := r.c.door.Within(u)
	if !ok {
		return nil, fail(q, connectors.Unavailable, errors.New("the link to the next page leads elsewhere"))
	}
	return &place{Page: path}, nil
}

// totalOf is how many records the whole flow has, -1 when nobody says.
func (f *flow) totalOf(a answer) int {
	var said wire.Tree
	switch {
	case f.header != "":
		said = a.header.Get(f.header)
	case f.total != nil:
		said, _ = f.total.Get(a.body)
	}
	n, err := connectors.Convert(said, connectors.TypeInteger)
	total, ok := n.(int64)
	if err != nil || !ok || total < 0 {
		return -1
	}
	return int(total)
}

// empty reports whether an answer without a list says that there are no records: XML has no list where nothing is in it.
func (f *flow) empty(a answer) bool {
	if a.body == nil {
		return a.status == http.StatusNoContent
	}
	_, ok := f.records.Parent().Get(a.body)
	return ok
}

// everything reads a flow to its end.
func (r *reader) everything(ctx context.Context, f flow) ([]connectors.Fields, error) {
	var all []connectors.Fields
	for _, part := range r.legs(f) {
		before := len(all)
		for at := (&place{}); at != nil; {
			p, err := r.page(ctx, &part, *at, part.paging.max)
			if err != nil {
				return nil, err
			}
			if err := r.count(p.read); err != nil {
				return nil, err
			}
			all, at = append(all, p.records...), p.next
			if read := len(all) - before; at == nil && r.entire && read < p.said {
				return nil, fail(part.request(nil), connectors.Unavailable, fmt.Errorf("there are %d records, of which %d were listed", p.said, read))
			}
		}
	}
	return r.completed(ctx, f.c, f.listing, all, f.need)
}
