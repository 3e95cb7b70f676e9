package patch

import (
	"slices"
	"testing"

	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/schema"
)

// patched parses and applies operations; the tolerances are all on.
func patched(t testing.TB, rt *schema.ResourceType, before scim.Resource, operations string) (scim.Resource, schema.Paths, error) {
	t.Helper()
	ops, err := Parse(rt, message(t, operations), maximum, &scim.Edge{})
	if err != nil {
		t.Fatalf("parse: %v", err)
	}
	sent := before.Clone()
	after, touched, err := Apply(rt, before, ops)
	if !before.Equal(sent) {
		t.Errorf("Apply changed its input:\n%s\n%s", encoded(sent), encoded(before))
	}
	return after, touched, err
}

// The rows of the table of RFC 7644 §3.5.2: what each operation does to each kind of attribute.
func TestOperationsOnEachKindOfAttribute(t *testing.T) {
	cases := []struct{ name, before, operations, want string }{
		// add with a path
		{"add sets a single value", `{}`, `{"op":"add","path":"title","value":"x"}`, `{"title":"x"}`},
		{"add replaces a single value", `{"title":"x"}`, `{"op":"add","path":"title","value":"y"}`, `{"title":"y"}`},
		{"add makes a complex value", `{}`, `{"op":"add","path":"name","value":{"givenName":"A"}}`, `{"name":{"givenName":"A"}}`},
		{"add merges a complex value", `{"name":{"givenName":"A","familyName":"L"}}`, `{"op":"add","path":"name","value":{"givenName":"B"}}`, `{"name":{"givenName":"B","familyName":"L"}}`},
		{"add sets a sub-attribute", `{"name":{"familyName":"L"}}`, `{"op":"add","path":"name.givenName","value":"A"}`, `{"name":{"familyName":"L","givenName":"A"}}`},
		{"add of a sub-attribute makes the complex value", `{}`, `{"op":"add","path":"name.givenName","value":"A"}`, `{"name":{"givenName":"A"}}`},
		{"add appends a list", `{"emails":[{"value":"a"}]}`, `{"op":"add","path":"emails","value":[{"value":"b"},{"value":"c"}]}`, `{"emails":[{"value":"a"},{"value":"b"},{"value":"c"}]}`},
		{"add appends a single element", `{"emails":[{"value":"a"}]}`, `{"op":"add","path":"emails","value":{"value":"b"}}`, `{"emails":[{"value":"a"},{"value":"b"}]}`},
		{"add does not append what is there", `{"emails":[{"value":"a","type":"work"}]}`, `{"op":"add","path":"emails","value":[{"value":"a","type":"work"}]}`, `{"emails":[{"value":"a","type":"work"}]}`},
		{"add takes an element without a type for one with it", `{"emails":[{"value":"a","type":"work"}]}`, `{"op":"add","path":"emails","value":[{"value":"a","display":"A"}]}`, `{"emails":[{"value":"a","type":"work","display":"A"}]}`},
		{"add appends the same value of another type", `{"emails":[{"value":"a","type":"work"}]}`, `{"op":"add","path":"emails","value":[{"value":"a","type":"home"}]}`, `{"emails":[{"value":"a","type":"work"},{"value":"a","type":"home"}]}`},
		{"add does not append an equal element that has no value", `{"addresses":[{"locality":"Ulm","type":"work"}]}`, `{"op":"add","path":"addresses","value":[{"type":"work","locality":"Ulm"}]}`, `{"addresses":[{"locality":"Ulm","type":"work"}]}`},
		{"add appends an element that has no value", `{"addresses":[{"locality":"Ulm","type":"work"}]}`, `{"op":"add","path":"addresses","value":[{"type":"work","locality":"Bonn"}]}`, `{"addresses":[{"locality":"Ulm","type":"work"},{"locality":"Bonn","type":"work"}]}`},
		{"add sets a sub-attribute of every match", `{"emails":[{"value":"a","type":"work"},{"value":"b","type":"work"},{"value":"c"}]}`, `{"op":"add","path":"emails[type eq \"work\"].display","value":"D"}`, `{"emails":[{"value":"a","type":"work","display":"D"},{"value":"b","type":"work","display":"D"},{"value":"c"}]}`},
		{"add merges every match", `{"emails":[{"value":"a","type":"work"},{"value":"c"}]}`, `{"op":"add","path":"emails[type eq \"work\"]","value":{"display":"D"}}`, `{"emails":[{"value":"a","type":"work","display":"D"},{"value":"c"}]}`},
		{"add without a match makes the element", `{}`, `{"op":"add","path":"emails[type eq \"work\"].value","value":"a"}`, `{"emails":[{"value":"a","type":"work"}]}`},
		{"add without a match makes the element of any filter joined by and", `{"emails":[{"value":"b"}]}`, `{"op":"add","path":"emails[type eq \"nonexistent\" and primary eq true].value","value":"a"}`, `{"emails":[{"value":"b"},{"value":"a","type":"nonexistent","primary":true}]}`},
		{"add without a match makes a whole element", `{}`, `{"op":"add","path":"emails[type eq \"Work\"]","value":{"value":"a"}}`, `{"emails":[{"value":"a","type":"work"}]}`},
		{"add of a sub-attribute without brackets reaches all elements", `{"emails":[{"value":"a"},{"value":"b"}]}`, `{"op":"add","path":"emails.display","value":"D"}`, `{"emails":[{"value":"a","display":"D"},{"value":"b","display":"D"}]}`},
		{"add of a sub-attribute without brackets makes an element", `{}`, `{"op":"add","path":"emails.value","value":"a"}`, `{"emails":[{"value":"a"}]}`},
		{"add sets an attribute of an extension and its URN", `{}`, `{"op":"add","path":"` + enterprise + `:division","value":"D"}`, `{` + withBoth + `,"` + enterprise + `":{"division":"D"}}`},
		{"add sets a sub-attribute in an extension", `{}`, `{"op":"add","path":"` + enterprise + `:manager.value","value":"7"}`, `{` + withBoth + `,"` + enterprise + `":{"manager":{"value":"7"}}}`},
		{"add to an extension merges", `{` + withBoth + `,"` + enterprise + `":{"division":"D"}}`, `{"op":"add","path":"` + enterprise + `","value":{"department":"E"}}`, `{` + withBoth + `,"` + enterprise + `":{"division":"D","department":"E"}}`},
		// add without a path
		{"add without a path merges each attribute", `{"title":"x","name":{"familyName":"L"},"emails":[{"value":"a"}]}`, `{"op":"add","value":{"title":"y","name":{"givenName":"A"},"emails":[{"value":"b"}],"` + enterprise + `":{"division":"D"}}}`,
			`{` + withBoth + `,"title":"y","name":{"familyName":"L","givenName":"A"},"emails":[{"value":"a"},{"value":"b"}],"` + enterprise + `":{"division":"D"}}`},
		// replace with a path
		{"replace sets a single value", `{"title":"x"}`, `{"op":"replace","path":"title","value":"y"}`, `{"title":"y"}`},
		{"replace adds a single value that is not there", `{}`, `{"op":"replace","path":"title","value":"y"}`, `{"title":"y"}`},
		{"replace keeps the sub-attributes it does not mention", `{"name":{"givenName":"A","familyName":"L"}}`, `{"op":"replace","path":"name","value":{"givenName":"B"}}`, `{"name":{"givenName":"B","familyName":"L"}}`},
		{"replace of a list puts the new one in its place", `{"emails":[{"value":"a"},{"value":"b"}]}`, `{"op":"replace","path":"emails","value":[{"value":"c"}]}`, `{"emails":[{"value":"c"}]}`},
		{"replace merges the selected element", `{"emails":[{"value":"a","type":"work","display":"A"},{"value":"b"}]}`, `{"op":"replace","path":"emails[type eq \"work\"]","value":{"value":"c"}}`, `{"emails":[{"value":"c","type":"work","display":"A"},{"value":"b"}]}`},
		{"replace sets a sub-attribute of the selected element", `{"emails":[{"value":"a","type":"work"},{"value":"b"}]}`, `{"op":"replace","path":"emails[type eq \"work\"].value","value":"c"}`, `{"emails":[{"value":"c","type":"work"},{"value":"b"}]}`},
		{"replace without a match makes an element of a canonical type", `{"emails":[{"value":"b"}]}`, `{"op":"replace","path":"emails[type eq \"work\"].value","value":"a"}`, `{"emails":[{"value":"b"},{"value":"a","type":"work"}]}`},
		{"replace without a match makes the primary element", `{}`, `{"op":"replace","path":"roles[primary eq \"True\"].value","value":"a"}`, `{"roles":[{"value":"a","primary":true}]}`},
		{"replace sets an attribute of an extension", `{}`, `{"op":"replace","path":"` + enterprise + `:division","value":"D"}`, `{` + withBoth + `,"` + enterprise + `":{"division":"D"}}`},
		// replace without a path
		{"replace without a path treats each attribute as with one", `{"title":"x","name":{"familyName":"L"},"emails":[{"value":"a"}]}`, `{"op":"replace","value":{"title":"y","name":{"givenName":"A"},"emails":[{"value":"b"}]}}`,
			`{"title":"y","name":{"familyName":"L","givenName":"A"},"emails":[{"value":"b"}]}`},
		// remove
		{"remove unassigns a single value", `{"title":"x","locale":"de"}`, `{"op":"remove","path":"title"}`, `{"locale":"de"}`},
		{"remove unassigns a complex value", `{"name":{"givenName":"A"}}`, `{"op":"remove","path":"name"}`, `{}`},
		{"remove unassigns a sub-attribute", `{"name":{"givenName":"A","familyName":"L"}}`, `{"op":"remove","path":"name.givenName"}`, `{"name":{"familyName":"L"}}`},
		{"remove of the last sub-attribute unassigns the attribute", `{"name":{"givenName":"A"}}`, `{"op":"remove","path":"name.givenName"}`, `{}`},
		{"remove unassigns a list", `{"emails":[{"value":"a"}]}`, `{"op":"remove","path":"emails"}`, `{}`},
		{"remove takes the selected elements", `{"emails":[{"value":"a","type":"work"},{"value":"b"},{"value":"c","type":"work"}]}`, `{"op":"remove","path":"emails[type eq \"work\"]"}`, `{"emails":[{"value":"b"}]}`},
		{"remove of the last element unassigns the attribute", `{"emails":[{"value":"a","type":"work"}]}`, `{"op":"remove","path":"emails[type eq \"work\"]"}`, `{}`},
		{"remove takes a sub-attribute of the selected elements", `{"emails":[{"value":"a","type":"work","display":"A"}]}`, `{"op":"remove","path":"emails[type eq \"work\"].display"}`, `{"emails":[{"value":"a","type":"work"}]}`},
		{"remove of the type leaves the element", `{"emails":[{"value":"a","type":"work"}]}`, `{"op":"remove","path":"emails[type eq \"work\"].type"}`, `{"emails":[{"value":"a"}]}`},
		{"remove of an element's value takes the element", `{"emails":[{"value":"a","type":"work","primary":true,"display":"A"},{"value":"b"}]}`, `{"op":"remove","path":"emails[type eq \"work\"].value"}`, `{"emails":[{"value":"b"}]}`},
		{"remove of one part of an address leaves the rest", `{"addresses":[{"type":"work","locality":"Ulm","country":"DE"}]}`, `{"op":"remove","path":"addresses[type eq \"work\"].locality"}`, `{"addresses":[{"type":"work","country":"DE"}]}`},
		{"remove of the last part of an address takes it", `{"addresses":[{"type":"work","locality":"Ulm"}]}`, `{"op":"remove","path":"addresses[type eq \"work\"].locality"}`, `{}`},
		{"a change that makes two elements equal leaves one", `{"emails":[{"value":"a","type":"work"},{"value":"b","type":"work"}]}`, `{"op":"replace","path":"emails[value eq \"b\"].value","value":"a"}`, `{"emails":[{"value":"a","type":"work"}]}`},
		{"a removal that makes two elements equal leaves one", `{"addresses":[{"locality":"Ulm","type":"work"},{"locality":"Ulm","type":"home"}]}`, `{"op":"remove","path":"addresses.type"}`, `{"addresses":[{"locality":"Ulm"}]}`},
		{"remove without a match succeeds", `{"emails":[{"value":"a"}]}`, `{"op":"remove","path":"emails[type eq \"work\"]"}`, `{"emails":[{"value":"a"}]}`},
		{"remove of what is not there succeeds", `{}`, `{"op":"remove","path":"title"},{"op":"remove","path":"name.givenName"},{"op":"remove","path":"emails"},{"op":"remove","path":"` + enterprise + `:division"},{"op":"remove","path":"` + enterprise + `"}`, `{}`},
		{"remove takes the listed elements", `{"emails":[{"value":"a","type":"work"},{"value":"b"},{"value":"c","type":"home"}]}`, `{"op":"remove","path":"emails","value":[{"value":"a"},{"value":"c","type":"home"},{"value":"x"}]}`, `{"emails":[{"value":"b"}]}`},
		{"remove of a listed element minds its type", `{"emails":[{"value":"a","type":"work"},{"value":"a","type":"home"}]}`, `{"op":"remove","path":"emails","value":[{"value":"a","type":"home"}]}`, `{"emails":[{"value":"a","type":"work"}]}`},
		{"remove takes listed elements that have no value", `{"addresses":[{"type":"work","locality":"Ulm"},{"type":"home","locality":"Bonn"}]}`, `{"op":"remove","path":"addresses","value":[{"type":"work"}]}`, `{"addresses":[{"type":"home","locality":"Bonn"}]}`},
		{"remove of listed elements that are not there succeeds", `{"emails":[{"value":"a"}]}`, `{"op":"remove","path":"emails","value":[{"value":"b"}]}`, `{"emails":[{"value":"a"}]}`},
		{"remove of an extension takes its URN", `{` + withBoth + `,"` + enterprise + `":{"division":"D"}}`, `{"op":"remove","path":"` + enterprise + `"}`, `{}`},
		{"remove of the last attribute of an extension takes its URN", `{` + withBoth + `,"` + enterprise + `":{"division":"D"}}`, `{"op":"remove","path":"` + enterprise + `:division"}`, `{}`},
		// brackets behind a single value
		{"brackets that match a single value", `{` + withBoth + `,"` + enterprise + `":{"manager":{"value":"7"}}}`, `{"op":"replace","path":"` + enterprise + `:manager[value eq \"7\"].value","value":"8"}`, `{` + withBoth + `,"` + enterprise + `":{"manager":{"value":"8"}}}`},
		{"brackets that match and remove a single value", `{` + withBoth + `,"` + enterprise + `":{"manager":{"value":"7"}}}`, `{"op":"remove","path":"` + enterprise + `:manager[value eq \"7\"]"}`, `{}`},
		{"brackets that match and remove a sub-attribute", `{` + withBoth + `,"` + enterprise + `":{"manager":{"value":"7"}}}`, `{"op":"remove","path":"` + enterprise + `:manager[value eq \"7\"].value"}`, `{}`},
		{"brackets that do not match remove nothing", `{` + withBoth + `,"` + enterprise + `":{"manager":{"value":"7"}}}`, `{"op":"remove","path":"` + enterprise + `:manager[value eq \"8\"]"}`, `{` + withBoth + `,"` + enterprise + `":{"manager":{"value":"7"}}}`},
		{"brackets that describe a single value add it", `{}`, `{"op":"add","path":"` + enterprise + `:manager[value eq \"7\"]","value":{"$ref":"R"}}`, `{` + withBoth + `,"` + enterprise + `":{"manager":{"value":"7","$ref":"R"}}}`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			after, _, err := patched(t, user, complete(t, c.before), c.operations)
			if want := complete(t, c.want); err != nil || !after.Equal(want) {
				t.Errorf("got  %s, %v\nwant %s", encoded(after), err, encoded(want))
			}
		})
	}
}

