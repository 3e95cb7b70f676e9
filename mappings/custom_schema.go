package mappings

import (
	"regexp"
	"strings"

	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/yamlx"
	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/schema"
)

// customSchemas reads `schemas:`, the app's own schemas. types are the resource types of the file: references lead
// there.
type customSchemas struct {
	types []string
	found *diag.List
}

func (c customSchemas) read(n yamlx.Node) []*schema.Schema {
	if !n.IsMissing() && !n.IsNull() && !n.IsList() {
		c.found.Add(n.Finding("mapping/schema", "", "expected a list of schemas, such as {id: urn:…, attributes: […]}"))
	}
	var list []*schema.Schema
	for _, item := range n.Items() {
		if s := c.schema(item, list); s != nil {
			list = append(list, s)
		}
	}
	return list
}

// schema reads one schema; nil when it has no id to be known by.
func (c customSchemas) schema(n yamlx.Node, others []*schema.Schema) *schema.Schema {
	r := yamlx.Read(n, "mapping", c.found)
	id := needText(r, "id", c.found)
	s := &schema.Schema{ID: id.Text(), Name: r.Text("name", ""), Description: r.Text("description", "")}
	if s.Name == "" {
		s.Name = s.ID[strings.LastIndex(s.ID, ":")+1:]
	}
	s.Attributes = c.attributes(r.Need("attributes"), nil)
	r.Close()
	if s.ID == "" {
		return nil
	}
	c.checkID(id, others)
	return s
}

// plainURN has no characters that mean something in a path or a filter, where a URN stands before a name.
var plainURN = regexp.MustCompile(`^urn:[A-Za-z0-9][A-Za-z0-9-]{1,31}(:[A-Za-z0-9._-]+)+$`)

// checkID refuses a URN that cannot be told from another: "urn:a:b" and "urn:a:b:c" both stand before names.
func (c customSchemas) checkID(id yamlx.Node, others []*schema.Schema) {
	if !plainURN.MatchString(id.Text()) {
		c.found.Add(id.Finding("mapping/schema-id", "", "the id of a schema is a URN of letters, digits, and . - _, such as urn:example:scim:2.0:Device"))
		return
	}
	taken := []string{scim.SchemaUser, scim.SchemaGroup, scim.SchemaEnterpriseUser, "urn:ietf:params:scim:api"}
	for _, s := range schema.Discovery() {
		taken = append(taken, s.ID)
	}
	for _, s := range others {
		taken = append(taken, s.ID)
	}
	for _, urn := range taken {
		switch {
		case strings.EqualFold(urn, id.Text()):
			c.found.Add(id.Finding("mapping/schema-id", "", "there is a schema %s already", urn))
		case urnWithin(id.Text(), urn) || urnWithin(urn, id.Text()):
			c.found.Add(id.Finding("mapping/schema-id", "", "%s and %s lie within each other, so names behind them are ambiguous", id.Text(), urn))
		}
	}
}

// urnWithin reports whether urn begins with base and a colon.
func urnWithin(urn, base string) bool {
	return len(urn) > len(base) && urn[len(base)] == ':' && strings.EqualFold(urn[:len(base)], base)
}

// findSchema finds a schema by its URN, nil when there is none.
func findSchema(list []*schema.Schema, urn string) *schema.Schema {
	for _, s := range list {
		if s.ID == urn {
			return s
		}
	}
	return nil
}

func urns(list []*schema.Schema) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = s.ID
	}
	return out
}
