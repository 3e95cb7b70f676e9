package gateway

import (
	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/patch"
)

// largeReplaced is what a whole resource says about large attributes: one that is there replaces all elements, by none
// if its list is empty; one that is not is left alone, because clients send groups without their members when they do
// not manage them.
func (e *Endpoint) largeReplaced(r scim.Resource) []patch.RowOp {
	var rows []patch.RowOp
	for _, p := range e.largePaths() {
		list, ok := valueAt(r, p).([]any)
		if !ok {
			continue
		}
		op := patch.RowOp{Attr: p.Attr.Name, Kind: patch.Replace}
		for _, el := range list {
			op.Values = append(op.Values, el.(*scim.Object))
		}
		rows = append(rows, op)
	}
	return rows
}

// ownPart is r without its large attributes.
func (e *Endpoint) ownPart(r scim.Resource) scim.Resource {
	own := r
	for _, p := range e.largePaths() {
		if valueAt(r, p) == nil {
			continue
		}
		if own == r {
			own = r.Clone()
		}
		setAt(own, p, nil)
	}
	return own
}
