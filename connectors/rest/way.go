package rest

import (
	"slices"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/connectors/rest/wire"
)

// way is a call that finds the records in which some fields have given values.
type way struct {
	listing *listing // nil: the single read
	many    int      // so many tuples at once
}

// way is the cheapest way to so many records of c by these fields, nil when only a list of everything is left. A find
// that lacks something of what is needed is no cheaper than a single read of each.
func (c *collection) way(by []string, n int, need []string) *way {
	var found *way
	for _, l := range c.finds {
		switch f := l.find; {
		case len(by) == 1 && slices.Contains(f.fields, by[0]) && slices.Contains(f.ops, connectors.Eq):
		case len(f.all) > 0 && sameNames(f.all, by):
		default:
			continue
		}
		many := l.find.many
		if slices.ContainsFunc(l.lacks, func(name string) bool { return slices.Contains(need, name) }) {
			many = 1
		}
		if found == nil || many > found.many {
			found = &way{l, many}
		}
	}
	if c.read != nil && sameNames(c.key, by) && (found == nil || found.many == 1 || n == 1) {
		return &way{many: 1}
	}
	return found
}

// sameNames reports whether two lists hold the same names, in any order.
func sameNames(a, b []string) bool {
	return len(a) == len(b) && len(a) > 0 && !slices.ContainsFunc(a, func(name string) bool { return !slices.Contains(b, name) })
}

// vars are the values of some tuples as the find knows them: by the field's name and, for a find by one field, as
// the value; several of them are a list.
func (w *way) vars(c *collection, by []string, tuples []tuple) map[string]wire.Tree {
	vars := map[string]wire.Tree{}
	for i, name := range by {
		f := c.fields[name]
		list := make([]any, len(tuples))
		for j, t := range tuples {
			list[j] = f.encode(t[i])
		}
		var v wire.Tree = list
		if w.many == 1 {
			v = list[0]
		}
		vars[name] = v
		if len(by) == 1 {
			vars[valueName] = v
		}
	}
	return vars
}
