package wire

import (
	"strconv"
	"strings"
)

// Path is a place in a tree, parsed from text such as
//
//	meta.total                   a name in a name
//	items[0]                     an element by its position
//	custom_fields[id=1].value    the element that has this id; [type=work,primary=true] has both
//	["a.b"].c                    a name that would be read otherwise
//	agent.@id                    an attribute of an XML element; #text is its text
//
// The zero Path is the whole tree. A single value stands for a list of one wherever a list is meant, since XML does not
// tell them apart, and #text of a text is the text itself.
type Path struct{ steps []step }

// step is one of three: a name, the position of an element, or what an element must have.
type step struct {
	name  string
	index int // -1: none
	keys  []selectorKey
}

// selectorKey is one name=value of a selector. value is what a new element gets.
type selectorKey struct {
	name  string
	value Tree
}

const textName = "#text"

// Name is the path to the member of an object that has this name, whatever characters it has.
func Name(name string) Path { return Path{[]step{{name: name, index: -1}}} }

// Get is what stands at p, and whether anything does; an explicit null does.
func (p Path) Get(t Tree) (Tree, bool) {
	for _, s := range p.steps {
		var ok bool
		if t, ok = s.get(t); !ok {
			return nil, false
		}
	}
	return t, true
}

// Each is the elements of the list at p: none when there is nothing or null, one when it is a single value.
func (p Path) Each(t Tree) []Tree {
	t, _ = p.Get(t)
	return elements(t)
}

func (s step) get(t Tree) (Tree, bool) {
	if s.isName() {
		return member(t, s.name)
	}
	list := elements(t)
	if i := s.find(list); i < len(list) {
		return list[i], true
	}
	return nil, false
}

func (s step) isName() bool { return s.index < 0 && s.keys == nil }

// find is the position of the element meant in list, len(list) when it is not there.
func (s step) find(list []Tree) int {
	if s.keys == nil {
		return min(s.index, len(list))
	}
	for i, item := range list {
		if s.selects(item) {
			return i
		}
	}
	return len(list)
}

// selects compares as text: an id may be 1 or "1".
func (s step) selects(item Tree) bool {
	for _, k := range s.keys {
		v, _ := member(item, k.name)
		have, ok := LeafText(v)
		want, _ := LeafText(k.value)
		if !ok || have != want {
			return false
		}
	}
	return true
}

// member is what an object has under name; #text of a leaf or null is that.
func member(t Tree, name string) (Tree, bool) {
	if object, ok := t.(map[string]any); ok {
		v, ok := object[name]
		return v, ok
	}
	if _, leaf := LeafText(t); name == textName && (leaf || t == nil) {
		return t, true
	}
	return nil, false
}

// elements is t as a list.
func elements(t Tree) []Tree {
	switch t := t.(type) {
	case nil:
		return nil
	case []any:
		return t
	default:
		return []Tree{t}
	}
}

// Parent is the place that p is in; that of the whole tree is the whole tree.
func (p Path) Parent() Path { return Path{p.steps[:max(len(p.steps)-1, 0)]} }

// IsWhole reports whether p is the whole tree.
func (p Path) IsWhole() bool { return len(p.steps) == 0 }

// String is p as ParsePath reads it.
func (p Path) String() string {
	var b strings.Builder
	for i, s := range p.steps {
		switch {
		case s.keys != nil:
			b.WriteByte('[')
			for j, k := range s.keys {
				if j > 0 {
					b.WriteByte(',')
				}
				b.WriteString(word(k.name) + "=" + selectorText(k.value))
			}
			b.WriteByte(']')
		case s.index >= 0:
			b.WriteString("[" + strconv.Itoa(s.index) + "]")
		case word(s.name) != s.name:
			b.WriteString("[" + quote(s.name) + "]")
		default:
			if i > 0 {
				b.WriteByte('.')
			}
			b.WriteString(s.name)
		}
	}
	return b.String()
}

// word is a name as it stands in a path, in quotes where it must.
func word(name string) string {
	if name != "" && wordLength(name) == len(name) {
		return name
	}
	return quote(name)
}

func quote(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text) + `"`
}

// selectorText is a selector's value such that it is read again as what it is.
func selectorText(v Tree) string {
	text, _ := LeafText(v)
	if s, ok := v.(string); ok && (s == "" || wordLength(s) != len(s) || unquoted(s) != v) {
		return quote(s)
	}
	return text
}
