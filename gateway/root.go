package gateway

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/filter"
	"github.com/scimgate/scimgate/scim/schema"
)

// Search lists resources of all types (RFC 7644 §3.4.2.1): one type after the other, by name. An attribute that a
// type does not have has no value there. The whole cannot be sorted: that is a 400 invalidValue. Each type is asked
// for its total, so that pages by cursor cost less than pages by index.
func (a *App) Search(ctx context.Context, s scim.Search, v View) (List, error) {
	if s.SortBy != "" {
		return List{}, scim.BadRequest(scim.InvalidValue, "a query over all resource types cannot be sorted; ask one type, or leave sortBy out")
	}
	parts, text, err := a.parts(s, v)
	if err != nil {
		return List{}, err
	}
	if s.Cursor != nil {
		return a.paged(ctx, s, text, parts)
	}
	return a.indexed(ctx, s, parts)
}

// part is what a query over all types asks one of them.
type part struct {
	*Endpoint
	query Query
}

// parts binds a query to each type that it can find something of. text is the filter's canonical text.
func (a *App) parts(s scim.Search, v View) (parts []part, text string, err error) {
	var f filter.Expr
	if s.Filter != "" {
		if f, err = filter.Parse(s.Filter, v.Edge); err != nil {
			return nil, "", err
		}
	}
	for _, name := range slices.Sorted(maps.Keys(a.Endpoints)) {
		p := part{Endpoint: a.Endpoints[name], query: Query{Start: s.Start, Count: s.Count, View: v}}
		rt := p.Mapping.Type()
		if p.query.View.Selection, err = schema.Select(rt, s.Attributes, s.Excluded, v.Edge); err != nil {
			return nil, "", err
		}
		if err := p.discreet(s, f); err != nil {
			return nil, "", err
		}
		bound, possible, err := filter.BindAmong(rt, f, v.Edge)
		if err != nil {
			return nil, "", err
		}
		if possible {
			p.query.Filter, p.query.Text = bound, filter.Print(bound)
			parts = append(parts, p)
		}
	}
	return parts, filter.Print(f), nil
}

// indexed answers a page by index: what the page has of a type begins where the types before it end.
func (a *App) indexed(ctx context.Context, s scim.Search, parts []part) (List, error) {
	q := a.Limits.bounded(Query{Start: s.Start, Count: s.Count})
	all := List{Start: q.Start}
	for _, p := range parts {
		p.query.Start = q.Start - all.Total
		p.query.Count = q.Count - len(all.Resources)
		p.query.exact = true
		l, err := p.List(ctx, p.query)
		if err != nil {
			return List{}, err
		}
		all.Resources = append(all.Resources, l.Resources...)
		all.Calls = append(all.Calls, l.Calls...)
		all.Total += l.Total
	}
	return all, nil
}

// paged answers a page by cursor. The end of one type and the beginning of the next can be on one page.
func (a *App) paged(ctx context.Context, s scim.Search, text string, parts []part) (List, error) {
	q := Query{Count: s.Count}
	if err := a.Limits.paged(&q); err != nil {
		return List{}, err
	}
	of := cursorQuery{app: a.Name, filter: text, count: q.Count}
	now := a.now()
	var from cursor
	if *s.Cursor != "" {
		var err error
		if from, err = of.decode(*s.Cursor, now, a.Limits.CursorTimeout); err != nil {
			return List{}, err
		}
	}
	all := List{Total: -1}
	for _, p := range parts {
		if p.Scope.Type < from.Type {
			continue
		}
		next := &position{}
		if p.Scope.Type == from.Type {
			next = &from.position
		}
		if room := q.Count - len(all.Resources); room > 0 {
			p.query.Count = room
			l, err := p.listing(ctx, p.query.View, func(ctx context.Context, e *Endpoint) (l List, err error) {
				l, next, err = e.pageFrom(ctx, p.query, *next)
				return l, err
			})
			if err != nil {
				return List{}, err
			}
			all.Resources = append(all.Resources, l.Resources...)
			all.Calls = append(all.Calls, l.Calls...)
		}
		if next != nil {
			all.Next = of.encode(cursor{Type: p.Scope.Type, Issued: now.Unix(), position: *next})
			return all, nil
		}
	}
	if *s.Cursor == "" {
		all.Total = len(all.Resources)
	}
	return all, nil
}

// now is what the clock says that all endpoints have.
func (a *App) now() time.Time {
	for _, e := range a.Endpoints {
		return e.now()
	}
	return time.Time{}
}
