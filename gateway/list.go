package gateway

import (
	"context"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/mappings"
)

// List answers one page (RFC 7644 §3.4.2). What the application can select, sort and count itself it is asked for;
// the rest is a scan of bounded length, and 400 tooMany when that is not enough.
func (e *Endpoint) List(ctx context.Context, q Query) (List, error) {
	return e.listing(ctx, q.View, func(ctx context.Context, e *Endpoint) (List, error) {
		if q.Cursor != nil {
			return e.paged(ctx, q)
		}
		return e.list(ctx, q)
	})
}

// listing is verb for what answers with a list.
func (e *Endpoint) listing(ctx context.Context, v View, run func(ctx context.Context, e *Endpoint) (List, error)) (List, error) {
	var l List
	a, err := e.verb(ctx, v, func(ctx context.Context, e *Endpoint) (_ Answer, err error) {
		l, err = run(ctx, e)
		return Answer{}, err
	})
	if v.Plan {
		return List{Calls: a.Calls}, err
	}
	return l, err
}

func (e *Endpoint) list(ctx context.Context, q Query) (List, error) {
	q = e.Limits.bounded(q)
	refs := e.references(q.View.Base)
	plan, err := e.Mapping.Plan(ctx, q.Filter, refs)
	if err != nil {
		return List{}, err
	}
	page, err := e.find(ctx, q, plan, refs)
	if err != nil {
		return List{}, err
	}
	answers, err := e.page(ctx, page.records, q.View, refs)
	return List{Resources: answers, Total: page.total, Start: q.Start}, err
}

// bounded applies the rules of RFC 7644 §3.4.2.4: a start below 1 is 1; a negative count is the default page size,
// and a larger page than allowed is the largest.
func (l Limits) bounded(q Query) Query {
	q.Start = max(q.Start, 1)
	if q.Count < 0 {
		q.Count = l.DefaultCount
	}
	q.Count = min(q.Count, l.MaxCount)
	return q
}

// found is a page of records and how many there are on all pages.
type found struct {
	records []connectors.Record
	total   int
}

// find answers q by keys, by the application alone, or by a scan.
func (e *Endpoint) find(ctx context.Context, q Query, plan mappings.Plan, refs *references) (found, error) {
	s := scan{endpoint: e, query: q, plan: plan, refs: refs}
	if plan.ByKeys {
		return s.keys(ctx)
	}
	order, sortable := e.order(q)
	counted := e.Entity.Shape().Total || !q.exact
	if plan.Residual == nil && sortable && counted {
		return e.pushed(ctx, q, plan, order)
	}
	if sortable {
		s.order = order
	}
	s.sort = !sortable
	return s.all(ctx)
}

// order is the native order that q asks for; sortable is false when the application cannot sort so.
func (e *Endpoint) order(q Query) (order []connectors.Order, sortable bool) {
	if q.SortBy.Attr == nil {
		return nil, true
	}
	o, ok := e.Mapping.Order(q.SortBy, q.Desc)
	if !ok {
		return nil, false
	}
	return []connectors.Order{o}, true
}

// pushed asks the application for just this page.
func (e *Endpoint) pushed(ctx context.Context, q Query, plan mappings.Plan, order []connectors.Order) (found, error) {
	ask := connectors.Query{Where: plan.Where, Order: order, Limit: q.Count, Offset: q.Start - 1, Bound: e.Limits.ScanRows}
	if q.Count == 0 {
		total, err := e.count(ctx, ask, 0, false)
		return found{total: total}, err
	}
	ask.Need = e.Mapping.Need(q.View.Selection, nil)
	l := listing{scope: e.Scope, filter: q.Text, sort: q.SortBy.String(), desc: q.Desc}
	total := -1
	if known, ok := e.Walks.find(l, q.Start); ok {
		ask.Offset, ask.After, total = 0, known.after, known.total
	}
	ask.Total = total < 0 && e.Entity.Shape().Total && e.Entity.Shape().Tells
	page, err := e.Entity.List(ctx, ask)
	if err != nil {
		return found{}, err
	}
	if ask.Total {
		total = page.Total
	}
	n := len(page.Records)
	seen := q.Start - 1 + n
	more := n == q.Count && (page.Next != "" || !e.Entity.Shape().After)
	switch {
	case !more && n > 0 || seen == 0:
		total = seen // the last page tells without counting
	case total < 0:
		if total, err = e.count(ctx, ask, seen, more); err != nil {
			return found{}, err
		}
	}
	if more {
		total = max(total, seen+1) // a remembered total may be out of date
	}
	e.Walks.remember(l, q.Start+n, page.Next, total)
	return found{page.Records, total}, nil
}

// count asks the application how many records there are. Where it cannot count, what was seen is the answer, and
// one more when there is more: a client that walks on until the total is reached then sees everything.
func (e *Endpoint) count(ctx context.Context, ask connectors.Query, seen int, more bool) (int, error) {
	if e.Entity.Shape().Total {
		page, err := e.Entity.List(ctx, connectors.Query{Where: ask.Where, Total: true})
		return page.Total, err
	}
	if more {
		seen++
	}
	return seen, nil
}

// page makes the answers of a page. The version of an element is known only when meta is wanted.
func (e *Endpoint) page(ctx context.Context, records []connectors.Record, v View, refs *references) ([]Answer, error) {
	if len(records) == 0 {
		return nil, nil
	}
	refs.read(e.Scope.Type, records...)
	resources, err := e.Mapping.Resources(ctx, records, v.Selection, refs)
	if err != nil {
		return nil, err
	}
	e.confirm(ctx, refs, records...)
	versions := v.Wants(versionPath)
	answers := make([]Answer, len(records))
	for i, r := range resources {
		version := ""
		if versions {
			version = e.entityTag(records[i])
		}
		answers[i] = e.dress(r, version, v, refs)
	}
	for _, p := range e.largeWanted(v) {
		if err := e.pageLarge(ctx, p, records, answers, v, refs); err != nil {
			return nil, err
		}
	}
	return answers, nil
}
