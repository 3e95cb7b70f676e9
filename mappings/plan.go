package mappings

import (
	"context"
	"fmt"
	"slices"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/filter"
	"github.com/scimgate/scimgate/scim/schema"
)

// Plan is how a list is answered.
type Plan struct {
	Where    connectors.Predicate // nil selects all
	Residual filter.Expr          // nil, or the whole filter, to be evaluated over what Where selects
	Keys     []connectors.Key
	ByKeys   bool     // Get(Keys) instead of List
	Why      []string // what was pushed and what was not, for explain
}

// Plan pushes the largest superset of f that the entity can evaluate. Ids and references become keys here, in one
// batch. A nil f selects all. A filter on a large attribute that cannot be pushed exactly is 400 tooMany.
func (m *Mapping) Plan(ctx context.Context, f filter.Expr, ids IDs) (Plan, error) {
	if f == nil {
		return Plan{}, nil
	}
	known, err := resolve(ctx, ids, m.filterReferencesAll(f))
	if err != nil {
		return Plan{}, err
	}
	p := planner{m: m, links: known}
	if id, ok := soleID(f); ok {
		plan := Plan{ByKeys: true, Why: []string{"id eq: read by key"}}
		if k, found := known.key(m.name, id); found {
			plan.Keys = []connectors.Key{k}
		}
		return plan, nil
	}
	all := p.expr(f)
	plan := Plan{Why: p.why}
	if all.push != connectors.No {
		plan.Where = all.where
	}
	if all.push != connectors.Exact {
		plan.Residual = f
		if a := m.largeIn(f); a != nil {
			return Plan{}, scim.BadRequest(scim.TooMany, "this filter on %s would read every member; compare %s.value with eq, joined by and with what the application can search", a.at, a.at)
		}
	}
	return plan, nil
}

// soleID is the id of a filter that asks for just one.
func soleID(f filter.Expr) (string, bool) {
	c, ok := f.(filter.Compare)
	if !ok || c.At.Attr != schema.ID || c.Op != filter.Eq {
		return "", false
	}
	id, ok := c.Value.(string)
	return id, ok
}

// filterReferencesAll are the ids that a filter mentions: of the type itself and of what it refers to.
func (m *Mapping) filterReferencesAll(f filter.Expr) []Ref {
	var refs []Ref
	filter.Walk(f, func(x filter.Expr) {
		c, ok := x.(filter.Compare)
		if !ok {
			return
		}
		id, ok := c.Value.(string)
		if !ok {
			return
		}
		if c.At.Attr == schema.ID {
			refs = append(refs, Ref{Type: m.name, ID: id})
			return
		}
		if a := m.find(c.At); a != nil {
			for _, x := range a.refs {
				if x.at == c.At {
					refs = append(refs, Ref{Type: x.ref, ID: id})
				}
			}
		}
	})
	return refs
}

// largeIn is a large attribute that f looks at, nil when there is none.
func (m *Mapping) largeIn(f filter.Expr) *attribute {
	var large *attribute
	filter.Walk(f, func(x filter.Expr) {
		var p schema.Path
		switch x := x.(type) {
		case filter.Compare:
			p = x.At
		case filter.Element:
			p = x.At
		}
		if a := m.find(p); a != nil && a.isLarge() {
			large = a
		}
	})
	return large
}

// pushOf is how well `p eq …` can be answered by the application.
func (m *Mapping) pushOf(p schema.Path) connectors.Push {
	pl := planner{m: m}
	return pl.expr(filter.Compare{Name: nameOf(p), Op: filter.Eq, Value: "x", At: p}).push
}

// Order is the native order for sorting by p; ok is false when the entity cannot sort by it.
func (m *Mapping) Order(p schema.Path, desc bool) (connectors.Order, bool) {
	a := m.find(p)
	if a == nil || !m.known {
		return connectors.Order{}, false
	}
	for _, c := range a.cells {
		plain := c.field != "" && c.read == nil && c.table == nil && c.empty == nil && c.ref == "" && !c.secret
		if c.at == p && plain && m.shape.Sort(c.field) {
			return connectors.Order{Field: c.field, Desc: desc}, true
		}
	}
	return connectors.Order{}, false
}

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

// planner plans one filter.
type planner struct {
	m     *Mapping
	links links
	why   []string
}

func (p *planner) expr(x filter.Expr) pushed {
	switch x := x.(type) {
	case filter.And:
		return p.and(x.Terms)
	case filter.Or:
		parts := make([]pushed, len(x.Terms))
		for i, t := range x.Terms {
			parts[i] = p.expr(t)
		}
		return either(parts...)
	case filter.Not:
		return negate(p.expr(x.Term))
	case filter.Compare:
		return p.note(x, p.compare(x))
	case filter.Element:
		return p.note(x, p.element(x))
	default:
		panic("mappings: unknown filter") // the interface is sealed
	}
}

// and pushes the terms that can be; what is left makes it a superset.
func (p *planner) and(terms []filter.Expr) pushed {
	var parts []pushed
	for _, t := range terms {
		if q := p.expr(t); q.push != connectors.No {
			parts = append(parts, q)
		}
	}
	if len(parts) == 0 {
		return notPushed
	}
	out := both(parts...)
	if len(parts) < len(terms) && !out.isNever() {
		out.push = connectors.Superset
	}
	return out
}

// note remembers what became of a comparison, by its attribute: values may be personal.
func (p *planner) note(x filter.Expr, q pushed) pushed {
	switch x := x.(type) {
	case filter.Compare:
		p.why = append(p.why, fmt.Sprintf("%s %s: %s", x.At, x.Op, q.push))
	case filter.Element:
		p.why = append(p.why, fmt.Sprintf("%s[…]: %s", x.At, q.push))
	}
	return q
}
