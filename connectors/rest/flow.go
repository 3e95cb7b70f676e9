package rest

import (
	"context"
	"errors"
	"net/url"
	"strconv"

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
	read    int     // records that the application sent
}

// page reads on from a place, up to `want` records where the application can be asked for so few.
func (r *reader) page(ctx context.Context, f *flow, at place, want int) (page, error) {
	if !f.request(nil).possible() {
		return page{}, nil
	}
	switch f.paging.style {
	case byPage, byOffset:
		return r.counted(ctx, f, at, want)
	case byCursor, byLink:
		return r.named(ctx, f, at)
	default:
		return r.only(ctx, f, at)
	}
}

// counted reads a page that is found by its number or by the records before it.
func (r *reader) counted(ctx context.Context, f *flow, at place, want int) (page, error) {
	size := min(max(want, 1), f.paging.max)
	from, skip := at.Offset, 0
	if f.paging.style == byPage {
		size = window(at.Offset, size, f.paging.max)
		from, skip = at.Offset/size+f.paging.first, at.Offset%size
	}
	q := f.request([]pair{{f.paging.from, strconv.Itoa(from)}, {f.paging.size, strconv.Itoa(size)}})
	p, err := r.list(ctx, f, q)
	if err != nil {
		return p, err
	}
	p.read = len(p.records)
	before := at.Offset - skip
	for i := range p.records {
		p.at = append(p.at, place{Flow: at.Flow, Offset: before + i})
	}
	if end := before + len(p.records); len(p.records) >= size && (p.total < 0 || end < p.total) {
		p.next = &place{Flow: at.Flow, Offset: end}
	}
	return p.behind(skip), nil
}

// window is the smallest size, at least size, of pages of which one holds all of the records from offset on, as many as
// size; max where there is none.
func window(offset, size, max int) int {
	for s := size; s < max; s++ {
		if offset/s == (offset+size-1)/s {
			return s
		}
	}
	return max
}

// named reads a page that the page before named by a cursor or a link.
func (r *reader) named(ctx context.Context, f *flow, at place) (page, error) {
	var own []pair
	if f.paging.size != "" {
		own = append(own, pair{f.paging.size, strconv.Itoa(f.paging.max)})
	}
	if f.paging.style == byCursor && at.Page != "" {
		own = append(own, pair{f.paging.from, at.Page})
	}
	q := f.request(own)
	if f.paging.style == byLink {
		q.next = at.Page
	}
	p, err := r.list(ctx, f, q)
	if err != nil {
		return p, err
	}
	p.read = len(p.records)
	for i := range p.records {
		p.at = append(p.at, place{Flow: at.Flow, Page: at.Page, Skip: i})
	}
	if p.next != nil {
		p.next.Flow = at.Flow
		if p.next.Page == at.Page {
			return p, fail(q, connectors.Unavailable, errors.New("the page names itself as the next one"))
		}
	}
	return p.behind(at.Skip), nil
}

// only reads a list that has no pages.
func (r *reader) only(ctx context.Context, f *flow, at place) (page, error) {
	if f.answered == nil {
		p, err := r.list(ctx, f, f.request(nil))
		if err != nil {
			return p, err
		}
		p.read, p.total = len(p.records), len(p.records)
		for i := range p.records {
			p.at = append(p.at, place{Flow: at.Flow, Offset: i})
		}
		f.answered = &p
		return p.behind(at.Offset), nil
	}
	p := *f.answered
	p.read = 0
	return p.behind(at.Offset), nil
}

// behind is the page without its first records.
func (p page) behind(n int) page {
	n = min(n, len(p.records))
	p.records, p.at = p.records[n:], p.at[n:]
	return p
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
	p := page{total: -1}
	a, err := r.send(ctx, q)
	if err != nil {
		return p, err
	}
	if r.explains {
		p.records = []connectors.Fields{r.imagined(f.c, f.need, f.known)}
		return p, nil
	}
	records, ok := f.records.Get(a.body)
	if !ok && a.body != nil && r.c.block.strict() {
		return p, fail(q, connectors.Unavailable, errors.New("the answer holds no list of records"))
	}
	for _, t := range (wire.Path{}).Each(records) {
		p.records = append(p.records, r.leg(f, f.c.decode(ctx, t, f.at, r.unset, f.need)))
	}
	p.total = f.totalOf(a)
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

// everything reads a flow to its end.
func (r *reader) everything(ctx context.Context, f flow) ([]connectors.Fields, error) {
	var all []connectors.Fields
	for _, part := range r.legs(f) {
		for at := (&place{}); at != nil; {
			p, err := r.page(ctx, &part, *at, part.paging.max)
			if err != nil {
				return nil, err
			}
			if err := r.count(p.read); err != nil {
				return nil, err
			}
			all, at = append(all, p.records...), p.next
		}
	}
	return r.completed(ctx, f.c, f.listing, all, f.need)
}
