package scim

import "strings"

// Message is a request message, such as a SearchRequest, that is being read. A member that is null counts as one that
// is not there.
type Message struct {
	body *Object
	edge *Edge
}

// ReadMessage checks that body says it is the message urn; else it is a 400 invalidSyntax. SchemasInferred lets pass
// a body that says nothing, and one that says more than that.
func ReadMessage(body *Object, urn string, edge *Edge) (Message, error) {
	m := Message{body, edge}
	v, err := m.member("schemas")
	if err != nil {
		return m, err
	}
	list, isList := v.([]any)
	ours := false
	for _, e := range list {
		u, _ := e.(string)
		ours = ours || strings.EqualFold(u, urn)
	}
	missing := len(list) == 0 && (isList || v == nil)
	if ours && len(list) == 1 || (ours || missing) && edge.Allows(SchemasInferred) {
		return m, nil
	}
	return m, BadRequest(InvalidSyntax, "schemas must be [%q]", urn)
}

// member finds a member, by OperationsCase in any letter case; nil when there is none.
func (m Message) member(name string) (any, error) {
	var value any
	found := false
	for n, v := range m.body.All() {
		if n != name && (!strings.EqualFold(n, name) || !m.edge.Allows(OperationsCase)) {
			continue
		}
		if found {
			return nil, BadRequest(InvalidSyntax, "%s is given twice", name)
		}
		value, found = v, true
	}
	return value, nil
}

// Text is a member that is a string; ok is false when there is none.
func (m Message) Text(name string) (text string, ok bool, err error) {
	v, err := m.member(name)
	if err != nil || v == nil {
		return "", false, err
	}
	text, ok = v.(string)
	if !ok {
		return "", false, BadRequest(InvalidValue, "%s must be a string", name)
	}
	return text, true, nil
}

// Number is a member that is a whole number, def when there is none. A number too large for us is as good as the
// largest.
func (m Message) Number(name string, def int) (int, error) {
	v, err := m.member(name)
	if err != nil || v == nil {
		return def, err
	}
	n, ok := v.(int64)
	if !ok {
		return 0, BadRequest(InvalidValue, "%s must be a whole number", name)
	}
	return int(min(max(n, -1<<31), 1<<31-1)), nil
}

// Object is a member that is an object, nil when there is none.
func (m Message) Object(name string) (*Object, error) {
	v, err := m.member(name)
	if err != nil || v == nil {
		return nil, err
	}
	o, ok := v.(*Object)
	if !ok {
		return nil, BadRequest(InvalidSyntax, "%s must be an object", name)
	}
	return o, nil
}

// List is a member that is a list, nil when there is none.
func (m Message) List(name string) ([]any, error) {
	v, err := m.member(name)
	if err != nil || v == nil {
		return nil, err
	}
	list, ok := v.([]any)
	if !ok {
		return nil, BadRequest(InvalidSyntax, "%s must be a list", name)
	}
	return list, nil
}

// Part reads an object inside the message by the same rules.
func (m Message) Part(o *Object) Message { return Message{o, m.edge} }
