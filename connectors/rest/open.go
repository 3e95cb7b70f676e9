package rest

import (
	"context"
	"fmt"
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
