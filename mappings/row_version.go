package mappings

import (
	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/yamlx"
)

// readVersion reads `version: field` or `version: {field: …, bump: true}`.
func (d *resourceDef) readVersion(n yamlx.Node, found *diag.List) {
	if n.IsMissing() {
		return
	}
	at := n
	d.version = n.Text()
	if n.IsMap() {
		r := yamlx.Read(n, "mapping", found)
		at = needText(r, "field", found)
		d.version, d.bump = at.Text(), r.Bool("bump", false)
		r.Close()
	}
	if d.version == "" && !n.IsMap() {
		found.Add(n.Finding("mapping/version", "", `"version" is a field, or {field: …, bump: true}`))
	}
	d.note(d.version, at)
	d.versionNode = at
}

// checkVersion warns of a version that stays as it is when only rows change: nothing then touches the record itself.
func (d *resourceDef) checkVersion(found *diag.List) {
	if d.version == "" || d.bump || len(d.stamp.Update) > 0 {
		return
	}
	for _, rule := range d.rules {
		if rule.rows != nil && !rule.rows.large && rule.rows.inverse == "" {
			found.Add(d.versionNode.Warning("mapping/version", "", "a change of %s alone is no change of this field: give it `bump: true`, or stamp updates", rule.at))
		}
	}
}
