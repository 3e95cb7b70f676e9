package memory

import (
	"context"

	"github.com/scimgate/scimgate/connectors"
)

// Get reads the records with these keys.
func (e *entity) Get(ctx context.Context, keys []connectors.Key, n connectors.Need) (map[connectors.Key]connectors.Record, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if err := e.shape.CheckNeed("get "+e.spec.Entity, n); err != nil {
		return nil, err
	}
	r := e.reader(e.c.current.Load(), connectors.Instant(ctx))
	out := make(map[connectors.Key]connectors.Record, len(keys))
	for _, k := range keys {
		if x, ok := r.find(k); ok {
			out[k] = r.record(x, n)
		}
	}
	return out, nil
}

// find finds the visible record with this key.
func (r *reader) find(k connectors.Key) (row, bool) {
	columns := r.e.spec.Key
	types := make([]connectors.Type, len(columns))
	for i, name := range columns {
		c, _ := r.e.def.column(name)
		types[i] = c.Type
	}
	parts, ok := k.Values(types...)
	if !ok {
		return row{}, false
	}
	want := connectors.Fields{}
	for i, name := range columns {
		want[name] = parts[i]
	}
	x, ok := r.root().lookup(want, columns)
	if !ok || !r.visible(x) {
		return row{}, false
	}
	return x, true
}
