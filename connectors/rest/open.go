package rest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/diag"
)

// Open checks s against the entities of the connector block. It asks the application nothing.
func (c *connector) Open(ctx context.Context, s connectors.Spec) (connectors.Entity, diag.List) {
	if err := ctx.Err(); err != nil {
		o := opening{c: c, spec: s}
		o.report("", "rest/unavailable", "", "%v", err)
		return nil, o.found
	}
	return connectors.OpenAt(ctx, s, c.open)
}

func (c *connector) open(s connectors.Spec) (connectors.Entity, diag.List) {
	o := opening{c: c, spec: s}
	e := o.entity()
	if o.found.HasErrors() {
		return nil, o.found
	}
	e.shape = shapeOf(e)
	return e, o.found
}

// opening collects the findings of one Open. Names in findings are those of Spec.At.
type opening struct {
	c     *connector
	spec  connectors.Spec
	found diag.List
}

func (o *opening) report(name, code, hint, format string, args ...any) {
	pos, ok := o.spec.At[name]
	if !ok {
		pos = o.spec.At[""]
	}
	o.found.Add(diag.Finding{Pos: pos, Severity: diag.Error, Code: code, Hint: hint, Message: fmt.Sprintf(format, args...)})
}

func (o *opening) entity() *entity {
	s := o.spec
	e := &entity{c: o.c, spec: s, relations: map[string]*relation{}, root: o.collection(s.Entity, s.Entity)}
	if e.root == nil {
		return e
	}
	if len(s.Key) == 0 {
		e.spec.Key = e.root.key
	}
	if len(e.spec.Key) == 0 {
		o.report(s.Entity, "rest/no-key", "", "%s names no key", s.Entity)
	}
	if o.refuse(s); s.Values != nil {
		return e
	}
	o.fields("", e.root, slices.Concat(s.Key, s.Fields))
	if s.Version != "" {
		o.fields("", e.root, []string{s.Version})
	}
	e.joins = o.joins("", e.root, s.Joins)
	for _, name := range sortedNames(s.Relations) {
		if rel := o.relation(e, name); rel != nil {
			e.relations[name] = rel
		}
	}
	if o.found.HasErrors() {
		return e
	}
	o.ways(e)
	e.spec.Scope = o.predicate("", s.Scope, e.typeOf)
	e.spec.Gone = o.predicate("", s.Gone, e.typeOf)
	e.spec.Protect = o.predicate("", s.Protect, e.typeOf)
	e.bounds = allOf(e.spec.Scope, not(e.spec.Gone))
	e.spec.Insert = o.sources("", e.root, s.Insert)
	e.spec.Stamp.Insert = o.sources("", e.root, s.Stamp.Insert)
	e.spec.Stamp.Update = o.sources("", e.root, s.Stamp.Update)
	return e
}

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

func (o *opening) joins(prefix string, c *collection, specs []connectors.Join) []*join {
	var list []*join
	for _, spec := range specs {
		if !spec.Lookup && spec.Missing != "" || spec.Current != nil {
			o.report(prefix+spec.Alias, "rest/unsupported-join", "", "%s: joined records of a REST application are read, and not written", spec.Alias)
		}
		j := &join{Join: spec, c: o.collection(spec.Entity, prefix+spec.Alias)}
		list = append(list, j)
		if j.c == nil {
			continue
		}
		j.theirs, j.ours = pairs(spec.On)
		o.fields(prefix+spec.Alias+".", j.c, slices.Concat(j.theirs, spec.Fields))
		if i := slices.IndexFunc(j.ours, func(name string) bool { _, joined := joinOf(list, name); return joined }); i >= 0 {
			o.report(prefix+spec.Alias, "rest/unsupported-join", "", "%s: what is joined hangs on a field of %s itself", spec.Alias, c.name)
			list = append(list, j)
			continue
		}
		o.fields(prefix, c, j.ours)
		j.Where = o.predicate(prefix+spec.Alias+".", spec.Where, ownType(j.c))
	}
	return list
}

func (o *opening) relation(e *entity, name string) *relation {
	spec := e.spec.Relations[name]
	rel := &relation{Relation: spec, name: name, c: o.collection(spec.Entity, name)}
	if rel.c == nil {
		return nil
	}
	if spec.Held != nil || spec.Remove != nil {
		o.report(name, "rest/unsupported-relation", "", "%s: rows of a REST application are added and removed, and nothing else", name)
	}
	if c := rel.c; !spec.ReadOnly && c.within == nil && c.rewrite == nil && (c.create == nil || c.remove == nil) {
		o.report(name, "rest/unsupported-rows", "", "%s: there are no calls that add and remove %s", name, c.name)
	}
	rel.theirs, rel.ours = pairs(spec.By)
	rel.joins = o.joins(name+"/", rel.c, spec.Joins)
	o.fields("", e.root, rel.ours)
	o.fields(name+"/", rel.c, rel.theirs)
	for _, f := range slices.Concat(spec.Fields, spec.Identity, spec.Order) {
		if _, joined := joinOf(rel.joins, f); !joined {
			o.fields(name+"/", rel.c, []string{f})
		}
	}
	if rel.key = rel.c.key; len(rel.key) == 0 {
		rel.key = spec.Identity
	}
	rel.Where = o.predicate(name+"/", spec.Where, ownType(rel.c))
	rel.Insert = o.sources(name+"/", rel.c, spec.Insert)
	rel.target = o.target(name, rel.c, spec.Target)
	return rel
}

func (o *opening) target(relation string, rows *collection, spec *connectors.Target) *target {
	if spec == nil {
		return nil
	}
	t := &target{Target: *spec, c: o.collection(spec.Entity, relation)}
	if t.c == nil {
		return nil
	}
	t.theirs, t.ours = pairs(spec.By)
	o.fields(relation+"/", t.c, t.theirs)
	o.fields(relation+"/", rows, t.ours)
	t.Scope = o.predicate(relation+"/", spec.Scope, ownType(t.c))
	t.Gone = o.predicate(relation+"/", spec.Gone, ownType(t.c))
	t.When = o.predicate(relation+"/", spec.When, ownType(rows))
	t.or = o.target(relation, rows, spec.Or)
	return t
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

// refuse reports what a REST application cannot do.
func (o *opening) refuse(s connectors.Spec) {
	if s.Values != nil {
		o.report("", "rest/unsupported-values", "", "records that are values of a field need an application that can be asked for them")
	}
	if len(s.Brings) > 0 {
		o.report("", "rest/unsupported-brings", "", "a REST application brings its own rows with a new record")
	}
	if len(s.After) > 0 {
		o.report("", "rest/unsupported-after", "", "statements after a write are for databases")
	}
	if s.Bump {
		o.report(s.Version, "rest/unsupported-version", "", "a REST application counts its own versions")
	}
}

// pairs are both sides of {theirs: ours}, in the order of theirs.
func pairs(m map[string]string) (theirs, ours []string) {
	for _, name := range sortedNames(m) {
		theirs, ours = append(theirs, name), append(ours, m[name])
	}
	return theirs, ours
}
