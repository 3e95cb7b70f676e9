package filter

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/scim"
)

func TestBindPath(t *testing.T) {
	tests := []struct {
		name, text, want, at string
		needs                []scim.Tolerance
	}{
		{"an attribute", `LABEL`, `label`, `label`, nil},
		{"a sub-attribute", `Place.ROOM`, `place.room`, `place.room`, nil},
		{"a common attribute", `externalID`, `externalId`, `externalId`, nil},
		{"a secret, which can be set", `pin`, `pin`, `pin`, nil},
		{"a complex attribute stays whole", `owner`, `owner`, `owner`, nil},
		{"the core schema's URN is left out", `urn:example:params:scim:schemas:2.0:Device:label`, `label`, `label`, nil},
		{"an attribute of an extension", maker + `:BRAND`, maker + `:brand`, maker + `:brand`, nil},
		{"a sub-attribute of an extension", maker + `:dealer.VALUE`, maker + `:dealer.value`, maker + `:dealer.value`, nil},
		{"a whole extension", strings.ToUpper(maker), maker, maker, nil},
		{"elements", `Links[TYPE eq "x"]`, `links[type eq "x"]`, `links`, nil},
		{"a sub-attribute of elements", `Links[TYPE eq "x"].VALUE`, `links[type eq "x"].value`, `links.value`, nil},
		{"a secret of elements, which can be set", `links[type eq "x"].key`, `links[type eq "x"].key`, `links.key`, nil},
		{"a boolean as a text", `links[primary eq "True"].value`, `links[primary eq true].value`, `links.value`, []scim.Tolerance{scim.BooleanText}},
		{"brackets behind a single value", `owner[value eq "1"]`, `owner[value eq "1"]`, `owner`, []scim.Tolerance{scim.FilterOnSingle}},
		{"an extension's attribute without its URN", `dealer`, maker + `:dealer`, maker + `:dealer`, []scim.Tolerance{scim.SchemasInferred}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p, err := ParsePath(test.text, nil)
			if err != nil {
				t.Fatal(err)
			}
			edge := tolerant()
			got, err := BindPath(device, p, edge)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got.String()); diff != "" {
				t.Errorf("BindPath(%s) (-want +got):\n%s", test.text, diff)
			}
			if diff := cmp.Diff(test.at, got.At.String()); diff != "" {
				t.Errorf("BindPath(%s) leads elsewhere (-want +got):\n%s", test.text, diff)
			}
			wantUsed(t, edge, test.needs...)
			if len(test.needs) > 0 {
				if _, err := BindPath(device, p, nil); err == nil {
					t.Error("accepted although nothing is tolerated")
				}
			}
		})
	}
}

func TestBindPathRefuses(t *testing.T) {
	tests := []struct {
		name, text string
		code       scim.ScimType
		detail     string
	}{
		{"an unknown attribute", `lable`, scim.InvalidPath, `there is no attribute "lable" here`},
		{"an unknown sub-attribute", `place.door`, scim.InvalidPath, `there is no attribute "place.door" here`},
		{"an unknown URN", `urn:x:2.0:User`, scim.InvalidPath, `there is no attribute "urn:x:2.0:User" here`},
		{"the core schema as a whole", `urn:example:params:scim:schemas:2.0:Device`, scim.InvalidPath, `there is no attribute "urn:example:params:scim:schemas:2.0:Device" here`},
		{"brackets behind an unknown attribute", `lnks[type pr]`, scim.InvalidPath, `there is no attribute "lnks" here`},
		{"brackets behind a simple attribute", `tags[value eq "x"]`, scim.InvalidPath, `tags has no sub-attributes, so no filter in brackets either`},
		{"brackets behind an extension", maker + `[brand pr]`, scim.InvalidPath, maker + ` is an extension; brackets follow an attribute`},
		{"an unknown sub-attribute inside brackets", `links[colour pr]`, scim.InvalidPath, `there is no attribute "colour" here`},
		{"an unknown sub-attribute behind brackets", `links[type pr].colour`, scim.InvalidPath, `there is no attribute "links.colour" here`},
		{"a comparison that makes no sense", `links[primary gt true]`, scim.InvalidFilter, `gt does not apply to links.primary, which is of type boolean`},
		{"a value of another type", `links[speed eq "fast"]`, scim.InvalidFilter, `links.speed is of type integer, and the value to compare with is not`},
		{"a secret inside brackets", `links[key sw "1"]`, scim.InvalidFilter, `links.key cannot be used in a filter`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p, err := ParsePath(test.text, nil)
			if err != nil {
				t.Fatal(err)
			}
			_, err = BindPath(device, p, tolerant())
			wantRefusal(t, err, test.code, "path: "+test.detail)
		})
	}
}
