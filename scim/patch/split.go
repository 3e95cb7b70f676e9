package patch

import (
	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/filter"
	"github.com/scimgate/scimgate/scim/schema"
)

// Split takes the operations on large attributes out of ops, so that they can be done row by row without reading the
// elements: add a list, remove a list, members[value eq x] and several of these joined by or, remove all, replace
// all. large tells by canonical name which attributes are large. own are the others; both keep their order.
//
// Any other operation on a large attribute needs its elements, and so does a removal that needs a target. Then needsAll is true, own is all of ops and rows is
// empty.
func Split(rt *schema.ResourceType, ops []Op, large func(attr string) bool) (own []Op, rows []RowOp, needsAll bool, err error) {
	for _, op := range ops {
		at := op.Path.At
		if at.Attr == nil || !large(at.Top().String()) {
			own = append(own, op)
			continue
		}
		if at.Fixed() {
			return nil, nil, false, refuse(at, schema.ReadOnly)
		}
		row, ok := rowOp(op)
		if !ok {
			return ops, nil, true, nil
		}
		rows = append(rows, row)
	}
	return own, rows, false, nil
}

func rowOp(op Op) (RowOp, bool) {
	row := RowOp{Attr: op.Path.At.Top().String(), Kind: op.Kind}
	switch {
	case op.Path.At.Sub != nil:
		return RowOp{}, false
	case op.Path.Filter != nil:
		values, ok := listed(op.Path.Filter)
		row.Values = values
		return row, ok && op.Kind == Remove && !op.NeedsTarget
	case op.Kind == Remove && !op.HasValue:
		row.Kind = Replace
		return row, true
	}
	list, _ := op.Value.([]any)
	for _, v := range list {
		e, ok := v.(*scim.Object)
		if !ok {
			return RowOp{}, false
		}
		row.Values = append(row.Values, e.Clone())
	}
	return row, true
}

// listed are the elements that a filter picks by their value alone: value eq x, or several of these joined by or.
func listed(x filter.Expr) ([]*scim.Object, bool) {
	switch x := x.(type) {
	case filter.Compare:
		return []*scim.Object{scim.NewObject("value", x.Value)}, x.Op == filter.Eq && x.At.Sub.Name == "value"
	case filter.Or:
		var all []*scim.Object
		for _, t := range x.Terms {
			some, ok := listed(t)
			if !ok {
				return nil, false
			}
			all = append(all, some...)
		}
		return all, true
	default:
		return nil, false
	}
}
