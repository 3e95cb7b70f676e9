package mappings

import (
	"slices"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/filter"
	"github.com/scimgate/scimgate/scim/schema"
)

// place is where the sub-attributes of one element live: the fields of the record, or those of a row.
type place struct {
	a     *attribute
	cells []*cell
	push  func(connectors.Leaf) connectors.Push
}

func (p *planner) own(a *attribute) place { return place{a: a, cells: a.cells, push: p.m.shape.Push} }

func (p *planner) slot(a *attribute, s slot) place {
	return place{a: a, cells: s.cells, push: p.m.shape.Push}
}

func leaf(push func(connectors.Leaf) connectors.Push, l connectors.Leaf) pushed {
	return pushed{l, push(l)}
}

// within plans a condition on one element: the element must be there, and satisfy it.
func (p *planner) within(at place, x filter.Expr) pushed {
	if c, ok := x.(filter.Compare); ok && c.Op == filter.Pr && c.At.Sub == nil {
		return p.exists(at)
	}
	term := p.term(at, x)
	if term.push == connectors.No || at.implies(x) {
		return term
	}
	return both(p.exists(at), term)
}

// exists holds when the element is there: when its reference leads somewhere, or without one when anything but a
// constant has a value.
func (p *planner) exists(at place) pushed {
	var parts, references, choices []pushed
	for _, c := range at.cells {
		switch {
		case c.choice:
			choices = append(choices, p.cell(at, c, filter.Pr, nil))
		case c.ref != "":
			references = append(references, p.cell(at, c, filter.Pr, nil))
		case c.constant == nil && !c.secret && !c.first:
			parts = append(parts, p.cell(at, c, filter.Pr, nil))
		}
	}
	if len(choices) > 0 {
		references = append(references, either(choices...))
	}
	if len(references) > 0 {
		return both(references...)
	}
	return either(parts...)
}

// implies reports whether x can hold only of an element that is there.
func (at place) implies(x filter.Expr) bool {
	switch x := x.(type) {
	case filter.And:
		for _, t := range x.Terms {
			if at.implies(t) {
				return true
			}
		}
		return false
	case filter.Compare:
		c := at.find(x.At)
		if c == nil {
			return x.Op != filter.Ne && at.impliesOwn(x.At)
		}
		return c.constant == nil && x.Op != filter.Ne && (c.ref != "" || c.leads || !at.refers())
	default:
		return false
	}
}

// impliesOwn reports whether p follows from each reference in its own way.
func (at place) impliesOwn(p schema.Path) bool {
	return slices.ContainsFunc(at.a.implied, func(i implied) bool { return i.own && p.Sub != nil && p.Sub.Name == i.name })
}

func (at place) refers() bool {
	return slices.ContainsFunc(at.cells, func(c *cell) bool { return c.ref != "" })
}

func (at place) find(p schema.Path) *cell {
	for _, c := range at.cells {
		if c.at == p {
			return c
		}
	}
	return nil
}

// term plans a condition whose attributes are all at one place.
func (p *planner) term(at place, x filter.Expr) pushed {
	switch x := x.(type) {
	case filter.And:
		parts := make([]pushed, len(x.Terms))
		for i, t := range x.Terms {
			parts[i] = p.term(at, t)
		}
		return both(parts...)
	case filter.Or:
		parts := make([]pushed, len(x.Terms))
		for i, t := range x.Terms {
			parts[i] = p.term(at, t)
		}
		return either(parts...)
	case filter.Not:
		return negate(p.term(at, x.Term))
	case filter.Compare:
		if x.Op == filter.Ne {
			x.Op = filter.Eq
			return negate(p.term(at, x))
		}
		var parts []pushed
		for _, c := range at.cells {
			if c.at == x.At {
				parts = append(parts, p.cell(at, c, x.Op, x.Value))
			}
		}
		if parts == nil {
			return p.implied(at, x)
		}
		return either(parts...)
	default:
		return notPushed
	}
}

// implied plans a comparison with a sub-attribute that follows from the reference.
func (p *planner) implied(at place, x filter.Compare) pushed {
	for _, i := range at.a.implied {
		switch {
		case x.At.Sub == nil || i.name != x.At.Sub.Name:
		case i.own:
			var parts []pushed
			for _, c := range at.cells {
				if c.choice && matchesAlone(x, c.ref) {
					parts = append(parts, p.cell(at, c, filter.Pr, nil))
				}
			}
			return either(parts...)
		case i.value != nil:
			return static(matchesAlone(x, i.value))
		}
	}
	return notPushed
}

// matchesAlone evaluates a comparison over the one value v.
func matchesAlone(x filter.Compare, v any) bool {
	x.At = schema.Path{Attr: x.At.Leaf()}
	single := *x.At.Attr
	single.MultiValued = false
	x.At.Attr = &single
	x.Name = filter.Name{Attr: single.Name}
	return filter.Match(x, scim.NewObject(single.Name, v))
}
