package mappings

import (
	"slices"

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
			for _, sub := range slices.Concat(c.shows, c.takes) {
				wanted[sub] = true
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
