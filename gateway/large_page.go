package gateway

import (
	"context"
	"iter"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/schema"
)

// pageLarge attaches the large attribute p to all answers of a page: one call for all owners and one lookup of all
// references. Where the page has more rows than may be held, each owner's elements stream by themselves.
func (e *Endpoint) pageLarge(ctx context.Context, p schema.Path, records []connectors.Record, answers []Answer, v View, refs *references) error {
	owned, all, err := e.collect(ctx, p, records)
	if err != nil {
		return err
	}
	if len(all) > e.Limits.ScanRows {
		for i, r := range records {
			answers[i].stream(p.Attr.Name, e.elements(ctx, p, r.Key, v, refs))
		}
		return nil
	}
	// Once for all rows, so that every reference is known when each owner's elements are made.
	if _, err := e.elementsOf(ctx, p, all, v, refs); err != nil {
		return err
	}
	for i, r := range records {
		elements, err := e.elementsOf(ctx, p, owned[r.Key], v, refs)
		if err != nil {
			return err
		}
		answers[i].stream(p.Attr.Name, listed(elements))
	}
	return nil
}

// collect reads the rows of p of all records, by owner and together, and stops behind the most that may be held.
func (e *Endpoint) collect(ctx context.Context, p schema.Path, records []connectors.Record) (map[connectors.Key][]connectors.Row, []connectors.Row, error) {
	relation, _ := e.Mapping.Large(p.Attr.Name)
	owners := make([]connectors.Key, len(records))
	for i, r := range records {
		owners[i] = r.Key
	}
	owned := map[connectors.Key][]connectors.Row{}
	var all []connectors.Row
	if len(owners) == 0 {
		return owned, all, nil
	}
	for row, err := range e.Entity.Rows(ctx, relation, owners, "") {
		if err != nil {
			return nil, nil, err
		}
		owned[row.Owner] = append(owned[row.Owner], row.Row)
		if all = append(all, row.Row); len(all) > e.Limits.ScanRows {
			break
		}
	}
	return owned, all, nil
}

func listed(elements []*scim.Object) iter.Seq2[*scim.Object, error] {
	return func(yield func(*scim.Object, error) bool) {
		for _, el := range elements {
			if !yield(el, nil) {
				return
			}
		}
	}
}
