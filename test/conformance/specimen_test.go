package conformance

import (
	"encoding/base64"
	"fmt"
	"slices"
)

// constrained are values of attributes for which the application takes not any text.
func constrained(path string) []any {
	return map[string][]any{enterprise + ":department": {"Research", "Sales"}}[path]
}

// specimen makes a value of an attribute: another one each time, where the schema leaves the choice. n tells the
// first from the second.
func (k kind) specimen(a attribute, n int) any {
	k.Helper()
	if a.text("type") != "complex" {
		return k.simple(a, n)
	}
	element := object{}
	for _, sub := range a.subs() {
		if sub.writable() {
			if v := k.simple(sub, n); v != nil {
				element[sub.text("name")] = v
			}
		}
	}
	if a.is("multiValued") {
		return []any{element}
	}
	return element
}

// simple makes a simple value. Of several elements only the first is primary.
func (k kind) simple(a attribute, n int) any {
	k.Helper()
	if choice := slices.Concat(constrained(a.path()), listOf(a.object["canonicalValues"])); len(choice) > 0 {
		return choice[n%len(choice)]
	}
	number := k.made.Add(1)
	switch a.text("type") {
	case "boolean":
		if a.text("name") != "primary" {
			return n == 0
		}
		if n > 0 {
			return nil
		}
		return true
	case "integer":
		return float64(number)
	case "decimal":
		return float64(number) + 0.25
	case "dateTime":
		return fmt.Sprintf("2026-05-04T%02d:%02d:%02dZ", number/3600%24, number/60%60, number%60)
	case "binary":
		return base64.StdEncoding.EncodeToString(fmt.Appendf(nil, "Va%d\x00\xff", number))
	case "reference":
		return fmt.Sprintf("https://x.example/Va%d", number)
	default:
		if a.refers() {
			return k.user().id()
		}
		return fmt.Sprintf("Va%05d", number)
	}
}

// refers reports whether the attribute is the id of a resource: a $ref stands beside it.
func (a attribute) refers() bool {
	return a.text("name") == "value" && slices.ContainsFunc(listOf(a.parent["subAttributes"]), func(sub any) bool { return valueAt(sub, "name") == "$ref" })
}

// includes reports whether got has all that want has; what the service provider adds to complex values may be there.
func includes(got, want any) bool {
	switch want := want.(type) {
	case object:
		got, _ := got.(object)
		for name, v := range want {
			if !includes(got[name], v) {
				return false
			}
		}
		return true
	case []any:
		got := listOf(got)
		if len(got) != len(want) {
			return false
		}
		for _, v := range want {
			if !slices.ContainsFunc(got, func(e any) bool { return includes(e, v) }) {
				return false
			}
		}
		return true
	default:
		return got == want
	}
}
