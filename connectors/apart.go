package connectors

import "slices"

// Apart is p without those of its terms, joined by and, that look at one of these fields.
func Apart[V any](p Predicate, fields map[string]V) Predicate {
	if all, ok := p.(And); ok {
		left := And{}
		for _, t := range all {
			if t = Apart(t, fields); t != nil {
				left = append(left, t)
			}
		}
		return left
	}
	if looksAt(p, fields) {
		return nil
	}
	return p
}

func looksAt[V any](p Predicate, fields map[string]V) bool {
	some := func(terms []Predicate) bool {
		return slices.ContainsFunc(terms, func(t Predicate) bool { return looksAt(t, fields) })
	}
	has := func(field string) bool { _, ok := fields[field]; return ok }
	switch p := p.(type) {
	case And:
		return some(p)
	case Or:
		return some(p)
	case Not:
		return looksAt(p.Term, fields)
	case Leaf:
		return has(p.Field)
	case In:
		return has(p.Field)
	default:
		return false // nil, or about the rows of a relation
	}
}
