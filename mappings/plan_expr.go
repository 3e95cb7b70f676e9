package mappings

import (
	"fmt"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/scim/filter"
)

// planner plans one filter.
type planner struct {
	m     *Mapping
	links links
	names map[string][]connectors.Key // by externalId, where those are in the store; else nil
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
