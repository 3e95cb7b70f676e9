package mappings

import (
	"context"

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
	names, err := m.named(ctx, f, ids)
	if err != nil {
		return Plan{}, err
	}
	p := planner{m: m, links: known, names: names}
	if id, ok := soleID(f); ok {
		plan := Plan{ByKeys: true, Why: []string{"id eq: read by key"}}
		if k, found := known.key(m.name, id); found {
			plan.Keys = []connectors.Key{k}
		}
		return plan, nil
	}
	if keys, sole, ok := p.called(f); ok {
		plan := Plan{ByKeys: true, Keys: keys, Why: []string{"externalId eq: read by key"}}
		if !sole {
			plan.Residual = f
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
