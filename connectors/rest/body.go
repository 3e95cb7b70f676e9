package rest

import (
	"maps"
	"net/http"
	"slices"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/connectors/rest/wire"
)

// tokenName is what an operation calls the token of a create.
const tokenName = "token"

// sent reports whether a field is part of what is sent: what the application makes itself is not, nor what transitions
// set.
func (c *collection) sent(name string) bool {
	f, known := c.fields[name]
	return known && !f.ReadOnly && !c.moves(name)
}

// moves reports whether transitions set a field.
func (c *collection) moves(name string) bool {
	return slices.ContainsFunc(c.when, func(t *transition) bool { return t.field == name })
}

// request is the call of op for one record of c, of which send is what the call is to write.
func (w *writer) request(op *operation, c *collection, known, send connectors.Fields) (q request, err error) {
	q = request{operation: op, of: c, vars: c.vars(known)}
	switch {
	case op.body != nil:
		q.body, err = op.body.Fill(w.trees(c, overlaid(c.naming(known), send)))
		q.hasBody = true
	case op.method != http.MethodDelete && slices.ContainsFunc(c.order, c.sent):
		var record wire.Tree
		if record, err = w.record(c, send, nil); err == nil {
			err = op.wrap.Set(&q.body, record)
		}
		q.hasBody = true
	}
	return q, err
}

// requestOfMany is the call of op for many rows of one owner: what they have in common is one value, and all else is a
// list with an element for each.
func (w *writer) requestOfMany(op *operation, c *collection, common connectors.Fields, rows []connectors.Fields) (q request, err error) {
	q = request{operation: op, of: c, vars: c.vars(common), hasBody: true}
	if op.body != nil {
		trees := w.trees(c, common)
		for name, f := range c.fields {
			if _, shared := common[name]; shared {
				continue
			}
			list := make([]any, len(rows))
			for i, row := range rows {
				list[i] = f.encode(row[name])
			}
			trees[name] = list
		}
		q.body, err = op.body.Fill(trees)
		return q, err
	}
	list := make([]any, len(rows))
	for i, row := range rows {
		if list[i], err = w.record(c, row, common); err != nil {
			return q, err
		}
	}
	err = op.wrap.Set(&q.body, list)
	return q, err
}

// record is fields at the places where they are sent, without those that go without saying.
func (w *writer) record(c *collection, fields, without connectors.Fields) (wire.Tree, error) {
	var t wire.Tree = map[string]any{}
	err := w.place(&t, c, fields, without)
	return t, err
}

// place puts fields into a record where they are sent.
func (w *writer) place(t *wire.Tree, c *collection, fields, without connectors.Fields) error {
	trees := w.trees(c, fields)
	for _, name := range sortedNames(trees) {
		if _, said := without[name]; said || !c.sent(name) {
			continue
		}
		if err := c.fields[name].send.Set(t, trees[name]); err != nil {
			return err
		}
	}
	return nil
}

// trees are fields as bodies carry them. One without a value is what the application takes for that.
func (w *writer) trees(c *collection, fields connectors.Fields) map[string]wire.Tree {
	out := make(map[string]wire.Tree, len(fields))
	for name, v := range fields {
		f, ok := c.fields[name]
		switch {
		case !ok:
		case v != nil:
			out[name] = f.encode(v)
		case f.list:
			out[name] = []any{}
		case w.unset == unsetNull:
			out[name] = nil
		case w.unset == unsetEmpty:
			out[name] = ""
		}
	}
	return out
}

// naming are the fields that say which record it is: its key, and what the application itself gave it.
func (c *collection) naming(f connectors.Fields) connectors.Fields {
	out := connectors.Fields{}
	for name, v := range f {
		if v != nil && c.fields[name] != nil && (slices.Contains(c.key, name) || !c.sent(name)) {
			out[name] = v
		}
	}
	return out
}

// sendable are the fields of a record that can be sent as they were read.
func (c *collection) sendable(now connectors.Fields) connectors.Fields {
	out := c.seen(now)
	maps.DeleteFunc(out, func(name string, _ connectors.Value) bool { return !c.sent(name) })
	return out
}

// blank are all fields of a new record that can be sent, without values.
func (c *collection) blank() connectors.Fields {
	out := connectors.Fields{}
	for _, name := range c.readable() {
		out[name] = nil
	}
	return c.sendable(out)
}

// readable are the fields that a read shows.
func (c *collection) readable() []string {
	return slices.DeleteFunc(slices.Clone(c.order), func(name string) bool { return c.fields[name].WriteOnly })
}

// seen are the fields of f that a read shows.
func (c *collection) seen(f connectors.Fields) connectors.Fields {
	out := connectors.Fields{}
	for name, v := range f {
		if known := c.fields[name]; known != nil && !known.WriteOnly {
			out[name] = v
		}
	}
	return out
}
