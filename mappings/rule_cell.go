package mappings

import (
	"slices"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/fold"
	"github.com/scimgate/scimgate/internal/yamlx"
	"github.com/scimgate/scimgate/scim/schema"
)

// cellDef ties one simple attribute or sub-attribute to one native field, or to a constant or an expression.
type cellDef struct {
	at    schema.Path // Sub is the sub-attribute, also inside slots and rows
	node  yamlx.Node
	field string   // empty for a constant, a computed value, or several parts
	parts []string // of a reference by a key of several fields, in the key's order
	where cellScope
	// aliases are the joins whose fields its expressions may look at.
	aliases []string

	constant yamlx.Node
	values   yamlx.Node // the value table
	orElse   yamlx.Node
	empty    yamlx.Node
	read     yamlx.Node
	write    yamlx.Node
	also     []alsoDef
	format   *dateFormat
	formatAt yamlx.Node
	ref      string
	refNode  yamlx.Node
	// Of a reference to one of several types: each type is a cell, others are those behind the first. kindField, where
	// there is one, holds kind for this type.
	choice    bool
	others    []*cellDef
	kindField string
	kind      yamlx.Node
	via       string // the field of the target that this one holds; empty: its key
	viaNode   yamlx.Node
	holder    string              // this field, where field is the key that is found by it
	shows     []*schema.Attribute // of a complex attribute: the sub-attributes that it is read with
	takes     []*schema.Attribute // and those that it is written from
	labels    []connectors.Listed // what a value reads as; it is read alone
	first     bool                // the sub-attribute says that its row is the first; there is no field
	leads     bool                // a value shows that the reference beside it leads somewhere

	secret, once, readOnly, scan bool
	inStore                      bool // the application has no field for it
	sensitive                    bool
	drops                        bool // a value that its code table lacks is not stored
	max                          int
	fold                         fold.Kind
	native                       connectors.Type
	returned                     schema.Returned
}

// cellScope says where a cell's field lives: in the record, or in the rows of a relation.
type cellScope struct {
	relation string
	joins    *[]connectors.Join // lookups go here; nil: the record's own
}

// place is the field's name in findings and errors.
func (s cellScope) place(field string) string {
	if s.relation == "" {
		return field
	}
	return s.relation + "/" + field
}

// readCell reads a scalar (a field) or a mapping (a field with more to say).
func (d *resourceDef) readCell(at schema.Path, n yamlx.Node, where cellScope, found *diag.List) *cellDef {
	c := &cellDef{at: at, node: n, where: where}
	if where.relation == "" {
		c.aliases = d.aliases
	}
	switch {
	case n.IsScalar() && n.Text() != "":
		c.field = n.Text()
		c.followSchema()
		d.note(where.place(c.field), n)
		return c
	case !n.IsMap():
		found.Add(n.Finding("mapping/rule", "", "expected a field, or a mapping such as {field: …}"))
		return nil
	}
	if !n.Get("store").IsMissing() {
		return d.readName(c, n, found)
	}
	r := yamlx.Read(n, "mapping", found)
	d.readField(c, r, found)
	if current := r.Get("current"); !current.IsMissing() {
		d.readSwitch(c, current, found)
	}
	c.constant = r.Get("const")
	c.values, c.orElse, c.empty = r.Get("values"), r.Get("else"), r.Get("empty")
	c.read, c.write = r.Get("read"), r.Get("write")
	c.refNode = r.Get("ref")
	if !c.refNode.IsMap() {
		c.ref = r.Text("ref", "")
	}
	if c.viaNode = r.Get("via"); !c.viaNode.IsMissing() {
		c.via = r.Text("via", "")
	}
	c.secret, c.once = r.Bool("secret", false), r.Bool("once", false)
	c.sensitive = r.Bool("sensitive", false)
	c.readOnly = r.OneOf("access", "write", "read") == "read"
	c.scan = !r.Bool("filter", true)
	c.max = r.Int("max", 1, 0)
	c.fold = oneOf(r, "fold", found, fold.Kinds)
	c.native = oneOf(r, "type", found, connectors.Types)
	c.returned = readReturned(r)
	if c.formatAt = r.Get("format"); !c.formatAt.IsMissing() {
		c.format = readFormat(at, c.formatAt, found)
	}
	c.followSchema()
	lookup, beside := r.Get("lookup"), r.Get("also")
	if c.refNode.IsMap() {
		d.readKinds(c, r.Get("by"), found)
	}
	r.Close()
	c.check(found)
	d.readAlso(c, beside, found)
	if !c.values.IsMissing() {
		needEntries(c.values, found)
	}
	if !lookup.IsMissing() {
		d.readLookup(c, lookup, found)
	}
	return c
}

