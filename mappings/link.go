package mappings

import (
	"strings"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/scim/schema"
)

// link ties the resource types of the file together: references to their types, inverses to their relations.
func (f *File) link(found *diag.List) {
	for _, d := range f.resources {
		for _, c := range d.cells() {
			f.checkReference(c, found)
		}
		for _, rule := range d.rules {
			if rule.rows != nil && rule.rows.inverse == "" {
				rule.rows.target = f.target(rule.rows)
			}
		}
	}
	for _, d := range f.resources {
		for _, rule := range d.rules {
			if rule.rows != nil && rule.rows.inverse != "" {
				f.invert(d, rule, found)
			}
		}
	}
}

// cells are all cells of a resource type, those of slots and rows included.
func (d *resourceDef) cells() []*cellDef {
	var list []*cellDef
	for _, rule := range d.rules {
		list = append(list, rule.allCells()...)
	}
	return list
}

func (f *File) checkReference(c *cellDef, found *diag.List) {
	if c.ref == "" {
		return
	}
	target := f.resource(c.ref)
	switch {
	case target == nil:
		found.Add(c.refNode.Finding("mapping/unknown-resource-type", diag.Suggest(c.ref, f.typeNames()), "no resource type %q in this file", c.ref))
	case len(target.key) != 1:
		found.Add(c.refNode.Finding("mapping/reference", "", "a reference needs a %s with `key:` of one field", c.ref))
	}
}

// target is what the rows refer to, so that rows whose target cannot be seen are not seen either.
func (f *File) target(rows *rowsDef) *connectors.Target {
	c := rows.cell("value")
	if c == nil || c.ref == "" {
		return nil
	}
	d := f.resource(c.ref)
	if d == nil || len(d.key) != 1 {
		return nil
	}
	return &connectors.Target{Entity: d.entity, By: map[string]string{d.key[0]: c.field}, Scope: d.scope, Gone: d.gone}
}

// invert makes `{of: Group.members}` the other side of that relation: the rows of the same entity found by their
// reference to us, each an element that refers to its owner.
func (f *File) invert(d *resourceDef, rule *ruleDef, found *diag.List) {
	rows := rule.rows
	typeName, attr, _ := strings.Cut(rows.inverse, ".")
	owner := f.resource(typeName)
	if owner == nil {
		found.Add(rows.inverseNode.Finding("mapping/inverse", diag.Suggest(typeName, f.typeNames()), "no resource type %q in this file", typeName))
		return
	}
	var of *rowsDef
	for _, r := range owner.rules {
		if r.rows != nil && r.rows.inverse == "" && r.at.Attr.Name == attr && r.at.Extension == nil {
			of = r.rows
		}
	}
	if of == nil || of.cell("value") == nil || of.cell("value").ref != d.name {
		found.Add(rows.inverseNode.Finding("mapping/inverse", "", "%s has no rows %q that refer to %s", typeName, attr, d.name))
		return
	}
	value := rule.at.Attr.Lookup("value")
	ownerField, ok := singleBy(of.by)
	if len(d.key) != 1 || len(owner.key) != 1 || !ok || value == nil {
		found.Add(rows.inverseNode.Finding("mapping/inverse", "", "an inverse needs `key:` of one field on both sides"))
		return
	}
	rows.entity = of.entity
	rows.where = of.where
	rows.by = map[string]string{of.cell("value").field: d.key[0]}
	rows.target = &connectors.Target{Entity: owner.entity, By: map[string]string{owner.key[0]: ownerField}, Scope: owner.scope, Gone: owner.gone}
	scope := cellScope{relation: rows.relation, joins: rows.joins}
	d.note(rows.relation, rows.inverseNode)
	rows.cells = []*cellDef{{
		at:   schema.Path{Extension: rule.at.Extension, Attr: rule.at.Attr, Sub: value},
		node: rows.inverseNode, field: ownerField, where: scope, ref: typeName, refNode: rows.inverseNode, readOnly: true,
	}}
	rows.addDisplay(d, rule, owner, ownerField)
}

// addDisplay shows the owner's displayName, where that is a plain field.
func (r *rowsDef) addDisplay(d *resourceDef, rule *ruleDef, owner *resourceDef, ownerField string) {
	display := rule.at.Attr.Lookup("display")
	p, ok := owner.base.Find("displayName")
	if display == nil || !ok {
		return
	}
	shown := owner.ruleFor(p)
	if shown == nil || shown.cell == nil || shown.cell.field == "" || strings.Contains(shown.cell.field, ".") || !shown.cell.read.IsMissing() {
		return
	}
	join := connectors.Join{
		Alias: owner.entity + "_by_" + ownerField, Entity: owner.entity,
		On: map[string]string{owner.key[0]: ownerField}, Fields: []string{shown.cell.field}, Lookup: true,
	}
	scope := cellScope{relation: r.relation, joins: r.joins}
	_ = d.addJoin(scope, join) // the first of this relation
	r.cells = append(r.cells, &cellDef{
		at:   schema.Path{Extension: rule.at.Extension, Attr: rule.at.Attr, Sub: display},
		node: r.inverseNode, field: join.Alias + "." + shown.cell.field, where: scope, readOnly: true,
	})
}

func singleBy(by map[string]string) (theirs string, ok bool) {
	for k := range by {
		theirs = k
	}
	return theirs, len(by) == 1
}
