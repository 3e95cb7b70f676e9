package conformance

import (
	"testing"

	"github.com/scimgate/scimgate/scim"
)

// Whatever /Schemas says of an attribute is tried out, on every attribute that it lists: of users and groups, and of
// a resource type of the app file's own that has every data type and every characteristic.
func TestEveryAttributeIsAsItsSchemaSays(t *testing.T) {
	for _, folder := range []string{"hr", "lab"} {
		for _, dialect := range []string{"sqlite", "postgres"} {
			t.Run(folder+"/"+dialect, func(t *testing.T) {
				s := newSite(t, dialect, options{folder: folder})
				for _, k := range s.kinds() {
					for _, a := range k.attributes {
						t.Run(k.name+" "+a.path(), func(t *testing.T) {
							for _, c := range characteristicsTried {
								t.Run(c.name, func(t *testing.T) { c.try(k.in(s.in(t)), a) })
							}
						})
					}
				}
			})
		}
	}
}

// characteristicsTried are what a schema says about an attribute, and how it is tried out.
var characteristicsTried = []struct {
	name string
	try  func(k kind, a attribute)
}{
	{"type", kind.readsBack},
	{"canonicalValues", kind.takesCanonicalValues},
	{"mutability", kind.heedsMutability},
	{"returned", kind.heedsReturned},
	{"required", kind.heedsRequired},
	{"uniqueness", kind.heedsUniqueness},
	{"caseExact", kind.heedsCaseExact},
}

// create makes a resource with a value of an attribute.
func (k kind) create(a attribute, v any) (id string) {
	k.Helper()
	return k.send("POST", k.endpoint, k.body(given{a, v})).is(201).id()
}

func (k kind) put(id string, attributes ...given) answer {
	k.Helper()
	return k.send("PUT", k.endpoint+"/"+id, k.body(attributes...))
}

func (k kind) patch(id string, ops ...string) answer {
	k.Helper()
	return k.send("PATCH", k.endpoint+"/"+id, patchBody(ops...))
}

// changes does a PATCH, which has to succeed.
func (k kind) changes(id string, ops ...string) {
	k.Helper()
	if a := k.patch(id, ops...); a.status != 200 && a.status != 204 {
		k.Errorf("%s: %d %s", ops, a.status, a.text)
	}
}

// value is an attribute as a read shows it that asks for it, if it has to be asked for.
func (k kind) value(id string, a attribute) any {
	k.Helper()
	query := ""
	if a.text("returned") == "request" {
		query = "?attributes=" + escape(a.path())
	}
	return a.in(k.send("GET", k.endpoint+"/"+id+query, "").is(200).body)
}

// shows checks the value of an attribute.
func (k kind) shows(id string, a attribute, want any, after string) {
	k.Helper()
	if got := k.value(id, a); want == nil && got != nil || !includes(got, want) {
		k.Errorf("after a %s, %s is %v, want %v", after, a.path(), got, want)
	}
}

// readsBack writes a value in every way there is, and reads it back.
func (k kind) readsBack(a attribute) {
	k.Helper()
	if !a.writable() || !a.visible() {
		return
	}
	first, second := k.specimen(a, 0), k.specimen(a, 1)
	id := k.create(a, first)
	k.shows(id, a, first, "POST")
	if a.text("mutability") == "immutable" {
		return
	}
	k.changes(id, op("replace", a.path(), asJSON(second)))
	k.shows(id, a, second, "PATCH")
	k.put(id, given{a, first}).is(200)
	k.shows(id, a, first, "PUT")
	if a.is("multiValued") {
		k.changes(id, op("add", a.path(), asJSON(second)))
		k.shows(id, a, append(first.([]any), second.([]any)...), "PATCH add")
	}
	if !a.is("required") && !a.defaulted() {
		k.changes(id, op("remove", a.path(), ""))
		k.shows(id, a, nil, "PATCH remove")
	}
}

// takesCanonicalValues writes every canonical value.
func (k kind) takesCanonicalValues(a attribute) {
	k.Helper()
	for _, leaf := range a.leaves() {
		if !leaf.writable() {
			continue
		}
		for n, canonical := range listOf(leaf.object["canonicalValues"]) {
			got := leaf.leavesOf(k.value(k.create(a, k.specimen(a, n)), a))
			if len(got) != 1 || got[0] != canonical {
				k.Errorf("%s: %v became %v", leaf.path(), canonical, got)
			}
		}
	}
}

// heedsRequired leaves the attribute out, and removes it.
func (k kind) heedsRequired(a attribute) {
	k.Helper()
	id := k.send("POST", k.endpoint, k.body()).is(201).id()
	for _, r := range []answer{k.send("POST", k.endpoint, k.body(given{a, nil})), k.put(id, given{a, nil})} {
		if a.is("required") {
			r.fails(400, scim.InvalidValue)
		} else if r.status >= 300 {
			k.Errorf("%s is not required, and without it: %d %s", a.path(), r.status, r.text)
		}
	}
	if a.is("required") {
		k.patch(id, op("remove", a.path(), "")).fails(400, scim.Mutability)
	}
}

// heedsUniqueness gives one value to two resources, in every way there is.
func (k kind) heedsUniqueness(a attribute) {
	k.Helper()
	if !a.writable() || a.text("type") == "boolean" || a.text("mutability") == "immutable" && !a.visible() {
		return
	}
	v := k.specimen(a, 0)
	k.create(a, v)
	other := k.send("POST", k.endpoint, k.body()).is(201).id()
	again := []any{v}
	if text, ok := v.(string); ok && !a.is("caseExact") && a.text("type") == "string" && a.text("mutability") != "immutable" && constrained(a.path()) == nil {
		again = append(again, swapCase(text))
	}
	for _, v := range again {
		for _, r := range []answer{
			k.send("POST", k.endpoint, k.body(given{a, v})), k.put(other, given{a, v}), k.patch(other, op("replace", a.path(), asJSON(v))),
		} {
			if a.text("uniqueness") == "none" && r.status >= 300 {
				k.Errorf("%s need not be unique, and %v for a second resource: %s %d %s", a.path(), v, r.request, r.status, r.text)
			} else if a.text("uniqueness") != "none" {
				r.fails(409, scim.Uniqueness)
			}
		}
	}
}
