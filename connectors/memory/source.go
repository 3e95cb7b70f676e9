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

// fill gives fields the values of sources: all of them, or those that nobody set. Numbers come behind the others, within
// whose values they count, and copies come last, so that they see what all others gave.
func (w *writer) fill(relation string, t *table, fields connectors.Fields, sources map[string]connectors.Source, env connectors.Env, all bool) error {
	var numbers, copies []string
	for _, name := range slices.Sorted(maps.Keys(sources)) {
		if _, given := fields[name]; given && !all {
			continue
		}
		switch sources[name].(type) {
		case connectors.Copy:
			copies = append(copies, name)
			continue
		case connectors.Next:
			numbers = append(numbers, name)
			continue
		}
		v, err := w.value(qualified(relation, name), sources[name], env)
		if err != nil {
			return err
		}
		fields[name] = v
	}
	for _, name := range numbers {
		fields[name] = next(t, name, sources[name].(connectors.Next), fields)
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

// next is the number of a new row of t.
func next(t *table, field string, n connectors.Next, fields connectors.Fields) connectors.Value {
	number, want := n.Start, connectors.Fields{}
	for _, name := range n.Within {
		c, _ := t.def.column(name)
		want[name], _ = c.convert(fields[name]) // what does not fit is refused when the row is inserted
	}
	for _, r := range t.rows {
		if taken, ok := r.fields[field].(int64); ok && identity(r.fields, n.Within) == identity(want, n.Within) {
			number = max(number, taken+1)
		}
	}
	return number
}
