package memory

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/diag"
)

func finding(at map[string]diag.Position, name, code, hint, format string, args ...any) diag.Finding {
	pos, ok := at[name]
	if !ok {
		pos = at[""]
	}
	return diag.Finding{Pos: pos, Severity: diag.Error, Code: code, Hint: hint, Message: fmt.Sprintf(format, args...)}
}

// table finds a table; name is where the app file speaks of it.
func (o *opening) table(entity, name string) *Table {
	var known []string
	for i := range o.c.schema {
		if o.c.schema[i].Name == entity {
			return &o.c.schema[i]
		}
		known = append(known, o.c.schema[i].Name)
	}
	o.report(name, "connector/unknown-entity", diag.Suggest(entity, known), "there is no table %q", entity)
	return nil
}

// columns checks that def has these columns; prefix stands before their names in the app file.
func (o *opening) columns(prefix string, def *Table, names []string) {
	for _, n := range names {
		if _, ok := def.column(n); !ok {
			o.report(prefix+n, "connector/unknown-field", diag.Suggest(n, def.columnNames()), "%s has no column %q", def.Name, n)
		}
	}
}

// fields checks names that may be those of joined fields.
func (o *opening) fields(prefix string, js joins, def *Table, names []string) {
	for _, n := range names {
		j, field, ok := js.find(n)
		switch {
		case !ok:
			o.columns(prefix, def, []string{n})
		case field != "":
			o.columns(prefix+j.Alias+".", j.def, []string{field})
		}
	}
}

func (o *opening) predicate(prefix string, p connectors.Predicate, typeOf func(relation, field string) (connectors.Type, bool)) connectors.Predicate {
	out, err := connectors.ConvertPredicate(p, typeOf)
	if e, ok := errors.AsType[*connectors.Error](err); ok {
		o.report(prefix+e.Field, "connector/bad-predicate", "", "%s: %v", prefix+e.Field, e.Err)
	}
	return out
}

func ownType(def *Table) func(relation, field string) (connectors.Type, bool) {
	return func(relation, field string) (connectors.Type, bool) {
		c, ok := def.column(field)
		return c.Type, ok && relation == ""
	}
}

// sources checks where new values come from and converts the predicate of each From.
func (o *opening) sources(prefix string, def *Table, m map[string]connectors.Source) map[string]connectors.Source {
	out := maps.Clone(m)
	for _, name := range slices.Sorted(maps.Keys(m)) {
		o.columns(prefix, def, []string{name})
		switch src := m[name].(type) {
		case connectors.Copy:
			o.columns(prefix, def, []string{src.Field})
		case connectors.From:
			if other := o.table(src.Entity, prefix+name); other != nil {
				o.columns(prefix, other, []string{src.Field})
				src.Where = o.predicate(prefix, src.Where, ownType(other))
				out[name] = src
			}
		case connectors.Next:
			o.columns(prefix, def, src.Within)
			if c, ok := def.column(name); ok && c.Type != connectors.TypeInteger {
				o.report(prefix+name, "connector/not-a-number", "", "%s: only a number has a next one", name)
			}
		case connectors.Native:
			o.report(prefix+name, "connector/unsupported-source", "", "%s: a table in memory has no native expressions", name)
		}
	}
	return out
}
