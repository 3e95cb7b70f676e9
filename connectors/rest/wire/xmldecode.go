package wire

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
)

// errNotXML takes the place of the library's errors, which quote the text.
var (
	errNotXML     = errors.New("the body is not valid XML")
	errXMLDoctype = errors.New("the body declares a document type, as HTML does, and entities")
)

// Decode reads one element in UTF-8. A document type is refused, and with it all entities but the five of XML itself.
// Text of spaces alone between elements is none.
func (XML) Decode(body []byte) (Tree, error) {
	text, err := opened(body)
	if err != nil {
		return nil, err
	}
	d := xmlDecoder{xml.NewDecoder(bytes.NewReader(text))}
	root, err := d.outside()
	if err != nil {
		return nil, err
	}
	if root == nil {
		return nil, errNotXML
	}
	inner, err := d.element(*root, 1)
	if err != nil {
		return nil, err
	}
	if more, err := d.outside(); more != nil || err != nil {
		return nil, errors.New("the body has more behind the XML element")
	}
	tree := map[string]any{xmlName(root.Name): inner}
	if fault(tree, 0) != nil {
		return nil, errDepth // lists count, too
	}
	return tree, nil
}

type xmlDecoder struct{ *xml.Decoder }

// next is the next token that means something.
func (d xmlDecoder) next() (xml.Token, error) {
	for {
		token, err := d.RawToken()
		switch {
		case errors.Is(err, io.EOF):
			return nil, io.EOF
		case err != nil:
			return nil, errNotXML
		}
		switch token.(type) {
		case xml.Directive:
			return nil, errXMLDoctype
		case xml.StartElement, xml.EndElement, xml.CharData:
			return token, nil
		}
	}
}

// outside reads up to the next element outside of any; nil at the end of the body.
func (d xmlDecoder) outside() (*xml.StartElement, error) {
	for {
		token, err := d.next()
		if errors.Is(err, io.EOF) {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		switch token := token.(type) {
		case xml.StartElement:
			return &token, nil
		case xml.CharData:
			if len(bytes.TrimSpace(token)) == 0 {
				continue
			}
		}
		return nil, errNotXML
	}
}

// element reads up to the end of the element that start begins.
func (d xmlDecoder) element(start xml.StartElement, depth int) (Tree, error) {
	if depth > maxDepth {
		return nil, errDepth
	}
	object, err := attributes(start)
	if err != nil {
		return nil, err
	}
	var text strings.Builder
	parent := false
	for {
		token, err := d.next()
		switch {
		case errors.Is(err, io.EOF):
			return nil, errNotXML
		case err != nil:
			return nil, err
		}
		switch token := token.(type) {
		case xml.CharData:
			text.Write(token)
		case xml.StartElement:
			inner, err := d.element(token, depth+1)
			if err != nil {
				return nil, err
			}
			addElement(object, xmlName(token.Name), inner)
			parent = true
		case xml.EndElement:
			if token.Name != start.Name {
				return nil, errNotXML
			}
			return elementTree(object, text.String(), parent), nil
		}
	}
}

func attributes(start xml.StartElement) (map[string]any, error) {
	object := map[string]any{}
	for _, a := range start.Attr {
		name := "@" + xmlName(a.Name)
		if _, twice := object[name]; twice || !isXMLName(name[1:]) {
			return nil, errNotXML
		}
		object[name] = a.Value
	}
	if !isXMLName(xmlName(start.Name)) {
		return nil, errNotXML
	}
	return object, nil
}

// addElement adds an element to the object it is in, to a list from the second of its name on.
func addElement(object map[string]any, name string, inner Tree) {
	switch before := object[name].(type) {
	case nil:
		object[name] = inner
	case []any:
		object[name] = append(before, inner)
	default:
		object[name] = []any{before, inner}
	}
}

// elementTree is the tree of an element with what is in it; a parent has elements.
func elementTree(object map[string]any, text string, parent bool) Tree {
	if len(object) == 0 {
		return text
	}
	if text != "" && !(parent && strings.TrimSpace(text) == "") {
		object[textName] = text
	}
	return object
}

// xmlName is a name as it was written.
func xmlName(n xml.Name) string {
	if n.Space == "" {
		return n.Local
	}
	return n.Space + ":" + n.Local
}
