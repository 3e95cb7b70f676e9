package rest

import (
	"context"
	"errors"
	"slices"

	"github.com/scimgate/scimgate/connectors"
)

// rewrites decides whether the rows are written as a whole: where all of them are given, or there is no other call.
func (s *rowPlanner) rewrites() {
	c := s.change
	if s.of.rewrite == nil {
		return
	}
	if c.Replace || len(c.Add) > 0 && s.of.create == nil || len(c.Remove)+len(c.Drop) > 0 && s.of.remove == nil || len(c.Update) > 0 && s.of.update == nil {
		s.list = []connectors.Fields{}
	}
}

// possible makes sure that there are calls for what is planned.
func (s *rowPlanner) possible() error {
	switch {
	case s.list != nil:
		for _, p := range s.present {
			s.list = append(s.list, p.fields)
		}
	case s.of.within != nil:
	case len(s.added) > 0 && s.of.create == nil:
		return connectors.Unsupportedf(s.op, s.relation, "there is no call that adds %s", s.of.name)
	case len(s.removed) > 0 && s.of.remove == nil:
		return connectors.Unsupportedf(s.op, s.relation, "there is no call that removes %s", s.of.name)
	case len(s.updated) > 0 && s.of.update == nil:
		return connectors.Unsupportedf(s.op, s.relation, "there is no call that changes %s", s.of.name)
	}
	return nil
}

// changeRows makes the calls for the rows of one relation: removals first, then updates, then additions.
func (w *writer) changeRows(ctx context.Context, p *rowPlan, owner connectors.Fields) error {
	if p.nothing() {
		return nil
	}
	if p.list != nil {
		return w.rewrite(ctx, p, p.owned(p.before, owner), p.owned(p.list, owner), owner)
	}
	for _, row := range p.owned(p.removed, owner) {
		if err := w.remove(ctx, p.part, row); err != nil {
			return err
		}
	}
	for _, u := range p.updated {
		if _, err := w.alter(ctx, p.part, p.owned([]connectors.Fields{u.now}, owner)[0], u.set); err != nil {
			return err
		}
	}
	return w.insertAll(ctx, p, p.owned(p.added, owner), owner)
}

// owned are rows with the fields that are their owner's.
func (p *rowPlan) owned(rows []connectors.Fields, owner connectors.Fields) []connectors.Fields {
	out := make([]connectors.Fields, len(rows))
	for i, row := range rows {
		out[i] = overlaid(row, p.shared(owner))
	}
	return out
}

// shared are the fields that all rows of an owner have in common because of him.
func (p *rowPlan) shared(owner connectors.Fields) connectors.Fields {
	out := connectors.Fields{}
	for i, theirs := range p.theirs {
		out[theirs] = owner[p.rel.ours[i]]
	}
	return out
}

// insertAll adds rows, as many at once as the application takes.
func (w *writer) insertAll(ctx context.Context, p *rowPlan, rows []connectors.Fields, owner connectors.Fields) error {
	if p.c.create == nil || p.c.create.batch < 2 {
		for _, row := range rows {
			if _, err := w.insert(ctx, p.part, row); err != nil {
				return err
			}
		}
		return nil
	}
	common := overlaid(connectors.Equalities(p.rel.Where), p.shared(owner))
	for chunk := range slices.Chunk(rows, p.c.create.batch) {
		if err := w.insertMany(ctx, p, common, chunk); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) insertMany(ctx context.Context, p *rowPlan, common connectors.Fields, rows []connectors.Fields) error {
	q, err := w.requestOfMany(p.c.create, p.c, common, rows)
	if err != nil {
		return w.blame(p.part, err)
	}
	missing := rows
	a, err := w.write(ctx, q, func(ctx context.Context) (bool, error) {
		there, err := w.identitiesOf(ctx, p, common)
		missing = slices.DeleteFunc(slices.Clone(rows), func(row connectors.Fields) bool { return there[identityOf(row, p.identity)] })
		return len(missing) == 0, err
	})
	if len(missing) < len(rows) && (errors.Is(err, connectors.Invalid) || errors.Is(err, connectors.Conflict)) {
		return w.insertMany(ctx, p, common, missing) // it may have been about the others
	}
	if err != nil || a.already {
		return w.blame(p.part, err)
	}
	w.did(func(ctx context.Context) error {
		for _, row := range rows {
			if err := w.takeOut(ctx, p.part, row); err != nil {
				return err
			}
		}
		return nil
	})
	return nil
}

// rewrite gives an owner exactly these rows.
func (w *writer) rewrite(ctx context.Context, p *rowPlan, before, rows []connectors.Fields, owner connectors.Fields) error {
	common := p.shared(owner)
	q, err := w.requestOfMany(p.c.rewrite, p.c, common, rows)
	if err != nil {
		return w.blame(p.part, err)
	}
	if way := p.c.way(p.theirs, 1, nil); p.c.rewrite.ifMatch && way != nil && way.listing != nil {
		if t := w.recall.tagOf(way.listing.operation); t.requests == 1 {
			q.tag = t.etag
		}
	}
	_, err = w.write(ctx, q, func(ctx context.Context) (bool, error) { return w.shows(ctx, p, common, rows) })
	if err != nil {
		w.stale = q.tag != "" && errors.Is(err, connectors.Precondition)
		return w.blame(p.part, err)
	}
	w.did(func(ctx context.Context) error {
		if good, err := w.shows(ctx, p, common, rows); err != nil || !good {
			return errors.Join(err, stays(p.relation)(ctx)) // somebody else has written since
		}
		return w.bare().rewrite(ctx, p, rows, before, owner)
	})
	return nil
}

// shows reports whether a read shows exactly these rows of an owner.
func (w *writer) shows(ctx context.Context, p *rowPlan, owner connectors.Fields, rows []connectors.Fields) (bool, error) {
	there, err := w.identitiesOf(ctx, p, owner)
	missing := slices.ContainsFunc(rows, func(row connectors.Fields) bool { return !there[identityOf(row, p.identity)] })
	return !missing && len(there) == len(rows), err
}

// identitiesOf are the identities of all rows of an owner as they are now.
func (w *writer) identitiesOf(ctx context.Context, p *rowPlan, owner connectors.Fields) (map[string]bool, error) {
	t, _ := tupleOf(owner, p.theirs)
	rows, err := w.fetch(ctx, p.c, p.theirs, []tuple{t}, p.identity)
	there := make(map[string]bool, len(rows))
	for _, row := range rows {
		there[identityOf(row, p.identity)] = true
	}
	return there, err
}
