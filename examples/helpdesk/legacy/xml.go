package legacy

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"maps"
	"slices"
	"strings"
)

// decodeXML makes a tree of a document: an element is a member of its parent, elements of one name are a list, one
// without elements is its text, and one with nil="true" is null.
func decodeXML(body []byte) (any, *problem) {
	d := xml.NewDecoder(bytes.NewReader(body))
	tree, err := children(d, 0)
	if err != nil {
		return nil, malformed("the body is no XML")
	}
	return tree, nil
}

const deepest = 20 // elements in elements

// children reads up to the end of an element, or of the document.
func children(d *xml.Decoder, depth int) (any, error) {
	if depth > deepest {
		return nil, errors.New("too deep")
	}
	var text strings.Builder
	members := map[string]any{}
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) && depth == 0 {
			return members, nil
		}
		if err != nil {
			return nil, err
		}
		switch token := token.(type) {
		case xml.StartElement:
			inner, err := children(d, depth+1)
			if err != nil {
				return nil, err
			}
			if slices.ContainsFunc(token.Attr, func(a xml.Attr) bool { return a.Name.Local == "nil" && a.Value == "true" }) {
				inner = nil
			}
			join(members, token.Name.Local, inner)
		case xml.CharData:
			text.Write(token)
		case xml.EndElement:
			if len(members) > 0 {
				return members, nil
			}
			return text.String(), nil
		}
	}
}

// join adds a member, which becomes a list with others of its name.
func join(members map[string]any, name string, v any) {
	switch there, taken := members[name]; list := there.(type) {
	case []any:
		members[name] = append(list, v)
	default:
		members[name] = v
		if taken {
			members[name] = []any{there, v}
		}
	}
}

// encodeXML writes a tree, whose only member is the root. A null is left out.
func encodeXML(tree any) []byte {
	var b bytes.Buffer
	b.WriteString(xml.Header)
	if root, ok := tree.(map[string]any); ok {
		writeMembers(&b, root)
	}
	return b.Bytes()
}

func writeMembers(b *bytes.Buffer, members map[string]any) {
	for _, name := range slices.Sorted(maps.Keys(members)) {
		if list, ok := members[name].([]any); ok {
			for _, v := range list {
				writeElement(b, name, v)
			}
			continue
		}
		writeElement(b, name, members[name])
	}
}

func writeElement(b *bytes.Buffer, name string, v any) {
	if v == nil {
		return
	}
	b.WriteString("<" + name + ">")
	if members, ok := v.(map[string]any); ok {
		writeMembers(b, members)
	} else {
		_ = xml.EscapeText(b, []byte(textOf("", v))) // a buffer takes everything
	}
	b.WriteString("</" + name + ">")
}
