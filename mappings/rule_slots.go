package mappings

import (
	"slices"

	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/yamlx"
	"github.com/scimgate/scimgate/scim/schema"
)

// slotDef is one element of a multi-valued attribute that lives in fields of the record: its sub-attributes are
// constants that tell it apart (type, primary) and cells.
type slotDef struct{ cells []*cellDef }

// readSlots reads a list of mappings. In a slot a plain text is a field, except for the sub-attributes whose text is
// the value itself: type and primary.
func (d *resourceDef) readSlots(p schema.Path, n yamlx.Node, found *diag.List) []slotDef {
	if !p.Leaf().MultiValued || p.Leaf().Type != schema.Complex {
		found.Add(n.Finding("mapping/slots", "", "%s is not a multi-valued complex attribute: it cannot have slots", p))
		return nil
	}
	if len(n.Items()) == 0 {
		found.Add(n.Finding("mapping/slots", "", "there is no slot here"))
	}
	var slots []slotDef
	for _, item := range n.Items() {
		if !item.IsMap() {
			found.Add(item.Finding("mapping/slots", "", "a slot is a mapping of sub-attributes, such as {type: work, value: email}"))
			continue
		}
		var slot slotDef
		for _, e := range item.Entries() {
			if c := d.readSub(p, e, cellScope{}, true, found); c != nil {
				slot.cells = append(slot.cells, c)
			}
		}
		if len(slot.cells) == len(item.Entries()) && !slices.ContainsFunc(slot.cells, func(c *cellDef) bool { return c.constant.IsMissing() }) {
			found.Add(item.Finding("mapping/slots", "", "a slot needs a field, such as {type: work, value: email}"))
		}
		slots = append(slots, slot)
	}
	return slots
}

// readSub reads one sub-attribute of a slot or row.
func (d *resourceDef) readSub(p schema.Path, e yamlx.Entry, where cellScope, slot bool, found *diag.List) *cellDef {
	sub := p.Attr.Lookup(e.Name)
	if sub == nil || sub.Name != e.Name {
		found.Add(e.Key.Finding("mapping/unknown-attribute", diag.Suggest(e.Name, subNames(p.Attr)),
			"%s has no sub-attribute %q", p.Attr.Name, e.Name))
		return nil
	}
	at := schema.Path{Extension: p.Extension, Attr: p.Attr, Sub: sub}
	if slot && e.Value.IsScalar() && (sub.Name == "type" || sub.Type == schema.Boolean) {
		return &cellDef{at: at, node: e.Value, constant: e.Value}
	}
	c := d.readCell(at, e.Value, where, found)
	if c != nil && c.secret {
		found.Add(e.Value.Finding("mapping/secret", "", "a secret is an attribute of its own, not part of %s", p.Attr.Name))
	}
	return c
}
