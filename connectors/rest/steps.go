package rest

import (
	"context"
	"errors"

	"github.com/scimgate/scimgate/connectors"
)

// insert makes a record of p and answers with what is known of it then.
func (w *writer) insert(ctx context.Context, p part, fields connectors.Fields) (connectors.Fields, error) {
	op := p.c.create
	if op == nil {
		return nil, connectors.Unsupportedf(w.op, p.relation, "there is no call that creates %s", p.c.name)
	}
	send := fields
	if op.all {
		send = overlaid(p.c.blank(), fields)
	}
	q, err := w.request(op, p.c, fields, send)
	if err != nil {
		return nil, w.blame(p, err)
	}
	if w.change.Token != "" && p.relation == "" {
		q.vars[tokenName] = w.change.Token
	}
	if p.relation == "" {
		return w.found(ctx, p, q, fields)
	}
	a, err := w.write(ctx, q, func(ctx context.Context) (bool, error) {
		found, err := w.reread(ctx, p, fields, nil)
		return found != nil, err
	})
	if err != nil {
		return nil, w.blame(p, err)
	}
	made := overlaid(fields, w.told(ctx, op, p.c, a))
	if !a.already {
		w.did(func(ctx context.Context) error { return w.takeOut(ctx, p, made) })
	}
	return made, nil
}

// found makes the record itself. After an error nothing is looked for: what has the same values may be somebody else's,
// and whoever made it is not ours to say.
func (w *writer) found(ctx context.Context, p part, q request, fields connectors.Fields) (connectors.Fields, error) {
	a, err := w.post(ctx, q)
	if err != nil {
		return nil, err
	}
	told := w.told(ctx, q.operation, p.c, a)
	made, err := w.named(ctx, p, overlaid(fields, told), a)
	if err != nil {
		return nil, err
	}
	w.says(q.operation, p.c, told, made)
	w.did(func(ctx context.Context) error { return w.takeOut(ctx, p, made) })
	if q.verify == verifyRead {
		there, err := w.reread(ctx, p, made, nil)
		if err == nil && there == nil && !w.explains {
			err = fail(q, connectors.Invalid, errIgnored)
		}
		if err != nil {
			return nil, err
		}
	}
	return made, nil
}

// takeOut undoes an insert.
func (w *writer) takeOut(ctx context.Context, p part, made connectors.Fields) error {
	if p.c.remove == nil {
		return stays("a new record of " + p.c.name)(ctx)
	}
	for _, name := range p.c.remove.url.Names() {
		if made[name] != nil {
			continue
		}
		found, err := w.reread(ctx, p, made, p.c.readable())
		if err != nil || found == nil {
			return err
		}
		made = overlaid(found, made)
		break
	}
	return w.bare().remove(ctx, p, made)
}

// bare is a writer like w that takes nothing back.
func (w *writer) bare() *writer {
	return &writer{reader: w.reader, recall: w.recall, op: w.op, undoes: true, claimed: w.claimed}
}

// remove takes a record of p away. One that is not there any more is no error.
func (w *writer) remove(ctx context.Context, p part, now connectors.Fields) error {
	op := p.c.remove
	if op == nil {
		return connectors.Unsupportedf(w.op, p.relation, "there is no call that removes %s", p.c.name)
	}
	q, err := w.request(op, p.c, now, nil)
	if err != nil {
		return w.blame(p, err)
	}
	a, err := w.write(ctx, q, func(ctx context.Context) (bool, error) {
		found, err := w.reread(ctx, p, now, nil)
		return found == nil, err
	})
	if errors.Is(err, connectors.NotFound) {
		return nil
	}
	if err == nil && !a.already {
		w.did(func(ctx context.Context) error {
			_, err := w.bare().insert(ctx, p, now)
			return err
		})
	}
	return w.blame(p, err)
}

// blame is the error of a call about p as whoever asked for the write sees it.
func (w *writer) blame(p part, err error) error {
	e, ok := errors.AsType[*connectors.Error](err)
	if !ok || p.relation == "" {
		return err
	}
	out := *e
	switch {
	case out.Field != "":
		out.Field = qualified(p.relation, out.Field)
	case out.Kind == connectors.NotFound: // not the record that was asked for
		return w.invalid(p.relation, "%v", err)
	case out.Kind == connectors.Invalid || out.Kind == connectors.Conflict:
		out.Field = p.relation
	}
	return &out
}
