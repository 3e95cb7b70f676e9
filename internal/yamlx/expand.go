package yamlx

import (
	"regexp"

	"github.com/scimgate/scimgate/internal/diag"
)

var (
	reference = regexp.MustCompile(`\$\{([a-z]+):([^}]*)\}`)
	bareName  = regexp.MustCompile(`\$\{(\w+)\}`)
)

// Expand replaces ${kind:name} in every scalar below n by what resolve answers, after parsing, so that a value can
// never change the file's structure. A scalar with a reference becomes text. Findings never contain a value.
func Expand(n Node, resolve func(kind, name string) (string, error)) (Node, diag.List) {
	var found diag.List
	return expand(n, resolve, &found), found
}

func expand(n Node, resolve func(kind, name string) (string, error), found *diag.List) Node {
	if n.IsMissing() {
		return n
	}
	c := *n.node
	switch c.kind {
	case scalar:
		if m := bareName.FindStringSubmatch(c.text); m != nil {
			found.Add(n.Finding("yaml/reference", "did you mean ${env:"+m[1]+"}?", "a reference says where to look"))
		}
		if !reference.MatchString(c.text) {
			return n
		}
		c.tag = "!!str"
		c.text = reference.ReplaceAllStringFunc(c.text, func(ref string) string {
			m := reference.FindStringSubmatch(ref)
			v, err := resolve(m[1], m[2])
			if err != nil {
				found.Add(n.Finding("yaml/reference", "", "%s: %v", ref, err))
			}
			return v
		})
	case mapping:
		c.entries = make([]Entry, len(n.entries))
		for i, e := range n.entries {
			e.Value = expand(e.Value, resolve, found)
			c.entries[i] = e
		}
	case list:
		c.items = make([]Node, len(n.items))
		for i, item := range n.items {
			c.items[i] = expand(item, resolve, found)
		}
	}
	return Node{&c}
}