// complete is a user with schemas, unless the text has them.
func complete(t testing.TB, text string) scim.Resource {
	o := object(t, text)
	if _, ok := o.Get("schemas"); !ok {
		o.Set("schemas", []any{scim.SchemaUser})
	}
	return o
}

func TestOnePrimaryElementIsLeft(t *testing.T) {
	const two = `{"emails":[{"value":"a","primary":true},{"value":"b"}]}`
	cases := []struct{ name, operations, want string }{
		{"a new primary element takes over", `{"op":"add","path":"emails","value":[{"value":"c","primary":true}]}`, `{"emails":[{"value":"a","primary":false},{"value":"b"},{"value":"c","primary":true}]}`},
		{"one that is there takes over", `{"op":"replace","path":"emails[value eq \"b\"].primary","value":true}`, `{"emails":[{"value":"a","primary":false},{"value":"b","primary":true}]}`},
		{"one that is added again takes over", `{"op":"add","path":"emails","value":[{"value":"b","primary":true}]}`, `{"emails":[{"value":"a","primary":false},{"value":"b","primary":true}]}`},
		{"one that is made takes over", `{"op":"add","path":"emails[type eq \"work\" and primary eq true].value","value":"c"}`, `{"emails":[{"value":"a","primary":false},{"value":"b"},{"value":"c","type":"work","primary":true}]}`},
		{"another change to it leaves it primary", `{"op":"replace","path":"emails[primary eq true].value","value":"c"}`, `{"emails":[{"value":"c","primary":true},{"value":"b"}]}`},
		{"one takes over although the old one is added again", `{"op":"add","path":"emails","value":[{"value":"a"},{"value":"b","primary":true}]}`, `{"emails":[{"value":"a","primary":false},{"value":"b","primary":true}]}`},
		{"none may be", `{"op":"replace","path":"emails[value eq \"a\"].primary","value":false}`, `{"emails":[{"value":"a","primary":false},{"value":"b"}]}`},
		{"the last operation stands", `{"op":"replace","path":"emails[value eq \"b\"].primary","value":true},{"op":"replace","path":"emails[value eq \"a\"].primary","value":true}`, `{"emails":[{"value":"a","primary":true},{"value":"b","primary":false}]}`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			after, _, err := patched(t, user, complete(t, two), c.operations)
			if want := complete(t, c.want); err != nil || !after.Equal(want) {
				t.Errorf("got  %s, %v\nwant %s", encoded(after), err, encoded(want))
			}
		})
	}
}

