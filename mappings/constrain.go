package mappings

import (
	"slices"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/scim/schema"
)

// constrain shows in the schema that the application insists on a value in the field behind an attribute. Where anything
// but a client might give the value, it is not required; and no secret is, as an account that is adopted has one.
func (c *compiler) constrain(rule *ruleDef) {
	def := rule.cell
	if def == nil || def.field == "" || rule.one != nil || !c.known {
		return
	}
	field, x := c.shape.Fields[def.field], c.compiled[def]
	if field.Required && x.writable() && !x.secret && x.leaf.Mutability != schema.ReadOnly && !c.d.filled(def) {
		x.leaf.Required = true
		if x.at.Sub != nil {
			x.at.Attr.Required = true
		}
	}
}

// filled reports whether the field behind a rule can get a value without its attribute: by `empty`, by `insert` or
// `stamp`, by an expression of `fields`, or by another rule.
func (d *resourceDef) filled(def *cellDef) bool {
	sources := []map[string]connectors.Source{d.insert, d.stamp.Insert}
	return !def.empty.IsMissing() ||
		slices.ContainsFunc(sources, func(s map[string]connectors.Source) bool { return s[def.field] != nil }) ||
		slices.ContainsFunc(d.fields, func(f fieldDef) bool { return f.field == def.field }) ||
		slices.ContainsFunc(d.cells(), func(o *cellDef) bool {
			return o != def && !o.readOnly && o.where.relation == "" && slices.Contains(o.names(), def.field)
		})
}
