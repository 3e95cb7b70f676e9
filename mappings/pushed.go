package mappings

import (
	"slices"

	"github.com/scimgate/scimgate/connectors"
)

// pushed is a predicate with how well it stands for a part of the filter.
type pushed struct {
	where connectors.Predicate
	push  connectors.Push
}

var (
	notPushed = pushed{push: connectors.No}
	always    = pushed{connectors.And{}, connectors.Exact}
	never     = pushed{connectors.Or{}, connectors.Exact}
)

func static(holds bool) pushed {
	if holds {
		return always
	}
	return never
}

// isNever and isAlways recognise what is decided without looking at a record.
func (p pushed) isNever() bool {
	or, ok := p.where.(connectors.Or)
	return ok && len(or) == 0 && p.push == connectors.Exact
}

func (p pushed) isAlways() bool {
	and, ok := p.where.(connectors.And)
	return ok && len(and) == 0 && p.push == connectors.Exact
}

// both holds when every part does; a part that cannot be pushed makes all of it unpushable, unless another one
// never holds.
func both(parts ...pushed) pushed {
	if slices.ContainsFunc(parts, pushed.isNever) {
		return never
	}
	out := pushed{push: connectors.Exact}
	var terms connectors.And
	for _, p := range parts {
		if p.push == connectors.No {
			return notPushed
		}
		out.push = min(out.push, p.push)
		if and, ok := p.where.(connectors.And); ok {
			terms = append(terms, and...)
		} else {
			terms = append(terms, p.where)
		}
	}
	if out.where = terms; len(terms) == 1 {
		out.where = terms[0]
	}
	return out
}

// either holds when any part does.
func either(parts ...pushed) pushed {
	if slices.ContainsFunc(parts, pushed.isAlways) {
		return always
	}
	out := pushed{push: connectors.Exact}
	var terms connectors.Or
	for _, p := range parts {
		if p.push == connectors.No {
			return notPushed
		}
		out.push = min(out.push, p.push)
		if or, ok := p.where.(connectors.Or); ok {
			terms = append(terms, or...)
		} else {
			terms = append(terms, p.where)
		}
	}
	if out.where = terms; len(terms) == 1 {
		out.where = terms[0]
	}
	return out
}

// negate needs an exact inside: the complement of a superset is a subset, and would lose records.
func negate(p pushed) pushed {
	switch {
	case p.push != connectors.Exact:
		return notPushed
	case p.isAlways():
		return never
	case p.isNever():
		return always
	}
	if not, ok := p.where.(connectors.Not); ok {
		return pushed{not.Term, connectors.Exact}
	}
	if l, ok := p.where.(connectors.Leaf); ok && l.Op == connectors.Eq {
		l.Op = connectors.Ne
		return pushed{l, connectors.Exact}
	}
	return pushed{connectors.Not{Term: p.where}, connectors.Exact}
}
