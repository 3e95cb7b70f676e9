package rest

import (
	"context"
	"slices"

	"github.com/scimgate/scimgate/connectors"
)

// legs are the calls that together list what the flow asks for: the one that lists everything where nothing that it
// lacks is needed or few records are asked for, else one for each value.
func (r *reader) legs(f flow) []flow {
	if len(f.listing.legs) == 0 {
		return []flow{f}
	}
	var parts []flow
	partial := f.find == nil && slices.ContainsFunc(f.lacks, func(name string) bool { return slices.Contains(f.need, name) })
	hasAll := f.hasAll()
	for i := range f.listing.legs {
		if g := &f.listing.legs[i]; !hasAll || g.all != partial {
			part := f
			part.leg = g
			parts = append(parts, part)
		}
	}
	return parts
}

// leg adds what all records of a leg have, and takes away what a list lacks.
func (r *reader) leg(f *flow, record connectors.Fields) connectors.Fields {
	for _, name := range f.lacks {
		delete(record, name)
	}
	if f.leg != nil {
		for name, v := range f.leg.set {
			if slices.Contains(f.need, name) {
				record[name] = v
			}
		}
	}
	return record
}

// completed reads what a list lacks, record by record, where somebody needs it.
func (r *reader) completed(ctx context.Context, c *collection, l *listing, records []connectors.Fields, need []string) ([]connectors.Fields, error) {
	if len(l.lacks) == 0 || c.read == nil {
		return records, nil
	}
	var short []int
	for i, f := range records {
		if slices.ContainsFunc(need, func(name string) bool { _, has := f[name]; return !has }) {
			short = append(short, i)
		}
	}
	whole, err := r.each(ctx, len(short), func(ctx context.Context, i int) ([]connectors.Fields, error) {
		key, _ := tupleOf(records[short[i]], c.key)
		return r.one(ctx, c, fieldsOf(c.key, key), need)
	})
	if err != nil {
		return nil, err
	}
	out := slices.Clone(records)
	for i, at := range short {
		if len(whole[i]) == 0 { // it has gone meanwhile
			out[at] = nil
			continue
		}
		out[at] = whole[i][0]
	}
	return out, nil
}
