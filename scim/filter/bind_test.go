package filter

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/scim"
)

// places lists where the comparisons and brackets of a bound filter lead.
func places(x Expr) string {
	var at []string
	Walk(x, func(x Expr) {
		switch x := x.(type) {
		case Compare:
			at = append(at, x.At.String())
		case Element:
			at = append(at, x.At.String())
		}
	})
	return strings.Join(at, " ")
}

func TestBind(t *testing.T) {
	tests := []struct{ name, text, want, at string }{
		{"names get the letter case of the schema", `LABEL eq "X"`, `label eq "X"`, `label`},
		{"so do sub-attributes", `PLACE.Room eq "X"`, `place.room eq "X"`, `place.room`},
		{"the core schema's URN is left out", `URN:example:params:scim:schemas:2.0:device:label pr`, `label pr`, `label`},
		{"an extension's URN stays", strings.ToUpper(maker) + `:Brand pr`, maker + `:brand pr`, maker + `:brand`},
		{"a sub-attribute of an extension", maker + `:dealer.value eq "x"`, maker + `:dealer.value eq "x"`, maker + `:dealer.value`},
		{"common attributes are everywhere", `id eq "1" and externalid eq "2" and META.lastmodified pr`, `id eq "1" and externalId eq "2" and meta.lastModified pr`, `id externalId meta.lastModified`},
		{"schemas is a list of texts", `schemas eq "urn:x"`, `schemas eq "urn:x"`, `schemas`},
		{"and, or, not keep their shape", `not (label pr or tags pr) and ports gt 1`, `not (label pr or tags pr) and ports gt 1`, `label tags ports`},

		{"inside brackets names are sub-attributes", `Links[TYPE eq "x" and Value pr]`, `links[type eq "x" and value pr]`, `links links.type links.value`},
		{"a complex attribute stands for its value", `owner eq "1"`, `owner.value eq "1"`, `owner.value`},
		{"a list of complex values stands for their values", `links co "1"`, `links.value co "1"`, `links.value`},
		{"a complex attribute of an extension stands for its value", maker + `:dealer eq "1"`, maker + `:dealer.value eq "1"`, maker + `:dealer.value`},
		{"pr asks for the whole of a complex attribute", `owner pr and place pr`, `owner pr and place pr`, `owner place`},

		{"eq null is not pr", `label eq null`, `not (label pr)`, `label`},
		{"ne null is pr", `label ne null`, `label pr`, `label`},
		{"null asks for the whole of a complex attribute", `place ne null and links eq null`, `place pr and not (links pr)`, `place links`},
		{"null inside brackets", `links[type eq null]`, `links[not (type pr)]`, `links links.type`},

		{"a date is brought to UTC", `bought gt "2020-01-01T01:30:00.50+01:00"`, `bought gt "2020-01-01T00:30:00.5Z"`, `bought`},
		{"a date without a zone is in UTC", `bought gt "2020-01-01T01:30:00"`, `bought gt "2020-01-01T01:30:00Z"`, `bought`},
		{"an integer may be written with a fraction of nothing", `ports eq 2.0`, `ports eq 2`, `ports`},
		{"a decimal may be written as an integer", `weight eq 2`, `weight eq 2`, `weight`},
		{"a decimal may be written with a fraction", `weight eq 2.5`, `weight eq 2.5`, `weight`},
		{"references are text", `manual sw "https://"`, `manual sw "https://"`, `manual`},
		{"binary values can be equal", `certificate eq "MII="`, `certificate eq "MII="`, `certificate`},
		{"text can be before and after", `label gt "m"`, `label gt "m"`, `label`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			x, err := Parse(test.text, nil)
			if err != nil {
				t.Fatal(err)
			}
			before := Print(x)
			got, err := Bind(device, x, nil)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, Print(got)); diff != "" {
				t.Errorf("Bind(%s) (-want +got):\n%s", test.text, diff)
			}
			if diff := cmp.Diff(test.at, places(got)); diff != "" {
				t.Errorf("Bind(%s) leads elsewhere (-want +got):\n%s", test.text, diff)
			}
			if Print(x) != before || strings.Trim(places(x), " ") != "" {
				t.Errorf("Bind(%s) changed its input", test.text)
			}
			again, err := Bind(device, got, nil)
			if err != nil {
				t.Fatalf("bound twice: %v", err)
			}
			if diff := cmp.Diff(got, again); diff != "" {
				t.Errorf("bound twice (-once +twice):\n%s", diff)
			}
		})
	}
}

