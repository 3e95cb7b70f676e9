package rest

import (
	"errors"
	"maps"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/diag"
)

// collection finds an entity of the block; name is where the app file speaks of it.
func (o *opening) collection(entity, name string) *collection {
	c, ok := o.c.block.collections[entity]
	if !ok {
		o.report(name, "rest/unknown-entity", diag.Suggest(entity, o.c.block.order), "the connector block has no entity %q", entity)
	}
	return c
}

// fields checks that c has these fields; prefix stands before their names in the app file.
func (o *opening) fields(prefix string, c *collection, names []string) {
	for _, name := range names {
		if _, ok := c.fields[name]; !ok {
			o.report(prefix+name, "rest/unknown-field", diag.Suggest(name, c.order), "%s has no field %q", c.name, name)
		}
	}
}

func (o *opening) predicate(prefix string, p connectors.Predicate, typeOf func(relation, field string) (connectors.Type, bool)) connectors.Predicate {
	out, err := connectors.ConvertPredicate(p, typeOf)
	if e, ok := errors.AsType[*connectors.Error](err); ok {
		o.report(prefix+e.Field, "rest/bad-predicate", "", "%s: %v", prefix+e.Field, e.Err)
	}
	return out
}

func ownType(c *collection) func(relation, field string) (connectors.Type, bool) {
	return func(relation, field string) (connectors.Type, bool) {
		f, ok := c.fields[field]
		if !ok || relation != "" {
			return "", false
		}
		return f.Type, true
	}
}

// typeOf is the type of a field of a record, of what is joined to it, or of one of its rows.
func (e *entity) typeOf(relation, name string) (connectors.Type, bool) {
	if rel, ok := e.relations[relation]; ok {
		return rel.typeOf(name), true
	}
	if j, ok := e.joined(name); ok {
		return ownType(j.c)("", name[len(j.Alias)+1:])
	}
	return ownType(e.root)(relation, name)
}

// sources checks where new values come from and converts the predicate of each From.
func (o *opening) sources(prefix string, c *collection, sources map[string]connectors.Source) map[string]connectors.Source {
	out := maps.Clone(sources)
	for _, name := range sortedNames(sources) {
		o.fields(prefix, c, []string{name})
		switch src := sources[name].(type) {
		case connectors.Copy:
			o.fields(prefix, c, []string{src.Field})
		case connectors.From:
			if other := o.collection(src.Entity, prefix+name); other != nil {
				o.fields(prefix, other, []string{src.Field})
				src.Where = o.predicate(prefix, src.Where, ownType(other))
				out[name] = src
			}
		case connectors.Next, connectors.Native:
			o.report(prefix+name, "rest/unsupported-source", "", "%s: a REST application has no such values", name)
		}
	}
	return out
}