func TestAFailedOperationLeavesNoEffect(t *testing.T) {
	const full = `{"schemas":["urn:example:2.0:Device","urn:example:2.0:Lease"],"serial":"s","colours":["red"],"tags":["a"],"place":{"building":"B","room":"7"},
		"disks":[{"value":"d","slot":1},{"value":"e","slot":4}],"maker":{"name":"M","year":2020},"origin":{"country":"DE"},"urn:example:2.0:Lease":{"lessor":"L","until":"2030-01-01T00:00:00Z"}}`
	cases := []struct{ name, operations, want string }{
		{"an immutable attribute gets another value", `{"op":"replace","path":"serial","value":"t"}`, "400 mutability"},
		{"an immutable attribute is removed", `{"op":"remove","path":"serial"}`, "400 mutability"},
		{"an immutable list is added to", `{"op":"add","path":"colours","value":["blue"]}`, "400 mutability"},
		{"an immutable list loses an element", `{"op":"add","path":"colours","value":["red"]},{"op":"remove","path":"colours","value":["red"]}`, "400 mutability"},
		{"an immutable list is replaced", `{"op":"replace","path":"colours","value":["blue"]}`, "400 mutability"},
		{"an immutable sub-attribute gets another value", `{"op":"replace","path":"place.room","value":"8"}`, "400 mutability"},
		{"an immutable sub-attribute is merged another value", `{"op":"replace","path":"place","value":{"room":"8"}}`, "400 mutability"},
		{"an immutable sub-attribute is removed", `{"op":"remove","path":"place.room"}`, "400 mutability"},
		{"an immutable sub-attribute goes with its attribute", `{"op":"remove","path":"maker"}`, "400 mutability"},
		{"a sub-attribute of an immutable attribute changes", `{"op":"replace","path":"origin.country","value":"FR"}`, "400 mutability"},
		{"a required attribute is removed", `{"op":"remove","path":"place"}`, "400 mutability"},
		{"a required attribute is replaced by none", `{"op":"replace","path":"tags","value":[]}`, "400 mutability"},
		{"the last element of a required attribute is removed", `{"op":"remove","path":"tags","value":["a"]}`, "400 mutability"},
		{"a required sub-attribute is removed", `{"op":"remove","path":"place.building"}`, "400 mutability"},
		{"a required sub-attribute of an element is removed", `{"op":"remove","path":"disks[slot eq 1].value"}`, "400 mutability"},
		{"a required extension is removed", `{"op":"remove","path":"urn:example:2.0:Lease"}`, "400 mutability"},
		{"two elements are made primary", `{"op":"replace","path":"disks.primary","value":true}`, "400 invalidValue"},
		{"a replace finds no target", `{"op":"replace","path":"disks[slot eq 2].value","value":"e"}`, "400 noTarget"},
		{"an add describes no element", `{"op":"add","path":"disks[slot gt 5].value","value":"e"}`, "400 noTarget"},
		{"an add describes no element, as the filter has alternatives", `{"op":"add","path":"disks[slot eq 1 and (slot eq 2 or slot eq 3)].value","value":"e"}`, "400 noTarget"},
		{"a later one fails", `{"op":"add","path":"tags","value":["b"]},{"op":"remove","path":"place"}`, "400 mutability"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if after, _, err := patched(t, device, object(t, full), c.operations); code(err) != c.want || after != nil {
				t.Errorf("got %s, %v; want %s", encoded(after), err, c.want)
			}
		})
	}
}

