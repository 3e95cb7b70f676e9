package rest

import (
	"slices"

	"github.com/scimgate/scimgate/connectors"
)

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
