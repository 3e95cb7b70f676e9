package patch

import (
	"testing"

	"github.com/scimgate/scimgate/scim"
)

func TestARemovalThatNeedsATargetIsRefusedWithoutOne(t *testing.T) {
	const before = `{"emails":[{"type":"work","value":"a"}],"` + enterprise + `":{"manager":{"value":"7"}}}`
	for _, c := range []struct{ name, operation, want string }{
		{"an element that is there", `{"op":"remove","path":"emails[type eq \"work\"]"}`, "<nil>"},
		{"no such element", `{"op":"remove","path":"emails[type eq \"home\"]"}`, "400 noTarget"},
		{"a part of no such element", `{"op":"remove","path":"emails[type eq \"home\"].value"}`, "400 noTarget"},
		{"no such single value", `{"op":"remove","path":"` + enterprise + `:manager[value eq \"8\"]"}`, "400 noTarget"},
		{"a path without a filter", `{"op":"remove","path":"title"}`, "<nil>"},
		{"a part of elements that are not there", `{"op":"remove","path":"phoneNumbers.value"}`, "<nil>"},
	} {
		t.Run(c.name, func(t *testing.T) {
			ops, err := Parse(user, message(t, c.operation), maximum, &scim.Edge{})
			if err != nil {
				t.Fatal(err)
			}
			if _, _, err := Apply(user, object(t, before), ops); err != nil {
				t.Errorf("without the need: %v", err)
			}
			ops[0].NeedsTarget = true
			if _, _, err := Apply(user, object(t, before), ops); code(err) != c.want {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

func TestARemovalThatNeedsATargetNeedsTheElementsOfALargeAttribute(t *testing.T) {
	large := func(attr string) bool { return attr == "emails" }
	for path, needsAll := range map[string]bool{`emails[value eq \"a\"]`: true, "emails": false} {
		ops, err := Parse(user, message(t, `{"op":"remove","path":"`+path+`"}`), maximum, nil)
		if err != nil {
			t.Fatal(err)
		}
		ops[0].NeedsTarget = true
		if own, rows, all, err := Split(user, ops, large); err != nil || all != needsAll || (len(own) == 1) != needsAll || (len(rows) == 0) != needsAll {
			t.Errorf("%s: %v, %v, %v, %v", path, own, rows, all, err)
		}
	}
}
