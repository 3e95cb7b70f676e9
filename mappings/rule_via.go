package mappings

import (
	"strings"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/diag"
)

// follow makes a reference of a field that holds something else of the target than its key, such as a personnel code:
// the target is then its code table, and the reference reads and sets the key in it.
func (f *File) follow(d *resourceDef, c *cellDef, target *resourceDef, found *diag.List) {
	switch {
	case len(target.key) != 1 || c.field == "" || target.values != nil:
		found.Add(c.viaNode.Finding("mapping/reference", "", `"via" needs one field here and a table with a "key:" of one field there`))
		return
	case strings.Contains(c.field, "."):
		found.Add(c.viaNode.Finding("mapping/reference", "", `"via" and "lookup" exclude each other`))
		return
	}
	join := connectors.Join{
		Alias: strings.ReplaceAll(target.entity, ".", "_") + "_by_" + strings.ReplaceAll(c.field, ".", "_"), Entity: target.entity,
		On: map[string]string{c.via: c.field}, Fields: target.key, Lookup: true,
	}
	d.note(c.where.place(join.Alias), c.viaNode)
	d.note(c.where.place(join.Alias+"."+c.via), c.viaNode)
	d.note(c.where.place(join.Alias+"."+target.key[0]), c.viaNode)
	c.holder = c.field
	c.field = join.Alias + "." + target.key[0]
	if !d.addJoin(c.where, join) {
		found.Add(c.viaNode.Finding("mapping/lookup", "", "this field is looked up in %s in another way too", target.entity))
	}
}

// link says which of the fields of a target equal which of the fields that refer to it.
func (c *cellDef) link(target *resourceDef) (theirs, ours []string) {
	if c.holder != "" {
		return []string{c.via}, []string{c.holder}
	}
	return target.key, c.names()
}
