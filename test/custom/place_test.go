package custom

import (
	"encoding/base64"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"time"
)

// place is an attribute or a sub-attribute, as /Schemas describes it.
type place struct {
	object        // its characteristics
	extension     string
	parent        object // nil of an attribute
	subAttributes []place
}

func (p place) text(characteristic string) string { return p.object[characteristic].(string) }
func (p place) is(characteristic string) bool     { return p.object[characteristic].(bool) }
func (p place) hidden() bool                      { return p.text("returned") == "never" }
func (p place) fixed() bool                       { return p.text("mutability") == "readOnly" }
func (p place) isComplex() bool                   { return p.text("type") == "complex" }
func (p place) inElements() bool                  { return p.parent != nil && p.parent["multiValued"] == true }

// beside reports whether both places are sub-attributes of the same attribute.
func (p place) beside(q place) bool {
	return p.parent != nil && q.parent != nil && p.extension == q.extension && p.parent["name"] == q.parent["name"]
}

// path is the place's name in paths, attributes and filters.
func (p place) path() string {
	name := p.text("name")
	if p.parent != nil {
		name = p.parent["name"].(string) + "." + name
	}
	if p.extension != "" {
		return p.extension + ":" + name
	}
	return name
}

// places are the attributes of a schema, each before its sub-attributes.
func places(schema object, extension string) []place {
	var list []place
	for _, a := range schema["attributes"].([]any) {
		p := place{object: a.(object), extension: extension}
		subs, _ := p.object["subAttributes"].([]any)
		for _, sub := range subs {
			p.subAttributes = append(p.subAttributes, place{object: sub.(object), extension: extension, parent: p.object})
		}
		list = append(append(list, p), p.subAttributes...)
	}
	return list
}

var longest = regexp.MustCompile(`At most (\d+) characters`)

// max is the longest text that the place holds, 0 for any.
func (p place) max() int {
	m := longest.FindStringSubmatch(p.text("description"))
	if m == nil {
		return 0
	}
	n, _ := strconv.Atoi(m[1])
	return n
}

// draw makes a value for a place, another one for each n. Of what is complex it draws all that a client can set.
func (s *site) draw(p place, n int64) any {
	canonical, _ := p.object["canonicalValues"].([]any)
	switch {
	case p.isComplex():
		o := object{}
		for _, sub := range p.subAttributes {
			if !sub.fixed() {
				o[sub.text("name")] = s.draw(sub, n)
			}
		}
		if p.is("multiValued") {
			return []any{o}
		}
		return o
	case p.parent["name"] == "owner" && p.text("name") == "value":
		return s.send(201, "POST", "/Users", object{"userName": fmt.Sprintf("u%d", s.made.Add(1))})["id"]
	case len(canonical) > 0:
		return canonical[int(n)%len(canonical)]
	}
	switch p.text("type") {
	case "boolean":
		return n%2 == 0
	case "integer":
		return float64(n)
	case "decimal":
		return float64(n) + 0.25
	case "dateTime":
		return time.Unix(n*86400+11, 0).UTC().Format(time.RFC3339)
	case "binary":
		return base64.StdEncoding.EncodeToString([]byte{0, 255, byte(n)})
	case "reference":
		return fmt.Sprintf("https://example.com/%d", n)
	default:
		return fmt.Sprintf("Text-%d", n)
	}
}

// shown is what is to be seen of v at a place, by a client that asks for nothing in particular; nil when that is
// nothing.
func (p place) shown(v any) any {
	switch v := v.(type) {
	case object:
		out := object{}
		for _, sub := range p.subAttributes {
			if w, ok := v[sub.text("name")]; ok && slices.Contains([]string{"always", "default"}, sub.text("returned")) && !sub.fixed() {
				out[sub.text("name")] = w
			}
		}
		return out
	case []any:
		var out []any
		for _, e := range v {
			out = append(out, p.shown(e))
		}
		return out
	default:
		return v
	}
}

// holder is the object that has the place's attribute, made where it is missing and wanted.
func (p place) holder(resource object, create bool) object {
	if p.extension == "" {
		return resource
	}
	o, ok := resource[p.extension].(object)
	if !ok && create {
		o = object{}
		resource[p.extension] = o
	}
	return o
}

// get is the place's value in a resource; of a sub-attribute of several elements, those that have one.
func (p place) get(resource object) any {
	in := p.holder(resource, false)
	if p.parent == nil {
		return in[p.text("name")]
	}
	switch v := in[p.parent["name"].(string)].(type) {
	case object:
		return v[p.text("name")]
	case []any:
		var out []any
		for _, e := range v {
			if w, ok := e.(object)[p.text("name")]; ok {
				out = append(out, w)
			}
		}
		if len(out) > 0 {
			return out
		}
	}
	return nil
}

// set gives the place a value in a resource, or none. Of what has elements it is that of a single one.
func (p place) set(resource object, v any) {
	in, name := p.holder(resource, true), p.text("name")
	if p.parent == nil {
		if in[name] = v; v == nil {
			delete(in, name)
		}
		return
	}
	parent := p.parent["name"].(string)
	o, _ := in[parent].(object)
	if list, ok := in[parent].([]any); ok {
		o = list[0].(object)
	}
	if o == nil {
		o = object{}
	}
	if o[name] = v; v == nil {
		delete(o, name)
	}
	if in[parent] = o; p.inElements() {
		in[parent] = []any{o}
	}
}
