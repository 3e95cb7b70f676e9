package mappings

import (
	"regexp"
	"slices"
	"strings"

	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/yamlx"
	"github.com/scimgate/scimgate/scim/schema"
)

// customAttribute is one attribute of an app's own schema as it is read.
type customAttribute struct {
	*schema.Attribute
	parent *schema.Attribute // nil at the top
	node   yamlx.Node
}

// attributes reads a list of attributes, or of sub-attributes of parent.
func (c customSchemas) attributes(n yamlx.Node, parent *schema.Attribute) []*schema.Attribute {
	if !n.IsMissing() && len(n.Items()) == 0 {
		c.found.Add(n.Finding("mapping/schema", "", "expected a list of attributes, such as {name: serialNumber, type: string}"))
	}
	var list []*schema.Attribute
	for _, item := range n.Items() {
		a := c.attribute(item, parent)
		if slices.ContainsFunc(list, func(b *schema.Attribute) bool { return strings.EqualFold(a.Name, b.Name) }) {
			c.found.Add(item.Get("name").Finding("mapping/duplicate", "", "there is an attribute %q already", a.Name))
		}
		list = append(list, a)
	}
	return list
}

func (c customSchemas) attribute(n yamlx.Node, parent *schema.Attribute) *schema.Attribute {
	r := yamlx.Read(n, "mapping", c.found)
	name := needText(r, "name", c.found)
	a := &schema.Attribute{
		Name:            name.Text(),
		Type:            schema.Type(r.OneOf("type", "string", "boolean", "decimal", "integer", "dateTime", "reference", "binary", "complex")),
		Description:     r.Text("description", ""),
		MultiValued:     r.Bool("multiValued", false),
		Required:        r.Bool("required", false),
		CanonicalValues: r.Texts("canonicalValues"),
		Mutability:      schema.Mutability(unless("readWrite", r.OneOf("mutability", "readWrite", "readOnly", "immutable", "writeOnly"))),
		Returned:        schema.Returned(unless("default", r.OneOf("returned", "default", "always", "never", "request"))),
		Uniqueness:      schema.Uniqueness(unless("none", r.OneOf("uniqueness", "none", "server", "global"))),
		ReferenceTypes:  r.Texts("referenceTypes"),
		Sensitive:       r.Bool("sensitive", false),
	}
	a.CaseExact = r.Bool("caseExact", a.Type == schema.Reference || a.Type == schema.Binary)
	if a.Mutability == schema.WriteOnly && n.Get("returned").IsMissing() {
		a.Returned = schema.ReturnedNever
	}
	sub := r.Get("sub")
	r.Close()
	x := customAttribute{Attribute: a, parent: parent, node: n}
	x.checkName(name, c.found)
	x.check(c.found)
	x.checkReferences(c.types, c.found)
	if parent == nil {
		a.Sub = c.attributes(sub, a)
	}
	if a.Type == schema.Complex && len(a.Sub) == 0 { // which is found already
		a.Type = schema.String
	}
	return a
}

// unless is a word, empty for the one that is the default.
func unless(normal, word string) string {
	if word == normal {
		return ""
	}
	return word
}

// attributeName is ATTRNAME of RFC 7643 §2.1.
var attributeName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_$-]*$`)

func (x customAttribute) checkName(n yamlx.Node, found *diag.List) {
	common := []string{schema.Schemas.Name, schema.ID.Name, schema.ExternalID.Name, schema.Meta.Name}
	switch {
	case x.Name == "" || x.parent != nil && x.Name == "$ref" && x.Type == schema.Reference:
	case !attributeName.MatchString(x.Name):
		found.Add(n.Finding("mapping/attribute-name", "", "the name of an attribute begins with a letter and has letters, digits, - _ and $ ($ref is a reference's)"))
	case x.parent == nil && slices.ContainsFunc(common, func(name string) bool { return strings.EqualFold(name, x.Name) }):
		found.Add(n.Finding("mapping/attribute-name", "", "every resource has %q by itself", x.Name))
	}
}

// check reports characteristics that contradict each other or the data type (RFC 7643 §2.2 and §2.3), and what no rule
// could fill.
func (x customAttribute) check(found *diag.List) {
	isText := x.Type == schema.String || x.Type == schema.Reference || x.Type == schema.Binary
	hidden := x.Mutability == schema.WriteOnly || x.Returned == schema.ReturnedNever
	has := func(key string) bool { return !x.node.Get(key).IsMissing() }
	for _, rule := range []struct {
		broken  bool
		key     string
		message string
	}{
		{x.parent != nil && x.Type == schema.Complex, "type", "a complex attribute has no complex sub-attributes"},
		{x.parent != nil && x.MultiValued, "multiValued", "a sub-attribute has a single value"},
		{x.parent == nil && x.MultiValued && x.Type != schema.Complex, "multiValued", "several values are complex: give them sub-attributes, such as value"},
		{x.parent != nil && has("sub"), "sub", "a sub-attribute has no sub-attributes"},
		{x.parent == nil && x.Type == schema.Complex && !has("sub"), "type", `a complex attribute needs "sub", its sub-attributes`},
		{x.parent == nil && x.Type != schema.Complex && has("sub"), "sub", `"sub" belongs to a complex attribute`},
		{has("caseExact") && x.CaseExact && !isText, "caseExact", "only text has a letter case"},
		{!x.CaseExact && isText && x.Type != schema.String, "caseExact", "letter case matters in every " + string(x.Type)},
		{has("canonicalValues") && x.Type != schema.String, "canonicalValues", `"canonicalValues" belong to a string`},
		{has("referenceTypes") && x.Type != schema.Reference, "referenceTypes", `"referenceTypes" belong to a reference`},
		{!has("referenceTypes") && x.Type == schema.Reference, "type", "a reference needs \"referenceTypes\": external, uri, or resource types"},
		{x.Uniqueness != schema.UniqueNone && (x.Type == schema.Complex || x.Type == schema.Boolean || x.Type == schema.Binary), "uniqueness", "a " + string(x.Type) + " has no uniqueness"},
		{x.Mutability == schema.WriteOnly && x.Returned != schema.ReturnedNever, "returned", "what is writeOnly is never returned"},
		{x.Sensitive && hidden, "sensitive", "what is never returned cannot be searched for at all"},
		{x.Mutability == schema.ReadOnly && x.Returned == schema.ReturnedNever, "returned", "what can be neither read nor written is of no use"},
		{hidden && x.Type == schema.Complex, "name", "a complex attribute is not hidden as a whole: say so of its sub-attributes"},
		{hidden && x.parent != nil && x.parent.MultiValued, "name", "what is never returned is an attribute of its own, not part of one with several values"},
	} {
		if rule.broken {
			found.Add(x.node.Get(rule.key).Finding("mapping/characteristic", "", "%s", rule.message))
		}
	}
}

// checkReferences reports what a reference cannot lead to.
func (x customAttribute) checkReferences(types []string, found *diag.List) {
	known := append([]string{"external", "uri"}, types...)
	n := x.node.Get("referenceTypes")
	items := n.Items()
	if n.IsScalar() {
		items = []yamlx.Node{n}
	}
	for _, item := range items {
		if !slices.Contains(known, item.Text()) {
			found.Add(item.Finding("mapping/unknown-resource-type", diag.Suggest(item.Text(), known), "no resource type %q in this file", item.Text()))
		}
	}
}
