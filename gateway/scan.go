package gateway

import (
	"context"
	"slices"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/mappings"
	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/filter"
	"github.com/scimgate/scimgate/scim/schema"
)

// scan answers a list that the application cannot answer alone: it reads the superset that the application can
// select, evaluates the whole filter, and sorts and counts what is left.
type scan struct {
	endpoint *Endpoint
	query    Query
	plan     mappings.Plan
	refs     *references
	order    []connectors.Order
	sort     bool // the application does not sort as asked

	matched []connectors.Record
	values  []sortValue // of matched, when the order is ours to make
	total   int
}

// keys reads the records that the filter names.
func (s *scan) keys(ctx context.Context) (found, error) {
	s.sort = s.query.SortBy.Attr != nil
	records, err := s.endpoint.Entity.Get(ctx, s.plan.Keys, s.need())
	if err != nil {
		return found{}, err
	}
	list := make([]connectors.Record, 0, len(records))
	for _, key := range slices.Compact(slices.Sorted(slices.Values(s.plan.Keys))) {
		if r, ok := records[key]; ok {
			list = append(list, r)
		}
	}
	if err := s.take(ctx, list); err != nil {
		return found{}, err
	}
	return s.page(), nil
}

// all reads everything that the application selects, up to the bound.
func (s *scan) all(ctx context.Context) (found, error) {
	limit := s.endpoint.Limits.ScanRows
	ask := connectors.Query{Where: s.plan.Where, Need: s.need(), Order: s.order}
	for read, offset := 0, 0; ; {
		ask.Limit, ask.Bound = min(batch, limit+1-read), limit+1-read
		page, err := s.endpoint.Entity.List(ctx, ask)
		if err != nil {
			return found{}, err
		}
		offset += len(page.Records)
		if read += max(page.Read, len(page.Records)); read > limit {
			return found{}, tooMany(limit)
		}
		if err := s.take(ctx, page.Records); err != nil {
			return found{}, err
		}
		if len(page.Records) < ask.Limit {
			return s.page(), nil
		}
		if !s.endpoint.Entity.Shape().After {
			ask.Offset = offset
		} else if ask.After = page.Next; ask.After == "" {
			return s.page(), nil
		}
	}
}

// take keeps the records that satisfy the filter: all of them when they are still to be sorted, else those of the
// page.
func (s *scan) take(ctx context.Context, records []connectors.Record) error {
	if s.plan.Residual == nil && !s.sort {
		for _, r := range records {
			s.keep(r, sortValue{})
		}
		return nil
	}
	resources, err := s.resources(ctx, records)
	if err != nil {
		return err
	}
	for i, r := range resources {
		if s.plan.Residual != nil && !filter.Match(s.plan.Residual, r) {
			continue
		}
		var v sortValue
		if s.sort {
			v = newSortValue(r, s.query.SortBy)
		}
		s.keep(records[i], v)
	}
	return nil
}

func (s *scan) keep(r connectors.Record, v sortValue) {
	s.total++
	switch {
	case s.sort:
		s.matched, s.values = append(s.matched, r), append(s.values, v)
	case s.total >= s.query.Start && len(s.matched) < s.query.Count:
		s.matched = append(s.matched, r)
	}
}

// page cuts the page out of what was kept.
func (s *scan) page() found {
	if !s.sort {
		return found{s.matched, s.total}
	}
	by := make([]int, len(s.matched))
	for i := range by {
		by[i] = i
	}
	slices.SortStableFunc(by, func(i, j int) int { return s.values[i].compare(s.values[j], s.query.Desc) })
	from := min(s.query.Start-1, len(by))
	by = by[from:min(from+s.query.Count, len(by))]
	records := make([]connectors.Record, len(by))
	for i, j := range by {
		records[i] = s.matched[j]
	}
	return found{records, s.total}
}

// need is what the filter, the sort and the answer need together.
func (s *scan) need() connectors.Need {
	m := s.endpoint.Mapping
	return union(m.Need(s.query.View.Selection, nil), m.Need(s.looks(), nil))
}

// looks is what the filter and the sort look at.
func (s *scan) looks() schema.Selection {
	places := mentioned(s.plan.Residual)
	if s.sort {
		places = append(places, s.query.SortBy)
	}
	if slices.Contains(places, schema.Path{Attr: schema.Schemas}) { // which lists the extensions that have data
		for _, x := range s.endpoint.Mapping.Type().Extensions {
			places = append(places, schema.Path{Extension: x.Schema})
		}
	}
	return schema.Selection{Attributes: places}
}

// resources maps as much of the records as the filter and the sort look at. Large attributes are not among it: the
// plan refuses to evaluate a filter on one, and nothing is sorted by one.
func (s *scan) resources(ctx context.Context, records []connectors.Record) ([]scim.Resource, error) {
	looks := s.looks()
	s.refs.read(s.endpoint.Scope.Type, records...)
	list, err := s.endpoint.Mapping.Resources(ctx, records, looks, s.refs)
	if err != nil || !looks.Wants(schema.Path{Attr: schema.Meta}) {
		return list, err
	}
	versioned := looks.Wants(versionPath)
	for i, r := range list {
		version := ""
		if versioned {
			version = s.endpoint.entityTag(records[i])
		}
		s.endpoint.stamp(r, version, s.refs)
	}
	return list, nil
}

// mentioned lists the places that a filter looks at.
func mentioned(x filter.Expr) []schema.Path {
	list := []schema.Path{} // not nil, which would select all of them
	if x == nil {
		return list
	}
	filter.Walk(x, func(x filter.Expr) {
		switch x := x.(type) {
		case filter.Compare:
			list = append(list, x.At)
		case filter.Element:
			list = append(list, x.At)
		}
	})
	return list
}

func tooMany(limit int) *scim.Error {
	return scim.BadRequest(scim.TooMany, "the filter or sort needs more than %d records of the application to be read; ask for less", limit)
}
