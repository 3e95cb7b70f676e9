package mappings

import (
	"slices"
	"strings"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/parser"

	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/yamlx"
	"github.com/scimgate/scimgate/scim/schema"
)

// readWhole reads a complex attribute that is made of one field, or of several, by expressions over all of it:
// {field: full_name, read: '{…}', write: 'value.givenName + …'}.
func (d *resourceDef) readWhole(p schema.Path, n yamlx.Node, found *diag.List) *cellDef {
	for _, key := range []string{"const", "values", "else", "ref", "via", "lookup", "secret", "once", "fold", "format", "also"} {
		if part := n.Get(key); !part.IsMissing() {
			found.Add(part.Finding("mapping/complex", "", "%q is for a simple attribute, and %s is complex", key, p))
		}
	}
	c := d.readCell(p, n, cellScope{}, found)
	c.shows, c.takes = shown(c, found), taken(c)
	return c
}

// shown are the sub-attributes that a read expression can give: those that the objects in it name, or all where it has
// none and takes them from the field.
func shown(c *cellDef, found *diag.List) []*schema.Attribute {
	tree, err := parser.Parse(c.read.Text())
	if err != nil {
		return nil // which is found when it is compiled
	}
	var keys objectKeys
	ast.Walk(&tree.Node, &keys)
	if len(keys) == 0 {
		return c.at.Attr.Sub
	}
	var list []*schema.Attribute
	for _, name := range keys {
		sub := c.at.Attr.Lookup(name)
		if sub == nil || sub.Name != name {
			found.Add(c.read.Finding("mapping/unknown-attribute", diag.Suggest(name, subNames(c.at.Attr)), "%s has no sub-attribute %q", c.at, name))
			continue
		}
		list = append(list, sub)
	}
	return list
}

// taken are the sub-attributes that a write expression stores something of.
func taken(c *cellDef) []*schema.Attribute {
	var list []*schema.Attribute
	for _, path := range mentioned(c.write) {
		name, _ := strings.CutPrefix(path, "value.")
		if i := slices.IndexFunc(c.at.Attr.Sub, func(a *schema.Attribute) bool { return a.Name == name }); i >= 0 {
			list = append(list, c.at.Attr.Sub[i])
		}
	}
	return list
}

// objectKeys collects the keys of the objects that an expression makes.
type objectKeys []string

func (k *objectKeys) Visit(node *ast.Node) {
	if pair, ok := (*node).(*ast.PairNode); ok {
		if key, ok := pair.Key.(*ast.StringNode); ok {
			*k = append(*k, key.Value)
		}
	}
}
