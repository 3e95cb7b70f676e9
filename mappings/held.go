package mappings

import (
	"maps"
	"slices"
	"strings"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/yamlx"
	"github.com/scimgate/scimgate/scim/schema"
)

// hold recognises rows that are the very records they refer to: users who are in the group that a column of theirs
// names. Members then come and go by that column, within what their own type may see and write.
func (f *File) hold(d *resourceDef, rows *rowsDef, found *diag.List) {
	c := rows.cell("value")
	var target *resourceDef
	if c != nil && c.ref != "" && !c.choice {
		target = f.resource(c.ref)
	}
	if target == nil || target.values != nil || target.entity != rows.entity || !slices.Equal(target.key, c.names()) {
		if !rows.empty.IsMissing() {
			found.Add(rows.empty.Finding("mapping/rows", "", `"empty" is for rows that are the records they refer to`))
		}
		return
	}
	if len(rows.by) != 1 {
		found.Add(rows.node.Finding("mapping/by", "", "rows that are the records they refer to belong by one field"))
		return
	}
	if n := rows.node.Get("insert"); !n.IsMissing() {
		found.Add(n.Finding("mapping/rows", "", "rows that are the records they refer to are never new: nothing is inserted"))
	}
	rows.held = &connectors.Held{Protect: target.protect, Stamp: target.stamp.Update}
	rows.held.After, rows.held.Joins = target.afterMove(slices.Collect(maps.Keys(rows.by))[0], d.name+"."+rows.relation)
	if n := rows.empty; !n.IsMissing() && !n.IsNull() {
		rows.held.Empty = n.Text()
	}
	rows.where, rows.target = allOf(rows.where, target.scope, not(target.gone)), nil
	d.countValues(rows)
	for _, other := range rows.cells {
		other.readOnly = other.readOnly || other != c
	}
}

// afterMove is what follows when a record gets another value in the field that it belongs by, and so has another group
// among those that it shows of this relation; and what those statements may look at besides the record.
func (d *resourceDef) afterMove(field, relation string) (after []connectors.Effect, joins []connectors.Join) {
	inverses := map[string]bool{}
	for _, rule := range d.rules {
		if rule.rows != nil && rule.rows.inverse == relation {
			inverses[rule.rows.relation] = true
		}
	}
	for i, e := range d.after {
		if slices.ContainsFunc(e.Relations, func(name string) bool { return inverses[name] }) {
			e.Fields = union(slices.Clone(e.Fields), field) // whoever writes it, the record's own type too
			d.after[i] = e
		}
		if e.Update || slices.Contains(e.Fields, field) {
			after = append(after, connectors.Effect{Native: e.Native})
		}
	}
	named := map[string]bool{}
	for _, e := range after {
		for _, j := range d.joins {
			named[j.Alias] = named[j.Alias] || strings.Contains(string(e.Native), ":"+j.Alias+".")
		}
	}
	for _, j := range slices.Backward(d.joins) {
		if !named[j.Alias] || j.Current != nil {
			continue
		}
		for _, ours := range j.On {
			alias, _, _ := strings.Cut(ours, ".")
			named[alias] = true // a join before it, where it is joined to one
		}
		j.Missing, j.Remove, j.Insert = "", false, nil // it is only read
		joins = append(joins, j)
	}
	slices.Reverse(joins)
	return after, joins
}

// countValues says which rows have the values that are not listed: those that can be members.
func (d *resourceDef) countValues(rows *rowsDef) {
	if d.values == nil || rows.entity != d.entity || rows.by[d.values.Field] != connectors.ValueField {
		return
	}
	if len(d.values.List) > 0 {
		return
	}
	d.values.Where = rows.where
	if rows.held.Empty != nil {
		d.values.Where = allOf(rows.where, connectors.Leaf{Field: d.values.Field, Op: connectors.Ne, Value: rows.held.Empty})
	}
}

// invertHeld makes `{of: Group.members}` of the column that a user's group stands in: it needs no rows.
func (f *File) invertHeld(d *resourceDef, rule *ruleDef, owner *resourceDef, of *rowsDef, found *diag.List) {
	rows := rule.rows
	fields, ok := of.ownerFields(owner)
	value := rule.at.Attr.Lookup("value")
	if !ok || value == nil {
		found.Add(rows.inverseNode.Finding("mapping/inverse", "", "an inverse needs the `key:` of %s, and rows that belong by it", owner.name))
		return
	}
	d.note(fields[0], rows.inverseNode)
	at := func(sub *schema.Attribute) schema.Path {
		return schema.Path{Extension: rule.at.Extension, Attr: rule.at.Attr, Sub: sub}
	}
	cells := []*cellDef{{
		at: at(value), node: rows.inverseNode, field: fields[0], empty: of.nobody(),
		ref: owner.name, refNode: rows.inverseNode, readOnly: true,
	}}
	if sub, shown := rule.at.Attr.Lookup("display"), owner.displayField(); sub != nil && shown != "" {
		display := &cellDef{at: at(sub), node: rows.inverseNode, readOnly: true}
		f.showOwner(d, display, owner, fields, shown)
		if display.field == fields[0] && display.labels == nil {
			display.empty = of.nobody()
		}
		cells = append(cells, display)
	}
	rule.slots, rule.rows, rule.inverse, rule.returned = []slotDef{{cells: cells}}, nil, true, rows.returned
}

// showOwner makes a cell read what the owner in a column of d is called.
func (f *File) showOwner(d *resourceDef, c *cellDef, owner *resourceDef, columns []string, shown string) {
	switch c.field = columns[0]; {
	case owner.values == nil:
		join := owner.displayJoin(columns, shown)
		_ = d.addJoin(cellScope{}, join) // one like it reads the same
		c.field = join.Alias + "." + shown
	case len(owner.values.List) > 0:
		c.labels = owner.values.List
		if shown == connectors.ValueField {
			c.labels = unlabelled(c.labels)
		}
	}
	c.leads = owner.scope == nil && owner.gone == nil && (owner.values == nil || c.labels != nil)
}

// unlabelled are values that are called what they are.
func unlabelled(list []connectors.Listed) []connectors.Listed {
	out := slices.Clone(list)
	for i := range out {
		out[i].Label = out[i].Value.(string)
	}
	return out
}

// nobody is the value that stands for no owner; missing for null.
func (r *rowsDef) nobody() yamlx.Node {
	if r.empty.IsNull() {
		return yamlx.Node{}
	}
	return r.empty
}

// displayField is the plain field behind displayName, empty where there is none.
func (d *resourceDef) displayField() string {
	p, ok := d.base.Find("displayName")
	if !ok {
		return ""
	}
	shown := d.ruleFor(p)
	if shown == nil || shown.cell == nil || strings.Contains(shown.cell.field, ".") || !shown.cell.read.IsMissing() {
		return ""
	}
	return shown.cell.field
}

// displayJoin reads that field by what holds the key.
func (d *resourceDef) displayJoin(holders []string, shown string) connectors.Join {
	return connectors.Join{
		Alias: strings.ReplaceAll(d.entity, ".", "_") + "_by_" + strings.Join(holders, "_"), Entity: d.entity,
		On: pairs(d.key, holders), Fields: []string{shown}, Lookup: true,
	}
}
