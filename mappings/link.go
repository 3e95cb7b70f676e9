package mappings

import (
	"maps"
	"slices"
	"strings"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/scim/schema"
)

// link ties the resource types of the file together: references to their types, inverses to their relations.
func (f *File) link(found *diag.List) {
	for _, d := range f.resources {
		for _, c := range d.cells() {
			f.checkReference(d, c, found)
		}
		for _, rule := range d.rules {
			if rule.rows != nil && rule.rows.inverse == "" {
				rule.rows.target = f.target(rule.rows)
				f.hold(d, rule.rows, found)
			}
			if rule.one != nil {
				rule.one.target = f.target(rule.one)
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

// ownCells are those of fields of the record itself.
func (d *resourceDef) ownCells() []*cellDef {
	return slices.DeleteFunc(d.cells(), func(c *cellDef) bool { return c.where.relation != "" })
}

func (f *File) checkReference(d *resourceDef, c *cellDef, found *diag.List) {
	if c.ref == "" {
		return
	}
	target := f.resource(c.ref)
	switch {
	case target != nil && c.via != "":
		f.follow(d, c, target, found)
	case target == nil:
		found.Add(c.refNode.Finding("mapping/unknown-resource-type", diag.Suggest(c.ref, f.typeNames()), "no resource type %q in this file", c.ref))
	case len(target.key) == 0:
		found.Add(c.refNode.Finding("mapping/reference", "", "a reference needs the `key:` of %s", c.ref))
	case len(c.names()) > 0 && len(target.key) != len(c.names()):
		found.Add(c.refNode.Finding("mapping/reference", "", "the key of %s is %s: a reference needs a field for each", c.ref, strings.Join(target.key, ", ")))
	case c.parts != nil && c.where.relation == "" && len(d.key) == 0:
		found.Add(c.refNode.Finding("mapping/reference", "", "a reference by several fields needs the `key:` of %s itself: fields of that are never written", d.name))
	}
}

// target is what the rows refer to, so that rows whose target cannot be seen are not seen either.
func (f *File) target(rows *rowsDef) *connectors.Target {
	var target *connectors.Target
	for _, c := range slices.Backward(rows.references()) {
		d := f.resource(c.ref)
		if d == nil || d.values != nil || len(d.key) != len(c.names()) {
			return nil
		}
		target = &connectors.Target{Entity: d.entity, By: pairs(c.link(d)), Scope: d.scope, Gone: d.gone, When: c.when(), Or: target}
	}
	return target
}

// pairs says which of some fields equals which of others, one by one.
func pairs(theirs, ours []string) map[string]string {
	by := make(map[string]string, len(theirs))
	for i, t := range theirs {
		by[t] = ours[i]
	}
	return by
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
	if of == nil || of.reference(d.name) == nil {
		found.Add(rows.inverseNode.Finding("mapping/inverse", "", "%s has no rows %q that refer to %s", typeName, attr, d.name))
		return
	}
	if of.held != nil {
		f.invertHeld(d, rule, owner, of, found)
		return
	}
	value := rule.at.Attr.Lookup("value")
	ownerFields, ok := of.ownerFields(owner)
	member := of.reference(d.name)
	if !ok || len(d.key) != len(member.names()) || value == nil {
		found.Add(rows.inverseNode.Finding("mapping/inverse", "", "an inverse needs the `key:` of both sides, and rows that belong by all of it"))
		return
	}
	rows.entity = of.entity
	rows.where = of.where
	if when := member.when(); when != nil {
		rows.where = allOf(of.where, when)
	}
	theirs, ours := member.link(d)
	rows.by = pairs(ours, theirs)
	rows.target = &connectors.Target{Entity: owner.entity, By: pairs(owner.key, ownerFields), Scope: owner.scope, Gone: owner.gone}
	scope := cellScope{relation: rows.relation, joins: rows.joins}
	d.note(rows.relation, rows.inverseNode)
	c := &cellDef{
		at:   schema.Path{Extension: rule.at.Extension, Attr: rule.at.Attr, Sub: value},
		node: rows.inverseNode, parts: ownerFields, where: scope, ref: typeName, refNode: rows.inverseNode, readOnly: true,
	}
	if len(ownerFields) == 1 {
		c.field, c.parts = ownerFields[0], nil
	}
	rows.cells = []*cellDef{c}
	rows.addDisplay(d, rule, owner, ownerFields)
}

// ownerFields are the fields of the rows that hold the key of their owner, in its order; ok is false where they belong
// by something else.
func (r *rowsDef) ownerFields(owner *resourceDef) (fields []string, ok bool) {
	for _, k := range owner.key {
		for _, theirs := range slices.Sorted(maps.Keys(r.by)) {
			if r.by[theirs] == k {
				fields = append(fields, theirs)
			}
		}
	}
	return fields, len(fields) > 0 && len(fields) == len(owner.key) && len(fields) == len(r.by)
}

// addDisplay shows the owner's displayName, where that is a plain field.
func (r *rowsDef) addDisplay(d *resourceDef, rule *ruleDef, owner *resourceDef, ownerFields []string) {
	display, shown := rule.at.Attr.Lookup("display"), owner.displayField()
	if display == nil || shown == "" {
		return
	}
	join := owner.displayJoin(ownerFields, shown)
	scope := cellScope{relation: r.relation, joins: r.joins}
	_ = d.addJoin(scope, join) // the first of this relation
	r.cells = append(r.cells, &cellDef{
		at:   schema.Path{Extension: rule.at.Extension, Attr: rule.at.Attr, Sub: display},
		node: r.inverseNode, field: join.Alias + "." + shown, where: scope, readOnly: true,
	})
}
