package rest

import (
	"slices"
	"strings"

	"github.com/scimgate/scimgate/internal/diag"
)

// ways reports records of the application that no call of the block leads to.
func (o *opening) ways(e *entity) {
	if e.root.list == nil && e.root.within == nil {
		o.warn(e.spec.Entity, "rest/no-list", "there is no call that lists all %s: what no find answers is refused", e.root.name)
	}
	o.newKey(e)
	for _, j := range e.joins {
		o.way(j.Alias, j.c, j.theirs)
	}
	for _, name := range sortedNames(e.relations) {
		rel := e.relations[name]
		o.wayToRows(rel, e.root)
		if i := slices.IndexFunc(rel.Fields, rel.c.moves); i >= 0 && !rel.ReadOnly {
			o.report(name, "rest/unsupported-rows", "", "%s: %s has a call of its own, which is made for records and not for rows", name, rel.Fields[i])
		}
		for _, j := range rel.joins {
			o.way(name+"/"+j.Alias, j.c, j.theirs)
		}
		for t := rel.target; t != nil; t = t.or {
			o.way(name, t.c, t.theirs)
		}
	}
}

// wayToRows reports rows that no call finds by their owner.
func (o *opening) wayToRows(rel *relation, owner *collection) {
	switch w := rel.c.within; {
	case w == nil:
		o.way(rel.name, rel.c, rel.theirs)
	case w.of != owner || !slices.Equal(slices.Sorted(slices.Values(w.owner)), rel.theirs):
		o.report(rel.name, "rest/no-way", "", "%s are in the records of %s, by %s", rel.c.name, w.of.name, strings.Join(w.owner, " and "))
	}
}

// way reports records that no call finds by these fields.
func (o *opening) way(name string, c *collection, by []string) {
	if c.within != nil && !sameNames(c.within.owner, by) || c.within == nil && c.list == nil && c.way(by, 1, nil) == nil {
		o.report(name, "rest/no-way", "", "no call finds %s by %s", c.name, strings.Join(by, " and "))
	}
}

// newKey reports records that can be made, of which nobody would know which they are.
func (o *opening) newKey(e *entity) {
	c := e.root
	if c.create == nil || !c.create.silent || c.created != nil {
		return
	}
	made := func(name string) bool { return c.fields[name].ReadOnly }
	distinct := func(name string) bool { return c.fields[name].Distinct != "" && c.way([]string{name}, 1, nil) != nil }
	if slices.ContainsFunc(without(e.spec.Key, c.create.names()), made) && !slices.ContainsFunc(c.order, distinct) {
		o.report(c.name, "rest/new-key", "", `nothing tells the key of new %s: no record in the answer, no "key", no find by a unique field`, c.name)
	}
}

// warn is report for what may be meant so.
func (o *opening) warn(name, code, format string, args ...any) {
	o.report(name, code, "", format, args...)
	o.found[len(o.found)-1].Severity = diag.Warning
}
