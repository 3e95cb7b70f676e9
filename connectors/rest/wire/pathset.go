package wire

import (
	"errors"
	"maps"
	"slices"

	"github.com/scimgate/scimgate/connectors"
)

// Set puts v at p and makes what is missing on the way: objects, lists, and elements that have what a selector asks for.
// All else stays, the other elements of a list included. It changes *t in place, or not at all when it cannot: a name
// within a text, a position past the end of a list are Invalid.
func (p Path) Set(t *Tree, v Tree) error {
	changed, err := set(*t, p.steps, v)
	if err != nil {
		return connectors.Errorf(connectors.Invalid, "set "+p.String(), "%w", err)
	}
	*t = changed
	return nil
}

// set is t with v at the place that steps lead to.
func set(t Tree, steps []step, v Tree) (Tree, error) {
	if len(steps) == 0 {
		return v, nil
	}
	if t == "" { // an empty XML element
		t = nil
	}
	if s := steps[0]; !s.isName() {
		return s.setElement(elements(t), steps[1:], v)
	}
	return setMember(t, steps[0].name, steps[1:], v)
}

func setMember(t Tree, name string, rest []step, v Tree) (Tree, error) {
	object, ok := t.(map[string]any)
	switch _, leaf := LeafText(t); {
	case ok:
	case leaf && name == textName && len(rest) == 0:
		return v, nil
	case t != nil:
		return nil, errors.New("a name is looked for in what is no object")
	default:
		object = map[string]any{}
	}
	inner, err := set(object[name], rest, v)
	if err != nil {
		return nil, err
	}
	object[name] = inner
	return object, nil
}

func (s step) setElement(list []Tree, rest []step, v Tree) (Tree, error) {
	at := s.find(list)
	var old Tree
	switch {
	case at < len(list):
		old = list[at]
	case s.keys == nil && s.index > len(list):
		return nil, errors.New("the position is past the end of the list")
	}
	inner, err := set(s.element(old), rest, v)
	if err != nil {
		return nil, err
	}
	if inner = s.element(inner); s.keys != nil && !s.selects(inner) {
		return nil, errors.New("the element has not what is asked of it")
	}
	if at < len(list) {
		list[at] = inner
		return list, nil
	}
	return append(slices.Clip(list), inner), nil
}

// element is t, or a new object when it is nil, with what the selector asks for where it is missing.
func (s step) element(t Tree) Tree {
	object, ok := t.(map[string]any)
	if s.keys == nil || t != nil && !ok {
		return t
	}
	object = maps.Clone(object)
	if object == nil {
		object = map[string]any{}
	}
	for _, k := range s.keys {
		if _, ok := object[k.name]; !ok {
			object[k.name] = k.value
		}
	}
	return object
}

// Delete takes away what stands at p: a member of an object, or an element of a list; of the whole, nil is left. It
// changes *t in place, and nothing when nothing stands there.
func (p Path) Delete(t *Tree) {
	if _, ok := p.Get(*t); ok {
		*t = without(*t, p.steps)
	}
}

// without is t without what stands where steps lead, where something does.
func without(t Tree, steps []step) Tree {
	if len(steps) == 0 {
		return nil
	}
	s, last := steps[0], len(steps) == 1
	if s.isName() {
		object, ok := t.(map[string]any)
		switch {
		case !ok: // #text of a text
			return nil
		case last:
			delete(object, s.name)
		default:
			object[s.name] = without(object[s.name], steps[1:])
		}
		return object
	}
	list := elements(t)
	at := s.find(list)
	if last {
		return slices.Delete(list, at, at+1)
	}
	list[at] = without(list[at], steps[1:])
	return list
}
