package yamlx

import (
	"strconv"
	"strings"

	"github.com/scimgate/scimgate/internal/diag"
)

// Node is a value in a YAML file, with its place: immutable, and cheap to pass. The zero Node is missing: every
// reading of it answers with nothing.
type Node struct{ *node }

type kind int

const (
	scalar kind = iota + 1
	mapping
	list
)

type node struct {
	doc       *document
	kind      kind
	line, col int
	tag       string // of a scalar: !!str !!int !!bool !!float !!null …
	text      string // of a scalar: as it stands in the file, without quotes
	quoted    bool
	literal   bool // a block scalar with |
	entries   []Entry
	items     []Node
}

// Entry is one key of a mapping. Key is the key's own node, for findings about it.
type Entry struct {
	Name  string
	Key   Node
	Value Node
}

// IsMissing reports whether there is no node at all.
func (n Node) IsMissing() bool { return n.node == nil || n.kind == 0 }

// IsScalar reports whether the node is a single value, null included.
func (n Node) IsScalar() bool { return n.node != nil && n.kind == scalar }

// IsNull reports whether the node is an explicit null or an empty value.
func (n Node) IsNull() bool { return n.IsScalar() && n.tag == "!!null" }

// IsMap reports whether the node is a mapping.
func (n Node) IsMap() bool { return n.node != nil && n.kind == mapping }

// IsList reports whether the node is a sequence.
func (n Node) IsList() bool { return n.node != nil && n.kind == list }

// IsLiteral reports whether the node is a block scalar with |, whose text begins on the line after its position.
func (n Node) IsLiteral() bool { return n.IsScalar() && n.literal }

// IsQuoted reports whether the scalar stands in quotes.
func (n Node) IsQuoted() bool { return n.IsScalar() && n.quoted }

// Position is where the node begins; of a missing node, the file where it was looked for.
func (n Node) Position() diag.Position {
	if n.node == nil {
		return diag.Position{}
	}
	return diag.Position{File: n.doc.file, Line: n.line, Col: n.col}
}

// Text is the source text of a scalar (01 stays 01), empty for anything else and for null.
func (n Node) Text() string {
	if !n.IsScalar() || n.IsNull() {
		return ""
	}
	return n.text
}

// Scalar is the value of a scalar: nil, bool, int64, float64 or string. Quoted values, dates and numbers that
// are not written the plain way (01, 0x1F, 1_000) or are too large are the text that was typed.
func (n Node) Scalar() any {
	if !n.IsScalar() || n.IsNull() {
		return nil
	}
	switch n.tag {
	case "!!bool":
		return strings.EqualFold(n.text, "true")
	case "!!int":
		if i, err := strconv.ParseInt(n.text, 10, 64); err == nil && strconv.FormatInt(i, 10) == n.text {
			return i
		}
	case "!!float":
		if f, err := strconv.ParseFloat(n.text, 64); err == nil && strings.ContainsAny(n.text, ".eE") {
			return f
		}
	}
	return n.text
}

// Get is the value of a mapping's key; missing, at the mapping's own position, when there is none.
func (n Node) Get(key string) Node {
	if n.node == nil {
		return Node{}
	}
	for _, e := range n.entries {
		if e.Name == key {
			return e.Value
		}
	}
	return Node{&node{doc: n.doc, line: n.line, col: n.col}}
}

// Entries are the keys of a mapping in the order of the file; none for anything else.
func (n Node) Entries() []Entry {
	if n.node == nil {
		return nil
	}
	return n.entries
}

// Items are the elements of a list; none for anything else.
func (n Node) Items() []Node {
	if n.node == nil {
		return nil
	}
	return n.items
}

// Finding is an error at the node.
func (n Node) Finding(code, hint, format string, args ...any) diag.Finding {
	if n.node == nil {
		return (&document{}).finding(0, 0, code, hint, format, args...)
	}
	return n.doc.finding(n.line, n.col, code, hint, format, args...)
}

// Warning is a warning at the node.
func (n Node) Warning(code, hint, format string, args ...any) diag.Finding {
	f := n.Finding(code, hint, format, args...)
	f.Severity = diag.Warning
	return f
}

// At returns a finding's position within a scalar's text: line and column count from 0, column in runes. Inside a
// literal block they are exact; in a plain or quoted scalar on one line too, unless it has escapes.
func (n Node) At(line, col int) diag.Position {
	p := n.Position()
	switch {
	case n.IsLiteral():
		p.Line += 1 + line
		p.Col = n.doc.firstColumn(n.line+1) + col
	case line == 0:
		p.Col += col
		if n.IsQuoted() {
			p.Col++
		}
	}
	return p
}

// FindingAt is an error at a place within a scalar's text; see At.
func (n Node) FindingAt(line, col int, code, hint, format string, args ...any) diag.Finding {
	p := n.At(line, col)
	return n.doc.finding(p.Line, p.Col, code, hint, format, args...)
}
