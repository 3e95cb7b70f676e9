package filter

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/scimgate/scimgate/scim"
)

func TestParsePath(t *testing.T) {
	work := is("type", Eq, "work")
	tests := []struct {
		name, text string
		want       Path
	}{
		{"an attribute", `userName`, Path{Name: named("userName")}},
		{"names stay as they were written", `USERname`, Path{Name: named("USERname")}},
		{"a sub-attribute", `name.givenName`, Path{Name: named("name", "givenName")}},
		{"elements that a filter selects", `emails[type eq "work"]`, Path{Name: named("emails"), Filter: work}},
		{"a sub-attribute of such elements", `emails[type eq "work"].value`, Path{Name: named("emails"), Filter: work, Sub: "value"}},
		{"$ref of such elements", `members[value eq "1"].$ref`, Path{Name: named("members"), Filter: is("value", Eq, "1"), Sub: "$ref"}},
		{
			"a filter of several terms", `addresses[type eq "work" and not (primary eq true)].street`,
			Path{Name: named("addresses"), Filter: And{[]Expr{work, Not{is("primary", Eq, true)}}}, Sub: "street"},
		},
		{"an attribute behind a URN", scim.SchemaEnterpriseUser + `:manager`, Path{Name: Name{URN: scim.SchemaEnterpriseUser, Attr: "manager"}}},
		{"a sub-attribute behind a URN", scim.SchemaEnterpriseUser + `:manager.value`, Path{Name: Name{URN: scim.SchemaEnterpriseUser, Attr: "manager", Sub: "value"}}},
		{
			"elements behind a URN", `urn:x:2.0:Device:ports[type eq "work"].speed`,
			Path{Name: Name{URN: "urn:x:2.0:Device", Attr: "ports"}, Filter: work, Sub: "speed"},
		},
		{
			"the last word of a URN alone counts as an attribute for the time being", scim.SchemaEnterpriseUser,
			Path{Name: Name{URN: "urn:ietf:params:scim:schemas:extension:enterprise:2.0", Attr: "User"}},
		},
		{"a URN whose last part cannot be an attribute stands alone", `urn:example:scim:2.0`, Path{Name: Name{URN: "urn:example:scim:2.0"}}},
		{"white space around", " userName\n", Path{Name: named("userName")}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := ParsePath(test.text, nil)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("ParsePath(%s) (-want +got):\n%s", test.text, diff)
			}
			if want := strings.TrimSpace(test.text); got.String() != want {
				t.Errorf("its text is %s, want %s", got, want)
			}
		})
	}
}

func TestParsePathTolerates(t *testing.T) {
	tests := []struct {
		name, text, want string
		needs            scim.Tolerance
	}{
		{"bare words inside brackets", `emails[type eq work].value`, `emails[type eq "work"].value`, scim.UnquotedLiteral},
		{"booleans in another letter case", `roles[primary eq True].value`, `roles[primary eq true].value`, scim.BooleanText},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			edge := tolerant()
			got, err := ParsePath(test.text, edge)
			if err != nil {
				t.Fatal(err)
			}
			if got.String() != test.want {
				t.Errorf("ParsePath(%s) is %s, want %s", test.text, got, test.want)
			}
			wantUsed(t, edge, test.needs)
			if _, err := ParsePath(test.text, nil); err == nil {
				t.Error("accepted although nothing is tolerated")
			}
		})
	}
}

func TestParsePathRefuses(t *testing.T) {
	tests := []struct{ name, text, detail string }{
		{"nothing", ``, `path, column 1: expected an attribute, found the end`},
		{"a text", `"userName"`, `path, column 1: expected an attribute, found a text`},
		{"a slash", `/userName`, `path, column 1: expected an attribute, found "/userName"`},
		{"two words", `user name`, `path, column 6: expected the end, found "name"`},
		{"a filter", `userName eq "x"`, `path, column 10: expected the end, found "eq"`},
		{"three names", `a.b.c`, `path, column 1: expected an attribute, found "a.b.c"`},
		{"a dot at the end", `name.`, `path, column 1: expected an attribute, found "name."`},
		{"brackets alone", `[type pr]`, `path, column 1: expected an attribute, found "["`},
		{"brackets with nothing inside", `emails[]`, `path, column 8: expected an attribute, "not" or "(", found "]"`},
		{"brackets that stay open", `emails[type pr`, `path, column 15: expected "and", "or" or "]", found the end`},
		{"brackets with an index", `emails[0]`, `path, column 8: expected an attribute, found "0"`},
		{"brackets behind a sub-attribute", `name.x[type pr]`, `path, column 7: brackets follow an attribute, not a sub-attribute`},
		{"brackets twice", `emails[a pr][b pr]`, `path, column 13: expected the end, found "["`},
		{"a name behind brackets without a dot", `emails[a pr]value`, `path, column 13: expected the end, found "value"`},
		{"two names behind brackets", `emails[a pr].b.c`, `path, column 13: expected the end, found ".b.c"`},
		{"a text that is too long", strings.Repeat("x", MaxBytes+1), `path: longer than 8192 bytes`},
		{"bytes that are not UTF-8", "\xff", `path: not UTF-8`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := ParsePath(test.text, tolerant())
			wantRefusal(t, err, scim.InvalidPath, test.detail)
		})
	}
}

func TestPathTextAndParsePathAreInverse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := Path{Name: drawName(t, true)}
		if rapid.Bool().Draw(t, "has brackets") {
			p = Path{Name: drawName(t, false), Filter: drawTree(t, 2, true)}
			if rapid.Bool().Draw(t, "has something behind them") {
				p.Sub = anyAttribute.Draw(t, "behind")
			}
		}
		got, err := ParsePath(p.String(), nil)
		if err != nil {
			t.Fatalf("ParsePath(%s): %v", p, err)
		}
		if diff := cmp.Diff(p, got); diff != "" {
			t.Fatalf("ParsePath(%s) (-drawn +parsed):\n%s", p, diff)
		}
	})
}
