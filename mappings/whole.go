package mappings

import (
	"slices"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/schema"
)

// whole is the cell that a complex attribute is made of as one; nil where each sub-attribute has its own.
func (a *attribute) whole() *cell {
	if len(a.cells) == 1 && a.cells[0].isWhole() {
		return a.cells[0]
	}
	return nil
}

func (c *cell) isWhole() bool { return c.at.Sub == nil && c.leaf.Type == schema.Complex }

// toObject is a complex value out of what an expression results in; ok is false when nothing is in it.
func toObject(a *schema.Attribute, v connectors.Value) (o *scim.Object, ok bool) {
	parts, _ := v.(map[string]any)
	o = new(scim.Object)
	for _, sub := range a.Sub {
		if x, ok := shownValue(sub, parts[sub.Name]); ok {
			o.Append(sub.Name, x)
		}
	}
	return o, o.Len() > 0
}

// settleWhole gives the sub-attributes the characteristics that follow from the one cell that they are made of: a client
// can set what its write expression, or `fields:`, stores something of.
func (c *compiler) settleWhole(x *cell, def *cellDef, written func(name string) bool) {
	for _, sub := range x.leaf.Sub {
		stores := x.writable() && slices.ContainsFunc(def.takes, func(a *schema.Attribute) bool { return c.attributes[a] == sub })
		p := x.at
		p.Sub = sub
		if !stores && !written(c.expressionName(p)) {
			sub.Mutability = schema.ReadOnly
		}
	}
}
