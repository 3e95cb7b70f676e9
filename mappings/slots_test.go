package mappings_test

import (
	"testing"

	"github.com/scimgate/scimgate/scim"
)

func TestAnElementGoesToTheSlotThatSuitsItBest(t *testing.T) {
	twoSlots := "[{type: work, primary: true, value: a}, {type: home, value: b}]"
	cases := []struct{ name, slots, emails, want string }{
		{"of its type", twoSlots, `[{"value": "1", "type": "home"}, {"value": "2", "type": "work"}]`, "a=2 b=1"},
		{"of its type in another letter case", twoSlots, `[{"value": "1", "type": "HOME"}]`, "b=1"},
		{"without a type, primary to the primary slot", twoSlots, `[{"value": "1"}, {"value": "2", "primary": true}]`, "a=2 b=1"},
		{"without a type, else to the first free one", twoSlots, `[{"value": "1"}, {"value": "2"}]`, "a=1 b=2"},
		{"without a type, beside one that has its type", twoSlots, `[{"value": "1", "primary": true}, {"value": "2", "type": "work"}]`, "a=2 b=1"},
		{"of its type, primary or not", twoSlots, `[{"value": "1", "type": "home", "primary": true}]`, "b=1"},
		{"of no slot's type, primary to the primary slot", twoSlots, `[{"value": "1", "type": "other", "primary": true}, {"value": "2", "type": "home"}]`, "a=1 b=2"},
		{"of a type that another has, primary to the primary slot", twoSlots, `[{"value": "1", "type": "home"}, {"value": "2", "type": "home", "primary": true}]`, "a=2 b=1"},
		{"of two with its type the first", "[{type: work, value: a}, {type: work, value: b}]", `[{"value": "1", "type": "work"}, {"value": "2", "type": "work"}]`, "a=1 b=2"},
		{"of any type where a slot has none", "[{type: work, value: a}, {value: b}]", `[{"value": "1", "type": "other"}, {"value": "2", "type": "work"}]`, "a=2 b=1"},
		{"with its type where the slot stores it", "[{type: {field: c}, value: a}]", `[{"value": "1", "type": "other"}]`, "a=1 c=other"},
		{"with its type where the slot knows none", "[{primary: true, value: a}]", `[{"value": "1", "type": "work", "primary": true}]`, "a=1"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			f := app(t, "app: hr\nconnector: {}\nresources: {User: {entity: e, key: k, attributes: {emails: "+c.slots+"}}}",
				"User k integer\nUser a text\nUser b text\nUser c text")
			r := f.sent("User", `{`+coreUser+`, "emails": `+c.emails+`}`)
			if err := f.mappings["User"].Fits(r, &scim.Edge{Strict: map[scim.Tolerance]bool{scim.SurplusElement: true}}); err != nil {
				t.Error(err)
			}
			change, err := f.mappings["User"].Insert(t.Context(), r, fakeIDs{}, noon)
			if err != nil {
				t.Fatal(err)
			}
			if got := unquoted(printFields(change.Set)); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestWhatHasNoSlotIsRefusedOrToleratedAndCounted(t *testing.T) {
	cases := []struct{ name, emails string }{
		{"two of one type", `[{"value": "1", "type": "work"}, {"value": "2", "type": "work"}]`},
		{"a type without a slot", `[{"value": "1", "type": "other"}]`},
		{"a type without a slot, primary beside one of the primary slot's type", `[{"value": "1", "type": "other", "primary": true}, {"value": "2", "type": "work"}]`},
		{"more than there are slots", `[{"value": "1"}, {"value": "2"}, {"value": "3"}]`},
	}
	f := hr(t)
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			r := f.sent("User", `{`+coreUser+`, "userName": "ada", "emails": `+c.emails+`}`)
			want := "400 invalidValue: the application has no room for 1 of the values of emails\n"
			if err := f.mappings["User"].Fits(r, nil); err == nil || failure(err) != want {
				t.Errorf("got %v, want %s", err, want)
			}
			edge := &scim.Edge{}
			if err := f.mappings["User"].Fits(r, edge); err != nil || edge.Used[scim.SurplusElement] != 1 {
				t.Errorf("got %v, used %v", err, edge.Used)
			}
		})
	}
}

