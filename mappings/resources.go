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
	refs := make([]Ref, 0, 2*len(rs))
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
	b := builder{m: m, wanted: wanted, links: known, ids: ids, unreadable: func(field string) { connectors.Unreadable(ctx, field) }}
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
		return a.rowReferences(refs, r.Rows[a.rows.relation])
	}
	for _, c := range a.refs {
		refs = c.appendKey(refs, c.rowOf(r))
	}
	return refs
}

func (a *attribute) rowReferences(refs []Ref, rows []connectors.Row) []Ref {
	for _, c := range a.refs {
		for i := range rows {
			refs = c.appendKey(refs, rows[i].Fields)
		}
	}
	return refs
}

func (c *cell) appendKey(refs []Ref, fields connectors.Fields) []Ref {
	if k := c.key(fields); k != "" {
		refs = append(refs, Ref{Type: c.ref, Key: k})
	}
	return refs
}

// Elements turns rows of a large attribute into its elements. A row whose reference nobody knows is left out.
func (m *Mapping) Elements(ctx context.Context, attr string, rows []connectors.Row, ids IDs) ([]*scim.Object, error) {
	a := m.byName(attr)
	if a == nil || !a.isLarge() {
		return nil, connectors.Errorf(connectors.Internal, "map elements", "%s is not a large attribute", attr)
	}
	known, err := resolve(ctx, ids, a.rowReferences(nil, rows))
	if err != nil {
		return nil, err
	}
	b := builder{m: m, links: known, ids: ids, unreadable: func(field string) { connectors.Unreadable(ctx, field) }}
	elements := make([]*scim.Object, 0, len(rows))
	for _, e := range b.elements(a, rows) {
		elements = append(elements, e.(*scim.Object))
	}
	return elements, nil
}
