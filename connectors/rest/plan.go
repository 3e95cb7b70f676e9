package rest

import (
	"context"
	"slices"

	"github.com/scimgate/scimgate/connectors"
)

// plan is what a change comes to: everything is looked up and judged before anything is written.
type plan struct {
	now  connectors.Fields // the record as it is; nil: a new one
	set  connectors.Fields // its fields that get another value
	move connectors.Fields // those of them that transitions set
	rows []*rowPlan
}

// nothing reports whether there is nothing to write.
func (p *plan) nothing() bool {
	return p.now != nil && len(p.set) == 0 && len(p.move) == 0 &&
		!slices.ContainsFunc(p.rows, func(r *rowPlan) bool { return !r.nothing() })
}

// planUpdate is what the change comes to for a record that is as now says.
func (w *writer) planUpdate(ctx context.Context, now connectors.Fields) (*plan, error) {
	own := w.e.own()
	set, err := w.stored(ctx, own, w.change.Set)
	if err != nil {
		return nil, err
	}
	if err := w.checkKey(overlaid(now, set)); err != nil {
		return nil, err
	}
	p := &plan{now: now}
	if p.set, err = w.differing(own, now, set); err != nil {
		return nil, err
	}
	if err := w.planRows(ctx, p); err != nil || p.nothing() {
		return p, err
	}
	stamped := overlaid(now, p.set)
	if err := w.fill(ctx, own, stamped, w.e.spec.Stamp.Update, w.change.Set, always); err != nil {
		return nil, err
	}
	for name := range w.e.spec.Stamp.Update {
		if !same(now[name], stamped[name]) {
			p.set[name] = stamped[name]
		}
	}
	if err := w.planMoves(p); err != nil {
		return nil, err
	}
	if w.e.setsWhole(p.set) {
		return p, w.claim(ctx, true)
	}
	return p, nil
}

// planCreate is what the change comes to for a new record.
func (w *writer) planCreate(ctx context.Context) (*plan, error) {
	own := w.e.own()
	set, err := w.stored(ctx, own, w.change.Set)
	if err != nil {
		return nil, err
	}
	if err := w.fill(ctx, own, set, w.e.spec.Insert, w.change.Set, unlessSet); err != nil {
		return nil, err
	}
	if err := w.fill(ctx, own, set, w.e.spec.Stamp.Insert, w.change.Set, always); err != nil {
		return nil, err
	}
	if err := w.complete(own, set); err != nil {
		return nil, err
	}
	if err := w.checkKey(set); err != nil {
		return nil, err
	}
	p := &plan{set: set}
	if err := w.planRows(ctx, p); err != nil {
		return nil, err
	}
	return p, w.planMoves(p)
}

// checkKey makes sure that the record has the key fields that the change takes for granted. A key that the application
// has yet to make can be no such field.
func (w *writer) checkKey(fields connectors.Fields) error {
	for _, name := range sortedNames(w.change.Key) {
		if !slices.Contains(w.e.spec.Key, name) {
			return connectors.Unsupportedf(w.op, name, "it is no field of the key")
		}
		v, err := connectors.Convert(w.change.Key[name], w.e.root.fields[name].Type)
		if err != nil || !same(fields[name], v) {
			return w.invalid(name, "the record's key has another value")
		}
	}
	return nil
}

// carryOut makes the calls of a plan, the record's own first, and answers with what is known of the record then.
func (w *writer) carryOut(ctx context.Context, p *plan) (after connectors.Fields, err error) {
	switch after = p.now; {
	case p.now == nil:
		after, err = w.insert(ctx, w.e.own(), p.set)
	case len(p.set) > 0:
		after, err = w.alter(ctx, w.e.own(), p.now, p.set)
	}
	if err != nil {
		return nil, err
	}
	if after, err = w.moves(ctx, p, after); err != nil {
		return nil, err
	}
	for _, rows := range p.rows {
		if err := w.changeRows(ctx, rows, after); err != nil {
			return nil, err
		}
	}
	return after, nil
}
