package mappings

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/scimgate/scimgate/scim/schema"
)

// effective builds the resource type that is served: the attributes that have rules, with the characteristics that
// the rules and the application give them. Base attributes are shared by all apps, so they are copied.
type effective struct {
	rt         *schema.ResourceType
	attributes map[*schema.Attribute]*schema.Attribute // base → copy
	extensions map[*schema.Schema]*schema.Schema
	compiled   map[*cellDef]*cell
}

func newEffective(d *resourceDef) effective {
	e := effective{
		attributes: map[*schema.Attribute]*schema.Attribute{}, extensions: map[*schema.Schema]*schema.Schema{},
		compiled: map[*cellDef]*cell{},
	}
	wanted := map[*schema.Attribute]bool{}
	externalID := false
	for _, rule := range d.rules {
		wanted[rule.at.Attr] = true
		externalID = externalID || rule.at.Attr == schema.ExternalID
		if rule.at.Sub != nil {
			wanted[rule.at.Sub] = true
		}
		for _, c := range rule.allCells() {
			if c.at.Sub != nil {
				wanted[c.at.Sub] = true
			}
			if c.ref != "" {
				e.wantReference(c.at.Attr, wanted)
			}
		}
	}
	rt := *d.base
	rt.NoExternalID = !externalID
	rt.Schema = e.prune(d.base.Schema, wanted)
	rt.Extensions = nil
	for _, x := range d.base.Extensions {
		if s := e.prune(x.Schema, wanted); len(s.Attributes) > 0 {
			rt.Extensions = append(rt.Extensions, schema.Extension{Schema: s, Required: x.Required})
		}
	}
	e.rt = &rt
	return e
}

// wantReference keeps the sub-attributes that follow from a reference by themselves.
func (e effective) wantReference(a *schema.Attribute, wanted map[*schema.Attribute]bool) {
	for _, name := range []string{"$ref", "type"} {
		if sub := a.Lookup(name); sub != nil {
			wanted[sub] = true
		}
	}
}

func (e effective) prune(s *schema.Schema, wanted map[*schema.Attribute]bool) *schema.Schema {
	out := *s
	out.Attributes = e.copies(s.Attributes, wanted)
	e.extensions[s] = &out
	return &out
}

func (e effective) copies(list []*schema.Attribute, wanted map[*schema.Attribute]bool) []*schema.Attribute {
	var out []*schema.Attribute
	for _, a := range list {
		if !wanted[a] {
			continue
		}
		c := *a
		c.Sub = e.copies(a.Sub, wanted)
		c.CanonicalValues = slices.Clone(a.CanonicalValues)
		e.attributes[a] = &c
		out = append(out, &c)
	}
	return out
}

// path is a base path in the effective type. Common attributes are shared and stay.
func (e effective) path(p schema.Path) schema.Path {
	if x, ok := e.extensions[p.Extension]; ok {
		p.Extension = x
	}
	if a, ok := e.attributes[p.Attr]; ok {
		p.Attr = a
	}
	if s, ok := e.attributes[p.Sub]; ok {
		p.Sub = s
	}
	return p
}

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
			settleLeaf(leaf, cells, written(c.expressionName(cells[0].at)))
		}
		for _, def := range c.d.rules {
			if c.path(def.at.Top()) == a.at {
				c.settleRule(def)
			}
		}
		a.addImplied(m)
		a.settleTop()
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
	}
	readOnly := !written
	for _, x := range cells {
		readOnly = readOnly && !x.chooses && !x.writable()
		if x.secret {
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
	}
	top := c.path(def.at.Top()).Attr
	if def.rows != nil && def.rows.returned != schema.ReturnedDefault {
		top.Returned = def.rows.returned
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
		return "text", t == schema.Boolean
	case reflect.Map:
		return "an object", true
	case reflect.Slice, reflect.Array:
		return "a list", true
	default:
		return "", false
	}
}
