package rest

import (
	"context"
	"slices"

	"github.com/scimgate/scimgate/connectors"
)

// belonging makes sure that a change gives rows to nobody but their owner, and leaves out what it says of him.
func (s *rowPlanner) belonging(c connectors.RowChange) (connectors.RowChange, error) {
	strip := func(fields connectors.Fields) (connectors.Fields, error) {
		out := overlaid(fields, nil)
		for i, theirs := range s.theirs {
			v, given := fields[theirs]
			if !given {
				continue
			}
			v, err := connectors.Convert(v, s.of.fields[theirs].Type)
			if err != nil || !same(v, s.owner[s.rel.ours[i]]) {
				return nil, s.invalid(qualified(s.relation, theirs), "the row would be another record's")
			}
			delete(out, theirs)
		}
		return out, nil
	}
	c.Add, c.Update = slices.Clone(c.Add), slices.Clone(c.Update)
	var err error
	for i := range c.Add {
		if c.Add[i], err = strip(c.Add[i]); err != nil {
			return c, err
		}
	}
	for i := range c.Update {
		if c.Update[i].Fields, err = strip(c.Update[i].Fields); err != nil {
			return c, err
		}
	}
	return c, nil
}

// identities are those of rows that a change names. A lookup may say what a field of the identity is.
func (s *rowPlanner) identities(ctx context.Context, list []connectors.Fields) ([]string, error) {
	out := make([]string, len(list))
	for i, fields := range list {
		id, err := s.naming(ctx, fields)
		if err != nil {
			return nil, err
		}
		out[i] = identityOf(id, s.identity)
	}
	return out, nil
}

// naming are the fields of the identity that a change means.
func (s *rowPlanner) naming(ctx context.Context, fields connectors.Fields) (connectors.Fields, error) {
	id := connectors.Fields{}
	telling := slices.DeleteFunc(slices.Clone(s.joins), func(j *join) bool {
		return !slices.ContainsFunc(j.ours, func(name string) bool { return slices.Contains(s.identity, name) })
	})
	if err := s.point(ctx, s.part, telling, fields, id); err != nil {
		return nil, err
	}
	for _, name := range s.identity {
		v, given := fields[name]
		if !given {
			v = id[name]
		}
		v, err := connectors.Convert(v, s.rel.typeOf(name))
		if err != nil && !s.explains {
			return nil, s.invalid(qualified(s.relation, name), "%w", err)
		}
		if v == "" && s.unset == unsetEmpty {
			v = nil
		}
		id[name] = v
	}
	for i, name := range s.theirs {
		id[name] = s.owner[s.rel.ours[i]]
	}
	return id, nil
}
