package wire

import (
	"bytes"
	"encoding/xml"
	"errors"
	"strings"

	"github.com/scimgate/scimgate/connectors"
)

// XML is a body of one element, which is the one name of the tree:
//
//	<agent id="7"><login>ada</login><phone>1</phone><phone>2</phone></agent>
//	{agent: {"@id": "7", login: ada, phone: ["1", "2"]}}
//
// An element is its text, or with attributes or elements in it an object. There @name is an attribute, #text the text,
// and elements of one name are a list when there are several: a Path takes one for a list of one. All text is text, and
// an empty element is the empty text. Names stand as they are written, with their prefixes.
type XML struct{}

// MediaType is application/xml.
func (XML) MediaType() string { return "application/xml" }

// Encode writes attributes, then text, then elements, each in order of their names. Nil is an empty element, or an empty
// attribute; an empty list is no element. A character that XML cannot carry is Invalid.
func (XML) Encode(t Tree) ([]byte, error) {
	if err := check("encode XML", t); err != nil {
		return nil, err
	}
	root, ok := t.(map[string]any)
	if !ok || len(root) != 1 {
		return nil, xmlFault(errors.New("the body is not one element: an object with one name"))
	}
	var e xmlEncoder
	for name, inner := range root {
		if _, many := inner.([]any); many {
			return nil, xmlFault(errors.New("the body is several elements"))
		}
		if err := e.element(name, inner); err != nil {
			return nil, xmlFault(err)
		}
	}
	return e.Bytes(), nil
}

func xmlFault(err error) error {
	return &connectors.Error{Kind: connectors.Invalid, Op: "encode XML", Err: err}
}

type xmlEncoder struct{ bytes.Buffer }

// element writes t as an element, or as several when it is a list.
func (e *xmlEncoder) element(name string, t Tree) error {
	if !isXMLName(name) {
		return errors.New("a name cannot be an element's")
	}
	switch t := t.(type) {
	case []any:
		for _, item := range t {
			if _, list := item.([]any); list {
				return errors.New("a list stands in a list")
			}
			if err := e.element(name, item); err != nil {
				return err
			}
		}
		return nil
	case map[string]any:
		return e.object(name, t)
	default:
		return e.object(name, map[string]any{textName: t})
	}
}

func (e *xmlEncoder) object(name string, object map[string]any) error {
	e.WriteString("<" + name)
	names := sortedNames(object)
	for _, n := range names {
		if attribute, ok := strings.CutPrefix(n, "@"); ok {
			if err := e.attribute(attribute, object[n]); err != nil {
				return err
			}
		}
	}
	e.WriteString(">")
	if err := e.text(object[textName]); err != nil {
		return err
	}
	for _, n := range names {
		if n == textName || strings.HasPrefix(n, "@") {
			continue
		}
		if err := e.element(n, object[n]); err != nil {
			return err
		}
	}
	e.WriteString("</" + name + ">")
	return nil
}

func (e *xmlEncoder) attribute(name string, t Tree) error {
	if !isXMLName(name) {
		return errors.New("a name cannot be an attribute's")
	}
	e.WriteString(" " + name + `="`)
	if err := e.text(t); err != nil {
		return err
	}
	e.WriteString(`"`)
	return nil
}

// text writes a leaf, between tags or quotes.
func (e *xmlEncoder) text(t Tree) error {
	text, ok := LeafText(t)
	switch {
	case !ok && t != nil:
		return errors.New("a list or an object stands where only text can")
	case strings.ContainsFunc(text, notInXML):
		return errors.New("a text has a character that XML cannot carry")
	}
	return xml.EscapeText(e, []byte(text))
}
