package mappings

import (
	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/yamlx"
	"github.com/scimgate/scimgate/scim/schema"
)

// listDef is a multi-valued attribute whose elements are all in one field.
type listDef struct {
	cell      *cellDef // of the elements' value
	separator string   // empty: a JSON list
	returned  schema.Returned
}

// readList reads {list: tags, separator: ','}, and {list: tags} for a field that holds a JSON list of texts.
func (d *resourceDef) readList(p schema.Path, n yamlx.Node, found *diag.List) *listDef {
	value := p.Attr.Lookup("value")
	if !p.Leaf().MultiValued || value == nil || value.Type != schema.String && value.Type != schema.Reference {
		found.Add(n.Finding("mapping/list", "", "%s is not a multi-valued attribute whose elements have a text as value: it cannot be a list", p))
		return nil
	}
	r := yamlx.Read(n, "mapping", found)
	field := needText(r, "list", found)
	l := &listDef{cell: &cellDef{
		at: schema.Path{Extension: p.Extension, Attr: p.Attr, Sub: value}, node: field, field: field.Text(),
	}, returned: readReturned(r)}
	l.cell.readOnly = r.OneOf("access", "write", "read") == "read"
	l.cell.scan = !r.Bool("filter", true)
	if s := r.Get("separator"); !s.IsMissing() {
		if l.separator = s.Text(); l.separator == "" {
			found.Add(s.Finding("mapping/list", "", `"separator" is the text between two elements`))
		}
	}
	r.Close()
	l.cell.followSchema()
	d.note(l.cell.field, field)
	return l
}
