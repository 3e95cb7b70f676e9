package rest

import (
	"context"

	"github.com/scimgate/scimgate/connectors"
)

// Whether a source gives way to what somebody set.
const (
	unlessSet = false
	always    = true
)

// fill gives fields of p the values of sources: all of them, or those that nobody set. Copies come last, so that they see
// what all others gave.
func (w *writer) fill(ctx context.Context, p part, fields connectors.Fields, sources map[string]connectors.Source, set connectors.Fields, all bool) error {
	env := connectors.Env{Time: w.change.At, Set: set}
	var copies []string
	for _, name := range sortedNames(sources) {
		if _, given := fields[name]; given && !all {
			continue
		}
		if _, ok := sources[name].(connectors.Copy); ok {
			copies = append(copies, name)
			continue
		}
		v, err := w.value(ctx, qualified(p.relation, name), sources[name], env)
		if err != nil {
			return err
		}
		if fields[name], err = w.fit(p, name, v); err != nil {
			return err
		}
	}
	for _, name := range copies {
		v, err := w.fit(p, name, fields[sources[name].(connectors.Copy).Field])
		if err != nil {
			return err
		}
		fields[name] = v
	}
	return nil
}

func (w *writer) value(ctx context.Context, field string, s connectors.Source, env connectors.Env) (connectors.Value, error) {
	switch s := s.(type) {
	case connectors.Const:
		return s.Value, nil
	case connectors.Expr:
		v, err := s(env)
		if err != nil {
			return nil, &connectors.Error{Kind: connectors.Internal, Op: w.op, Field: field, Err: err}
		}
		return v, nil
	case connectors.From:
		found, err := w.selected(ctx, w.c.block.collections[s.Entity], s.Where, []string{s.Field})
		if err != nil {
			return nil, err
		}
		if len(found) != 1 {
			return nil, connectors.Errorf(connectors.Internal, w.op, "%d records of %s are where a value for %s comes from", len(found), s.Entity, field)
		}
		return found[0][s.Field], nil
	default:
		return nil, connectors.Errorf(connectors.Unsupported, w.op, "a source of type %T", s)
	}
}
