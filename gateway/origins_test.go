package gateway

import (
	"testing"

	"github.com/scimgate/scimgate/scim"
)

func TestAnElementOfAReplacementKeepsTheRowItStandsFor(t *testing.T) {
	phone := func(kind, value, origin string) *scim.Object {
		o := scim.NewObject("value", value)
		if kind != "" {
			o.Set("type", kind)
		}
		o.SetOrigin(origin)
		return o
	}
	address := func(locality, origin string) *scim.Object {
		o := scim.NewObject("type", "work", "locality", locality)
		o.SetOrigin(origin)
		return o
	}
	cases := []struct {
		name          string
		before, after []any
		want          []string
	}{
		{"type and value find it wherever it stands",
			[]any{phone("work", "1", "a"), phone("mobile", "2", "b")},
			[]any{phone("Mobile", "2", ""), phone("work", "1", "")}, []string{"b", "a"}},
		{"a new value keeps the row of its type",
			[]any{phone("work", "1", "a"), phone("mobile", "2", "b")},
			[]any{phone("mobile", "3", ""), phone("work", "1", "")}, []string{"b", "a"}},
		{"what is left goes by position",
			[]any{phone("", "1", "a"), phone("", "2", "b")},
			[]any{phone("", "3", ""), phone("", "4", "")}, []string{"a", "b"}},
		{"an exact match goes before a position",
			[]any{phone("", "1", "a"), phone("", "2", "b")},
			[]any{phone("", "3", ""), phone("", "1", "")}, []string{"b", "a"}},
		{"without values the whole of it counts",
			[]any{address("Rome", "a"), address("Bonn", "b")},
			[]any{address("Bonn", ""), address("Oslo", "")}, []string{"b", "a"}},
		{"an element that has its row keeps it, whatever has become of it",
			[]any{phone("work", "1", "a"), phone("mobile", "2", "b")},
			[]any{phone("work", "1", ""), phone("work", "1", "b")}, []string{"a", "b"}},
		{"an element too many is new",
			[]any{phone("work", "1", "a")},
			[]any{phone("work", "1", ""), phone("home", "2", "")}, []string{"a", ""}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			claimOrigins(scim.NewObject("phoneNumbers", c.before), scim.NewObject("phoneNumbers", c.after), samePosition)
			for i, want := range c.want {
				if got := c.after[i].(*scim.Object).Origin(); got != want {
					t.Errorf("element %d has the row %q, want %q", i, got, want)
				}
			}
		})
	}
}
