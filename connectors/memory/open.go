package memory

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/diag"
)

// Open checks s against the tables.
func (c *Connector) Open(ctx context.Context, s connectors.Spec) (connectors.Entity, diag.List) {
	if err := ctx.Err(); err != nil {
		o := opening{c: c, spec: s}
		o.report("", "connector/unavailable", "", "%v", err)
		return nil, o.findings
	}
	return connectors.OpenAt(ctx, s, c.open)
}

func (c *Connector) open(s connectors.Spec) (connectors.Entity, diag.List) {
	o := opening{c: c, spec: s}
	e := o.entity()
	if o.findings.HasErrors() {
		return nil, o.findings
	}
	e.shape = shapeOf(e)
	return e, o.findings
}

// opening collects the findings of one Open. Names in findings are those of Spec.At.
type opening struct {
	c        *Connector
	spec     connectors.Spec
	findings diag.List
}

func (o *opening) report(name, code, hint, format string, args ...any) {
	o.findings.Add(finding(o.spec.At, name, code, hint, format, args...))
}

func (o *opening) entity() *entity {
	s := o.spec
	e := &entity{c: o.c, spec: s, relations: map[string]*relation{}}
	e.def = o.table(s.Entity, s.Entity)
	if e.def == nil {
		return nil
	}
	if s.Values != nil {
		if e.def = o.values(e); e.def == nil {
			return nil
		}
	}
	if len(s.Key) == 0 {
		e.spec.Key = e.def.Key
	}
	if len(e.spec.Key) == 0 {
		o.report(s.Entity, "connector/no-key", "", "%s has no primary key, so the app file must name one", s.Entity)
	}
	e.joins = o.joins("", e.def, s.Joins)
	o.columns("", e.def, slices.Concat(s.Key, s.Fields))
	for _, name := range slices.Sorted(maps.Keys(s.Relations)) {
		if r := o.relation(e, name); r != nil {
			e.relations[name] = r
		}
	}
	e.spec.Scope = o.predicate("", s.Scope, e.typeOf)
	e.spec.Gone = o.predicate("", s.Gone, e.typeOf)
	e.spec.Protect = o.predicate("", s.Protect, e.typeOf)
	e.bounds = bounds(e.spec.Scope, e.spec.Gone)
	if s.Values != nil && len(s.Insert)+len(s.Stamp.Insert)+len(s.Stamp.Update) > 0 {
		o.report("", "connector/values", "", "nothing is written of records that are values of a field")
	}
	e.spec.Insert = o.sources("", e.def, s.Insert)
	e.spec.Stamp.Insert = o.sources("", e.def, s.Stamp.Insert)
	e.spec.Stamp.Update = o.sources("", e.def, s.Stamp.Update)
	e.brings = o.brings(e)
	o.version(e)
	for i := range s.After {
		o.report(fmt.Sprintf("after/%d", i), "connector/unsupported-source", "", "a table in memory has no native statements")
	}
	for name, src := range s.Stamp.Update {
		if _, next := src.(connectors.Next); next {
			o.report(name, "connector/unsupported-source", "", "%s: only what is new gets the next number", name)
		}
	}
	return e
}

func (o *opening) relation(e *entity, name string) *relation {
	spec := e.spec.Relations[name]
	r := &relation{Relation: spec, name: name, def: o.table(spec.Entity, name)}
	if r.def == nil {
		return nil
	}
	r.theirs, r.ours = pairs(spec.By)
	r.joins = o.joins(name+"/", r.def, spec.Joins)
	o.columns("", e.def, r.ours)
	o.columns(name+"/", r.def, r.theirs)
	o.fields(name+"/", r.joins, r.def, slices.Concat(spec.Fields, spec.Identity, spec.Order))
	r.key = r.def.Key
	if len(r.key) == 0 {
		r.key = spec.Identity
	}
	if len(spec.Identity) == 0 && !spec.ReadOnly {
		o.report(name, "connector/no-identity", "", "nothing tells the rows of %s apart", name)
	}
	r.Where = o.predicate(name+"/", spec.Where, ownType(r.def))
	r.Insert = o.sources(name+"/", r.def, spec.Insert)
	r.Remove = o.sources(name+"/", r.def, spec.Remove)
	for _, c := range slices.Concat(r.key, spec.Identity, r.theirs) {
		if _, hides := spec.Remove[c]; hides {
			o.report(name+"/"+c, "connector/remove", "", "a row that is removed would be another one: %s tells it from others", c)
		}
	}
	if spec.Held != nil {
		r.Held = o.held(r, *spec.Held)
	}
	r.Target = o.target(name, r.def, spec.Target)
	return r
}

func (o *opening) target(relation string, rows *Table, spec *connectors.Target) *connectors.Target {
	if spec == nil {
		return nil
	}
	t := *spec
	def := o.table(t.Entity, relation)
	if def == nil {
		return nil
	}
	theirs, ours := pairs(t.By)
	o.columns(relation+"/", def, theirs)
	o.columns(relation+"/", rows, ours)
	t.Scope = o.predicate(relation+"/", t.Scope, ownType(def))
	t.Gone = o.predicate(relation+"/", t.Gone, ownType(def))
	t.When = o.predicate(relation+"/", t.When, ownType(rows))
	t.Or = o.target(relation, rows, t.Or)
	return &t
}