func TestWhatIsImmutableCanBeSetOnceAndRepeated(t *testing.T) {
	const operations = `{"op":"add","path":"serial","value":"s"},{"op":"replace","path":"serial","value":"s"},
		{"op":"add","path":"colours","value":["red"]},{"op":"add","path":"colours","value":["red"]},
		{"op":"add","path":"place","value":{"building":"B","room":"7"}},{"op":"replace","path":"place.room","value":"7"},
		{"op":"add","path":"origin.country","value":"DE"}`
	const want = `{"schemas":["urn:example:2.0:Device"],"serial":"s","colours":["red"],"place":{"building":"B","room":"7"},"origin":{"country":"DE"}}`
	after, _, err := patched(t, device, object(t, `{}`), operations)
	if err != nil || !after.Equal(object(t, want)) {
		t.Errorf("got  %s, %v\nwant %s", encoded(after), err, want)
	}
}

func TestAnOptionalExtensionGoesWithWhatIsImmutableInItOnlyWhenThatIsUnset(t *testing.T) {
	rt := *device
	rt.Extensions = []schema.Extension{{Schema: device.Extensions[0].Schema}}
	const remove = `{"op":"remove","path":"urn:example:2.0:Lease"}`
	if _, _, err := patched(t, &rt, object(t, `{"urn:example:2.0:Lease":{"lessor":"L"}}`), remove); code(err) != "400 mutability" {
		t.Errorf("got %v", err)
	}
	after, _, err := patched(t, &rt, object(t, `{"urn:example:2.0:Lease":{"until":"2030-01-01T00:00:00Z"}}`), remove)
	if err != nil || after.Object("urn:example:2.0:Lease") != nil {
		t.Errorf("got %s, %v", encoded(after), err)
	}
}

