package filter

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/schema"
)

var (
	user = &schema.ResourceType{
		Name: "User", Schema: schema.User(), Extensions: []schema.Extension{{Schema: schema.EnterpriseUser()}},
	}
	group = &schema.ResourceType{Name: "Group", Schema: schema.Group()}
)

const enterprise = scim.SchemaEnterpriseUser

func ada() scim.Resource {
	return scim.NewObject(
		"schemas", []any{scim.SchemaUser, enterprise},
		"id", "2819c223",
		"externalId", "jyoung",
		"userName", "Ada.Lovelace@example.com",
		"name", scim.NewObject("givenName", "Ada", "familyName", "O'Brien"),
		"displayName", "A and B",
		"title", "Countess",
		"userType", "Employee",
		"active", true,
		"emails", []any{
			scim.NewObject("value", "ada+work@example.com", "type", "work", "primary", true),
			scim.NewObject("value", "ada@example.org", "type", "home"),
		},
		"groups", []any{scim.NewObject("value", "G-1", "display", "Poets")},
		enterprise, scim.NewObject("department", "R&D", "manager", scim.NewObject("value", "M-1")),
		"meta", scim.NewObject("resourceType", "User", "lastModified", "2011-05-13T04:42:34Z"),
	)
}

func TestFiltersThatClientsSend(t *testing.T) {
	tests := []struct {
		name, text, bound string
		needs             []scim.Tolerance
	}{
		{"a match by user name, in another letter case", `userName eq "ADA.lovelace@EXAMPLE.com"`, ``, nil},
		{"a match by external id", `externalId eq "jyoung"`, ``, nil},
		{"a match by external id, without quotes", `externalId eq jyoung`, `externalId eq "jyoung"`, []scim.Tolerance{scim.UnquotedLiteral}},
		{"a match by work address, behind brackets", `emails[type eq "work"].value eq "ADA+work@example.com"`, `emails[type eq "work" and value eq "ADA+work@example.com"]`, []scim.Tolerance{scim.FilterAfterBracket}},
		{"a match by work address, inside brackets", `emails[type eq "work" and value eq "ada+work@example.com"]`, ``, nil},
		{"a match by address, whichever it is", `emails eq "ada@example.org"`, `emails.value eq "ada@example.org"`, nil},
		{"a match by address, inside brackets", `emails[value eq "ada@example.org"]`, ``, nil},
		{"a check of a manager, without the extension's URN", `id eq "2819c223" and manager eq "M-1"`, `id eq "2819c223" and ` + enterprise + `:manager.value eq "M-1"`, []scim.Tolerance{scim.SchemasInferred}},
		{"a name with and in it", `displayName eq "A and B"`, ``, nil},
		{"a name with an apostrophe", `name.familyName co "O'Brien"`, ``, nil},
		{"names in another letter case", `USERNAME sw "ada" and Name.FamilyName pr`, `userName sw "ada" and name.familyName pr`, nil},
		{"a name behind the core schema's URN", scim.SchemaUser + `:userName sw "A"`, `userName sw "A"`, nil},
		{"a department", enterprise + `:department eq "r&d"`, ``, nil},
		{"a manager by its value", enterprise + `:manager.value eq "M-1"`, ``, nil},
		{"a boolean that is a text", `active eq "True"`, `active eq true`, []scim.Tolerance{scim.BooleanText}},
		{"what changed since", `meta.lastModified ge "2011-05-13T04:42:34Z"`, ``, nil},
		{"what changed since, in another zone", `meta.lastModified lt "2011-05-13T07:00:00+02:00"`, `meta.lastModified lt "2011-05-13T05:00:00Z"`, nil},
		{"members of a group", `groups.value eq "G-1"`, ``, nil},
		{"resources that have a schema", `schemas eq "` + enterprise + `"`, ``, nil},
		{"a title and one of two kinds", `title pr and (userType eq "Employee" or userType eq "Intern")`, ``, nil},
		{"one kind and no such address", `userType eq "Employee" and not (emails co "example.net" or emails.value co "example.edu")`, `userType eq "Employee" and not (emails.value co "example.net" or emails.value co "example.edu")`, nil},
		{"either of two elements", `emails[type eq "work" and value co "@example.com"] or ims[type eq "xmpp" and value co "@foo.com"]`, ``, nil},
		{"someone without a nickname", `nickName eq null`, `not (nickName pr)`, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			edge := tolerant()
			x, err := Parse(test.text, edge)
			if err != nil {
				t.Fatal(err)
			}
			bound, err := Bind(user, x, edge)
			if err != nil {
				t.Fatal(err)
			}
			want := test.bound
			if want == "" {
				want = test.text
			}
			if diff := cmp.Diff(want, Print(bound)); diff != "" {
				t.Errorf("%s means something else (-want +got):\n%s", test.text, diff)
			}
			wantUsed(t, edge, test.needs...)
			if !Match(bound, ada()) {
				t.Errorf("%s does not find her", test.text)
			}
			if Match(bound, scim.NewObject("nickName", "x")) {
				t.Errorf("%s finds anybody", test.text)
			}
		})
	}
}

