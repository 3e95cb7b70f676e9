package mappings

import (
	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/schema"
)

// builder builds the resources of one page.
type builder struct {
	m      *Mapping
	wanted []*attribute
	links  links
	ids    IDs

	unreadable func(field string) // is told of values that mean nothing
}

func (b *builder) resource(rec *connectors.Record) scim.Resource {
	o := new(scim.Object)
	o.Grow(len(b.wanted) + 3) // schemas, id and meta
	schemas := make([]any, 1, 1+len(b.m.rt.Extensions))
	schemas[0] = b.m.urn
	o.Append("schemas", nil)
	id, _ := b.links.id(b.m.name, rec.Key)
	o.Append("id", id)
	meta := new(scim.Object)
	meta.Grow(metaSize)
	meta.Append("resourceType", b.m.typeName)
	for _, a := range b.wanted {
		v := b.value(a, rec)
		switch {
		case v == nil:
		case a.at.Attr == schema.Meta:
			for name, x := range v.(*scim.Object).All() {
				meta.Append(name, x)
			}
		case a.at.Extension != nil:
			x := o.Object(a.at.Extension.ID)
			if x == nil {
				x = new(scim.Object)
				x.Grow(len(a.at.Extension.Attributes))
				o.Append(a.at.Extension.ID, x)
				schemas = append(schemas, a.urn)
			}
			x.Append(a.at.Attr.Name, v)
		default:
			o.Append(a.at.Attr.Name, v)
		}
	}
	o.Set("schemas", schemas)
	o.Append("meta", meta)
	return o
}

// metaSize is how many attributes meta has at most: resourceType, created, lastModified, location and version.
const metaSize = 5

// value is an attribute's value in a record, nil when it has none.
func (b *builder) value(a *attribute, rec *connectors.Record) any {
	switch {
	case a.rows != nil:
		return list(b.elements(a, rec.Rows[a.rows.relation]))
	case a.slots != nil:
		return list(b.slots(a, rec.Fields))
	case a.list != nil:
		return list(b.listed(a.list, rec.Fields))
	case a.at.Attr.Type == schema.Complex && a.whole() == nil:
		if o := b.ownObject(a, rec); o != nil {
			return o
		}
		return nil
	default:
		v, ok := b.simple(a.cells[0], a.cells[0].rowOf(rec))
		if !ok {
			return nil
		}
		return v
	}
}

// list is nil for no elements: an absent attribute is left out.
func list(elements []any) any {
	if len(elements) == 0 {
		return nil
	}
	return elements
}

func (b *builder) slots(a *attribute, fields connectors.Fields) []any {
	var elements []any
	for i := range a.slots {
		if e := b.object(a, a.slots[i].cells, fields); e != nil {
			e.SetOrigin(a.slots[i].origin)
			elements = append(elements, e)
		}
	}
	return elements
}

func (b *builder) elements(a *attribute, rows []connectors.Row) []any {
	if len(rows) == 0 {
		return nil
	}
	elements := make([]any, 0, len(rows))
	for i := range rows {
		if e := b.object(a, a.rows.cells, rows[i].Fields); e != nil {
			e.SetOrigin(string(rows[i].Key))
			if a.rows.first && len(elements) == 0 {
				e.Append("primary", true)
			}
			elements = append(elements, e)
		}
	}
	return elements
}

// object builds one complex value; nil when nothing but constants is there, or its reference leads nowhere.
func (b *builder) object(a *attribute, cells []*cell, fields connectors.Fields) *scim.Object {
	return b.objectOf(a, cells, func(*cell) connectors.Fields { return fields })
}

// ownObject builds one out of the record and, where its cells say so, of other rows.
func (b *builder) ownObject(a *attribute, rec *connectors.Record) *scim.Object {
	return b.objectOf(a, a.cells, func(c *cell) connectors.Fields { return c.rowOf(rec) })
}

func (b *builder) objectOf(a *attribute, cells []*cell, fieldsOf func(*cell) connectors.Fields) *scim.Object {
	var o *scim.Object
	found, choices, chosen := false, false, false
	for _, c := range cells {
		v, ok := b.simple(c, fieldsOf(c))
		choices, chosen = choices || c.choice, chosen || c.choice && ok
		switch {
		case !ok && c.ref != "" && !c.choice:
			return nil
		case !ok:
			continue
		case o == nil:
			o = new(scim.Object)
			o.Grow(len(cells) + len(a.implied))
		}
		o.Append(c.leaf.Name, v)
		found = found || c.constant == nil
		if c.ref != "" {
			b.imply(a, o, c.ref, v.(string))
		}
	}
	if !found || choices && !chosen {
		return nil
	}
	return o
}

func (b *builder) imply(a *attribute, o *scim.Object, resourceType, id string) {
	for _, i := range a.implied {
		switch {
		case i.own:
			o.Append(i.name, resourceType)
		case i.value == nil:
			o.Append(i.name, b.ids.Location(resourceType, id))
		default:
			o.Append(i.name, i.value)
		}
	}
}

func (b *builder) simple(c *cell, fields connectors.Fields) (any, bool) {
	if fields == nil && c.one != "" {
		return nil, false
	}
	if c.ref == "" {
		v, ok := c.load(fields)
		if !ok && c.isUnreadable(fields) {
			b.unreadable(b.m.name + "." + c.places[0])
		}
		return v, ok
	}
	k := c.key(fields)
	if k == "" {
		return nil, false
	}
	id, ok := b.links.id(c.ref, k)
	return id, ok
}
