package wire

import (
	"slices"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/yamlx"
)

// nameLength is how many bytes of text are the name of a variable: letters, digits and _, and behind the first also . and -.
// All of them stand in a URL as they are.
func nameLength(text string) int {
	for i := range len(text) {
		c := text[i]
		if !isAlphanumeric(c) && c != '_' && (i == 0 || c != '.' && c != '-') {
			return i
		}
	}
	return len(text)
}

func isAlphanumeric(c byte) bool {
	return '0' <= c && c <= '9' || 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z'
}

// mention is a variable and where it stands in a text, in bytes.
type mention struct {
	name string
	at   int
}

// namesOf lists variables, each once, in the order in which they first stand.
func namesOf(mentions []mention) []string {
	var names []string
	for _, m := range mentions {
		if !slices.Contains(names, m.name) {
			names = append(names, m.name)
		}
	}
	return names
}

// unknown reports the variables in the text of n that are not known.
func unknown(n yamlx.Node, mentions []mention, known []string) diag.List {
	var found diag.List
	for _, m := range mentions {
		if !slices.Contains(known, m.name) {
			line, col := place(n.Text()[:m.at])
			found.Add(n.FindingAt(line, col, "rest/unknown-name", diag.Suggest(m.name, known), "{%s} is not known here", m.name))
		}
	}
	return found
}

// valueOf is the tree of a variable's value; nil when there is none.
func valueOf(name string, values map[string]any) (Tree, error) {
	t, err := Of(values[name], "")
	if err != nil {
		return nil, variableFault(name, "%w", err)
	}
	return t, nil
}

// variableFault is an error about the value of a variable, which it does not quote.
func variableFault(name, format string, args ...any) error {
	e := connectors.Errorf(connectors.Invalid, "", format, args...)
	e.Field = name
	return e
}
