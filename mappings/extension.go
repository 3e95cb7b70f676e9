package mappings

import (
	"regexp"
	"slices"
	"strings"

	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/yamlx"
	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/schema"
)

// readExtensions reads `extensions:`, a list of names that the extensions have in this file: `enterprise`, or
// {prefix: urn} and {prefix: {schema: urn, required: true}} for the app's own schemas.
func (d *resourceDef) readExtensions(n yamlx.Node, schemas []*schema.Schema, found *diag.List) {
	items := n.Items()
	if !n.IsMissing() && !n.IsList() {
		items = []yamlx.Node{n} // a list of one
	}
	for _, x := range items {
		if !x.IsMap() {
			d.readExtension(x, x.Text(), x, schemas, found)
			continue
		}
		for _, e := range x.Entries() {
			d.readExtension(e.Key, e.Name, e.Value, schemas, found)
		}
	}
}

// readExtension reads one extension; n is its URN, a mapping, or for `enterprise` its name.
func (d *resourceDef) readExtension(key yamlx.Node, prefix string, n yamlx.Node, schemas []*schema.Schema, found *diag.List) {
	urn, required := n, false
	if n.IsMap() {
		r := yamlx.Read(n, "mapping", found)
		urn = needText(r, "schema", found)
		required = r.Bool("required", false)
		r.Close()
	}
	s := findSchema(schemas, urn.Text())
	switch isEnterprise := prefix == "enterprise" && key == n || urn.Text() == scim.SchemaEnterpriseUser; {
	case isEnterprise && d.name == "User":
		s = schema.EnterpriseUser()
	case s != nil:
		d.own = append(d.own, usedSchema{s, urn})
	case key == n:
		found.Add(n.Finding("mapping/unknown-extension", diag.Suggest(prefix, []string{"enterprise"}), "%s has no extension %q", d.name, prefix))
		return
	default:
		found.Add(urn.Finding("mapping/unknown-schema", diag.Suggest(urn.Text(), urns(schemas)), "the file has no schema %q", urn.Text()))
		return
	}
	switch {
	case !extensionPrefix.MatchString(prefix):
		found.Add(key.Finding("mapping/extension", "", "the name of an extension is made of letters, digits and _"))
	case d.prefixes[prefix] != nil:
		found.Add(key.Finding("mapping/duplicate", "", "the extension %s stands here already", prefix))
	case d.base.Extension(s.ID) != nil || d.base.Schema.ID == s.ID:
		found.Add(urn.Finding("mapping/duplicate", "", "%s has the schema %s already", d.name, s.ID))
	case d.isAttribute(prefix):
		found.Add(key.Finding("mapping/extension", "", "%s has an attribute %q: give the extension another name", d.name, prefix))
	default:
		d.prefixes[prefix] = s
		d.base.Extensions = append(d.base.Extensions, schema.Extension{Schema: s, Required: required})
		d.extensionNodes = append(d.extensionNodes, key)
	}
}

// extensionPrefix can stand in an expression.
var extensionPrefix = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]*$`)

// isAttribute reports whether a rule's key that begins with name means something else than an extension.
func (d *resourceDef) isAttribute(name string) bool {
	return d.base.Common(name) != nil || d.base.Schema.Lookup(name) != nil
}

// prefixOf is the name an extension has in this file.
func prefixOf(prefixes map[string]*schema.Schema, s *schema.Schema) string {
	for name, x := range prefixes {
		if x.ID == s.ID {
			return name
		}
	}
	return s.ID
}

// checkRequired reports a required extension of which no client can write anything: no resource could be created.
func (c *compiler) checkRequired() {
	for i, x := range c.d.base.Extensions {
		served := c.rt.Extension(x.Schema.ID)
		writable := served != nil && slices.ContainsFunc(served.Attributes, func(a *schema.Attribute) bool { return a.Mutability != schema.ReadOnly })
		if x.Required && !writable {
			c.found.Add(c.d.extensionNodes[i].Finding("mapping/extension", "", "%s is required, and no rule lets a client write one of its attributes",
				strings.TrimSpace(x.Schema.Name)))
		}
	}
}
