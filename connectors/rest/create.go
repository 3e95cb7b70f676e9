package rest

import (
	"context"
	"slices"

	"github.com/scimgate/scimgate/connectors"
)

// Create makes one record and then, by calls of their own, what only a record that is there can have. When one of them
// fails, the record goes again.
func (e *entity) Create(ctx context.Context, c connectors.Change) (connectors.Record, error) {
	if err := ctx.Err(); err != nil {
		return connectors.Record{}, err
	}
	return e.reader().writer("create", nil).create(ctx, c)
}

// CreatesOnce reports whether the application makes one record of all creates like c: its call says the token, and
// there are no rows to be made after it.
func (e *entity) CreatesOnce(c connectors.Change) bool {
	op := e.root.create
	return op != nil && c.Token != "" && !c.ChangesRows() && slices.Contains(op.names(), tokenName)
}

func (w *writer) create(ctx context.Context, c connectors.Change) (connectors.Record, error) {
	w.change = c
	p, err := w.planCreate(ctx)
	if err != nil {
		return connectors.Record{}, err
	}
	after, err := w.carryOut(ctx, p)
	if err != nil {
		return connectors.Record{}, w.settle(ctx, err)
	}
	return w.result(ctx, after, w.toldOf(c.Answer))
}

// toldOf is what the answer tells of what is wanted of a new record: nothing of one that may be hidden.
func (w *writer) toldOf(want connectors.Need) connectors.Need {
	var n connectors.Need
	bounds := connectors.NeedOf(w.e.bounds)
	if !w.answered(bounds.Fields) || len(bounds.Rows) > 0 || !matches(w.e.bounds, w.answer) {
		return n
	}
	for _, name := range want.Fields {
		if w.answered([]string{name}) {
			n.Fields = append(n.Fields, name)
		}
	}
	for name, fields := range want.Rows {
		rel, ok := w.e.relations[name]
		if ok && rel.c.within != nil && len(rel.joins) == 0 && rel.target == nil && w.answered([]string{rel.c.within.field}) {
			if n.Rows == nil {
				n.Rows = map[string][]string{}
			}
			n.Rows[name] = fields
		}
	}
	return n
}

// answered reports whether the last call told these fields.
func (w *writer) answered(names []string) bool {
	return !slices.ContainsFunc(names, func(name string) bool { _, told := w.answer[name]; return !told })
}
