package memory

import (
	"maps"
	"slices"

	"github.com/scimgate/scimgate/connectors"
)

const (
	keep      = false
	overwrite = true
)

// fill gives fields the values of sources: all of them, or those that nobody set. Copies come last, so that they
// see what the other sources gave.
func (w *writer) fill(relation string, fields connectors.Fields, sources map[string]connectors.Source, env connectors.Env, all bool) error {
	var copies []string
	for _, name := range slices.Sorted(maps.Keys(sources)) {
		if _, given := fields[name]; given && !all {
			continue
		}
		if _, ok := sources[name].(connectors.Copy); ok {
			copies = append(copies, name)
			continue
		}
		v, err := w.value(qualified(relation, name), sources[name], env)
		if err != nil {
			return err
		}
		fields[name] = v
	}
	for _, name := range copies {
		fields[name] = fields[sources[name].(connectors.Copy).Field]
	}
	return nil
}

func (w *writer) value(field string, s connectors.Source, env connectors.Env) (connectors.Value, error) {
	switch s := s.(type) {
	case connectors.Const:
		return s.Value, nil
	case connectors.Expr:
		v, err := s(env)
		if err != nil {
			return nil, &connectors.Error{Kind: connectors.Internal, Op: w.d.op, Field: field, Err: err}
		}
		return v, nil
	case connectors.From:
		found, err := w.one(s.Entity, s.Where)
		if err != nil {
			return nil, connectors.Errorf(connectors.Internal, w.d.op, "from %s: %w", s.Entity, err)
		}
		return found[s.Field], nil
	default:
		return nil, connectors.Errorf(connectors.Unsupported, w.d.op, "a source of type %T", s)
	}
}

// equalities are the values that a row must have to satisfy where, as far as they can be read off it.
func equalities(where connectors.Predicate) connectors.Fields {
	out := connectors.Fields{}
	switch p := where.(type) {
	case connectors.And:
		for _, t := range p {
			maps.Copy(out, equalities(t))
		}
	case connectors.Leaf:
		if p.Op == connectors.Eq {
			out[p.Field] = p.Value
		}
	}
	return out
}
