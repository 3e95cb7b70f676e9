package mappings

import (
	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/yamlx"
	"github.com/scimgate/scimgate/scim/schema"
)

// ruleDef is one line of `attributes:` as it was read: exactly one of cell, slots, list and rows.
type ruleDef struct {
	at    schema.Path
	node  yamlx.Node // its key
	cell  *cellDef
	slots []slotDef
	list  *listDef
	rows  *rowsDef
	one   *rowsDef // where the cell lives in a row of another entity

	inverse  bool            // slots that are the other side of a relation
	returned schema.Returned // of the whole attribute, where slots or a list say it
}

// readRule tells the forms apart by what the value looks like.
func (d *resourceDef) readRule(e yamlx.Entry, found *diag.List) *ruleDef {
	p, ok := d.resolve(e.Name)
	if !ok {
		found.Add(e.Key.Finding("mapping/unknown-attribute", diag.Suggest(e.Name, d.attributeNames()),
			"%s has no attribute %q", d.name, e.Name))
		return nil
	}
	if !d.mayMap(p, e, found) {
		return nil
	}
	rule := &ruleDef{at: p, node: e.Key}
	leaf := p.Leaf()
	switch {
	case e.Value.IsList():
		rule.slots = d.readSlots(p, e.Value, found)
	case e.Value.IsMap() && !e.Value.Get("one").IsMissing():
		rule.cell, rule.one = d.readOne(p, e.Name, e.Value, found)
	case e.Value.IsMap() && (!e.Value.Get("rows").IsMissing() || !e.Value.Get("of").IsMissing()):
		rule.rows = d.readRows(p, e.Value, found)
	case e.Value.IsMap() && !e.Value.Get("list").IsMissing():
		if rule.list = d.readList(p, e.Value, found); rule.list != nil {
			rule.returned = rule.list.returned
		}
	case leaf.MultiValued:
		found.Add(e.Value.Finding("mapping/multi-valued", "", "%s is multi-valued: it is mapped by a list of slots, by rows, or by a field that holds a list", e.Name))
		return nil
	case leaf.Type == schema.Complex && e.Value.IsMap() && !e.Value.Get("read").IsMissing():
		rule.cell = d.readWhole(p, e.Value, found)
	case leaf.Type == schema.Complex:
		found.Add(e.Value.Finding("mapping/complex", "", "%s is complex: map its sub-attributes, such as %s.%s, or all of it by \"read\" and \"write\"", e.Name, e.Name, leaf.Sub[0].Name))
		return nil
	default:
		rule.cell = d.readCell(p, e.Value, cellScope{}, found)
	}
	if rule.cell == nil && rule.slots == nil && rule.rows == nil && rule.list == nil {
		return nil
	}
	return rule
}

// mayMap refuses what the gateway itself answers for.
func (d *resourceDef) mayMap(p schema.Path, e yamlx.Entry, found *diag.List) bool {
	switch {
	case p.Attr == schema.ID || p.Attr == schema.Schemas:
		found.Add(e.Key.Finding("mapping/not-mappable", "", "%s is the gateway's own; see identity", e.Name))
	case p.Attr == schema.Meta && (p.Sub == nil || p.Sub.Name != "created" && p.Sub.Name != "lastModified"):
		found.Add(e.Key.Finding("mapping/not-mappable", "", "of meta only created and lastModified can be mapped"))
	case p.Sub != nil && p.Attr.MultiValued:
		found.Add(e.Key.Finding("mapping/multi-valued", "", "%s is multi-valued: map it as a whole", p.Attr.Name))
	default:
		return true
	}
	return false
}