func TestWhatRowsCannotBeOfIsRefusedOrDroppedAndCounted(t *testing.T) {
	for name, kind := range map[string]string{"not in the table of types": "{field: kind, values: {work: W, mobile: M}}", "another than the one there is": "{const: work}"} {
		t.Run(name, func(t *testing.T) {
			f := app(t, "app: hr\nconnector: {}\nresources: {User: {entity: e, key: k, attributes: {phoneNumbers: {rows: phones, by: {owner: k}, each: {value: number, type: "+kind+"}}}}}",
				"User k integer\nUser phoneNumbers/owner integer\nUser phoneNumbers/number text\nUser phoneNumbers/kind text")
			r := f.sent("User", `{`+coreUser+`, "phoneNumbers": [{"value": "1", "type": "Work"}, {"value": "2", "type": "pager"}, {"value": "3"}]}`)
			want := "400 invalidValue: the application has no room for 1 of the values of phoneNumbers\n"
			if err := f.mappings["User"].Fits(r, nil); err == nil || failure(err) != want {
				t.Errorf("got %v, want %s", err, want)
			}
			edge := &scim.Edge{}
			if err := f.mappings["User"].Fits(r, edge); err != nil || edge.Used[scim.SurplusElement] != 1 {
				t.Errorf("got %v, used %v", err, edge.Used)
			}
			change, err := f.mappings["User"].Insert(t.Context(), r, fakeIDs{}, noon)
			if rows := change.Rows["phoneNumbers"].Add; err != nil || len(rows) != 2 || rows[0]["number"] != "1" || rows[1]["number"] != "3" {
				t.Errorf("got %v, %v", change.Rows, err)
			}
		})
	}
}

func TestWhatASlotHasDifferentlyIsRefusedOrToleratedAndCounted(t *testing.T) {
	cases := []struct{ name, emails, refusal string }{
		{"a primary value of another type", `[{"value": "1", "type": "other", "primary": true}]`, "the application cannot have a value of emails with this type"},
		{"a primary value in a slot that is not primary", `[{"value": "1", "type": "home", "primary": true}]`, "the application cannot have a value of emails with this primary"},
		{"a value that is not primary in a slot that is", `[{"value": "1", "type": "work", "primary": false}]`, "the application cannot have a value of emails with this primary"},
		{"a value that is not primary where the slot says nothing", `[{"value": "1", "type": "home", "primary": false}]`, ""},
		{"a type in another letter case", `[{"value": "1", "type": "WORK", "primary": true}]`, ""},
		{"a value without type and primary", `[{"value": "1"}]`, ""},
	}
	f := app(t, "app: hr\nconnector: {}\nresources: {User: {entity: e, key: k, attributes: {emails: [{type: work, primary: true, value: a}, {type: home, value: b}]}}}",
		"User k integer\nUser a text\nUser b text")
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			r := f.sent("User", `{`+coreUser+`, "emails": `+c.emails+`}`)
			want := ""
			if c.refusal != "" {
				want = "400 invalidValue: " + c.refusal + "\n"
			}
			got := ""
			if err := f.mappings["User"].Fits(r, nil); err != nil {
				got = failure(err)
			}
			if got != want {
				t.Errorf("got %q, want %q", got, want)
			}
			edge := &scim.Edge{}
			if err := f.mappings["User"].Fits(r, edge); err != nil || (edge.Used[scim.SlotDiffers] == 1) != (want != "") || len(edge.Used) > 1 {
				t.Errorf("got %v, used %v", err, edge.Used)
			}
		})
	}
}

func TestWhatFitsUsesNoTolerance(t *testing.T) {
	f, edge := hr(t), &scim.Edge{}
	if err := f.mappings["User"].Fits(f.resource("User", []byte(adaRecord)), edge); err != nil || len(edge.Used) > 0 {
		t.Errorf("got %v, used %v", err, edge.Used)
	}
}
