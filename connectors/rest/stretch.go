package rest

import (
	"context"
	"errors"
	"strconv"

	"github.com/scimgate/scimgate/connectors"
)

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