func TestAnElementIsMadeOnReplaceOnlyWhereItIsKnownWhatItIs(t *testing.T) {
	cases := []struct{ name, path, want string }{
		{"by a canonical type", `emails[type eq \"work\"].value`, ""},
		{"by a canonical type in another letter case", `emails[type eq \"WORK\"].value`, ""},
		{"by being primary", `emails[primary eq true].value`, ""},
		{"by both", `emails[type eq \"home\" and primary eq true].value`, ""},
		{"not by a type that is not canonical", `emails[type eq \"nonexistent\"].value`, "400 noTarget"},
		{"not by a type where none is canonical", `roles[type eq \"work\"].value`, "400 noTarget"},
		{"not by a value", `emails[value eq \"a\"].display`, "400 noTarget"},
		{"not by a value among others", `emails[type eq \"work\" and value eq \"a\"].display`, "400 noTarget"},
		{"not by alternatives", `emails[type eq \"work\" or type eq \"home\"].value`, "400 noTarget"},
		{"not by another comparison", `emails[type sw \"w\"].value`, "400 noTarget"},
		{"not by an opposite", `emails[not (type eq \"work\")].value`, "400 noTarget"},
		{"not by presence", `emails[type pr].value`, "400 noTarget"},
		{"not behind a single value", enterprise + `:manager[value eq \"7\"].value`, "400 noTarget"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			want := c.want
			if want == "" {
				want = "<nil>"
			}
			if after, _, err := patched(t, user, complete(t, `{}`), `{"op":"replace","path":"`+c.path+`","value":"a"}`); code(err) != want {
				t.Errorf("got %s, %v; want %s", encoded(after), err, want)
			}
		})
	}
	t.Run("not in strict mode", func(t *testing.T) {
		ops, err := Parse(user, message(t, `{"op":"replace","path":"emails[type eq \"work\"].value","value":"a"}`), maximum, nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := Apply(user, complete(t, `{}`), ops); code(err) != "400 noTarget" {
			t.Errorf("got %v", err)
		}
	})
}

