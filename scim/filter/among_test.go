package filter

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/schema"
)

func TestAQueryOverSeveralTypesIsBoundToEach(t *testing.T) {
	tests := []struct{ name, text, users, groups string }{
		{"an attribute that both have", `displayName eq "x"`, `displayName eq "x"`, `displayName eq "x"`},
		{"an attribute that one does not have has no value there", `userName eq "x"`, `userName eq "x"`, "nobody"},
		{"so it differs from every value", `userName ne "x"`, `userName ne "x"`, "everybody"},
		{"it is not present", `userName pr`, `userName pr`, "nobody"},
		{"it is null", `userName eq null`, `not (userName pr)`, "everybody"},
		{"and not anything else", `userName ne null`, `userName pr`, "nobody"},
		{"it comes before nothing", `userName lt "x"`, `userName lt "x"`, "nobody"},
		{"what is not so is so", `not (userName eq "x")`, `not (userName eq "x")`, "everybody"},
		{"either of two types' attributes", `userName eq "x" or members.value eq "y"`, `userName eq "x"`, `members.value eq "y"`},
		{"both of two types' attributes", `userName eq "x" and members.value eq "y"`, "nobody", "nobody"},
		{"what always holds is left out", `displayName eq "x" and userName ne "y"`, `displayName eq "x" and userName ne "y"`, `displayName eq "x"`},
		{"either of what always holds", `displayName eq "x" or userName ne "y"`, `displayName eq "x" or userName ne "y"`, "everybody"},
		{"what is left keeps its shape", `(userName pr or displayName pr and id pr) and id pr`, `(userName pr or displayName pr and id pr) and id pr`, `displayName pr and id pr and id pr`},
		{"one type by its name", `meta.resourceType eq "User"`, "everybody", "nobody"},
		{"two types by their names", `(meta.resourceType eq User) or (meta.resourceType eq Group)`, "everybody", "everybody"},
		{"all types but one", `not (meta.resourceType eq "User")`, "nobody", "everybody"},
		{"one type and a condition", `meta.resourceType eq "Group" and displayName sw "a"`, "nobody", `displayName sw "a"`},
		{"types have a type", `meta.resourceType pr`, "everybody", "everybody"},
		{"brackets behind what one does not have", `emails[type eq "work"]`, `emails[type eq "work"]`, "nobody"},
		{"brackets around what no element has", `emails[colour eq "red"]`, "nobody", "nobody"},
		{"brackets around what holds of every element", `emails[colour ne "red"]`, `emails pr`, "nobody"},
		{"brackets around both", `emails[colour ne "red" and type eq "work"]`, `emails[type eq "work"]`, "nobody"},
		{"an extension that one does not have", enterprise + `:department eq "x"`, enterprise + `:department eq "x"`, "nobody"},
		{"an extension's attribute without its URN", `department eq "x"`, enterprise + `:department eq "x"`, "nobody"},
		{"an attribute that nobody has", `colour eq "red"`, "nobody", "nobody"},
		{"no filter", ``, "everybody", "everybody"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var x Expr
			if test.text != "" {
				x = mustParse(t, test.text)
			}
			for rt, want := range map[*schema.ResourceType]string{user: test.users, group: test.groups} {
				bound, possible, err := BindAmong(rt, x, tolerant())
				if err != nil {
					t.Fatal(err)
				}
				got := Print(bound)
				switch {
				case !possible:
					got = "nobody"
				case bound == nil:
					got = "everybody"
				}
				if got != want {
					t.Errorf("of %ss it means %s, want %s", rt.Name, got, want)
				}
			}
		})
	}
}

func TestWhatOneTypeRefusesAQueryOverSeveralRefuses(t *testing.T) {
	for _, text := range []string{`active eq "x"`, `password eq "x"`, `userName[value eq "x"]`, `meta.resourceType gt true`, `active co true`} {
		if bound, possible, err := BindAmong(user, mustParse(t, text), nil); err == nil {
			t.Errorf("%s becomes %v, %v", text, bound, possible)
		} else {
			checkRefused(t, err, scim.InvalidFilter)
		}
	}
}

// bare is device without some attributes, a sub-attribute and its extension.
var bare = bareDevice()

func bareDevice() *schema.ResourceType {
	s := &schema.Schema{ID: "urn:example:params:scim:schemas:2.0:Bare"}
	for _, a := range device.Schema.Attributes {
		switch a.Name {
		case "label", "ports", "owner", "tags":
			continue
		case "links":
			links := *a
			links.Sub = slices.DeleteFunc(slices.Clone(a.Sub), func(s *schema.Attribute) bool { return s.Name == "speed" })
			a = &links
		}
		s.Attributes = append(s.Attributes, a)
	}
	return &schema.ResourceType{Name: "Bare", Schema: s}
}

// strip takes out of a device what a bare one does not have.
func strip(r scim.Resource) {
	for _, name := range []string{"label", "ports", "owner", "tags", maker} {
		r.Delete(name)
	}
	var links []any
	for _, e := range r.List("links") {
		if e := e.(*scim.Object); e.Len() > 0 {
			e.Delete("speed")
			if e.Len() > 0 {
				links = append(links, e)
			}
		}
	}
	r.Delete("links")
	if len(links) > 0 {
		r.Set("links", links)
	}
}

func TestAnAttributeThatATypeDoesNotHaveIsOneWithoutAValue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, err := Parse(drawFilter(t, 0, topLevel), nil)
		if err != nil {
			t.Fatal(err)
		}
		r := drawDevice(t)
		strip(r)
		whole, err := Bind(device, x, nil)
		if err != nil {
			t.Fatal(err)
		}
		bound, possible, err := BindAmong(bare, x, nil)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := possible && Match(bound, r), Match(whole, r); got != want {
			t.Fatalf("%s of %s is %v, want %v; bound %s", Print(x), scim.AppendJSON(nil, r), got, want, Print(bound))
		}
	})
}
