package memory

import (
	"context"
	"iter"
	"slices"

	"github.com/scimgate/scimgate/connectors"
)

// Rows streams one relation of many owners.
func (e *entity) Rows(ctx context.Context, relation string, of []connectors.Key, after connectors.Key) iter.Seq2[connectors.OwnedRow, error] {
	op := "rows " + relation + " of " + e.spec.Entity
	return func(yield func(connectors.OwnedRow, error) bool) {
		rel, begin, err := e.checkRows(op, relation, of, after)
		if err != nil {
			yield(connectors.OwnedRow{}, err)
			return
		}
		r := e.reader(e.c.current.Load(), connectors.Instant(ctx))
		for _, owner := range r.owners(of) {
			for _, x := range r.stream(rel, owner, begin) {
				if err := ctx.Err(); err != nil {
					yield(connectors.OwnedRow{}, err)
					return
				}
				out := connectors.OwnedRow{Owner: r.record(owner, connectors.Need{}).Key}
				out.Row = connectors.Row{Key: r.rowKey(rel, x), Fields: r.fields(x.fields, rel.joins, rel.Fields)}
				if !yield(out, nil) {
					return
				}
			}
		}
		if err := ctx.Err(); err != nil {
			yield(connectors.OwnedRow{}, err)
		}
	}
}

func (e *entity) checkRows(op, relation string, of []connectors.Key, after connectors.Key) (*relation, connectors.Fields, error) {
	rel, ok := e.relations[relation]
	switch {
	case !ok:
		return nil, nil, connectors.Unsupportedf(op, relation, "there is no such relation")
	case after == "":
		return rel, nil, nil
	case len(of) != 1:
		return nil, nil, connectors.Unsupportedf(op, relation, "a place to begin at is for one owner")
	}
	begin, ok := rel.place(after)
	if !ok {
		return nil, nil, connectors.Errorf(connectors.Invalid, op, "not the key of a row")
	}
	return rel, begin, nil
}

// owners are the visible records with these keys, each once, in key order.
func (r *reader) owners(keys []connectors.Key) []row {
	var out []row
	for _, k := range keys {
		x, ok := r.find(k)
		if ok && !slices.ContainsFunc(out, func(o row) bool { return o.number == x.number }) {
			out = append(out, x)
		}
	}
	slices.SortFunc(out, func(a, b row) int { return compareRows(a.fields, b.fields, nil, r.e.spec.Key, r.e.fold) })
	return out
}

// stream is the visible rows of a relation in the order of their keys, beginning behind begin, which need not be
// there any more.
func (r *reader) stream(rel *relation, owner row, begin connectors.Fields) []row {
	own := r.shown(rel, owner, nil)
	if begin == nil {
		return own
	}
	return slices.DeleteFunc(own, func(x row) bool {
		return compareRows(r.fields(x.fields, rel.joins, rel.key), begin, nil, rel.key, rel.fold) <= 0
	})
}

// place is a row's key as fields.
func (rel *relation) place(k connectors.Key) (connectors.Fields, bool) {
	types := make([]connectors.Type, len(rel.key))
	for i, name := range rel.key {
		c, _ := rel.joins.column(rel.def, name)
		types[i] = c.Type
	}
	parts, ok := k.Values(types...)
	if !ok {
		return nil, false
	}
	at := connectors.Fields{}
	for i, name := range rel.key {
		at[name] = parts[i]
	}
	return at, true
}