func TestABracketThatDescribesAnotherSingleValueIsNoTarget(t *testing.T) {
	before := complete(t, `{`+withBoth+`,"`+enterprise+`":{"manager":{"value":"7"}}}`)
	for _, operations := range []string{
		`{"op":"add","path":"` + enterprise + `:manager[value eq \"8\"].$ref","value":"x"}`,
		`{"op":"replace","path":"` + enterprise + `:manager[value eq \"8\"].$ref","value":"x"}`,
	} {
		if _, _, err := patched(t, user, before, operations); code(err) != "400 noTarget" {
			t.Errorf("%s: %v", operations, err)
		}
	}
	if _, _, err := patched(t, user, complete(t, `{}`), `{"op":"add","path":"`+enterprise+`:manager[value sw \"8\"].$ref","value":"x"}`); code(err) != "400 noTarget" {
		t.Errorf("a filter that describes nothing: %v", err)
	}
}

func TestWhatWentWithAnOldValueIsForgotten(t *testing.T) {
	const before = `{` + withBoth + `,"` + enterprise + `":{"manager":{"value":"7","$ref":"U/7","displayName":"Bob"}}}`
	cases := []struct{ name, operations, want string }{
		{"another manager", `{"op":"replace","path":"` + enterprise + `:manager","value":{"value":"8"}}`, `{"value":"8"}`},
		{"another manager, with a reference", `{"op":"replace","path":"` + enterprise + `:manager","value":{"$ref":"U/8","value":"8"}}`, `{"value":"8","$ref":"U/8"}`},
		{"another manager, by the sub-attribute", `{"op":"replace","path":"` + enterprise + `:manager.value","value":"8"}`, `{"value":"8"}`},
		{"the same manager", `{"op":"replace","path":"` + enterprise + `:manager","value":{"value":"7"}}`, `{"value":"7","$ref":"U/7","displayName":"Bob"}`},
		{"no manager", `{"op":"remove","path":"` + enterprise + `:manager.value"}`, `null`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			after, _, err := patched(t, user, object(t, before), c.operations)
			manager, _ := after.Object(enterprise).Get("manager")
			if err != nil || encoded(manager) != c.want {
				t.Errorf("got %s, %v; want %s", encoded(manager), err, c.want)
			}
		})
	}
}

