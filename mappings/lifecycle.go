package mappings

import (
	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/yamlx"
)

// fieldDef is a native field that an expression over the whole resource fills.
type fieldDef struct {
	field string
	node  yamlx.Node
}

func (d *resourceDef) readFields(n yamlx.Node, found *diag.List) {
	for _, e := range entries(n, found) {
		d.note(e.Name, e.Key)
		if checkSource(e.Value, found) {
			d.fields = append(d.fields, fieldDef{e.Name, e.Value})
		}
	}
}

func (d *resourceDef) readStamp(n yamlx.Node, found *diag.List) {
	r := yamlx.Read(n, "mapping", found)
	d.stamp.Insert = d.readSources(r.Get("insert"), newIn(d.ownCells(), d.fields), "", found)
	d.stamp.Update = d.readSources(r.Get("update"), sourceScope{}, "", found)
	r.Close()
}

// readDelete reads `delete: remove` or `delete: {set: …, gone: …}`. What is set must be known when the request comes,
// and must hide the record: one that is deleted and still there would be found again.
func (d *resourceDef) readDelete(n yamlx.Node, found *diag.List) {
	if n.IsMissing() || n.Text() == "remove" {
		return
	}
	if !n.IsMap() {
		found.Add(n.Finding("mapping/delete", diag.Suggest(n.Text(), []string{"remove"}), `"delete" is remove, or {set: …, gone: …}`))
		return
	}
	r := yamlx.Read(n, "mapping", found)
	set, gone := r.Need("set"), r.Need("gone")
	r.Close()
	d.removal = d.readSources(set, sourceScope{}, "", found)
	d.gone = d.readPredicate(gone, "", found)
	d.keep = true
	for _, e := range set.Entries() {
		switch d.removal[e.Name].(type) {
		case connectors.Const, connectors.Expr, nil:
		default:
			found.Add(e.Value.Finding("mapping/delete", "", "a DELETE sets a value or {expr: …}"))
		}
	}
	if d.gone != nil && d.removal != nil && !compares(d.gone, d.removal) {
		found.Add(gone.Finding("mapping/delete", "", `nothing that "set" sets makes the record gone`))
	}
}