// readField reads the one field of a cell, or the list of those that a reference has.
func (d *resourceDef) readField(c *cellDef, r *yamlx.Reader, found *diag.List) {
	n := r.Node().Get("field")
	if !n.IsList() {
		if c.field = r.Text("field", ""); c.field != "" {
			d.note(c.where.place(c.field), n)
		}
		return
	}
	c.parts = r.Texts("field")
	for _, item := range n.Items() {
		d.note(c.where.place(item.Text()), item)
	}
	if len(union(nil, c.parts...)) < max(2, len(c.parts)) || slices.Contains(c.parts, "") {
		found.Add(n.Finding("mapping/reference", "", "a list of fields holds a key of several: each of them once"))
	}
}

// names are the native fields of a cell: none, one, or the parts of a key.
func (c *cellDef) names() []string {
	if c.field != "" {
		return []string{c.field}
	}
	return c.parts
}

// followSchema takes over what the schema says of the attribute: what is never shown is a secret, and what a client cannot
// set is not written.
func (c *cellDef) followSchema() {
	leaf := c.at.Leaf()
	c.secret = c.secret || leaf.Mutability == schema.WriteOnly || leaf.Returned == schema.ReturnedNever
	c.once = c.once || c.secret && leaf.Mutability == schema.Immutable
	c.readOnly = c.readOnly || leaf.Mutability == schema.ReadOnly
}

// oneOf is a word out of few, empty when there is none.
func oneOf[T ~string](r *yamlx.Reader, key string, found *diag.List, known []T) T {
	n := r.Get(key)
	if n.IsMissing() || slices.Contains(known, T(n.Text())) {
		return T(n.Text())
	}
	words := make([]string, len(known))
	for i, k := range known {
		words[i] = string(k)
	}
	found.Add(n.Finding("mapping/value", diag.Suggest(n.Text(), words), "%q must be one of %v", key, words))
	return ""
}

func readReturned(r *yamlx.Reader) schema.Returned {
	if s := r.OneOf("returned", "default", "request", "never", "always"); s != "default" {
		return schema.Returned(s)
	}
	return schema.ReturnedDefault
}

// check reports combinations that mean nothing.
func (c *cellDef) check(found *diag.List) {
	has := func(n yamlx.Node) bool { return !n.IsMissing() }
	isText := c.at.Leaf().Type == schema.String || c.at.Leaf().Type == schema.Reference
	for _, rule := range []struct {
		broken  bool
		at      yamlx.Node
		message string
	}{
		{c.field == "" && c.parts == nil && !has(c.constant) && !has(c.read), c.node, `a rule needs "field", "const" or "read"`},
		{has(c.constant) && len(c.names()) > 0, c.constant, `"const" and "field" exclude each other`},
		{has(c.constant) && c.field == "" && (has(c.read) || has(c.values) || c.secret), c.constant, `"const" stands alone`},
		{has(c.write) && c.field == "", c.write, `"write" needs the "field" it writes`},
		{has(c.empty) && c.field == "", c.empty, `"empty" needs a "field"`},
		{has(c.values) && c.field == "" && !has(c.constant), c.values, `"values" needs a "field"`},
		{has(c.values) && (has(c.read) || has(c.write)), c.values, `"values" and "read" or "write" exclude each other`},
		{has(c.orElse) && !has(c.values), c.orElse, `"else" belongs to "values"`},
		{c.secret && has(c.read), c.read, "a secret is never read"},
		{c.secret && c.returned != schema.ReturnedDefault, c.node.Get("returned"), "a secret is never returned"},
		{c.sensitive && c.secret, c.node.Get("sensitive"), "a secret cannot be searched for at all"},
		{c.sensitive && (c.at.Attr == schema.ExternalID || c.at.Attr == schema.Meta), c.node.Get("sensitive"), "clients have to find resources by " + c.at.String()},
		{has(c.formatAt) && (c.field == "" || has(c.values) || has(c.read) || has(c.write)), c.formatAt, `"format" needs a "field", and excludes "values", "read" and "write"`},
		{c.once && !c.secret, c.node.Get("once"), `"once" belongs to "secret"`},
		{c.ref != "" && (has(c.values) || has(c.read) || has(c.write) || c.secret), c.refNode, `"ref" excludes "values", "read", "write" and "secret"`},
		{c.parts != nil && c.ref == "", c.node.Get("field"), `several fields are for a "ref"`},
		{c.parts != nil && c.native != "", c.node.Get("type"), `"type" is for one field`},
		{c.ref != "" && len(c.names()) == 0, c.refNode, `"ref" needs the "field" that holds the key`},
		{has(c.viaNode) && (c.ref == "" || c.via == ""), c.viaNode, `"via" names the field of what "ref" refers to that the "field" holds`},
		{c.ref != "" && !isText, c.refNode, "an id is text, and this attribute is not"},
	} {
		if rule.broken {
			found.Add(rule.at.Finding("mapping/rule", "", "%s", rule.message))
		}
	}
}