func TestElementsKeepTheirOrigin(t *testing.T) {
	before := complete(t, `{"emails":[{"value":"a","type":"work"},{"value":"b","type":"home"}]}`)
	for i, e := range before.List("emails") {
		e.(*scim.Object).SetOrigin(string(rune('1' + i)))
	}
	after, _, err := patched(t, user, before, `{"op":"replace","path":"emails[type eq \"work\"].value","value":"c"},
		{"op":"add","path":"emails","value":[{"value":"b","display":"B"},{"value":"d"}]}`)
	if err != nil {
		t.Fatal(err)
	}
	var origins []string
	for _, e := range after.List("emails") {
		origins = append(origins, e.(*scim.Object).Origin())
	}
	if !slices.Equal(origins, []string{"1", "2", ""}) {
		t.Errorf("%s has origins %q", encoded(after), origins)
	}
}

func TestAMemberThatIsAddedAgainStaysAsItIs(t *testing.T) {
	before := object(t, `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"G","members":[{"value":"1","$ref":"https://h/Users/1","type":"User","display":"Ada"}]}`)
	after, _, err := patched(t, group, before, `{"op":"add","path":"members","value":[{"value":"1","$ref":"../Users/1","display":"?"}]}`)
	if err != nil || !after.Equal(before) {
		t.Errorf("got %s, %v", encoded(after), err)
	}
	if _, _, err := patched(t, group, before, `{"op":"replace","path":"members[value eq \"1\"].value","value":"2"}`); code(err) != "400 mutability" {
		t.Errorf("an element became another: %v", err)
	}
}

