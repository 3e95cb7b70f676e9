package gateway

import (
	"context"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/patch"
	"github.com/scimgate/scimgate/scim/schema"
)

// An operation such as remove members[display sw "x"] cannot be said in rows without looking at all elements. They
// are then loaded before the edit, up to the bound of a scan, and what the operations did to them becomes rows to add
// and remove by name: an element that somebody adds meanwhile is not lost.

type elementsAt struct {
	path     schema.Path
	elements []*scim.Object
}

// allElements loads the large attributes of one record.
func (e *Endpoint) allElements(ctx context.Context, key connectors.Key, refs *references) ([]elementsAt, error) {
	var all []elementsAt
	for _, p := range e.largePaths() {
		_, rows, err := e.collect(ctx, p, []connectors.Record{{Key: key}})
		if err != nil {
			return nil, err
		}
		if len(rows) > e.Limits.ScanRows {
			return nil, scim.BadRequest(scim.TooMany, "%s has more than %d elements; name those that are meant by their value", p, e.Limits.ScanRows)
		}
		elements, err := e.Mapping.Elements(ctx, p.Attr.Name, rows, refs)
		if err != nil {
			return nil, err
		}
		all = append(all, elementsAt{p, elements})
	}
	return all, nil
}

// largeChanged says in rows what became of the elements that were loaded.
func (e *Endpoint) largeChanged(before []elementsAt, after scim.Resource) ([]patch.RowOp, error) {
	var ops []patch.RowOp
	for _, l := range before {
		had := map[string]*scim.Object{}
		for _, el := range l.elements {
			had[el.Text("value")] = el
		}
		add := patch.RowOp{Attr: l.path.Attr.Name, Kind: patch.Add}
		for _, v := range after.List(l.path.Attr.Name) {
			el := v.(*scim.Object)
			old, ok := had[el.Text("value")]
			delete(had, el.Text("value"))
			switch {
			case !ok:
				add.Values = append(add.Values, el)
			case !old.Equal(el):
				return nil, scim.BadRequest(scim.Mutability, "elements of %s can be added and removed, not changed", l.path)
			}
		}
		remove := patch.RowOp{Attr: l.path.Attr.Name, Kind: patch.Remove}
		for _, el := range l.elements {
			if had[el.Text("value")] != nil {
				remove.Values = append(remove.Values, el)
			}
		}
		for _, op := range []patch.RowOp{remove, add} {
			if len(op.Values) > 0 {
				ops = append(ops, op)
			}
		}
	}
	return ops, nil
}
