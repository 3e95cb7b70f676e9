package mappings

import (
	"maps"
	"slices"
	"strings"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/parser"
	"github.com/expr-lang/expr/types"

	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/yamlx"
)

// mentions finds what an expression reads of its variables: for `record.a + resource["name"].givenName` the paths
// "record.a" and "resource.name.givenName". What is computed ends a path: resource.emails[0] is "resource.emails".
type mentions struct{ paths map[ast.Node]string }

// Visit comes to the inside of a path first, and replaces it by the longer one.
func (m mentions) Visit(node *ast.Node) {
	switch n := (*node).(type) {
	case *ast.IdentifierNode:
		m.paths[n] = n.Value
	case *ast.ChainNode:
		m.extend(n, n.Node, "")
	case *ast.MemberNode:
		if p, ok := n.Property.(*ast.StringNode); ok {
			m.extend(n, n.Node, "."+p.Value)
		}
	}
}

func (m mentions) extend(n, inner ast.Node, by string) {
	if p, ok := m.paths[inner]; ok {
		delete(m.paths, inner)
		m.paths[n] = p + by
	}
}

// mentioned lists what an expression reads, sorted. One that is missing or cannot be parsed mentions nothing; what is
// wrong is reported when it is compiled.
func mentioned(n yamlx.Node) []string {
	if n.IsMissing() || !checkSource(n, new(diag.List)) {
		return nil
	}
	tree, err := parser.Parse(n.Text())
	if err != nil {
		return nil
	}
	m := mentions{paths: map[ast.Node]string{}}
	ast.Walk(&tree.Node, m)
	return slices.Compact(slices.Sorted(maps.Values(m.paths)))
}

// mentionedFields are the fields of `record` that an expression reads, of joins as "alias.field".
func mentionedFields(n yamlx.Node, aliases ...string) []string {
	var fields []string
	for _, path := range mentioned(n) {
		if rest, ok := strings.CutPrefix(path, "record."); ok {
			field, rest, _ := strings.Cut(rest, ".")
			if slices.Contains(aliases, field) && rest != "" {
				rest, _, _ = strings.Cut(rest, ".")
				field += "." + rest
			}
			fields = union(fields, field)
		}
	}
	return fields
}

// checkMentions refuses what would hide from mentioned: an object as a whole, and the environment behind it.
func checkMentions(n yamlx.Node, env types.Map, found *diag.List) bool {
	for _, path := range mentioned(n) {
		root, _, _ := strings.Cut(path, ".")
		_, isObject := env[path].(types.Map)
		switch {
		case root == "$env" || strings.HasPrefix(root, "__"):
			found.Add(n.Finding("mapping/expression", "", "unknown name %s", root))
			return false
		case isObject:
			found.Add(n.Finding("mapping/expression", "", "name what is meant of it: %s.…", path))
			return false
		}
	}
	return true
}
