package mappings

import (
	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/yamlx"
	"github.com/scimgate/scimgate/scim/schema"
)

// readOne reads a single value that lives in one row of another entity: {rows: reporting, by: emp_no, one: boss_no}.
func (d *resourceDef) readOne(p schema.Path, name string, n yamlx.Node, found *diag.List) (*cellDef, *rowsDef) {
	if p.Leaf().MultiValued || p.Leaf().Type == schema.Complex {
		found.Add(n.Finding("mapping/rows", "", `"one" is for a single value: %s is not`, p))
		return nil, nil
	}
	r := yamlx.Read(n, "mapping", found)
	rows := &rowsDef{node: n, relation: name, joins: new([]connectors.Join)}
	entity := needText(r, "rows", found)
	rows.entity = entity.Text()
	scope := cellScope{relation: name, joins: rows.joins}
	d.note(name, entity)
	d.note(rows.entity, entity)
	rows.by = d.readBy(r.Need("by"), scope, found)
	rows.where = d.readPredicate(r.Get("where"), scope.place(""), found)
	rows.order = d.readNames(r, "order", scope.place(""))
	one, insert := r.Need("one"), r.Get("insert")
	r.Close()
	if one.IsMissing() {
		return nil, nil
	}
	c := d.readCell(p, one, scope, found)
	if c == nil {
		return nil, nil
	}
	if c.secret || len(c.reads()) > 0 || len(c.names()) == 0 || c.choice {
		found.Add(one.Finding("mapping/rows", "", `"one" is a field, or a reference, a table of values or a lookup of one`))
	}
	rows.cells = []*cellDef{c}
	rows.insert = d.readSources(insert, newIn(rows.cells, nil), scope.place(""), found)
	return c, rows
}
