package mappings

import (
	"maps"
	"slices"

	"github.com/scimgate/scimgate/scim/schema"
)

// prepare works out what every request needs to know of the finished attributes.
func (m *Mapping) prepare() {
	var full needs
	writers := map[string][]*cell{}
	for _, a := range m.attributes {
		if a.rows != nil {
			a.rows.empties = withEmpty(a.rows.cells)
		}
		if a.rows == nil || !a.rows.inverse {
			full.attribute(a)
		}
		for _, c := range a.allCells() {
			if c.ref != "" {
				a.refs = append(a.refs, c)
			}
		}
		for _, c := range a.ownCells() {
			for _, name := range c.names {
				if c.writes(name) {
					writers[name] = append(writers[name], c)
				}
			}
		}
		m.empties = append(m.empties, a.ownCells()...)
	}
	for _, cells := range writers {
		for _, c := range cells {
			c.shared = c.shared || len(cells) > 1
		}
	}
	m.empties = withEmpty(m.empties)
	computes := slices.ContainsFunc(m.empties, func(c *cell) bool { return c.empty.expr != nil })
	for _, a := range m.attributes {
		a.depends = computes && a.rows == nil || slices.ContainsFunc(a.allCells(), func(c *cell) bool { return c.secret || c.shared || c.depends })
	}
	m.versionFields = full.fields
	full.add(m.AnchorNeed())
	m.fullNeed = full.need()
	for _, a := range m.attributes {
		var n needs
		if n.attribute(a); !n.within(m.fullNeed) {
			m.beyond = append(m.beyond, a)
		}
	}
	m.versionRows = slices.Sorted(maps.Keys(m.fullNeed.Rows))
	m.pageNeed = m.need(schema.Selection{}, nil)
	m.page = m.selected(schema.Selection{})
}

// changes reports whether a rule writes an own field of a record that is there.
func (m *Mapping) changes(field string) bool {
	return slices.ContainsFunc(m.attributes, func(a *attribute) bool {
		return slices.ContainsFunc(a.ownCells(), func(c *cell) bool { return c.writes(field) && !c.once })
	})
}

// fills reports whether a rule writes an own field.
func (m *Mapping) fills(field string) bool {
	return slices.ContainsFunc(m.attributes, func(a *attribute) bool {
		return slices.ContainsFunc(a.ownCells(), func(c *cell) bool { return c.writes(field) })
	})
}
