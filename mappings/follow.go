package mappings

import (
	"fmt"
	"maps"
	"slices"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/yamlx"
)

// readBrings reads the rows that every new record comes with.
func (d *resourceDef) readBrings(n yamlx.Node, found *diag.List) {
	for _, item := range needList(n, found) {
		r := yamlx.Read(item, "mapping", found)
		entity := needText(r, "entity", found)
		b := connectors.Bring{Entity: entity.Text()}
		d.note(b.Entity, entity)
		d.note(b.Entity+".", entity)
		b.Set = d.readSources(r.Need("set"), newIn(d.ownCells(), d.fields), b.Entity+".", found)
		b.Go = r.Bool("remove", false)
		r.Close()
		d.brings = append(d.brings, b)
	}
}

// readAfter reads the statements that follow a change.
func (d *resourceDef) readAfter(n yamlx.Node, found *diag.List) {
	for i, item := range needList(n, found) {
		r := yamlx.Read(item, "mapping", found)
		on := r.Need("on")
		sql := needText(r, "sql", found)
		r.Close()
		e := connectors.Effect{Native: connectors.Native(sql.Text())}
		d.note(fmt.Sprintf("after/%d", i), sql)
		if !on.IsMissing() {
			for _, what := range alone(on) {
				d.readOccasion(&e, what, found)
			}
		}
		d.after = append(d.after, e)
	}
}

// readOccasion reads one thing that a statement follows: a verb, or a mapped attribute that gets another value.
func (d *resourceDef) readOccasion(e *connectors.Effect, n yamlx.Node, found *diag.List) {
	switch n.Text() {
	case "create":
		e.Create = true
		return
	case "update":
		e.Update = true
		return
	case "delete":
		e.Delete = true
		return
	}
	p, known := d.resolve(n.Text())
	mapped := false
	for _, rule := range d.rules {
		if known && (rule.at == p || rule.at.Top() == p) {
			mapped = true
			e.Fields = union(e.Fields, d.writtenBy(rule)...)
			if rule.rows != nil {
				e.Relations = union(e.Relations, rule.rows.relation)
			}
		}
	}
	if !mapped {
		found.Add(n.Finding("mapping/after", diag.Suggest(n.Text(), append(d.mappedNames(), "create", "update", "delete")),
			"%q is neither create, update or delete nor a mapped attribute", n.Text()))
	}
}

// writtenBy are the record's own fields that a rule writes: of a lookup those that hold the code.
func (d *resourceDef) writtenBy(rule *ruleDef) []string {
	var fields []string
	for _, c := range rule.allCells() {
		if c.where.relation != "" {
			continue
		}
		for _, name := range c.names() {
			fields = union(fields, d.pointing(name)...)
		}
	}
	return fields
}

// pointing are the own fields by which a joined field is set, or the field itself.
func (d *resourceDef) pointing(field string) []string {
	for _, j := range d.joins {
		for _, f := range j.Fields {
			if j.Lookup && j.Alias+"."+f == field {
				return slices.Sorted(maps.Values(j.On))
			}
		}
	}
	return []string{field}
}

// needList are the items of a list that may be left out.
func needList(n yamlx.Node, found *diag.List) []yamlx.Node {
	if n.IsMissing() {
		return nil
	}
	if !n.IsList() || len(n.Items()) == 0 {
		found.Add(n.Finding("mapping/not-a-list", "", "expected a list"))
	}
	return n.Items()
}

// alone are the items of a list, or what stands there instead of one.
func alone(n yamlx.Node) []yamlx.Node {
	if n.IsList() {
		return n.Items()
	}
	return []yamlx.Node{n}
}
