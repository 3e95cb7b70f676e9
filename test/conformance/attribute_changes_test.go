package conformance

import (
	"fmt"

	"github.com/scimgate/scimgate/scim"
)

// heedsMutability tries to change what cannot be changed, and looks for what cannot be seen.
func (k kind) heedsMutability(a attribute) {
	k.Helper()
	for _, leaf := range append(a.subs(), a) {
		switch {
		case leaf.text("mutability") == "readOnly":
			k.isReadOnly(a, leaf)
		case leaf.parent != nil: // members.value is immutable inside its element, which can be taken away
		case leaf.text("mutability") == "immutable" && a.visible():
			k.isImmutable(a)
		case leaf.text("mutability") == "immutable":
			k.isForCreation(a)
		case leaf.text("mutability") == "writeOnly":
			id := k.create(a, k.specimen(a, 0))
			k.changes(id, op("replace", a.path(), asJSON(k.specimen(a, 1))))
			k.put(id, given{a, k.specimen(a, 2)}).is(200)
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
	id := k.create(a, v)
	k.put(id, given{a, v}).is(200)
	if p := k.patch(id, op("replace", leaf.path(), quote(forged))); p.status >= 400 {
		p.fails(400, scim.Mutability)
	}
	for _, got := range leaf.leavesOf(k.value(id, a)) {
		if includes(got, v) || got == forged {
			k.Errorf("%s is readOnly and became %v", leaf.path(), got)
		}
	}
}

// isImmutable checks that a value is set once, on creation or later, and then stays.
func (k kind) isImmutable(a attribute) {
	k.Helper()
	first, second := k.specimen(a, 0), k.specimen(a, 1)
	set := k.send("POST", k.endpoint, k.body()).is(201).id()
	k.changes(set, op("add", a.path(), asJSON(first)))
	for _, id := range []string{k.create(a, first), set} {
		k.patch(id, op("replace", a.path(), asJSON(second))).fails(400, scim.Mutability)
		k.patch(id, op("remove", a.path(), "")).fails(400, scim.Mutability)
		k.put(id, given{a, second}).fails(400, scim.Mutability)
		k.changes(id, op("replace", a.path(), asJSON(first)))
		k.put(id, given{a, first}).is(200)
		k.put(id).is(200)
		k.shows(id, a, first, "PATCH and a PUT of it")
	}
}

// isForCreation checks that a value is set on creation alone: whether it is there afterwards cannot be seen.
func (k kind) isForCreation(a attribute) {
	k.Helper()
	id := k.create(a, k.specimen(a, 0))
	k.patch(id, op("replace", a.path(), asJSON(k.specimen(a, 1)))).fails(400, scim.Mutability)
	k.put(id, given{a, k.specimen(a, 1)}).fails(400, scim.Mutability)
	k.put(id).is(200)
}

// heedsReturned looks at the attribute in views that name it, exclude it, and name another; and in the answer to a
// request that gave it.
func (k kind) heedsReturned(a attribute) {
	k.Helper()
	var id string
	if a.text("mutability") == "readOnly" {
		id = k.send("POST", k.endpoint, k.body()).is(201).id()
	} else {
		created := k.send("POST", k.endpoint, k.body(given{a, k.specimen(a, 0)})).is(201)
		if got := a.in(created.body); (got != nil) != a.visible() {
			k.Errorf("%s is returned %s, and the answer to its POST has %v", a.path(), a.text("returned"), got)
		}
		id = created.id()
	}
	present := k.value(id, a)
	for _, leaf := range append(a.subs(), a) {
		returned := leaf.text("returned")
		if len(leaf.leavesOf(present)) == 0 && returned != "never" {
			continue // it is readOnly, and there is none
		}
		for query, want := range map[string]bool{
			"":                                  returned == "default" || returned == "always",
			"attributes=id":                     returned == "always",
			"attributes=" + escape(leaf.path()): returned != "never",
			"excludedAttributes=" + escape(leaf.path()): returned == "always",
		} {
			if got := leaf.leavesOf(a.in(k.send("GET", k.endpoint+"/"+id+"?"+query, "").is(200).body)); len(got) > 0 != want {
				k.Errorf("%s is returned %s, and with %q it is %v", leaf.path(), returned, query, got)
			}
		}
		if returned == "never" {
			k.send("GET", k.endpoint+"?filter="+escape(leaf.path()+" pr"), "").fails(400, scim.InvalidFilter)
			k.send("GET", k.endpoint+"?sortBy="+escape(leaf.path()), "").fails(400, scim.InvalidValue)
		}
	}
}

// heedsCaseExact looks for a value as it is, in the other letter case, by its presence, its order and in part.
func (k kind) heedsCaseExact(a attribute) {
	k.Helper()
	if !a.writable() || !a.visible() {
		return
	}
	id := k.create(a, k.specimen(a, 0))
	present := k.value(id, a)
	for _, leaf := range a.leaves() {
		for _, v := range leaf.leavesOf(present) {
			path, literal := leaf.path(), asJSON(v)
			k.selects(id, path+" pr", true)
			k.selects(id, path+" eq "+literal, true)
			k.selects(id, path+" ne "+literal, false)
			switch leaf.text("type") {
			case "integer", "decimal", "dateTime":
				k.selects(id, path+" ge "+literal, true)
				k.selects(id, path+" le "+literal, true)
				k.selects(id, path+" gt "+literal, false)
				k.selects(id, path+" lt "+literal, false)
			case "string", "reference":
				text := v.(string)
				k.selects(id, fmt.Sprintf("%s eq %q", path, swapCase(text)), !leaf.is("caseExact"))
				k.selects(id, fmt.Sprintf("%s sw %q and %s co %q", path, text[:2], path, text[1:]), true)
				k.selects(id, fmt.Sprintf("%s eq %q", path, text+"x"), false)
			}
		}
	}
}

// selects checks whether a filter finds a resource. What the application cannot search, and the gateway only by
// reading everything, is refused as tooMany.
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
