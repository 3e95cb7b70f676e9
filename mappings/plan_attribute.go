package mappings

import (
	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/scim/filter"
	"github.com/scimgate/scimgate/scim/schema"
)

// compare plans a comparison of one attribute of the resource.
func (p *planner) compare(x filter.Compare) pushed {
	if x.At.Attr == schema.ID {
		return p.id(x)
	}
	if name, ok := externalIDOf(x); ok && p.names != nil && x.Op == filter.Eq {
		return p.keyAmong(p.names[name])
	}
	a := p.m.find(x.At)
	if a == nil || !p.m.known {
		return notPushed
	}
	if x.Op == filter.Ne {
		x.Op = filter.Eq
		return negate(p.compare(x))
	}
	switch {
	case a.rows != nil:
		return p.any(a, x)
	case a.slots != nil:
		parts := make([]pushed, len(a.slots))
		for i, s := range a.slots {
			parts[i] = p.within(p.slot(a, s), x)
		}
		return either(parts...)
	case a.list != nil:
		return p.listed(a.list, x)
	case a.at.Attr == schema.Meta && x.At.Sub == nil:
		return always // every resource has meta.resourceType
	case a.at.Attr == schema.Meta || a.at.Attr.Type != schema.Complex:
		return p.term(p.own(a), x)
	default:
		return p.within(p.own(a), x)
	}
}

// element plans emails[…]: one element that satisfies all of it.
func (p *planner) element(x filter.Element) pushed {
	a := p.m.find(x.At)
	if a == nil || !p.m.known {
		return notPushed
	}
	switch {
	case a.rows != nil:
		return p.any(a, x.Term)
	case a.slots != nil:
		parts := make([]pushed, len(a.slots))
		for i, s := range a.slots {
			parts[i] = p.within(p.slot(a, s), x.Term)
		}
		return either(parts...)
	case a.list != nil:
		return notPushed
	default:
		return p.within(p.own(a), x.Term)
	}
}

// any plans a condition on the rows of a relation.
func (p *planner) any(a *attribute, term filter.Expr) pushed {
	inner := p.within(place{a: a, cells: a.rows.cells, push: func(l connectors.Leaf) connectors.Push {
		return p.m.shape.PushRow(a.rows.relation, l)
	}}, term)
	if inner.push == connectors.No || inner.isNever() {
		return inner
	}
	return pushed{connectors.Any{Relation: a.rows.relation, Where: inner.where}, inner.push}
}

// id plans a comparison with the resource's own id.
func (p *planner) id(x filter.Compare) pushed {
	switch x.Op {
	case filter.Pr:
		return always
	case filter.Ne:
		x.Op = filter.Eq
		return negate(p.id(x))
	case filter.Eq:
	default:
		return notPushed
	}
	id, _ := x.Value.(string)
	k, ok := p.links.key(p.m.name, id)
	if !ok {
		return never
	}
	return p.keyIs(k)
}

// keyAmong plans which records these are.
func (p *planner) keyAmong(keys []connectors.Key) pushed {
	parts := make([]pushed, len(keys))
	for i, k := range keys {
		parts[i] = p.keyIs(k)
	}
	return either(parts...)
}

func (p *planner) keyIs(k connectors.Key) pushed {
	if !p.m.known || len(p.m.keyFields) == 0 {
		return notPushed
	}
	types := make([]connectors.Type, len(p.m.keyFields))
	for i, f := range p.m.keyFields {
		types[i] = p.m.shape.Fields[f].Type
	}
	values, ok := k.Values(types...)
	if !ok {
		return never
	}
	terms := make([]pushed, len(values))
	for i, f := range p.m.keyFields {
		terms[i] = leaf(p.m.shape.Push, connectors.Leaf{Field: f, Op: connectors.Eq, Value: values[i]})
	}
	return both(terms...)
}
