package conformance

import (
	"fmt"
	"testing"

	"github.com/scimgate/scimgate/scim"
)

// Whatever /Schemas says of an attribute is tried out, on every attribute that it lists.
func TestEveryAttributeIsAsItsSchemaSays(t *testing.T) {
	for _, dialect := range []string{"sqlite", "postgres"} {
		t.Run(dialect, func(t *testing.T) {
			s := newSite(t, dialect, options{})
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

// readsBack writes a value in every way there is, and reads it back.
func (k kind) readsBack(a attribute) {
	k.Helper()
	if !a.writable() {
		return
	}
	first, second := k.specimen(a, 0), k.specimen(a, 1)
	id := k.send("POST", k.endpoint, k.body(given{a, first})).is(201).id()
	k.shows(id, a, first, "POST")
	k.changes(id, op("replace", a.path(), asJSON(second)))
	k.shows(id, a, second, "PATCH")
	k.send("PUT", k.endpoint+"/"+id, k.body(given{a, first})).is(200)
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

// shows checks the value of an attribute as a read shows it.
func (k kind) shows(id string, a attribute, want any, after string) {
	k.Helper()
	got := a.in(k.send("GET", k.endpoint+"/"+id, "").is(200).body)
	if want == nil && got != nil || !includes(got, want) {
		k.Errorf("after a %s, %s is %v, want %v", after, a.path(), got, want)
	}
}

// defaulted reports whether the application has a value of the attribute where nobody gave it one, and none is no
// value to it.
func (a attribute) defaulted() bool { return a.path() == "active" }

// changes does a PATCH, which has to succeed.
func (k kind) changes(id string, ops ...string) {
	k.Helper()
	if a := k.send("PATCH", k.endpoint+"/"+id, patchBody(ops...)); a.status != 200 && a.status != 204 {
		k.Errorf("%s: %d %s", ops, a.status, a.text)
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
			v := k.specimen(a, n)
			id := k.send("POST", k.endpoint, k.body(given{a, v})).is(201).id()
			got := leaf.leavesIn(k.send("GET", k.endpoint+"/"+id, "").is(200).body)
			if len(got) != 1 || got[0] != canonical {
				k.Errorf("%s: %v became %v", leaf.path(), canonical, got)
			}
		}
	}
}

// heedsMutability tries to change what is readOnly, and looks for what is writeOnly.
func (k kind) heedsMutability(a attribute) {
	k.Helper()
	for _, leaf := range append(a.subs(), a) {
		switch leaf.text("mutability") {
		case "readOnly":
			k.isReadOnly(a, leaf)
		case "writeOnly":
			id := k.send("POST", k.endpoint, k.body(given{a, k.specimen(a, 0)})).is(201).id()
			k.changes(id, op("replace", a.path(), asJSON(k.specimen(a, 1))))
			k.never(id, leaf)
		}
	}
}

// isReadOnly checks that a value is ignored in a POST and a PUT, and refused or passed over in a PATCH.
func (k kind) isReadOnly(a, leaf attribute) {
	k.Helper()
	const forged = "forged"
	v := any(forged)
	switch {
	case leaf.parent != nil && a.is("multiValued"):
		v = []any{object{leaf.text("name"): forged}}
	case leaf.parent != nil:
		v = object{leaf.text("name"): forged}
	case a.is("multiValued"):
		v = []any{object{"value": forged}}
	}
	id := k.send("POST", k.endpoint, k.body(given{a, v})).is(201).id()
	k.send("PUT", k.endpoint+"/"+id, k.body(given{a, v})).is(200)
	if p := k.send("PATCH", k.endpoint+"/"+id, patchBody(op("replace", leaf.path(), quote(forged)))); p.status >= 400 {
		p.fails(400, scim.Mutability)
	}
	for _, got := range leaf.leavesIn(k.send("GET", k.endpoint+"/"+id, "").is(200).body) {
		if includes(got, v) || got == forged {
			k.Errorf("%s is readOnly and became %v", leaf.path(), got)
		}
	}
}

// never checks that no view of a resource shows the attribute.
func (k kind) never(id string, leaf attribute) {
	k.Helper()
	for _, query := range []string{"", "?attributes=" + escape(leaf.path())} {
		if got := leaf.leavesIn(k.send("GET", k.endpoint+"/"+id+query, "").is(200).body); got != nil {
			k.Errorf("%s is %v%s", leaf.path(), got, query)
		}
	}
	k.send("GET", k.endpoint+"?filter="+escape(leaf.path()+" pr"), "").fails(400, scim.InvalidFilter)
}

// heedsReturned looks at the attribute in views that name it, exclude it, and name another.
func (k kind) heedsReturned(a attribute) {
	k.Helper()
	if !a.writable() {
		return
	}
	id := k.send("POST", k.endpoint, k.body(given{a, k.specimen(a, 0)})).is(201).id()
	for _, leaf := range append(a.subs(), a) {
		shown := map[string]bool{
			"":                                  leaf.text("returned") == "default" || leaf.text("returned") == "always",
			"attributes=id":                     leaf.text("returned") == "always",
			"attributes=" + escape(leaf.path()): leaf.text("returned") != "never",
			"excludedAttributes=" + escape(leaf.path()): leaf.text("returned") == "always",
		}
		if len(leaf.leavesIn(k.send("GET", k.endpoint+"/"+id, "").is(200).body)) == 0 {
			continue // readOnly, and there is nothing of it
		}
		for query, want := range shown {
			if got := leaf.leavesIn(k.send("GET", k.endpoint+"/"+id+"?"+query, "").is(200).body); len(got) > 0 != want {
				k.Errorf("%s is returned %s, and with %q it is %v", leaf.path(), leaf.text("returned"), query, got)
			}
		}
	}
}

// heedsRequired leaves the attribute out, and removes it.
func (k kind) heedsRequired(a attribute) {
	k.Helper()
	id := k.send("POST", k.endpoint, k.body()).is(201).id()
	for _, r := range []answer{k.send("POST", k.endpoint, k.body(given{a, nil})), k.send("PUT", k.endpoint+"/"+id, k.body(given{a, nil}))} {
		if a.is("required") {
			r.fails(400, scim.InvalidValue)
		} else if r.status >= 300 {
			k.Errorf("%s is not required, and without it: %d %s", a.path(), r.status, r.text)
		}
	}
	if a.is("required") {
		k.send("PATCH", k.endpoint+"/"+id, patchBody(op("remove", a.path(), ""))).fails(400, scim.Mutability)
	}
}

// heedsUniqueness gives one value to two resources, in every way there is.
func (k kind) heedsUniqueness(a attribute) {
	k.Helper()
	if !a.writable() || a.text("type") == "boolean" {
		return
	}
	v := k.specimen(a, 0)
	k.send("POST", k.endpoint, k.body(given{a, v})).is(201)
	other := k.send("POST", k.endpoint, k.body()).is(201).id()
	again := []any{v}
	if text, ok := v.(string); ok && !a.is("caseExact") && constrained(a.path()) == nil {
		again = append(again, swapCase(text))
	}
	for _, v := range again {
		for _, r := range []answer{
			k.send("POST", k.endpoint, k.body(given{a, v})), k.send("PUT", k.endpoint+"/"+other, k.body(given{a, v})),
			k.send("PATCH", k.endpoint+"/"+other, patchBody(op("replace", a.path(), asJSON(v)))),
		} {
			if a.text("uniqueness") == "none" && r.status >= 300 {
				k.Errorf("%s need not be unique, and %v for a second resource: %s %d %s", a.path(), v, r.request, r.status, r.text)
			} else if a.text("uniqueness") != "none" {
				r.fails(409, scim.Uniqueness)
			}
		}
	}
}

// heedsCaseExact looks for a value as it is, in the other letter case, by its presence and in part. What the
// application cannot search, and the gateway not by reading everything, is refused.
func (k kind) heedsCaseExact(a attribute) {
	k.Helper()
	if !a.writable() {
		return
	}
	id := k.send("POST", k.endpoint, k.body(given{a, k.specimen(a, 0)})).is(201).id()
	resource := k.send("GET", k.endpoint+"/"+id, "").is(200).body
	for _, leaf := range a.leaves() {
		for _, v := range leaf.leavesIn(resource) {
			k.selects(id, leaf.path()+" pr", true)
			k.selects(id, fmt.Sprintf("%s eq %s", leaf.path(), asJSON(v)), true)
			k.selects(id, fmt.Sprintf("%s ne %s", leaf.path(), asJSON(v)), false)
			text, ok := v.(string)
			if !ok {
				continue
			}
			k.selects(id, fmt.Sprintf("%s eq %q", leaf.path(), swapCase(text)), !leaf.is("caseExact"))
			k.selects(id, fmt.Sprintf("%s sw %q and %s co %q", leaf.path(), text[:2], leaf.path(), text[1:]), true)
			k.selects(id, fmt.Sprintf("%s eq %q", leaf.path(), text+"x"), false)
		}
	}
}

// selects checks whether a filter finds a resource; it may be refused as tooMany.
func (k kind) selects(id, filter string, want bool) {
	k.Helper()
	r := k.send("GET", k.endpoint+"?attributes=id&count=1000&filter="+escape(filter), "")
	if r.status == 400 {
		r.fails(400, scim.TooMany)
		return
	}
	got := false
	for _, found := range r.is(200).each("id") {
		got = got || found == id
	}
	if got != want {
		k.Errorf("%s: finds the resource %v, want %v", filter, got, want)
	}
}
