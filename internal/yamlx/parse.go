package yamlx

import (
	"bytes"
	"errors"
	"io"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"github.com/scimgate/scimgate/internal/diag"
)

// MaxSize is the largest file that is read, in bytes.
const MaxSize = 1 << 20

// maxDepth bounds nesting; no file that a person writes comes near it.
const maxDepth = 100

// Parse reads one YAML document. file is its name in findings. The Node is missing when the file could not be
// parsed at all.
func Parse(file string, src []byte) (n Node, found diag.List) {
	d := newDocument(file, src)
	fail := func(line, col int, code, hint, format string, args ...any) (Node, diag.List) {
		f := d.finding(line, col, code, hint, format, args...)
		if holdsSecret(f.Source) {
			f.Source = ""
		}
		return Node{}, diag.List{f}
	}
	if len(src) > MaxSize {
		return fail(0, 0, "yaml/too-large", "", "the file has %d bytes; at most %d are read", len(src), MaxSize)
	}
	if !utf8.Valid(src) {
		return fail(0, 0, "yaml/encoding", "", "the file is not UTF-8")
	}
	// The library can panic on hostile input; a file must never end the process.
	defer func() {
		if r := recover(); r != nil {
			n, found = fail(0, 0, "yaml/syntax", "", "the file cannot be parsed: %v", r)
		}
	}()
	var root, second yaml.Node
	dec := yaml.NewDecoder(bytes.NewReader(src))
	if err := dec.Decode(&root); err != nil {
		if errors.Is(err, io.EOF) {
			return fail(1, 1, "yaml/empty", "", "the file is empty")
		}
		line, col, msg := d.syntaxError(err)
		return fail(line, col, "yaml/syntax", d.syntaxHint(line), "%s", msg)
	}
	if err := dec.Decode(&second); !errors.Is(err, io.EOF) {
		return fail(max(second.Line, 1), 1, "yaml/one-document", "", "the file holds more than one document")
	}
	c := converter{doc: d}
	n = c.node(root.Content[0], 0)
	return n, c.found
}

// converter turns the library's tree into ours and reports what the library accepts and this gateway does not.
type converter struct {
	doc   *document
	found diag.List
}

func (c *converter) node(y *yaml.Node, depth int) Node {
	n := Node{&node{doc: c.doc, line: y.Line, col: y.Column}}
	if last := len(c.doc.lines); n.line > last { // an empty value at the end of the file
		n.line, n.col = last, 1+utf8.RuneCountInString(c.doc.line(last))
	}
	switch {
	case depth > maxDepth:
		c.found.Add(n.Finding("yaml/depth", "", "nested more than %d levels deep", maxDepth))
		return n
	case y.Anchor != "" || y.Kind == yaml.AliasNode:
		c.found.Add(n.Finding("yaml/anchor", "", "anchors and aliases are not allowed here"))
		return n
	case y.Style&yaml.TaggedStyle != 0:
		c.found.Add(n.Finding("yaml/tag", "", "the tag %s is not allowed here", y.Tag))
		return n
	}
	switch y.Kind {
	case yaml.ScalarNode:
		n.kind, n.tag, n.text = scalar, y.ShortTag(), y.Value
		n.quoted = y.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0
		n.literal = y.Style&yaml.LiteralStyle != 0
	case yaml.SequenceNode:
		n.kind = list
		for _, item := range y.Content {
			n.items = append(n.items, c.node(item, depth+1))
		}
	case yaml.MappingNode:
		n.kind = mapping
		c.entries(n.node, y, depth)
	}
	return n
}

func (c *converter) entries(n *node, y *yaml.Node, depth int) {
	seen := map[string]bool{}
	for i := 0; i+1 < len(y.Content); i += 2 {
		key := c.node(y.Content[i], depth+1)
		switch {
		case !key.IsScalar():
			c.found.Add(key.Finding("yaml/key", "", "a key must be plain text"))
			continue
		case key.tag == "!!merge":
			c.found.Add(key.Finding("yaml/anchor", "", "merge keys are not allowed here"))
			continue
		case seen[key.text]:
			c.found.Add(key.Finding("yaml/duplicate-key", "", "%q stands here twice", key.text))
			continue
		}
		seen[key.text] = true
		n.entries = append(n.entries, Entry{Name: key.text, Key: key, Value: c.node(y.Content[i+1], depth+1)})
	}
}
