package mappings

import (
	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/scim/schema"
)

// Order is the native order for sorting by p; ok is false when the entity cannot sort by it.
func (m *Mapping) Order(p schema.Path, desc bool) (connectors.Order, bool) {
	a := m.find(p)
	if a == nil || !m.known {
		return connectors.Order{}, false
	}
	for _, c := range a.cells {
		plain := c.field != "" && c.read == nil && c.table == nil && c.empty == nil && c.ref == "" && c.one == "" && !c.secret
		plain = plain && (c.format == nil || c.format.sorted)
		if c.at == p && plain && m.shape.Sort(c.field) {
			return connectors.Order{Field: c.field, Desc: desc}, true
		}
	}
	return connectors.Order{}, false
}
