package mappings

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/scimgate/scimgate/internal/fold"
	"github.com/scimgate/scimgate/scim/schema"
)

// settle gives every attribute the characteristics that follow from its cells.
func (c *compiler) settle(m *Mapping) {
	written := c.d.writtenByExpressions()
	for _, a := range m.attributes {
		if a.at.Attr == schema.Meta || a.at.Attr == schema.ExternalID {
			continue
		}
		byLeaf := map[*schema.Attribute][]*cell{}
		for _, x := range a.allCells() {
			byLeaf[x.leaf] = append(byLeaf[x.leaf], x)
		}
		for leaf, cells := range byLeaf {
			if cells[0].isWhole() {
				continue
			}
			settleLeaf(leaf, cells, written(c.expressionName(cells[0].at)))
			if c.d.values != nil && a.rows == nil {
				leaf.Mutability = schema.Immutable // it says which of the values is meant, and no more
			}
		}
		for _, def := range c.d.rules {
			if c.path(def.at.Top()) == a.at {
				if x := a.whole(); x != nil {
					c.settleWhole(x, def.cell, written)
				}
				c.settleRule(def)
				c.constrain(def)
			}
		}
		a.addImplied()
		a.settleTop()
	}
	for _, rule := range c.d.rules {
		if rule.cell != nil && rule.at.Attr != schema.ExternalID && rule.at.Attr != schema.Meta {
			c.settleUniqueness(rule.cell)
		}
	}
}

// writtenByExpressions tells by its name in expressions whether `fields:` or a `write` stores something of an attribute.
func (d *resourceDef) writtenByExpressions() func(name string) bool {
	var paths []string
	for _, f := range d.fields {
		paths = union(paths, mentioned(f.node)...)
	}
	for _, c := range d.cells() {
		paths = union(paths, mentioned(c.write)...)
	}
	return func(name string) bool {
		return slices.ContainsFunc(paths, func(p string) bool { return strings.HasPrefix("resource."+name+".", p+".") })
	}
}

// expressionName is what an attribute is called in expressions: "name.givenName", "enterprise.department".
func (c *compiler) expressionName(p schema.Path) string {
	if p.Extension == nil {
		return p.String()
	}
	return prefixOf(c.d.prefixes, p.Extension) + "." + strings.TrimPrefix(p.String(), p.Extension.ID+":")
}

func settleLeaf(leaf *schema.Attribute, cells []*cell, written bool) {
	isReference := !slices.ContainsFunc(cells, func(c *cell) bool { return c.ref == "" })
	if leaf.CaseExact = leaf.CaseExact || isReference; !leaf.CaseExact && leaf.Type == schema.String {
		leaf.Fold = comparison(cells)
		leaf.CaseExact = leaf.Fold == fold.None
	}
	readOnly := !written
	for _, x := range cells {
		readOnly = readOnly && !x.chooses && !x.first && !x.writable()
		if x.secret && leaf.Returned != schema.ReturnedNever {
			leaf.Mutability, leaf.Returned = schema.WriteOnly, schema.ReturnedNever
		}
		if x.once {
			leaf.Mutability = schema.Immutable
		}
		if x.table != nil && leaf.Type == schema.String {
			leaf.CanonicalValues = x.table.canonicalValues()
		}
		if x.max > 0 && leaf.Type == schema.String {
			leaf.Description += fmt.Sprintf(" At most %d characters.", x.max)
		}
	}
	if readOnly {
		leaf.Mutability = schema.ReadOnly
	}
}

// settleRule takes over what the rule says about the attribute as a whole.
func (c *compiler) settleRule(def *ruleDef) {
	for _, x := range def.allCells() {
		if x.returned != schema.ReturnedDefault {
			c.path(x.at).Leaf().Returned = x.returned
		}
		if x.sensitive {
			c.path(x.at).Leaf().Sensitive = true
		}
	}
	top := c.path(def.at.Top()).Attr
	returned := def.returned
	if def.rows != nil {
		returned = def.rows.returned
	}
	if returned != schema.ReturnedDefault {
		top.Returned = returned
	}
	if kind := top.Lookup("type"); kind != nil && def.slots != nil {
		kind.CanonicalValues = slotTypes(def.slots, kind.CanonicalValues)
	}
}

// slotTypes are the types that slots stand for, and those of the standard where a slot takes any.
func slotTypes(slots []slotDef, standard []string) []string {
	var types []string
	for _, s := range slots {
		i := slices.IndexFunc(s.cells, func(c *cellDef) bool { return c.at.Sub.Name == "type" })
		if i < 0 || s.cells[i].constant.IsMissing() {
			return standard
		}
		types = union(types, s.cells[i].constant.Text())
	}
	return types
}

// mismatch reports whether a result of kind k can never be a value of t, and names it.
func mismatch(k reflect.Kind, t schema.Type) (string, bool) {
	switch k {
	case reflect.Bool:
		return "true or false", t != schema.Boolean && t != schema.String
	case reflect.String:
		return "text", t == schema.Boolean || t == schema.Complex
	case reflect.Int, reflect.Int64, reflect.Float64:
		return "a number", t == schema.Complex
	case reflect.Map:
		return "an object", t != schema.Complex
	case reflect.Slice, reflect.Array:
		return "a list", true
	default:
		return "", false
	}
}
