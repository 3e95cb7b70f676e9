package memory

import (
	"context"
	"slices"

	"github.com/scimgate/scimgate/connectors"
)

// List answers q.
func (e *entity) List(ctx context.Context, q connectors.Query) (connectors.Page, error) {
	page := connectors.Page{Total: -1}
	if err := ctx.Err(); err != nil {
		return page, err
	}
	if err := e.shape.CheckQuery("list "+e.spec.Entity, q); err != nil {
		return page, err
	}
	r := e.reader(e.c.current.Load(), connectors.Instant(ctx))
	var hits []hit
	for _, x := range r.root().rows {
		if r.visible(x) && r.match(q.Where, x) {
			hits = append(hits, r.hit(x, q.Order))
		}
	}
	slices.SortStableFunc(hits, func(a, b hit) int { return compareRows(a.order, b.order, q.Order, e.spec.Key, e.fold) })
	if q.Total {
		page.Total = len(hits)
	}
	first := min(q.Offset, len(hits))
	if q.After != "" {
		after, err := e.decodeCursor(q.After, q.Order)
		if err != nil {
			return page, err
		}
		first = len(hits)
		if i := slices.IndexFunc(hits, func(h hit) bool { return compareRows(h.order, after, q.Order, e.spec.Key, e.fold) > 0 }); i >= 0 {
			first = i
		}
	}
	hits = hits[first:]
	shown := hits[:min(q.Limit, len(hits))]
	for _, h := range shown {
		page.Records = append(page.Records, r.record(h.row, q.Need))
	}
	if len(shown) > 0 && len(shown) < len(hits) {
		page.Next = e.encodeCursor(shown[len(shown)-1].order, q.Order)
	}
	return page, nil
}

// hit is a selected record with the fields that it is sorted by.
type hit struct {
	row   row
	order connectors.Fields
}

func (r *reader) hit(x row, order []connectors.Order) hit {
	names := slices.Clone(r.e.spec.Key)
	for _, o := range order {
		names = append(names, o.Field)
	}
	return hit{x, r.fields(x.fields, r.e.joins, names)}
}
