package mappings

import (
	"context"
	"time"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/scim"
)

// Removal is the change that a DELETE writes: what `delete: {set: …}` says, or nothing.
func (m *Mapping) Removal(at time.Time) (connectors.Change, error) {
	if m.listed {
		return connectors.Change{}, scim.BadRequest(scim.Mutability, "a %s cannot be deleted here: it is a value that others have", m.name)
	}
	set, err := momentary(m.removal.set, at)
	return connectors.Change{At: at, Set: set}, err
}

// Remembers reports whether deleted records look like any other to the application: only the correlation store knows.
func (m *Mapping) Remembers() bool { return m.removal.remembered }

// Again is what a create does that comes upon a deleted record: revive or conflict; empty when it does not look for one.
func (m *Mapping) Again() string { return m.removal.again }

// Revive makes a deleted record live again as far as c, which changes it into r, does not do so: the fields that the
// DELETE set get what r has for them, else what a new record gets.
func (m *Mapping) Revive(ctx context.Context, c *connectors.Change, r scim.Resource, ids IDs) error {
	live, err := momentary(m.removal.revival, c.At)
	if err != nil {
		return err
	}
	whole, err := m.Insert(ctx, r, ids, c.At)
	if err != nil {
		return err
	}
	for field, v := range live {
		if given, ok := whole.Set[field]; ok {
			v = given
		}
		if c.Set == nil {
			c.Set = connectors.Fields{}
		}
		c.Set[field] = v
	}
	return nil
}

// KeyIs is the predicate that selects the records with these keys. ok is false where the application cannot evaluate it
// exactly.
func (m *Mapping) KeyIs(keys []connectors.Key) (p connectors.Predicate, ok bool) {
	types := make([]connectors.Type, len(m.keyFields))
	for i, name := range m.keyFields {
		types[i] = m.shape.Fields[name].Type
	}
	in := connectors.In{}
	some := connectors.Or{}
	for _, k := range keys {
		values, ok := k.Values(types...)
		switch {
		case !ok: // which no record has
		case len(values) == 1:
			in = connectors.In{Field: m.keyFields[0], Values: append(in.Values, values[0])}
		default:
			all := connectors.And{}
			for i, v := range values {
				all = append(all, connectors.Leaf{Field: m.keyFields[i], Op: connectors.Eq, Value: v})
			}
			some = append(some, all)
		}
	}
	if len(in.Values) > 0 {
		some = append(some, in)
	}
	return some, connectors.PushOf(m.shape, some) == connectors.Exact
}

// momentary are the values of sources that are constants or expressions over the request.
func momentary(sources map[string]connectors.Source, at time.Time) (connectors.Fields, error) {
	var set connectors.Fields
	for field, source := range sources {
		var v connectors.Value
		switch s := source.(type) {
		case connectors.Const:
			v = s.Value
		case connectors.Expr:
			var err error
			if v, err = s(connectors.Env{Time: at}); err != nil {
				return nil, err
			}
		}
		if set == nil {
			set = connectors.Fields{}
		}
		set[field] = v
	}
	return set, nil
}
