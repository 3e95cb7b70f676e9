package wire

import (
	"slices"

	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/yamlx"
)

// Body is the tree of a request, as the app file declares it:
//
//	body: {user_ids: '{keys}', note: 'by {actor}', office: '{office?}', notify: false}
//
// A text that is nothing but {name} becomes the value, whatever its type; within other text the value's text stands.
// Where {name?} has no value, its key or element is left out. An explicit null is a value, but not within other text.
// The zero Body is null.
type Body struct {
	node  yamlx.Node
	text  Text // of a text
	names []string
	parts []Body // of a list, or of an object by names
}

// ReadBody reads the body at n.
func ReadBody(n yamlx.Node, found *diag.List) Body {
	b := Body{node: n}
	switch {
	case n.IsMap():
		for _, e := range n.Entries() {
			b.names = append(b.names, e.Name)
			b.parts = append(b.parts, ReadBody(e.Value, found))
		}
	case n.IsList():
		for _, item := range n.Items() {
			b.parts = append(b.parts, ReadBody(item, found))
		}
	default:
		b.text = ReadText(n, found)
	}
	return b
}

// Names lists the variables, each once, in the order in which they first stand.
func (b Body) Names() []string {
	names := b.text.Names()
	for _, p := range b.parts {
		for _, name := range p.Names() {
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return names
}

// Check reports the variables that are not known.
func (b Body) Check(known []string) diag.List {
	found := b.text.Check(b.node, known)
	for _, p := range b.parts {
		found.Add(p.Check(known)...)
	}
	return found
}

// Fill is the body with the values in it. A value that is missing and must not be is Invalid, and so is one that no
// tree can hold.
func (b Body) Fill(values map[string]any) (Tree, error) {
	t, _, err := b.fill(values)
	return t, err
}

// fill is the body, and whether there is one.
func (b Body) fill(values map[string]any) (t Tree, ok bool, err error) {
	switch {
	case b.node.IsMap():
		t, err = b.object(values)
		return t, err == nil, err
	case b.node.IsList():
		t, err = b.list(values)
		return t, err == nil, err
	}
	if v, ok := b.text.alone(); ok {
		return v.fill(values)
	}
	if _, isText := b.node.Scalar().(string); !isText {
		return b.node.Scalar(), true, nil
	}
	return b.text.Fill(values)
}

func (b Body) object(values map[string]any) (Tree, error) {
	object := map[string]any{}
	for i, p := range b.parts {
		t, ok, err := p.fill(values)
		if err != nil {
			return nil, err
		}
		if ok {
			object[b.names[i]] = t
		}
	}
	return object, nil
}

func (b Body) list(values map[string]any) (Tree, error) {
	list := []any{}
	for _, p := range b.parts {
		t, ok, err := p.fill(values)
		if err != nil {
			return nil, err
		}
		if ok {
			list = append(list, t)
		}
	}
	return list, nil
}

// fill is the value of a variable that is the whole text.
func (p textPiece) fill(values map[string]any) (t Tree, ok bool, err error) {
	if _, given := values[p.name]; !given {
		if p.optional {
			return nil, false, nil
		}
		return nil, false, variableFault(p.name, "there is no value for this place in a body")
	}
	t, err = valueOf(p.name, values)
	return t, err == nil, err
}
