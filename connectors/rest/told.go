package rest

import (
	"context"
	"errors"
	"net/url"
	"slices"

	"github.com/scimgate/scimgate/connectors"
)

// told is what the answer to a write says of the record: the fields that stand in it. None in most applications' answers
// to a change of rows.
func (w *writer) told(ctx context.Context, op *operation, c *collection, a answer) connectors.Fields {
	out := connectors.Fields{}
	if op.silent || a.body == nil {
		return out
	}
	t, ok := op.record.Get(a.body)
	if !ok {
		return out
	}
	for name, f := range c.fields {
		if v, ok := f.at.Get(t); ok && !f.WriteOnly {
			out[name] = f.decode(ctx, v, w.unset)
		}
	}
	return out
}

// says notes what the last call told of the record. One that is only explained tells all, as it may.
func (w *writer) says(op *operation, c *collection, told, known connectors.Fields) {
	w.answer = told
	if w.explains && !op.silent {
		w.answer = w.imagined(c, c.readable(), known)
	}
}

// named gives a new record of p, of which the answer told what stands in fields, its key where that is missing: from the
// location that the answer names, or else from a look at the record that has what can be had only once.
func (w *writer) named(ctx context.Context, p part, fields connectors.Fields, a answer) (connectors.Fields, error) {
	if w.explains {
		return w.imagined(p.c, p.c.order, fields), nil
	}
	if l := p.c.created; l != nil && len(p.key) == 1 && fields[p.key[0]] == nil {
		if v, ok := l.key(a, p.c.fields[p.key[0]]); ok {
			fields[p.key[0]] = v
		}
	}
	if _, whole := tupleOf(fields, p.key); whole {
		return fields, nil
	}
	for _, name := range p.c.order {
		by := []string{name}
		if p.c.fields[name].Distinct == "" || fields[name] == nil || p.c.way(by, 1, nil) == nil {
			continue
		}
		found, err := w.fetch(ctx, p.c, by, []tuple{{fields[name]}}, nil)
		if err == nil && len(found) == 1 {
			return overlaid(fields, found[0]), nil
		}
	}
	return nil, connectors.Errorf(connectors.OutcomeUnknown, w.op, "%w", errNameless)
}

var errNameless = errors.New("nothing says which record is the new one")

// key is what the location in an answer says.
func (l *location) key(a answer, f *field) (connectors.Value, bool) {
	m := l.pattern.FindStringSubmatch(a.header.Get(l.header))
	if m == nil {
		return nil, false
	}
	text, err := url.PathUnescape(m[1])
	if err != nil {
		return nil, false
	}
	v, err := connectors.Convert(text, f.Type)
	return v, err == nil && v != nil
}

// reread finds a record of p again by its key, or a row by its owner and identity; nil when it is not there.
func (w *writer) reread(ctx context.Context, p part, f connectors.Fields, need []string) (connectors.Fields, error) {
	for _, by := range [][]string{p.key, union(p.theirs, p.identity)} {
		if t, whole := tupleOf(f, by); whole && len(by) > 0 && p.c.within == nil && p.c.way(by, 1, need) != nil {
			return first(w.fetch(ctx, p.c, by, []tuple{t}, need))
		}
	}
	by := p.theirs
	if len(by) == 0 {
		by = p.key
	}
	t, _ := tupleOf(f, by)
	found, err := w.fetch(ctx, p.c, by, []tuple{t}, union(need, p.identity))
	if err == nil && !w.explains {
		found = slices.DeleteFunc(found, func(x connectors.Fields) bool { return identityOf(x, p.identity) != identityOf(f, p.identity) })
	}
	return first(found, err)
}

func first(list []connectors.Fields, err error) (connectors.Fields, error) {
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return list[0], nil
}