func TestBindTolerates(t *testing.T) {
	tests := []struct {
		name, text, want string
		needs            scim.Tolerance
		strictly         string
	}{
		{"a boolean as a text", `inUse eq "True"`, `inUse eq true`, scim.BooleanText, `inUse is of type boolean, and the value to compare with is not`},
		{"a boolean as a text inside brackets", `links[primary eq "FALSE"]`, `links[primary eq false]`, scim.BooleanText, `links.primary is of type boolean, and the value to compare with is not`},
		{"an integer as a text", `ports eq "4"`, `ports eq 4`, scim.NumberText, `ports is of type integer, and the value to compare with is not`},
		{"a decimal as a text", `weight gt "-1.5e1"`, `weight gt -15.0`, scim.NumberText, `weight is of type decimal, and the value to compare with is not`},
		{"a text as an integer", `serial eq 17`, `serial eq "17"`, scim.NumberText, `serial is of type string, and the value to compare with is not`},
		{"brackets behind a single value", `owner[value eq "1"]`, `owner[value eq "1"]`, scim.FilterOnSingle, `owner has a single value; brackets select among several`},
		{"an extension's attribute without its URN", `brand eq "x"`, maker + `:brand eq "x"`, scim.SchemasInferred, `there is no attribute "brand" here`},
		{"the same for a complex one", `dealer eq "x"`, maker + `:dealer.value eq "x"`, scim.SchemasInferred, `there is no attribute "dealer" here`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			x := mustParse(t, test.text)
			edge := tolerant()
			got, err := Bind(device, x, edge)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, Print(got)); diff != "" {
				t.Errorf("Bind(%s) (-want +got):\n%s", test.text, diff)
			}
			wantUsed(t, edge, test.needs)
			_, err = Bind(device, x, nil)
			wantRefusal(t, err, scim.InvalidFilter, "filter: "+test.strictly)
		})
	}
}

