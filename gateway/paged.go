package gateway

import (
	"context"
	"errors"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/mappings"
	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/filter"
)

// Pages by cursor (RFC 9865) go on behind the last record of the page before, where the application can do that: what
// is inserted or removed meanwhile moves nothing. They are not counted, and may be shorter than asked for: a filter
// that the application cannot answer looks at so many records per page and no more, and leaves the rest to the next.

// paged answers a query by cursor.
func (e *Endpoint) paged(ctx context.Context, q Query) (List, error) {
	if err := e.Limits.paged(&q); err != nil {
		return List{}, err
	}
	of := cursorQuery{app: e.Scope.App, resourceType: e.Scope.Type, filter: q.Text, sort: q.SortBy.String(), desc: q.Desc, count: q.Count}
	var from position
	if *q.Cursor != "" {
		c, err := of.decode(*q.Cursor, e.now(), e.Limits.CursorTimeout)
		if err != nil {
			return List{}, err
		}
		from = c.position
	}
	l, next, err := e.pageFrom(ctx, q, from)
	if err == nil && next != nil {
		l.Next = of.encode(cursor{Issued: e.now().Unix(), position: *next})
	}
	return l, err
}

// paged checks what a query by cursor asks for: whether there are cursors, and the size of a page.
func (l Limits) paged(q *Query) error {
	switch {
	case l.CursorTimeout <= 0:
		return scim.BadRequest(scim.InvalidCursor, "there are no cursors here; use startIndex")
	case q.Count < 0:
		q.Count = l.DefaultCount
	case q.Count < 1 || q.Count > l.MaxCount:
		return scim.BadRequest(scim.InvalidCount, "count must be between 1 and %d", l.MaxCount)
	}
	return nil
}

// pageFrom answers the page of q.Count resources that begins at from, and where the next one does; nil on the last.
func (e *Endpoint) pageFrom(ctx context.Context, q Query, from position) (List, *position, error) {
	refs := e.references(q.View.Base)
	plan, err := e.Mapping.Plan(ctx, q.Filter, refs)
	if err != nil {
		return List{}, nil, err
	}
	page, next, err := e.findFrom(ctx, q, plan, refs, from)
	if from.After != "" && errors.Is(err, connectors.Invalid) {
		err = invalidCursor() // it was the application's once
	}
	if err != nil {
		return List{}, nil, err
	}
	if page.total < 0 && from == (position{}) && next == nil {
		page.total = len(page.records)
	}
	answers, err := e.page(ctx, page.records, q.View, refs)
	return List{Resources: answers, Total: page.total}, next, err
}

func (e *Endpoint) findFrom(ctx context.Context, q Query, plan mappings.Plan, refs *references, from position) (found, *position, error) {
	order, sortable := e.order(q)
	if plan.ByKeys || !sortable {
		q.Start = from.Offset + 1
		page, err := e.find(ctx, q, plan, refs)
		end := position{Offset: from.Offset + len(page.records)}
		if err != nil || end.Offset >= page.total {
			return page, nil, err
		}
		return page, &end, nil
	}
	w := forward{scan{endpoint: e, query: q, plan: plan, refs: refs, order: order}}
	return w.fill(ctx, from)
}

// forward reads on from a position in the application's own order.
type forward struct{ scan }

// fill collects a page. How many there are in all stays unknown.
func (w *forward) fill(ctx context.Context, from position) (found, *position, error) {
	page := found{total: -1}
	next := &from
	for read := 0; next != nil && len(page.records) < w.query.Count && read < w.endpoint.Limits.ScanRows; {
		room := w.query.Count - len(page.records)
		limit := room
		if w.plan.Residual != nil {
			limit = min(batch, w.endpoint.Limits.ScanRows-read)
		}
		part, err := w.read(ctx, *next, limit, room)
		if err != nil {
			return found{}, nil, err
		}
		page.records = append(page.records, part.kept...)
		read += part.read
		next = part.next
	}
	return page, next, nil
}

// stretch is a part of the application's records, and those of it that the filter keeps.
type stretch struct {
	kept []connectors.Record
	read int
	next *position // nil: there is nothing behind
}

// read reads up to limit records, of which no more than room are kept. Only the application can say where it goes on
// behind one of its records, and only behind the last one of an answer: when more would be kept, it is asked again
// for as many records as there is room for.
func (w *forward) read(ctx context.Context, at position, limit, room int) (stretch, error) {
	for {
		page, err := w.endpoint.Entity.List(ctx, connectors.Query{
			Where: w.plan.Where, Need: w.need(), Order: w.order, Limit: limit, After: at.After, Offset: at.Offset,
			Bound: w.endpoint.Limits.ScanRows,
		})
		if err != nil {
			return stretch{}, err
		}
		matches, err := w.matches(ctx, page.Records)
		if err != nil {
			return stretch{}, err
		}
		if len(matches) > room {
			limit = matches[room-1] + 1
			continue
		}
		part := stretch{read: max(page.Read, len(page.Records))}
		for _, i := range matches {
			part.kept = append(part.kept, page.Records[i])
		}
		switch after := w.endpoint.Entity.Shape().After; {
		case after && page.Next != "":
			part.next = &position{After: page.Next}
		case !after && len(page.Records) == limit:
			part.next = &position{Offset: at.Offset + limit}
		}
		return part, nil
	}
}

// matches are the places of the records that satisfy the filter.
func (w *forward) matches(ctx context.Context, records []connectors.Record) ([]int, error) {
	list := make([]int, 0, len(records))
	if w.plan.Residual == nil {
		for i := range records {
			list = append(list, i)
		}
		return list, nil
	}
	resources, err := w.resources(ctx, records)
	if err != nil {
		return nil, err
	}
	for i, r := range resources {
		if filter.Match(w.plan.Residual, r) {
			list = append(list, i)
		}
	}
	return list, nil
}
