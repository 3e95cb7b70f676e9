package mappings

import (
	"context"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/schema"
)

// Resources turns records into resources with schemas, id, the mapped attributes that s wants, and meta with
// resourceType and, where they are mapped, created and lastModified. Large attributes are left out; see Elements.
// All references of the page, the records' own ids among them, are resolved in one batch. A reference that nobody
// knows is left out, with what depends on it.
func (m *Mapping) Resources(ctx context.Context, rs []connectors.Record, s schema.Selection, ids IDs) ([]scim.Resource, error) {
	wanted := m.wanted(s)
	var refs []Ref
	for i := range rs {
		refs = append(refs, Ref{Type: m.name, Key: rs[i].Key})
		for _, a := range wanted {
			refs = a.references(refs, &rs[i])
		}
	}
	known, err := resolve(ctx, ids, refs)
	if err != nil {
		return nil, err
	}
	b := builder{m: m, wanted: wanted, links: known, ids: ids}
	resources := make([]scim.Resource, len(rs))
	for i := range rs {
		resources[i] = b.resource(&rs[i])
	}
	return resources, nil
}

// wanted are the attributes to build, in schema order.
func (m *Mapping) wanted(s schema.Selection) []*attribute {
	if isDefault(s) {
		return m.page
	}
	return m.selected(s)
}

func (m *Mapping) selected(s schema.Selection) []*attribute {
	list := make([]*attribute, 0, len(m.attributes))
	for _, a := range m.attributes {
		if !a.isLarge() && s.Wants(a.at) {
			list = append(list, a)
		}
	}
	return list
}

// references appends the keys that a record's attribute refers to.
func (a *attribute) references(refs []Ref, r *connectors.Record) []Ref {
	if a.rows != nil {
		return appendRowReferences(refs, a.rows.cells, r.Rows[a.rows.relation])
	}
	own := row{fields: r.Fields}
	for _, c := range a.cells {
		refs = appendKey(refs, c, &own)
	}
	for _, s := range a.slots {
		for _, c := range s.cells {
			refs = appendKey(refs, c, &own)
		}
	}
	return refs
}

func appendRowReferences(refs []Ref, cells []*cell, rows []connectors.Row) []Ref {
	for _, c := range cells {
		if c.ref == "" {
			continue
		}
		for i := range rows {
			refs = appendKey(refs, c, &row{fields: rows[i].Fields})
		}
	}
	return refs
}

func appendKey(refs []Ref, c *cell, r *row) []Ref {
	if c.ref == "" {
		return refs
	}
	if k := c.key(r); k != "" {
		refs = append(refs, Ref{Type: c.ref, Key: k})
	}
	return refs
}

// builder builds the resources of one page.
type builder struct {
	m      *Mapping
	wanted []*attribute
	links  links
	ids    IDs
}

func (b *builder) resource(rec *connectors.Record) scim.Resource {
	o := scim.NewObject()
	schemas := []any{b.m.rt.Schema.ID}
	o.Append("schemas", nil)
	id, _ := b.links.id(b.m.name, rec.Key)
	o.Append("id", id)
	meta := scim.NewObject("resourceType", b.m.rt.Name)
	own := row{fields: rec.Fields}
	for _, a := range b.wanted {
		v := b.value(a, rec, &own)
		switch {
		case v == nil:
		case a.at.Attr == schema.Meta:
			for name, x := range v.(*scim.Object).All() {
				meta.Set(name, x)
			}
		case a.at.Extension != nil:
			x := o.Object(a.at.Extension.ID)
			if x == nil {
				x = scim.NewObject()
				o.Append(a.at.Extension.ID, x)
				schemas = append(schemas, a.at.Extension.ID)
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

// value is an attribute's value in a record, nil when it has none.
func (b *builder) value(a *attribute, rec *connectors.Record, own *row) any {
	switch {
	case a.rows != nil:
		return list(b.elements(a, rec.Rows[a.rows.relation]))
	case a.slots != nil:
		var elements []any
		for i := range a.slots {
			if e := b.object(a, a.slots[i].cells, own); e != nil {
				e.SetOrigin(a.slots[i].origin)
				elements = append(elements, e)
			}
		}
		return list(elements)
	case a.at.Attr.Type == schema.Complex:
		if o := b.object(a, a.cells, own); o != nil {
			return o
		}
		return nil
	default:
		v, ok := b.simple(a.cells[0], own)
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

func (b *builder) elements(a *attribute, rows []connectors.Row) []any {
	var elements []any
	for i := range rows {
		if e := b.object(a, a.rows.cells, &row{fields: rows[i].Fields}); e != nil {
			e.SetOrigin(string(rows[i].Key))
			elements = append(elements, e)
		}
	}
	return elements
}

// object builds one complex value; nil when nothing but constants is there, or its reference leads nowhere.
func (b *builder) object(a *attribute, cells []*cell, r *row) *scim.Object {
	o := scim.NewObject()
	found := false
	for _, c := range cells {
		v, ok := b.simple(c, r)
		if !ok {
			if c.ref != "" {
				return nil
			}
			continue
		}
		o.Append(c.leaf.Name, v)
		found = found || c.constant == nil
		if c.ref != "" {
			b.imply(a, o, c.ref, v.(string))
		}
	}
	if !found {
		return nil
	}
	return o
}

func (b *builder) imply(a *attribute, o *scim.Object, resourceType, id string) {
	for _, i := range a.implied {
		if i.text == "" {
			o.Append(i.name, b.ids.Location(resourceType, id))
		} else {
			o.Append(i.name, i.text)
		}
	}
}

func (b *builder) simple(c *cell, r *row) (any, bool) {
	if c.ref == "" {
		return c.load(r)
	}
	k := c.key(r)
	if k == "" {
		return nil, false
	}
	id, ok := b.links.id(c.ref, k)
	return id, ok
}

// Elements turns rows of a large attribute into its elements. A row whose reference nobody knows is left out.
func (m *Mapping) Elements(ctx context.Context, attr string, rows []connectors.Row, ids IDs) ([]*scim.Object, error) {
	for _, a := range m.attributes {
		if !a.isLarge() || a.at.String() != attr {
			continue
		}
		known, err := resolve(ctx, ids, appendRowReferences(nil, a.rows.cells, rows))
		if err != nil {
			return nil, err
		}
		b := builder{m: m, links: known, ids: ids}
		elements := make([]*scim.Object, 0, len(rows))
		for _, e := range b.elements(a, rows) {
			elements = append(elements, e.(*scim.Object))
		}
		return elements, nil
	}
	return nil, connectors.Errorf(connectors.Internal, "map elements", "%s is not a large attribute", attr)
}
