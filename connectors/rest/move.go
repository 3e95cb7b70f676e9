package rest

import (
	"context"
	"errors"
	"slices"

	"github.com/scimgate/scimgate/connectors"
)

// planMoves takes the fields that transitions set out of those that are sent.
func (w *writer) planMoves(p *plan) error {
	p.move = connectors.Fields{}
	for _, name := range sortedNames(p.set) {
		if !w.e.root.moves(name) {
			continue
		}
		v := p.set[name]
		delete(p.set, name)
		if w.e.root.transition(name, v) == nil {
			if p.now == nil && v == nil {
				continue // what a new record has where nobody says anything
			}
			return w.invalid(name, "there is no call that gives it this value")
		}
		p.move[name] = v
	}
	return nil
}

// transition is the call that gives a field a value; nil when there is none.
func (c *collection) transition(name string, v connectors.Value) *transition {
	for _, t := range c.when {
		if t.field == name && same(t.to, v) {
			return t
		}
	}
	return nil
}

// moves makes the calls of transitions for the fields that do not have their values yet.
func (w *writer) moves(ctx context.Context, p *plan, after connectors.Fields) (connectors.Fields, error) {
	names := sortedNames(p.move)
	if p.now == nil && slices.ContainsFunc(names, func(name string) bool { _, told := after[name]; return !told }) {
		found, err := w.reread(ctx, w.e.own(), after, names)
		if err == nil && found == nil {
			err = connectors.Errorf(connectors.Unavailable, w.op, "the new record cannot be read")
		}
		if err != nil {
			return nil, err
		}
		after = overlaid(after, found)
	}
	for _, name := range names {
		if same(after[name], p.move[name]) {
			continue
		}
		if err := w.transit(ctx, name, after, p.move[name]); err != nil {
			return nil, err
		}
		after = overlaid(after, connectors.Fields{name: p.move[name]})
	}
	return after, nil
}

// transit gives one field a value by the call that does that.
func (w *writer) transit(ctx context.Context, name string, now connectors.Fields, to connectors.Value) error {
	own := w.e.own()
	t := w.e.root.transition(name, to)
	if t == nil {
		return stays(name)(ctx)
	}
	then := connectors.Fields{name: to}
	q := request{operation: t.operation, of: own.c, vars: own.c.vars(now)}
	if t.body != nil {
		var err error
		if q.body, err = t.body.Fill(w.trees(own.c, overlaid(now, then))); err != nil {
			return err
		}
		q.hasBody = true
	}
	a, err := w.write(ctx, q, func(ctx context.Context) (bool, error) {
		found, err := w.reread(ctx, own, now, []string{name})
		return found != nil && same(found[name], to), err
	})
	if err != nil {
		if e, ok := errors.AsType[*connectors.Error](err); ok && e.Field == "" && (e.Kind == connectors.Invalid || e.Kind == connectors.Conflict) {
			named := *e
			named.Field = name
			err = &named
		}
		return err
	}
	w.says(t.operation, own.c, w.told(ctx, t.operation, own.c, a), overlaid(now, then))
	from := now[name]
	w.did(func(ctx context.Context) error { return w.bare().transit(ctx, name, overlaid(now, then), from) })
	return nil
}
