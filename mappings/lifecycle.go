package mappings

import (
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