func TestBindRefuses(t *testing.T) {
	tests := []struct{ name, text, detail string }{
		{"an unknown attribute", `lable eq "x"`, `there is no attribute "lable" here`},
		{"an unknown sub-attribute", `place.door eq 1`, `there is no attribute "place.door" here`},
		{"an unknown URN", `urn:x:label eq "x"`, `there is no attribute "urn:x:label" here`},
		{"a core attribute behind an extension's URN", maker + `:label pr`, `there is no attribute "` + maker + `:label" here`},
		{"a sub-attribute of a simple attribute", `label.value pr`, `there is no attribute "label.value" here`},
		{"a whole extension", maker + ` pr`, `there is no attribute "` + maker + `" here`},
		{"an unknown sub-attribute inside brackets", `links[colour eq "x"]`, `there is no attribute "colour" here`},
		{"an attribute of the resource inside brackets", `links[label eq "x"]`, `there is no attribute "label" here`},
		{"a sub-attribute by its whole name inside brackets", `links[links.type eq "x"]`, `there is no attribute "links.type" here`},
		{"a sub-attribute by its URN inside brackets", `links[urn:x:type eq "x"]`, `there is no attribute "urn:x:type" here`},
		{"brackets behind an unknown attribute", `lnks[type pr]`, `there is no attribute "lnks" here`},
		{"brackets behind a simple attribute", `tags[value eq "x"]`, `tags has no sub-attributes, so no filter in brackets either`},
		{"brackets behind a whole extension", maker + `[brand pr]`, `there is no attribute "` + maker + `" here`},

		{"a secret with eq", `pin eq "1"`, `pin cannot be used in a filter`},
		{"a secret with sw, which would give it away letter by letter", `pin sw "1"`, `pin cannot be used in a filter`},
		{"a secret with pr", `pin pr`, `pin cannot be used in a filter`},
		{"a secret with null", `pin eq null`, `pin cannot be used in a filter`},
		{"a secret sub-attribute", `links.key eq "1"`, `links.key cannot be used in a filter`},
		{"a sub-attribute of a secret", `vault.value eq "1" or vault eq "1"`, `vault.value cannot be used in a filter`},
		{"a secret inside brackets", `links[key co "1"]`, `links.key cannot be used in a filter`},

		{"a complex attribute without a value", `place eq "x"`, `place is complex; compare one of its sub-attributes`},
		{"co on a boolean", `inUse co true`, `co does not apply to inUse, which is of type boolean`},
		{"sw on an integer", `ports sw 1`, `sw does not apply to ports, which is of type integer`},
		{"ew on a decimal", `weight ew 1`, `ew does not apply to weight, which is of type decimal`},
		{"co on a date", `bought co "2020"`, `co does not apply to bought, which is of type dateTime`},
		{"co on a binary value", `certificate co "AA"`, `co does not apply to certificate, which is of type binary`},
		{"gt on a boolean", `inUse gt true`, `gt does not apply to inUse, which is of type boolean`},
		{"ge on a boolean inside brackets", `links[primary ge true]`, `ge does not apply to links.primary, which is of type boolean`},
		{"lt on a binary value", `certificate lt "AA"`, `lt does not apply to certificate, which is of type binary`},
		{"le on a boolean", `inUse le true`, `le does not apply to inUse, which is of type boolean`},
		{"co on null", `label co null`, `null can be compared with eq and ne alone`},
		{"gt on null", `ports gt null`, `null can be compared with eq and ne alone`},

		{"a text that is no boolean", `inUse eq "yes"`, `inUse is of type boolean, and the value to compare with is not`},
		{"a number for a boolean", `inUse eq 1`, `inUse is of type boolean, and the value to compare with is not`},
		{"a text that is no number", `ports eq "many"`, `ports is of type integer, and the value to compare with is not`},
		{"an empty text for a number", `ports eq ""`, `ports is of type integer, and the value to compare with is not`},
		{"a fraction for an integer", `ports eq 1.5`, `ports is of type integer, and the value to compare with is not`},
		{"a fraction in a text for an integer", `ports eq "1.5"`, `ports is of type integer, and the value to compare with is not`},
		{"an integer that does not fit", `ports eq 9223372036854775808`, `ports is of type integer, and the value to compare with is not`},
		{"a boolean for a decimal", `weight eq true`, `weight is of type decimal, and the value to compare with is not`},
		{"a boolean for a text", `label eq true`, `label is of type string, and the value to compare with is not`},
		{"a fraction for a text", `label eq 1.5`, `label is of type string, and the value to compare with is not`},
		{"a day for a date", `bought eq "2020-01-01"`, `bought is of type dateTime, and the value to compare with is not`},
		{"a date that does not exist", `bought eq "2020-02-30T00:00:00Z"`, `bought is of type dateTime, and the value to compare with is not`},
		{"a number for a date", `bought gt 1577836800`, `bought is of type dateTime, and the value to compare with is not`},
		{"something wrong in a later term", `label pr and not (label pr or nope pr)`, `there is no attribute "nope" here`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := Bind(device, mustParse(t, test.text), tolerant())
			wantRefusal(t, err, scim.InvalidFilter, "filter: "+test.detail)
		})
	}
}

func TestBindRefusesBracketsInsideBrackets(t *testing.T) {
	x := Element{Name: named("links"), Term: Element{Name: named("type"), Term: is("value", Pr, nil)}}
	_, err := Bind(device, x, tolerant())
	wantRefusal(t, err, scim.InvalidFilter, "filter: links.type has no sub-attributes, so no filter in brackets either")
}