func TestFiltersOfGroups(t *testing.T) {
	poets := scim.NewObject("id", "G-1", "displayName", "Poets", "members", []any{
		scim.NewObject("value", "U-1", "type", "User"), scim.NewObject("value", "G-2", "type", "Group"),
	})
	for text, want := range map[string]bool{
		`displayName eq "POETS"`:                                       true,
		`id eq "G-1" and members eq "U-1"`:                             true,
		`members.value eq "U-2"`:                                       false,
		`members[value eq "U-1"]`:                                      true,
		`members[value eq "U-1" and type eq "Group"]`:                  false,
		`members[value eq "U-2" or value eq "G-2"] and displayName pr`: true,
	} {
		if got := Match(mustBind(t, group, text), poets); got != want {
			t.Errorf("Match(%s) is %v", text, got)
		}
	}
}

func TestPasswordsCannotBeGuessed(t *testing.T) {
	for _, text := range []string{`password pr`, `password eq "x"`, `PASSWORD sw "x"`, `not (password ne "x")`, scim.SchemaUser + `:password co ""`} {
		_, err := Bind(user, mustParse(t, text), tolerant())
		wantRefusal(t, err, scim.InvalidFilter, "filter: password cannot be used in a filter")
	}
}

func TestPathsThatClientsSend(t *testing.T) {
	for text, want := range map[string]string{
		`emails[type eq "work"].value`:              `emails.value`,
		`addresses[type eq "work"].streetAddress`:   `addresses.streetAddress`,
		`roles[primary eq "True"].value`:            `roles.value`,
		`Name.FamilyName`:                           `name.familyName`,
		`manager`:                                   enterprise + `:manager`,
		`manager[value eq "M-1"]`:                   enterprise + `:manager`,
		enterprise + `:manager.value`:               enterprise + `:manager.value`,
		strings.ToLower(enterprise) + `:costcenter`: enterprise + `:costCenter`,
		enterprise: enterprise,
		`urn:scim:schemas:extension:enterprise:1.0`:  enterprise,
		`phoneNumbers[type eq "mobile"]`:             `phoneNumbers`,
		scim.SchemaUser + `:name.givenName`:          `name.givenName`,
		`password`:                                   `password`,
		`x509Certificates[display eq "main"].value`:  `x509Certificates.value`,
		`groups[value eq "G-1" or display sw "Po"]`:  `groups`,
		`emails[type eq "work" and primary eq true]`: `emails`,
	} {
		p, err := ParsePath(text, tolerant())
		if err != nil {
			t.Errorf("ParsePath(%s): %v", text, err)
			continue
		}
		bound, err := BindPath(user, p, tolerant())
		if err != nil {
			t.Errorf("BindPath(%s): %v", text, err)
			continue
		}
		if got := bound.At.String(); got != want {
			t.Errorf("%s leads to %s, want %s", text, got, want)
		}
	}
}

func BenchmarkParseAndBind(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		x, err := Parse(`userName eq "x"`, nil)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := Bind(user, x, nil); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkMatch(b *testing.B) {
	x, err := Parse(`emails[type eq "work" and value eq "ADA+work@example.com"]`, nil)
	if err != nil {
		b.Fatal(err)
	}
	bound, err := Bind(user, x, nil)
	if err != nil {
		b.Fatal(err)
	}
	r := ada()
	b.ReportAllocs()
	for b.Loop() {
		if !Match(bound, r) {
			b.Fatal("no match")
		}
	}
}
