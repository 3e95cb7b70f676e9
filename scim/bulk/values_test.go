package bulk

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestReferencesStandWhereIdsWillStand(t *testing.T) {
	ids := map[string]string{"u": "1", "v": "2"}
	cases := []struct{ name, in, refers, out, missing string }{
		{"none", `{"userName":"ada","active":true}`, "", `{"userName":"ada","active":true}`, ""},
		{"members", `{"members":[{"value":"bulkId:u"},{"value":"9"},{"value":"bulkId:v"}]}`, "u v", `{"members":[{"value":"1"},{"value":"9"},{"value":"2"}]}`, ""},
		{"one twice", `{"members":[{"value":"bulkId:u"},{"value":"bulkId:u"}]}`, "u", `{"members":[{"value":"1"},{"value":"1"}]}`, ""},
		{"in an extension", `{"` + enterprise + `":{"manager":{"value":"bulkId:u"}}}`, "u", `{"` + enterprise + `":{"manager":{"value":"1"}}}`, ""},
		{"a bare text", `{"manager":"bulkId:u"}`, "u", `{"manager":"1"}`, ""},
		{"in a PATCH", `{"Operations":[{"op":"add","path":"members","value":[{"value":"bulkId:v"}]}]}`, "v", `{"Operations":[{"op":"add","path":"members","value":[{"value":"2"}]}]}`, ""},
		{"in the path of a PATCH", `{"Operations":[{"op":"remove","path":"members[value eq \"bulkId:u\" or value eq \"3\"]"}]}`, "u", `{"Operations":[{"op":"remove","path":"members[value eq \"1\" or value eq \"3\"]"}]}`, ""},
		{"one that leads nowhere", `{"members":[{"value":"bulkId:x"},{"value":"bulkId:u"},{"value":"bulkId:x"}]}`, "x u", "", "x"},
		{"a text that only has it inside", `{"displayName":"the bulkId:u","title":"\"bulkId:u\""}`, "", `{"displayName":"the bulkId:u","title":"\"bulkId:u\""}`, ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			data := object(t, c.in)
			if got := strings.Join(References(data), " "); got != c.refers {
				t.Errorf("refers to %q, want %q", got, c.refers)
			}
			out, missing := Resolve(data, ids)
			if got := strings.Join(missing, " "); got != c.missing {
				t.Errorf("misses %q, want %q", got, c.missing)
			}
			if c.missing == "" && encoded(out) != c.out {
				t.Errorf("becomes %s, want %s", encoded(out), c.out)
			}
			if encoded(data) != encoded(object(t, c.in)) {
				t.Errorf("the input became %s", encoded(data))
			}
		})
	}
}

func TestWhatRefersToLaterIsSplitOff(t *testing.T) {
	cases := []struct{ name, in, rest, late string }{
		{
			"elements of a list", `{"displayName":"g","members":[{"value":"bulkId:u"},{"value":"9"}]}`,
			`{"displayName":"g","members":[{"value":"9"}]}`, `{"op":"add","path":"members","value":[{"value":"bulkId:u"}]}`,
		},
		{
			"a whole list", `{"members":[{"value":"bulkId:u"}],"displayName":"g"}`,
			`{"displayName":"g"}`, `{"op":"add","path":"members","value":[{"value":"bulkId:u"}]}`,
		},
		{
			"an attribute of an extension", `{"userName":"a","` + enterprise + `":{"department":"d","manager":{"value":"bulkId:u"}}}`,
			`{"userName":"a","` + enterprise + `":{"department":"d"}}`, `{"op":"add","path":"` + enterprise + `","value":{"manager":{"value":"bulkId:u"}}}`,
		},
		{
			"all of an extension", `{"userName":"a","` + enterprise + `":{"manager":{"value":"bulkId:u"}}}`,
			`{"userName":"a"}`, `{"op":"add","path":"` + enterprise + `","value":{"manager":{"value":"bulkId:u"}}}`,
		},
		{
			"an attribute behind its URN", `{"userName":"a","` + enterprise + `:manager":{"value":"bulkId:u"}}`,
			`{"userName":"a"}`, `{"op":"add","path":"` + enterprise + `:manager","value":{"value":"bulkId:u"}}`,
		},
		{
			"a complex attribute", `{"owner":{"value":"bulkId:u","display":"x"},"x":1}`,
			`{"x":1}`, `{"op":"add","path":"owner","value":{"value":"bulkId:u","display":"x"}}`,
		},
		{"a text", `{"owner":"bulkId:u","x":1}`, `{"x":1}`, `{"op":"add","path":"owner","value":"bulkId:u"}`},
		{
			"nothing but that", `{"owner":"bulkId:u","members":[{"value":"bulkId:v"}]}`,
			`{"members":[{"value":"bulkId:v"}]}`, `{"op":"add","path":"owner","value":"bulkId:u"}`,
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			rest, late := Split(object(t, c.in), []string{"u"})
			if diff := cmp.Diff(c.rest, encoded(rest)); diff != "" {
				t.Errorf("what is left: %s", diff)
			}
			want := `{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[` + c.late + `]}`
			if diff := cmp.Diff(want, encoded(late)); diff != "" {
				t.Errorf("what follows: %s", diff)
			}
		})
	}
}
