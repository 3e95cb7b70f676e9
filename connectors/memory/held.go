package memory

import (
	"errors"
	"fmt"
	"slices"

	"github.com/scimgate/scimgate/connectors"
)

// held checks how rows that are records of their own are moved.
func (o *opening) held(r *relation, h connectors.Held) *connectors.Held {
	if len(r.theirs) != 1 {
		o.report(r.name, "connector/held", "", "the records of %s belong by one field", r.name)
		return nil
	}
	field, _ := r.def.column(r.theirs[0]) // which is checked already
	empty, err := connectors.Convert(h.Empty, field.Type)
	if err != nil {
		o.report(r.name+"/"+field.Name, "connector/bad-value", "", "%v does not fit the field %s", h.Empty, field.Name)
	}
	h.Empty = empty
	for i := range h.After {
		o.report(fmt.Sprintf("%s/after/%d", r.name, i), "connector/unsupported-source", "", "a table in memory has no native statements")
	}
	h.Protect = o.predicate(r.name+"/", h.Protect, ownType(r.def))
	h.Stamp = o.sources(r.name+"/", r.def, h.Stamp)
	return &h
}

// heldWriter moves records that only belong to an owner.
type heldWriter struct {
	*writer
	rel     *relation
	t       *table
	owner   connectors.Value
	changed bool
}

func (w *writer) held(rel *relation, owner row) (*heldWriter, error) {
	t, err := w.d.table(rel.def.Name)
	return &heldWriter{writer: w, rel: rel, t: t, owner: owner.fields[rel.ours[0]]}, err
}

func (w *heldWriter) apply(c connectors.RowChange) error {
	if len(c.Update) > 0 {
		return connectors.Unsupportedf(w.d.op, w.rel.name, "records that only belong to it are not updated")
	}
	rows := rowWriter{writer: w.writer, rel: w.rel}
	adding, err := rows.identities(c.Add)
	if err != nil {
		return err
	}
	var removing []string
	for _, fields := range c.Remove {
		if id, err := rows.identities([]connectors.Fields{fields}); err == nil { // else no row is named
			removing = append(removing, id...)
		}
	}
	return w.move(func(x row, id string, belongs bool) (connectors.Value, bool) {
		switch {
		case slices.Contains(adding, id):
			return w.owner, !belongs
		case belongs && (c.Replace || slices.Contains(removing, id) || slices.Contains(c.Drop, w.key(x))):
			return w.rel.Held.Empty, true
		default:
			return nil, false
		}
	}, adding)
}

// release lets all rows of the owner go.
func (w *heldWriter) release() error {
	return w.move(func(_ row, _ string, belongs bool) (connectors.Value, bool) { return w.rel.Held.Empty, belongs }, nil)
}

// move gives the field that rows belong by the value that to wants of each, where it wants one. All those of wanted must
// be among the rows that can be seen.
func (w *heldWriter) move(to func(x row, identity string, belongs bool) (connectors.Value, bool), wanted []string) error {
	seen := map[string]bool{}
	for _, x := range slices.Clone(w.t.rows) {
		if !connectors.Match(w.rel.Where, connectors.Record{Fields: x.fields}) {
			continue
		}
		id := identity(x.fields, w.rel.Identity)
		seen[id] = true
		if v, moves := to(x, id, same(x.fields[w.rel.theirs[0]], w.owner)); moves {
			if err := w.put(x, v); err != nil {
				return err
			}
		}
	}
	if slices.ContainsFunc(wanted, func(id string) bool { return !seen[id] }) {
		return w.d.invalid(w.rel.name, "there is no such record to add")
	}
	return nil
}

func (w *heldWriter) put(x row, v connectors.Value) error {
	if p := w.rel.Held.Protect; p != nil && connectors.Match(p, connectors.Record{Fields: x.fields}) {
		return &connectors.Error{Kind: connectors.Protected, Op: w.d.op, Field: w.rel.name, Err: errors.New("the record is protected")}
	}
	if c, _ := w.rel.def.column(w.rel.theirs[0]); v == nil && c.NotNull {
		return w.d.invalid(w.rel.name, "the records belong to one always")
	}
	fields := connectors.Fields{}
	env := connectors.Env{Time: w.c.At, Set: connectors.Fields{w.rel.theirs[0]: v}}
	if err := w.fill(w.rel.name, nil, fields, w.rel.Held.Stamp, env, overwrite); err != nil {
		return err
	}
	fields[w.rel.theirs[0]] = v
	if _, _, err := w.t.update(x.number, fields); err != nil {
		return w.d.failed(err, w.rel.name)
	}
	w.changed = true
	return nil
}

func (w *heldWriter) key(x row) connectors.Key {
	k, _ := connectors.EncodeKey(values(x.fields, w.rel.key)...)
	return k
}
