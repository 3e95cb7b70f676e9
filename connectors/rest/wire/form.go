package wire

import (
	"bytes"
	"errors"
	"net/url"
	"strings"

	"github.com/scimgate/scimgate/connectors"
)

// Form is a submitted form, application/x-www-form-urlencoded, in which an object's member is a[b] and every element of
// a list a[], as PHP and Rails read them. All text is text. Of a name that stands twice the last is read.
type Form struct{}

// MediaType is application/x-www-form-urlencoded.
func (Form) MediaType() string { return "application/x-www-form-urlencoded" }

// Encode writes an object, its names in order. Nil is an empty text. An empty list is a[]= with an empty text, which
// says that there is a list; an empty object is nothing. What stands in a list is a leaf.
func (Form) Encode(t Tree) ([]byte, error) {
	if err := check("encode form", t); err != nil {
		return nil, err
	}
	object, ok := t.(map[string]any)
	if !ok {
		return nil, formFault("the body is no object")
	}
	var e formEncoder
	if err := e.object("", object); err != nil {
		return nil, err
	}
	return e.Bytes(), nil
}

func formFault(reason string) error {
	return &connectors.Error{Kind: connectors.Invalid, Op: "encode form", Err: errors.New(reason)}
}

type formEncoder struct{ bytes.Buffer }

// object writes the members of an object that stands under a name, or of the body when that is empty.
func (e *formEncoder) object(under string, object map[string]any) error {
	for _, name := range sortedNames(object) {
		if name == "" || strings.ContainsAny(name, "[]") {
			return formFault("a name is empty or has brackets")
		}
		at := name
		if under != "" {
			at = under + "[" + name + "]"
		}
		if err := e.member(at, object[name]); err != nil {
			return err
		}
	}
	return nil
}

func (e *formEncoder) member(name string, t Tree) error {
	switch t := t.(type) {
	case map[string]any:
		return e.object(name, t)
	case []any:
		return e.list(name+"[]", t)
	default:
		e.pair(name, t)
		return nil
	}
}

func (e *formEncoder) list(name string, list []any) error {
	for _, item := range list {
		if _, leaf := LeafText(item); !leaf && item != nil {
			return formFault("a list holds a list or an object")
		}
		e.pair(name, item)
	}
	if len(list) == 0 {
		e.pair(name, nil)
	}
	return nil
}

func (e *formEncoder) pair(name string, leaf Tree) {
	if e.Len() > 0 {
		e.WriteByte('&')
	}
	text, _ := LeafText(leaf)
	e.WriteString(url.QueryEscape(name) + "=" + url.QueryEscape(text))
}
