package rest

import (
	"context"
	"slices"

	"github.com/scimgate/scimgate/connectors"
)

// look reads a record that is to be written: all that may have to be known of it, and what the edit wants to see.
func (w *writer) look(ctx context.Context, k connectors.Key, n connectors.Need) (connectors.Fields, connectors.Record, error) {
	none := connectors.Record{}
	w.showsRows = len(n.Rows) > 0
	now, err := w.single(ctx, k, w.e.known())
	if err != nil {
		return nil, none, err
	}
	missing := connectors.Errorf(connectors.NotFound, w.op, "there is no visible record with this key")
	if now == nil {
		return nil, none, missing
	}
	bounds, protect := w.e.bounds, w.e.spec.Protect
	records, err := w.assemble(ctx, []connectors.Fields{now}, merged(merged(connectors.NeedOf(bounds), connectors.NeedOf(protect)), n))
	if err != nil {
		return nil, none, err
	}
	rec := records[0]
	switch {
	case w.explains:
	case bounds != nil && !connectors.Match(bounds, rec):
		return nil, none, missing
	case protect != nil && connectors.Match(protect, rec):
		return nil, none, connectors.Errorf(connectors.Protected, w.op, "the record is protected")
	}
	return now, only(rec, n), nil
}

// single reads one record by its key, by the call for that where there is one, since it shows most; nil when it is not
// there.
func (w *writer) single(ctx context.Context, k connectors.Key, need []string) (connectors.Fields, error) {
	values, ok := k.Values(w.e.keyTypes()...)
	if !ok {
		return nil, ctx.Err()
	}
	if w.e.root.read != nil && sameNames(w.e.spec.Key, w.e.root.key) {
		return first(w.one(ctx, w.e.root, fieldsOf(w.e.spec.Key, values), need))
	}
	return first(w.fetch(ctx, w.e.root, w.e.spec.Key, []tuple{values}, need))
}

// known are the fields of a record that a write may have to know.
func (e *entity) known() []string {
	names := slices.Concat(e.roots(connectors.Need{}), e.spec.Fields, sortedNames(e.spec.Stamp.Update))
	names = append(names, e.roots(connectors.NeedOf(e.bounds))...)
	names = append(names, e.roots(connectors.NeedOf(e.spec.Protect))...)
	for _, j := range e.joins {
		names = append(names, j.ours...)
	}
	for _, rel := range e.relations {
		names = append(names, rel.ours...)
		if rel.c.within != nil {
			names = append(names, rel.c.within.field)
		}
	}
	for _, op := range []*operation{e.root.update, e.root.remove} {
		if op != nil {
			names = append(names, op.names()...)
		}
	}
	for _, t := range e.root.when {
		names = append(names, t.names()...)
	}
	if e.root.update != nil && e.root.update.all {
		names = append(names, sortedNames(e.root.blank())...)
	}
	return union(slices.DeleteFunc(names, func(name string) bool { f := e.root.fields[name]; return f == nil || f.WriteOnly }))
}

// only is a record with no more than n asks for.
func only(rec connectors.Record, n connectors.Need) connectors.Record {
	out := connectors.Record{Key: rec.Key, Version: rec.Version, Fields: make(connectors.Fields, len(n.Fields))}
	for _, name := range n.Fields {
		out.Fields[name] = rec.Fields[name]
	}
	for name, fields := range n.Rows {
		if out.Rows == nil {
			out.Rows = map[string][]connectors.Row{}
		}
		rows := make([]connectors.Row, len(rec.Rows[name]))
		for i, row := range rec.Rows[name] {
			rows[i] = connectors.Row{Key: row.Key, Fields: only(connectors.Record{Fields: row.Fields}, connectors.Need{Fields: fields}).Fields}
		}
		out.Rows[name] = rows
	}
	return out
}

// result is a record after a write: what the last call told, or else read again, unless nobody wants to know more of it
// than its key.
func (w *writer) result(ctx context.Context, after connectors.Fields, n connectors.Need) (connectors.Record, error) {
	key, _ := tupleOf(after, w.e.spec.Key)
	k, err := connectors.EncodeKey(key...)
	if err != nil && !w.explains {
		return connectors.Record{}, connectors.Errorf(connectors.OutcomeUnknown, w.op, "%w", errNameless)
	}
	if len(n.Fields)+len(n.Rows) == 0 && w.e.spec.Version == "" {
		return connectors.Record{Key: k}, nil
	}
	found := w.answer
	if need := w.e.roots(n); !w.answered(need) {
		found, err = w.single(ctx, k, need)
	}
	if err == nil && found == nil {
		found = after // it is hidden from us now
	}
	var records []connectors.Record
	if err == nil {
		records, err = w.assemble(ctx, []connectors.Fields{found}, n)
	}
	if err != nil {
		return connectors.Record{}, connectors.Errorf(connectors.OutcomeUnknown, w.op, "it is written, and cannot be read: %v", err)
	}
	return records[0], nil
}
