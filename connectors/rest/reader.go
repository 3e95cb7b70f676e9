package rest

import (
	"context"
	"slices"
	"sync/atomic"

	"github.com/scimgate/scimgate/connectors"
)

// reader reads for one operation of an entity: it sends its calls, or notes them, and counts what it has read.
type reader struct {
	sender
	c        *connector
	e        *entity
	unset    string
	parallel int
	explains bool // requests are noted, and answered with what might come
	entire   bool // what is read is about to be written back: none of it may be missing
	bound    int  // records that may be read; 0: any number
	records  atomic.Int64
}

func (e *entity) reader() *reader {
	return &reader{sender: e.c, c: e.c, e: e, unset: e.c.block.unset, parallel: parallel}
}

// count adds to the records that were read.
func (r *reader) count(n int) error {
	if read := r.records.Add(int64(n)); r.bound > 0 && read > int64(r.bound) {
		return connectors.Errorf(connectors.TooMany, "list "+r.e.spec.Entity, "more than %d records", r.bound)
	}
	return nil
}

// assemble makes records of what was read of the root collection: with what is joined to them and the rows that belong
// to them. A record that need asks nothing of has its key alone.
func (r *reader) assemble(ctx context.Context, roots []connectors.Fields, need connectors.Need) ([]connectors.Record, error) {
	records := make([]connectors.Record, len(roots))
	if err := r.join(ctx, roots, r.e.joins, need.Fields); err != nil {
		return nil, err
	}
	for i, f := range roots {
		key, _ := tupleOf(f, r.e.spec.Key)
		k, err := connectors.EncodeKey(key...)
		if err != nil && !r.explains {
			return nil, connectors.Errorf(connectors.Unavailable, "read "+r.e.spec.Entity, "a record without a key")
		}
		records[i] = connectors.Record{Key: k, Fields: make(connectors.Fields, len(need.Fields))}
		for _, name := range need.Fields {
			records[i].Fields[name] = f[name]
		}
		if r.e.spec.Version != "" {
			v, _ := connectors.Convert(f[r.e.spec.Version], connectors.TypeText)
			records[i].Version, _ = v.(string)
		}
	}
	for _, name := range sortedNames(need.Rows) {
		rel := r.e.relations[name]
		rows, err := r.rows(ctx, rel, roots, need.Rows[name])
		if err != nil {
			return nil, err
		}
		for i := range records {
			if records[i].Rows == nil {
				records[i].Rows = map[string][]connectors.Row{}
			}
			records[i].Rows[name] = rows[i]
		}
	}
	return records, nil
}

// roots are the fields of the root collection that need asks for, with those that its joins and relations hang on.
func (e *entity) roots(need connectors.Need) []string {
	names := slices.Clone(e.spec.Key)
	if e.spec.Version != "" {
		names = append(names, e.spec.Version)
	}
	for _, name := range need.Fields {
		if _, joined := e.joined(name); !joined {
			names = append(names, name)
		}
	}
	for _, j := range e.joins {
		if slices.ContainsFunc(need.Fields, j.has) {
			names = append(names, j.ours...)
		}
	}
	for name := range need.Rows {
		rel := e.relations[name]
		names = append(names, rel.ours...)
		if rel.c.within != nil {
			names = append(names, rel.c.within.field)
		}
	}
	return union(names)
}

// keep drops the records that are out of bounds or do not satisfy where, and gives the others what need asks for.
func (r *reader) keep(ctx context.Context, roots []connectors.Fields, where connectors.Predicate, need connectors.Need) (kept []connectors.Record, which []int, err error) {
	if where == nil {
		records, err := r.assemble(ctx, roots, need)
		return records, indexes(len(roots)), err
	}
	looked, err := r.assemble(ctx, roots, connectors.NeedOf(where))
	if err != nil {
		return nil, nil, err
	}
	var good []connectors.Fields
	for i, rec := range looked {
		if r.explains || connectors.Match(where, rec) {
			good, which = append(good, roots[i]), append(which, i)
		}
	}
	kept, err = r.assemble(ctx, good, need)
	return kept, which, err
}

func indexes(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}
