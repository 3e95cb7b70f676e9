package legacy

import (
	"bytes"
	"encoding/json"
	"mime"
)

// decode makes a tree of a body: nil, bool, json.Number, string, []any and map[string]any. A form is read wherever one
// is sent; else the notation is the application's.
func (a *App) decode(body []byte, contentType string) (any, *problem) {
	if len(bytes.TrimSpace(body)) == 0 {
		return nil, nil
	}
	kind, _, _ := mime.ParseMediaType(contentType)
	switch {
	case kind == "application/x-www-form-urlencoded" || a.style.Body == Form:
		return decodeForm(string(body))
	case a.style.Body == XML:
		return decodeXML(body)
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	var tree any
	if err := d.Decode(&tree); err != nil {
		return nil, malformed("the body is no JSON")
	}
	return tree, nil
}

// wrapped is a record as the whole of a body.
func (a *App) wrapped(one string, body any) any {
	if a.style.Wrap || a.style.Body == XML {
		return map[string]any{one: body}
	}
	return body
}

// unwrapped is the record in a body.
func (a *App) unwrapped(one string, tree any) (map[string]any, *problem) {
	if a.style.Wrap || a.style.Body == XML {
		outer, _ := tree.(map[string]any)
		tree = outer[one]
		if tree == "" { // an element without anything in it
			return map[string]any{}, nil
		}
	}
	body, ok := tree.(map[string]any)
	if !ok {
		return nil, malformed("there is no %s in the body", one)
	}
	return body, nil
}
