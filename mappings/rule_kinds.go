package mappings

import (
	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/yamlx"
)

// readKinds reads a reference to one of several types, which is as many cells of which one has a value:
// {ref: {User: user_id, Group: child_id}} with a field for each, or {field: member_id, ref: {User: U, Group: G}, by: kind}
// with a field that says which.
func (d *resourceDef) readKinds(c *cellDef, by yamlx.Node, found *diag.List) {
	if !by.IsMissing() && (!by.IsScalar() || by.Text() == "") {
		found.Add(by.Finding("mapping/reference", "", `"by" names the field that says which of the types it is`))
	}
	if by.IsMissing() && len(c.names()) > 0 {
		found.Add(c.refNode.Finding("mapping/reference", "", `a field for all types needs "by": the field that says which of them it is`))
	}
	if !c.viaNode.IsMissing() {
		found.Add(c.viaNode.Finding("mapping/reference", "", `"via" is for a reference to one type`))
	}
	if c.where.relation == "" {
		found.Add(c.refNode.Finding("mapping/reference", "", "a reference to one of several types is for rows"))
	}
	entries := needEntries(c.refNode, found)
	template := *c
	for i, e := range entries {
		one := c
		if i > 0 {
			one = new(cellDef)
			*one = template
			c.others = append(c.others, one)
		}
		one.choice, one.ref, one.refNode = true, e.Name, e.Key
		if !e.Value.IsScalar() || e.Value.IsNull() || e.Value.Text() == "" {
			found.Add(e.Value.Finding("mapping/reference", "", "expected the field of a %s, or with \"by\" what that field then says", e.Name))
			continue
		}
		if by.IsMissing() {
			one.field = e.Value.Text()
			d.note(c.where.place(one.field), e.Value)
			continue
		}
		one.kindField, one.kind = by.Text(), e.Value
		d.note(c.where.place(one.kindField), by)
	}
}

// when holds of rows that refer to the type of c; nil where the field alone tells.
func (c *cellDef) when() connectors.Predicate {
	if c.kindField == "" {
		return nil
	}
	return connectors.Leaf{Field: c.kindField, Op: connectors.Eq, Value: c.kind.Scalar()}
}

// references are the cells of the value by which rows refer to something, one for each type.
func (r *rowsDef) references() []*cellDef {
	var list []*cellDef
	for _, c := range r.cells {
		if c.at.Leaf().Name == "value" && c.ref != "" {
			list = append(list, c)
		}
	}
	return list
}

// reference is the one that refers to a type, nil when none does.
func (r *rowsDef) reference(resourceType string) *cellDef {
	for _, c := range r.references() {
		if c.ref == resourceType {
			return c
		}
	}
	return nil
}
