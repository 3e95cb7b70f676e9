package conformance

import (
	"encoding/json"
	"fmt"
	"iter"
	"maps"
	"strings"
	"unicode"
)

// describedAttribute is an attribute as a schema describes it. Its name is a path, "name.givenName".
type describedAttribute struct {
	object
	name string
}

// described are the attributes of a schema, each before its sub-attributes.
func described(schema object) iter.Seq[describedAttribute] {
	return func(yield func(describedAttribute) bool) {
		for _, a := range listOf(schema["attributes"]) {
			a := describedAttribute{a.(object), a.(object)["name"].(string)}
			if !yield(a) {
				return
			}
			for _, sub := range listOf(a.object["subAttributes"]) {
				sub := sub.(object)
				if !yield(describedAttribute{sub, a.name + "." + sub["name"].(string)}) {
					return
				}
			}
		}
	}
}

// kind is a resource type, with the attributes of its schemas.
type kind struct {
	*site
	name, endpoint string
	attributes     []attribute
}

// attribute is a top-level attribute of a kind, or a sub-attribute of one.
type attribute struct {
	object
	urn    string // of the extension that has it; empty in the core schema
	parent object // nil at the top level
}

// kinds are the resource types that the site serves.
func (s *site) kinds() []kind {
	s.Helper()
	var all []kind
	for _, rt := range s.send("GET", "/ResourceTypes", "").is(200).list("Resources") {
		k := kind{site: s, name: valueAt(rt, "name").(string), endpoint: valueAt(rt, "endpoint").(string)}
		k.describe(valueAt(rt, "schema").(string), "")
		for _, x := range listOf(valueAt(rt, "schemaExtensions")) {
			k.describe(valueAt(x, "schema").(string), valueAt(x, "schema").(string))
		}
		all = append(all, k)
	}
	return all
}

func (k *kind) describe(schema, urn string) {
	k.Helper()
	for _, a := range k.send("GET", "/Schemas/"+schema, "").is(200).list("attributes") {
		k.attributes = append(k.attributes, attribute{object: a.(object), urn: urn})
	}
}

func (k kind) in(s *site) kind {
	k.site = s
	return k
}

func (a attribute) text(characteristic string) string { return a.object[characteristic].(string) }
func (a attribute) is(characteristic string) bool     { return a.object[characteristic].(bool) }

// path is what the attribute is called in paths and filters.
func (a attribute) path() string {
	path := a.text("name")
	if a.parent != nil {
		path = a.parent["name"].(string) + "." + path
	}
	if a.urn != "" {
		path = a.urn + ":" + path
	}
	return path
}

// subs are the sub-attributes.
func (a attribute) subs() []attribute {
	var all []attribute
	for _, sub := range listOf(a.object["subAttributes"]) {
		all = append(all, attribute{object: sub.(object), urn: a.urn, parent: a.object})
	}
	return all
}

// leaves are the simple attributes: the attribute itself, or its sub-attributes.
func (a attribute) leaves() []attribute {
	if a.text("type") == "complex" {
		return a.subs()
	}
	return []attribute{a}
}

// writable reports whether a client can set the attribute, if only once.
func (a attribute) writable() bool { return a.text("mutability") != "readOnly" }

// visible reports whether a client can see the attribute.
func (a attribute) visible() bool { return a.text("returned") != "never" }

// defaulted reports whether the application has a value of the attribute where nobody gave it one, and none is no
// value to it.
func (a attribute) defaulted() bool { return a.path() == "active" }

// in is the value of a top-level attribute in a resource, nil when it has none.
func (a attribute) in(resource any) any {
	if a.urn != "" {
		resource = valueAt(resource, a.urn)
	}
	return valueAt(resource, a.text("name"))
}

// leavesOf are the values of an attribute in one of its top-level attribute: of a sub-attribute in any element.
func (a attribute) leavesOf(top any) []any {
	if top == nil {
		return nil
	}
	if a.parent == nil {
		return []any{top}
	}
	var all []any
	for _, e := range append(listOf(top), top) {
		if v := valueAt(e, a.text("name")); v != nil {
			all = append(all, v)
		}
	}
	return all
}

// given is an attribute with its value, for a body.
type given struct {
	attribute
	value any
}

// body is a resource with some attributes, and what is required besides.
func (k kind) body(attributes ...given) string {
	k.Helper()
	all, urns := object{}, []any{}
	set := func(g given) {
		in := all
		if g.urn != "" {
			if all[g.urn] == nil {
				all[g.urn] = object{}
				urns = append(urns, g.urn)
			}
			in = all[g.urn].(object)
		}
		in[g.text("name")] = g.value
	}
	for _, a := range k.attributes {
		if a.is("required") {
			set(given{a, k.specimen(a, 0)})
		}
	}
	for _, g := range attributes {
		set(g)
	}
	maps.DeleteFunc(all, func(_ string, v any) bool { return v == nil })
	rt := k.send("GET", "/ResourceTypes/"+k.name, "").is(200)
	all["schemas"] = append([]any{rt.at("schema")}, urns...)
	return asJSON(all)
}

func asJSON(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprint("a test value that is not JSON: ", err))
	}
	return string(text)
}

// swapCase turns the letter case of a text round.
func swapCase(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsUpper(r) {
			return unicode.ToLower(r)
		}
		return unicode.ToUpper(r)
	}, text)
}
