package filter

import (
	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/schema"
)

// BindAmong is Bind for a query over several resource types (RFC 7644 §3.4.2.1): an attribute that rt does not have
// is one without a value there, not a mistake. possible is false when no resource of rt can satisfy x; a nil answer
// that is possible holds for every one. Whatever depends on the type alone, such as meta.resourceType, is decided
// here.
func BindAmong(rt *schema.ResourceType, x Expr, edge *scim.Edge) (bound Expr, possible bool, err error) {
	if x == nil {
		return nil, true, nil
	}
	b := binder{rt: rt, edge: edge, what: "filter", refusal: scim.InvalidFilter}
	rest, v := b.reduce(x, schema.Path{})
	if v != open {
		return nil, v == always, nil
	}
	bound, err = b.bind(rest, schema.Path{})
	return bound, true, err
}

// verdict is what the resource type alone says about a condition.
type verdict int

const (
	open verdict = iota // it depends on the resource
	always
	never
)

func (v verdict) not() verdict {
	switch v {
	case always:
		return never
	case never:
		return always
	}
	return open
}

func verdictOf(holds bool) verdict {
	if holds {
		return always
	}
	return never
}

// reduce takes out of x what rt decides; what is left when it decides all is nothing.
func (b *binder) reduce(x Expr, in schema.Path) (Expr, verdict) {
	switch x := x.(type) {
	case And:
		terms, v := b.reduceTerms(x.Terms, in, never, conjoin)
		if len(terms) < 2 {
			return only(terms), v
		}
		return And{terms}, v
	case Or:
		terms, v := b.reduceTerms(x.Terms, in, always, disjoin)
		if len(terms) < 2 {
			return only(terms), v
		}
		return Or{terms}, v
	case Not:
		term, v := b.reduce(x.Term, in)
		return Not{term}, v.not()
	case Element:
		return b.reduceElement(x, in)
	case Compare:
		return x, b.decide(x, in)
	default:
		panic("filter: unknown expression") // the interface is sealed
	}
}

// reduceTerms reduces the terms of an And or an Or; settles is the verdict on one term that decides the whole.
func (b *binder) reduceTerms(terms []Expr, in schema.Path, settles verdict, join func([]Expr, Expr) []Expr) ([]Expr, verdict) {
	var left []Expr
	for _, t := range terms {
		t, v := b.reduce(t, in)
		switch v {
		case settles:
			return nil, settles
		case open:
			left = join(left, t)
		}
	}
	if len(left) == 0 {
		return nil, settles.not()
	}
	return left, open
}

func only(terms []Expr) Expr {
	if len(terms) == 0 {
		return nil
	}
	return terms[0]
}

// reduceElement reduces emails[…]: no element satisfies what never holds, and any one what always does.
func (b *binder) reduceElement(x Element, in schema.Path) (Expr, verdict) {
	at, ok := b.find(x.Name, in)
	if !ok {
		return nil, never
	}
	if at.Sub != nil || at.Attr.Type != schema.Complex {
		return x, open // which Bind refuses
	}
	term, v := b.reduce(x.Term, at)
	switch v {
	case never:
		return nil, never
	case always:
		return Compare{Name: x.Name, Op: Pr}, open
	}
	return Element{Name: x.Name, Term: term}, open
}

// decide judges a comparison with an attribute that rt does not have, or that all its resources have alike.
func (b *binder) decide(c Compare, in schema.Path) verdict {
	at, ok := b.find(c.Name, in)
	absent := c.Op == Ne && c.Value != nil || c.Op == Eq && c.Value == nil
	switch {
	case !ok:
		return verdictOf(absent)
	case at.Attr != schema.Meta || at.Sub == nil || at.Sub.Name != "resourceType":
		return open
	}
	bound, err := b.compare(c, in)
	if err != nil {
		return open // which Bind refuses
	}
	return verdictOf(Match(bound, scim.NewObject("meta", scim.NewObject("resourceType", b.rt.Name))))
}
