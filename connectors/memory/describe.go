package memory

import (
	"strings"

	"github.com/scimgate/scimgate/connectors"
)

// describe prints a predicate with a ? for each value, which it appends to args.
func describe(p connectors.Predicate, args *[]connectors.Value) string {
	terms := func(list []connectors.Predicate, word, none string) string {
		if len(list) == 0 {
			return none
		}
		texts := make([]string, len(list))
		for i, t := range list {
			texts[i] = describe(t, args)
		}
		return "(" + strings.Join(texts, " "+word+" ") + ")"
	}
	switch p := p.(type) {
	case connectors.And:
		return terms(p, "and", "true")
	case connectors.Or:
		return terms(p, "or", "false")
	case connectors.Not:
		return "not " + describe(p.Term, args)
	case connectors.Leaf:
		if p.Op == connectors.Pr {
			return p.Field + " pr"
		}
		*args = append(*args, p.Value)
		return p.Field + " " + string(p.Op) + " ?"
	case connectors.In:
		*args = append(*args, p.Values...)
		return p.Field + " in (" + strings.Join(strings.Split(strings.Repeat("?", len(p.Values)), ""), ", ") + ")"
	case connectors.Any:
		return p.Relation + "[" + describe(p.Where, args) + "]"
	default:
		return "true"
	}
}