func TestTouchedNamesTheTargetsChangedOrNot(t *testing.T) {
	_, touched, err := patched(t, user, complete(t, `{"title":"x"}`), `{"op":"replace","path":"title","value":"x"},{"op":"remove","path":"emails[type eq \"work\"].value"},
		{"op":"replace","value":{"password":"p","`+enterprise+`":{"division":"D"}}}`)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"title", "emails", "emails.value", "password", enterprise + ":division"} {
		if at, _ := user.Find(name); !touched.Touches(at) {
			t.Errorf("%s is not touched", name)
		}
	}
	for _, name := range []string{"emails.type", "userName", enterprise + ":manager"} {
		if at, _ := user.Find(name); touched.Touches(at) {
			t.Errorf("%s is touched", name)
		}
	}
}

func TestNoOperationsChangeNothing(t *testing.T) {
	before := complete(t, `{"title":"x"}`)
	if after, touched, err := Apply(user, before, nil); err != nil || len(touched) != 0 || !after.Equal(before) {
		t.Errorf("got %s, %v, %v", encoded(after), touched, err)
	}
}

func BenchmarkApply(b *testing.B) {
	before := complete(b, `{"id":"1","externalId":"7","userName":"ada","name":{"givenName":"Ada","familyName":"L"},"active":true,
		"emails":[{"value":"a@x","type":"work","primary":true},{"value":"a@y","type":"home"}],"groups":[{"value":"g","display":"G"}],
		"meta":{"resourceType":"User","version":"W/\"1\""}}`)
	body := message(b, `{"op":"Replace","path":"active","value":"False"}`)
	b.Run("parse active=false", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := Parse(user, body, maximum, &scim.Edge{}); err != nil {
				b.Fatal(err)
			}
		}
	})
	ops, err := Parse(user, body, maximum, &scim.Edge{})
	if err != nil {
		b.Fatal(err)
	}
	b.Run("apply active=false", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, _, err := Apply(user, before, ops); err != nil {
				b.Fatal(err)
			}
		}
	})
}
