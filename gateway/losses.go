package gateway

import (
	"context"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/correlation"
	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/patch"
	"github.com/scimgate/scimgate/scim/schema"
)

// members is the attribute whose elements are lost by removal.
const members = "members"

// losses is what a write takes away.
type losses struct {
	deactivations, deletions, removals int
	// staying are the members that a replacement of all of them leaves; nil: not all are replaced. How many that
	// removes only the rows can tell.
	staying map[string]bool
}

func (l losses) of(kind correlation.Loss) int {
	return map[correlation.Loss]int{
		correlation.Deactivations: l.deactivations, correlation.Deletions: l.deletions, correlation.MemberRemovals: l.removals,
	}[kind]
}

// lossesOf compares what a resource is with what it is to be.
func lossesOf(before, after scim.Resource, rows []patch.RowOp) losses {
	l := lossesOfRows(rows)
	if isActive(before) && !isActive(after) {
		l.deactivations = 1
	}
	stay := map[string]bool{}
	for _, el := range objects(after.List(members)) {
		stay[el.Text("value")] = true
	}
	for _, el := range objects(before.List(members)) {
		if !stay[el.Text("value")] {
			l.removals++
		}
	}
	return l
}

func isActive(r scim.Resource) bool {
	v, _ := r.Get("active")
	return v == true
}

// lossesOfRows counts the members that operations name to be removed, whether or not they are there: that would cost a
// look at the group. What a later operation says of a member replaces what an earlier one said.
func lossesOfRows(rows []patch.RowOp) losses {
	var l losses
	gone := map[string]bool{}
	for _, op := range rows {
		if op.Attr != members {
			continue
		}
		if op.Kind == patch.Replace {
			l.staying = map[string]bool{}
		}
		for _, el := range op.Values {
			v := el.Text("value")
			switch {
			case op.Kind == patch.Remove:
				gone[v] = true
				delete(l.staying, v)
			case l.staying != nil:
				l.staying[v] = true
			default:
				delete(gone, v)
			}
		}
	}
	if l.staying == nil {
		l.removals = len(gone)
	}
	return l
}

// leaving counts the members of a record that are not among those who stay.
func (e *Endpoint) leaving(ctx context.Context, key connectors.Key, stay map[string]bool, refs *references) (n int, err error) {
	p, _ := e.Mapping.Type().Find(members)
	all := View{Selection: schema.Selection{Attributes: []schema.Path{p}}}
	for el, err := range e.elements(ctx, p, key, all, refs) {
		if err != nil {
			return 0, err
		}
		if !stay[el.Text("value")] {
			n++
		}
	}
	return n, nil
}

// membered are the endpoints that members may be of.
func (e *Endpoint) membered() []*Endpoint {
	if p, ok := e.Mapping.Type().Find(members); !ok || p.Fixed() {
		return nil
	}
	anybody := scim.NewObject(members, []any{scim.NewObject("value", "somebody")})
	var list []*Endpoint
	for _, ref := range e.Mapping.References(anybody) {
		list = append(list, e.Siblings[ref.Type])
	}
	return list
}
