package patch

import (
	"encoding/json"
	"reflect"
	"slices"
)

// The naive model: PATCH on plain JSON maps, written from the table of RFC 7644 §3.5.2 with loops and no schema. It
// knows the few paths of placeSpec and is the other opinion that Apply is compared with.

type doc = map[string]any

// place is where a path leads, as the model sees it.
type placeSpec struct {
	text      string
	extension bool
	attr      string
	sub       string
	kind      string   // simple, complex or multi
	where     *[2]any  // sub-attribute and value that a filter asks for
	creates   bool     // a replace may make the element
	forgets   []string // goes when the value of a complex attribute changes
}

// apply applies one operation to d and answers the scimType of a refusal, or nothing.
func (p placeSpec) apply(d doc, op string, value any) string {
	in := d
	if p.extension {
		in, _ = d[enterprise].(doc)
		if in == nil {
			in = doc{}
		}
	}
	refusal := p.in(in, op, value)
	if p.extension {
		delete(d, enterprise)
		d["schemas"] = []any{"urn:ietf:params:scim:schemas:core:2.0:User"}
		if len(in) > 0 {
			d[enterprise] = in
			d["schemas"] = append(d["schemas"].([]any), enterprise)
		}
	}
	return refusal
}

func (p placeSpec) in(o doc, op string, value any) string {
	switch {
	case p.kind == "simple":
		p.set(o, p.attr, op, value)
	case p.kind == "complex":
		c, _ := o[p.attr].(doc)
		if c == nil {
			c = doc{}
		}
		p.complex(c, op, value)
		o[p.attr] = c
		if len(c) == 0 {
			delete(o, p.attr)
		}
	default:
		list, _ := o[p.attr].([]any)
		list, refusal := p.multi(list, op, value)
		if refusal != "" {
			return refusal
		}
		o[p.attr] = list
		if len(list) == 0 {
			delete(o, p.attr)
		}
	}
	return ""
}

func (p placeSpec) set(o doc, name, op string, value any) {
	if op == "remove" || value == nil {
		value = nil
	}
	if name == "value" && !reflect.DeepEqual(o[name], value) {
		for _, f := range p.forgets {
			delete(o, f)
		}
	}
	if value == nil {
		delete(o, name)
	} else {
		o[name] = value
	}
}

func (p placeSpec) complex(c doc, op string, value any) {
	given, _ := value.(doc)
	switch {
	case p.sub != "":
		p.set(c, p.sub, op, value)
	case op == "remove" || len(given) == 0:
		clear(c)
	default:
		if v, ok := given["value"]; ok {
			p.set(c, "value", op, v)
		}
		for name, v := range given {
			p.set(c, name, op, v)
		}
	}
}

func (p placeSpec) multi(list []any, op string, value any) ([]any, string) {
	given, _ := value.([]any)
	switch {
	case p.where != nil:
		return p.selected(list, op, value)
	case op == "replace":
		return given, ""
	case op == "add":
		for _, g := range given {
			list = merge(list, g.(doc))
		}
		return list, ""
	case given == nil:
		return nil, ""
	}
	return slices.DeleteFunc(list, func(e any) bool {
		return slices.ContainsFunc(given, func(g any) bool { return means(g.(doc), e.(doc)) })
	}), ""
}

// means reports whether an element g that a client sent means e.
func means(g, e doc) bool {
	return g["value"] == e["value"] && (g["type"] == nil || g["type"] == e["type"])
}

func merge(list []any, g doc) []any {
	at := slices.IndexFunc(list, func(e any) bool { return means(g, e.(doc)) })
	if at < 0 {
		at = len(list)
		list = append(list, doc{})
	}
	for name, v := range g {
		list[at].(doc)[name] = v
	}
	if g["primary"] == true {
		only(list, at)
	}
	return list
}

// only leaves list[at] as the one primary element.
func only(list []any, at int) {
	for i, e := range list {
		if e.(doc)["primary"] == true && i != at {
			e.(doc)["primary"] = false
		}
	}
}

func (p placeSpec) selected(list []any, op string, value any) ([]any, string) {
	var found []int
	for i, e := range list {
		if e.(doc)[p.where[0].(string)] == p.where[1] {
			found = append(found, i)
		}
	}
	change, whole := value.(doc)
	if !whole {
		change = doc{p.sub: value}
	}
	switch {
	case op == "remove":
		return p.without(list, found), ""
	case len(found) == 0 && op == "replace" && !p.creates:
		return nil, "noTarget"
	case len(found) == 0:
		e := doc{p.where[0].(string): p.where[1]}
		for name, v := range change {
			e[name] = v
		}
		return merge(list, e), ""
	case len(found) > 1 && change["primary"] == true:
		return nil, "invalidValue"
	}
	for _, i := range found {
		for name, v := range change {
			list[i].(doc)[name] = v
		}
	}
	if change["primary"] == true {
		only(list, found[0])
	}
	return unlike(list), ""
}

// without removes the found elements, or a sub-attribute from them; an element without a value is none.
func (p placeSpec) without(list []any, found []int) []any {
	var left []any
	for i, e := range list {
		if slices.Contains(found, i) {
			if p.sub == "" || p.sub == "value" {
				continue
			}
			delete(e.(doc), p.sub)
		}
		left = append(left, e)
	}
	return unlike(left)
}

// unlike makes one element of those with the same value and type: the first, with what the others have besides.
func unlike(list []any) []any {
	var left []any
	for _, e := range list {
		i := slices.IndexFunc(left, func(f any) bool {
			return f.(doc)["value"] == e.(doc)["value"] && f.(doc)["type"] == e.(doc)["type"]
		})
		if i < 0 {
			left = append(left, e)
			continue
		}
		for name, v := range e.(doc) {
			if _, had := left[i].(doc)[name]; !had || name == "primary" && v == true {
				left[i].(doc)[name] = v
			}
		}
	}
	return left
}

// copyOf is a deep copy by way of JSON, so that numbers are as a client's.
func copyOf[T any](v T) T {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	var c T
	if err := json.Unmarshal(text, &c); err != nil {
		panic(err)
	}
	return c
}
