package gateway

import (
	"slices"

	"github.com/scimgate/scimgate/connectors"
)

// union is what a and b need together.
func union(a, b connectors.Need) connectors.Need {
	if within(b, a) {
		return a
	}
	u := connectors.Need{Fields: merge(a.Fields, b.Fields), Rows: map[string][]string{}}
	for relation, fields := range a.Rows {
		u.Rows[relation] = fields
	}
	for relation, fields := range b.Rows {
		u.Rows[relation] = merge(u.Rows[relation], fields)
	}
	return u
}

// within reports whether a record read with outer has all that inner needs.
func within(inner, outer connectors.Need) bool {
	if !subset(inner.Fields, outer.Fields) {
		return false
	}
	for relation, fields := range inner.Rows {
		has, ok := outer.Rows[relation]
		if !ok || !subset(fields, has) {
			return false
		}
	}
	return true
}

func subset(inner, outer []string) bool {
	return !slices.ContainsFunc(inner, func(s string) bool { return !slices.Contains(outer, s) })
}

func merge(a, b []string) []string {
	out := slices.Clone(a)
	for _, s := range b {
		if !slices.Contains(a, s) {
			out = append(out, s)
		}
	}
	return out
}

// covers reports whether a record has all that n asks for.
func covers(r connectors.Record, n connectors.Need) bool {
	for _, f := range n.Fields {
		if _, ok := r.Fields[f]; !ok {
			return false
		}
	}
	for relation := range n.Rows {
		if _, ok := r.Rows[relation]; !ok {
			return false
		}
	}
	return true
}
