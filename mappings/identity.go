package mappings

import (
	"strings"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/fold"
	"github.com/scimgate/scimgate/internal/yamlx"
)

// idLength is how long the ids are that the gateway makes.
const idLength = 36

// readIdentity reads where ids come from, and what they hang on where that is not the key: the field that holds the id
// itself, {field: scim_id}, or one that does not change when the key does, {derived: emp_no}.
func (d *resourceDef) readIdentity(r *yamlx.Reader, found *diag.List) {
	d.identityNode = r.Node().Get("identity")
	if !d.identityNode.IsMap() {
		d.identity = r.OneOf("identity", "derived", "key", "store")
		return
	}
	x := yamlx.Read(r.Get("identity"), "mapping", found)
	field, derived := x.Text("field", ""), x.Text("derived", "")
	x.Close()
	d.identity, d.anchor = "field", field+derived
	if derived != "" {
		d.identity = "derived"
	}
	at := d.identityNode
	switch {
	case (field == "") == (derived == ""):
		found.Add(at.Finding("mapping/identity", "", `expected {field: …}, which holds the id, or {derived: …}, from which it follows`))
	case d.values != nil:
		found.Add(at.Finding("mapping/identity", "", "records that are values of a field have no other field"))
	case strings.Contains(d.anchor, "."):
		found.Add(at.Finding("mapping/identity", "", "an id hangs on a field of the record itself"))
	}
	d.note(d.anchor, at.Get(d.identity))
}

// checkIdentity reports a field that ids cannot hang on, and what is lost with the store.
func (c *compiler) checkIdentity(m *Mapping) {
	at := c.d.identityNode
	switch {
	case m.identity == "store":
		c.found.Add(at.Warning("mapping/identity-in-store", "", "these ids are nowhere but in the store of the gateway: without a backup of it every %s gets another one", m.name))
		return
	case m.anchor == "":
		c.checkKey(m)
		return
	}
	if m.Remembers() {
		c.found.Add(at.Finding("mapping/identity", "", "what is deleted is remembered by its key: with `gone: remembered` ids have to hang on that"))
	}
	if m.fills(m.anchor) && (m.identity == "field" || m.changes(m.anchor)) || c.computes(m.anchor) {
		c.found.Add(at.Finding("mapping/identity", "", "clients can change %q, on which ids hang", m.anchor))
	}
	if _, given := c.d.insert[m.anchor]; given && m.identity == "field" {
		c.found.Add(at.Finding("mapping/identity", "", "%q is the gateway's own: it gives new records their ids", m.anchor))
	}
	if field, ok := m.shape.Fields[m.anchor]; ok && c.known {
		c.checkAnchor(m, field)
	}
}

func (c *compiler) computes(field string) bool {
	for _, f := range c.d.fields {
		if f.field == field {
			return true
		}
	}
	return false
}

// checkAnchor compares what is needed of the field that ids hang on with what the application says of it.
func (c *compiler) checkAnchor(m *Mapping, field connectors.Field) {
	at := c.d.identityNode
	if m.shape.Push(connectors.Leaf{Field: m.anchor, Op: connectors.Eq}) == connectors.No {
		c.found.Add(at.Finding("mapping/identity", "", "the application cannot search by %q: every id would be looked for in all records", m.anchor))
	}
	if field.Distinct == fold.Unset {
		c.found.Add(at.Warning("mapping/identity-not-unique", "", "nothing keeps two records from having the same %q; neither could be read then", m.anchor))
	}
	switch {
	case m.identity == "derived" && field.Nullable:
		c.found.Add(at.Warning("mapping/identity-null", "", "a record without %q would have no id; leave such records out with `where`", m.anchor))
	case m.identity == "derived":
	case field.Type != connectors.TypeText:
		c.found.Add(at.Finding("mapping/identity", "", "%q holds %s, and an id is text", m.anchor, field.Type))
	case field.ReadOnly:
		c.found.Add(at.Finding("mapping/identity", "", "%q cannot be written", m.anchor))
	case field.Max > 0 && field.Max < idLength:
		c.found.Add(at.Finding("mapping/identity", "", "%q has room for %d characters, and an id has %d", m.anchor, field.Max, idLength))
	}
}
