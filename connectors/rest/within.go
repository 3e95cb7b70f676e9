package rest

import (
	"context"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/connectors/rest/wire"
)

// fetchWithin reads rows that are lists in their owners' records, by their owners.
func (r *reader) fetchWithin(ctx context.Context, c *collection, owners []tuple, need []string) ([]connectors.Fields, error) {
	records, err := r.fetch(ctx, c.within.of, c.within.of.key, owners, []string{c.within.field})
	if err != nil {
		return nil, err
	}
	var rows []connectors.Fields
	for _, f := range records {
		rows = append(rows, r.inside(ctx, c, f, need)...)
	}
	return rows, nil
}

// inside are the rows in one owner's record. Each has the owner's key.
func (r *reader) inside(ctx context.Context, c *collection, owner connectors.Fields, need []string) []connectors.Fields {
	var rows []connectors.Fields
	for _, t := range (wire.Path{}).Each(owner[c.within.field]) {
		f := c.decode(ctx, t, nil, r.unset, need)
		for i, name := range c.within.owner {
			f[name] = owner[c.within.of.key[i]]
		}
		rows = append(rows, f)
	}
	return rows
}
