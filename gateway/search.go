package gateway

import (
	"context"
	"net/http"

	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/filter"
	"github.com/scimgate/scimgate/scim/schema"
)

// Search lists what a client asks for in its own words (RFC 7644 §3.4.2 and §3.4.3). Of v the selection is made here.
func (e *Endpoint) Search(ctx context.Context, s scim.Search, v View) (List, error) {
	q, err := e.query(s, v)
	if err != nil {
		return List{}, err
	}
	return e.List(ctx, q)
}

// query binds what was asked for to the resource type.
func (e *Endpoint) query(s scim.Search, v View) (Query, error) {
	rt := e.Mapping.Type()
	q := Query{Start: s.Start, Count: s.Count, Cursor: s.Cursor, View: v, Desc: s.Descending}
	var err error
	if q.View.Selection, err = schema.Select(rt, s.Attributes, s.Excluded, v.Edge); err != nil {
		return q, err
	}
	if s.Filter != "" {
		f, err := filter.Parse(s.Filter, v.Edge)
		if err != nil {
			return q, err
		}
		if err := e.discreet(s, f); err != nil {
			return q, err
		}
		if q.Filter, err = filter.Bind(rt, f, v.Edge); err != nil {
			return q, err
		}
		q.Text = filter.Print(q.Filter)
	}
	if s.SortBy != "" {
		if q.SortBy, err = e.SortPath(s.SortBy, v.Edge); err != nil {
			return q, err
		}
	}
	if s.Address && q.SortBy.Sensitive() { // a cursor says what its page ends with
		return q, sensitive(q.SortBy)
	}
	return q, nil
}

// discreet refuses a filter in an address that compares what does not belong there (RFC 7644 §7.5.2).
func (e *Endpoint) discreet(s scim.Search, f filter.Expr) error {
	if at, found := filter.Sensitive(e.Mapping.Type(), f); found && s.Address {
		return sensitive(at)
	}
	return nil
}

func sensitive(at schema.Path) error {
	return scim.Errorf(http.StatusForbidden, scim.Sensitive, "%s is sensitive and does not belong in an address; send the search by POST to .search", at)
}
