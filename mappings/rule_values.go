package mappings

import (
	"strings"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/fold"
	"github.com/scimgate/scimgate/internal/yamlx"
)

// valueFields are all fields of a record that is a value.
var valueFields = []string{connectors.ValueField, connectors.LabelField}

// readEntity reads the table of a resource type, or the field whose values its records are:
// {values: role, of: employees, list: [admin, {value: agent, label: Agents}]}.
func (d *resourceDef) readEntity(r *yamlx.Reader, found *diag.List) {
	n := r.Get("entity")
	if !n.IsMap() {
		entity := needText(r, "entity", found)
		d.entity = entity.Text()
		d.note(d.entity, entity)
		d.key = d.readNames(r, "key", "")
		return
	}
	x := yamlx.Read(n, "mapping", found)
	field, of := needText(x, "values", found), needText(x, "of", found)
	d.entity = of.Text()
	d.note(d.entity, of)
	d.note(field.Text(), field)
	d.key = []string{connectors.ValueField}
	d.values = &connectors.Values{Field: field.Text()}
	d.readListed(x.Get("list"), found)
	x.Close()
	for _, key := range []string{"key", "fields", "insert", "stamp", "delete"} {
		if n := r.Get(key); !n.IsMissing() {
			found.Add(n.Finding("mapping/values", "", "records that are values of a field have no %q: the value is the key, and nothing of them is written", key))
		}
	}
}

func (d *resourceDef) readListed(n yamlx.Node, found *diag.List) {
	if n.IsMissing() {
		return
	}
	if len(n.Items()) == 0 {
		found.Add(n.Finding("mapping/values", "", "expected a list of values, such as [admin, {value: agent, label: Agents}]"))
	}
	seen := map[string]bool{}
	for _, item := range n.Items() {
		value, label := item, item
		if item.IsMap() {
			x := yamlx.Read(item, "mapping", found)
			value, label = x.Get(connectors.ValueField), x.Get(connectors.LabelField)
			x.Close()
			if label.IsMissing() {
				label = value
			}
		}
		if !value.IsScalar() || !label.IsScalar() || value.Text() == "" || label.Text() == "" {
			found.Add(item.Finding("mapping/values", "", "expected a value, or {value: …, label: …}"))
			continue
		}
		byValue, byLabel := "value "+value.Text(), "label "+fold.ASCII.Apply(label.Text())
		switch {
		case seen[byValue]:
			found.Add(value.Finding("mapping/values", "", "%q stands here twice", value.Text()))
		case seen[byLabel]:
			found.Add(label.Finding("mapping/values", "", "another value is called %q already", label.Text()))
		}
		seen[byValue], seen[byLabel] = true, true
		d.values.List = append(d.values.List, connectors.Listed{Value: value.Text(), Label: label.Text()})
	}
}

// checkValueFields keeps the rules of such records to the fields that they have; none of them can be written.
func (d *resourceDef) checkValueFields(found *diag.List) {
	if d.values == nil {
		return
	}
	for _, c := range d.cells() {
		if c.where.relation != "" {
			continue
		}
		c.readOnly = true
		for _, name := range c.names() {
			if hint := diag.Suggest(name, valueFields); name != connectors.ValueField && name != connectors.LabelField && !strings.Contains(name, ".") {
				found.Add(c.node.Finding("mapping/values", hint, "a record that is a value has the fields value and label, not %q", name))
			}
		}
	}
}

// labelTable reads as the label what holds the value.
func labelTable(list []connectors.Listed, t connectors.Type) *table {
	tab := &table{}
	for _, l := range list {
		native := l.Value
		if converted, err := toNative(t, l.Value); err == nil && t != "" {
			native = converted
		}
		tab.entries = append(tab.entries, tableEntry{scim: l.Label, natives: []connectors.Value{native}})
	}
	return tab
}
