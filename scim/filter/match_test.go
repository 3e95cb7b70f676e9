package filter

import (
	"testing"

	"github.com/scimgate/scimgate/internal/fold"
	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/schema"
)

// printer is a device with a value for almost everything.
func printer() scim.Resource {
	return scim.NewObject(
		"schemas", []any{device.Schema.ID, maker},
		"id", "Id-1",
		"externalId", "Ext-1",
		"label", "José's Straße-Printer",
		"serial", "SN-100a",
		"inUse", true,
		"ports", int64(4),
		"weight", 12.5,
		"bought", "2020-01-01T01:30:00.5+01:00",
		"manual", "https://example.com/Manual",
		"certificate", "TUlJ",
		"tags", []any{"red", "Loud"},
		"place", scim.NewObject("floor", int64(1<<53+1)),
		"owner", scim.NewObject("value", "U-1", "$ref", "/Users/U-1"),
		"links", []any{
			scim.NewObject("value", "a@x", "type", "Work", "primary", true, "speed", int64(10)),
			scim.NewObject("value", "b@y", "type", "home", "speed", int64(100)),
			scim.NewObject("value", "c@z"),
		},
		maker, scim.NewObject("brand", "ACME", "dealer", scim.NewObject("value", "D-9")),
		"meta", scim.NewObject("resourceType", "Device", "lastModified", "2021-06-01T12:00:00Z"),
	)
}

func TestMatch(t *testing.T) {
	tests := []struct {
		name, text string
		want       bool
	}{
		{"text compares without regard to letter case", `label eq "JOSÉ'S STRASSE-PRINTER"`, true},
		{"composed and decomposed letters are one", "label sw \"jose\u0301\"", true},
		{"an accent counts", `label sw "jose"`, false},
		{"caseExact text compares by code point", `serial eq "SN-100a"`, true},
		{"caseExact text in another letter case differs", `serial eq "sn-100A"`, false},
		{"co finds text in the middle", `label co "strasse"`, true},
		{"co does not find what is not there", `label co "x"`, false},
		{"co of caseExact text is exact", `serial co "100A"`, false},
		{"sw finds text at the beginning alone", `label sw "straße"`, false},
		{"ew finds text at the end", `label ew "PRINTER"`, true},
		{"ew finds text at the end alone", `label ew "josé"`, false},
		{"every text contains the empty one", `label co ""`, true},
		{"percent and underscore are letters", `label co "%" or label sw "_"`, false},
		{"gt compares folded text by code point", `label gt "JOSÉ"`, true},
		{"lt compares folded text by code point", `label lt "K"`, true},
		{"ge includes the equal", `serial ge "SN-100a"`, true},
		{"gt does not include the equal", `serial gt "SN-100a"`, false},
		{"le includes the equal", `serial le "SN-100a"`, true},
		{"lt does not include the equal", `serial lt "SN-100a"`, false},
		{"capitals come first in caseExact text", `serial lt "a"`, true},
		{"references are text", `manual ew "/Manual" and not (manual ew "/manual")`, true},
		{"binary values compare as they are written", `certificate eq "TUlJ" and certificate ne "tulj"`, true},

		{"booleans compare", `inUse eq true`, true},
		{"booleans differ", `inUse eq false`, false},
		{"booleans differ by ne", `inUse ne false`, true},
		{"integers compare by number", `ports gt 3 and ports le 4 and ports lt 10`, true},
		{"an integer is not less than itself", `ports lt 4 or ports gt 4`, false},
		{"large integers differ by one", `place.floor eq 9007199254740993 and place.floor gt 9007199254740992`, true},
		{"decimals compare by number", `weight ge 12.5 and weight lt 13 and weight gt 9`, true},
		{"a decimal equals however it is written", `weight eq 1.25e1`, true},

		{"dates compare as instants across zones", `bought eq "2020-01-01T00:30:00.50Z"`, true},
		{"dates compare as instants across fractions", `bought gt "2020-01-01T00:30:00Z" and bought lt "2020-01-01T00:30:01Z"`, true},
		{"a date without a zone is in UTC", `bought eq "2020-01-01T00:30:00.5"`, true},
		{"dates are not compared as text", `bought lt "2020-01-01T01:00:00Z"`, true},
		{"dates can differ", `bought ne "2020-01-01T01:30:00.5Z"`, true},

		{"id compares exactly", `id eq "Id-1" and not (id eq "id-1")`, true},
		{"externalId compares exactly", `externalId eq "Ext-1" and externalId ne "ext-1"`, true},
		{"meta is within reach", `meta.lastModified ge "2021-06-01T14:00:00+02:00" and meta.resourceType eq "Device"`, true},
		{"schemas is within reach", `schemas eq "` + maker + `"`, true},
		{"an extension is under its URN", maker + `:brand eq "acme"`, true},
		{"a sub-attribute of an extension", maker + `:dealer.value sw "d"`, true},
		{"a complex attribute stands for its value", `owner eq "U-1" and ` + maker + `:dealer eq "D-9"`, true},
		{"$ref is a sub-attribute", `owner.$ref eq "/Users/U-1"`, true},

		{"eq asks for any of several values", `tags eq "loud"`, true},
		{"eq fails when none of several equals", `tags eq "blue"`, false},
		{"co asks for any of several values", `tags co "ou"`, true},
		{"ne fails when one of several equals", `tags ne "red"`, false},
		{"ne holds when none of several equals", `tags ne "blue"`, true},
		{"gt asks for any of several values", `links.speed gt 50`, true},
		{"lt asks for any of several values too", `links.speed lt 50`, true},
		{"a list of complex values stands for their values", `links eq "B@Y"`, true},
		{"ne of a list of complex values looks at all of them", `links ne "b@y"`, false},
		{"without brackets each comparison may find another element", `links.type eq "work" and links.value eq "b@y"`, true},
		{"inside brackets one element satisfies all", `links[type eq "work" and value eq "b@y"]`, false},
		{"inside brackets one element does satisfy all", `links[type eq "WORK" and value eq "a@x" and primary eq true]`, true},
		{"not inside brackets is about the element", `links[not (type eq "work")]`, true},
		{"not outside brackets is about all of them", `not (links[type eq "work"])`, false},
		{"ne inside brackets is about the element", `links[type ne "work" and value eq "b@y"]`, true},
		{"ne inside brackets holds for an element without the value", `links[type ne "work" and type ne "home"]`, true},
		{"pr inside brackets", `links[speed pr and primary pr]`, true},
		{"null inside brackets", `links[type eq null and value eq "c@z"]`, true},
		{"an or inside brackets", `links[value eq "c@z" or speed gt 1000]`, true},

		{"pr holds for a value", `label pr and inUse pr and ports pr and tags pr and links pr and place pr`, true},
		{"pr holds for a sub-attribute of any element", `links.primary pr`, true},
		{"pr fails for a sub-attribute that is absent", `place.room pr`, false},
		{"ne null is pr", `label ne null and place.room eq null`, true},
		{"and needs both", `label pr and place.room pr`, false},
		{"or needs one", `place.room pr or label pr`, true},
		{"not turns round", `not (place.room pr)`, true},
	}
	r := printer()
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := Match(mustBind(t, device, test.text), r); got != test.want {
				t.Errorf("Match(%s) is %v", test.text, got)
			}
		})
	}
}

func TestMatchOfWhatIsNotThere(t *testing.T) {
	hollow := scim.NewObject(
		"label", nil,
		"tags", []any{},
		"place", new(scim.Object),
		"owner", scim.NewObject("value", nil),
		"links", []any{new(scim.Object), scim.NewObject("type", nil), scim.NewObject("value", []any{})},
		maker, scim.NewObject("dealer", new(scim.Object)),
	)
	tests := []struct {
		name, text string
		want       bool
	}{
		{"no text is present", `label pr`, false},
		{"no list is present", `tags pr`, false},
		{"no complex value is present", `place pr or owner pr or ` + maker + `:dealer pr`, false},
		{"no list of complex values is present", `links pr or links.type pr`, false},
		{"eq null holds", `label eq null and tags eq null and place eq null and owner eq null and links eq null`, true},
		{"ne holds", `label ne "x" and tags ne "x" and owner ne "x" and links.type ne "x" and inUse ne true and ports ne 1`, true},
		{"eq fails", `label eq "x" or tags eq "x" or owner eq "x" or inUse eq false or ports eq 0`, false},
		{"eq of the empty text fails", `label eq ""`, false},
		{"co of the empty text fails", `label co "" or tags sw "" or owner ew ""`, false},
		{"order fails either way", `ports lt 1 or ports ge 1 or bought lt "2020-01-01T00:00:00Z" or bought ge "2020-01-01T00:00:00Z"`, false},
		{"brackets fail without an element", `tags pr or links[type eq "x"]`, false},
		{"the attributes of an extension are absent", maker + `:brand pr or meta.created pr`, false},
	}
	for name, r := range map[string]scim.Resource{"absent": new(scim.Object), "hollow": hollow} {
		for _, test := range tests {
			t.Run(name+": "+test.name, func(t *testing.T) {
				if got := Match(mustBind(t, device, test.text), r); got != test.want {
					t.Errorf("Match(%s) is %v", test.text, got)
				}
			})
		}
	}
}

func TestMatchElement(t *testing.T) {
	p, err := ParsePath(`links[type eq "work" and not (speed lt 10)].value`, nil)
	if err != nil {
		t.Fatal(err)
	}
	if p, err = BindPath(device, p, nil); err != nil {
		t.Fatal(err)
	}
	for i, want := range []bool{true, false, false} {
		if got := MatchElement(p.Filter, printer().List("links")[i].(*scim.Object)); got != want {
			t.Errorf("element %d: MatchElement is %v", i, got)
		}
	}
}

func TestMatchOfTheEmptyTextAndOfNoFilter(t *testing.T) {
	r := scim.NewObject("label", "")
	if !Match(mustBind(t, device, `label pr and label eq "" and label lt "a"`), r) {
		t.Error("an empty text is not taken for a value")
	}
	if !Match(nil, r) || !Match(nil, nil) {
		t.Error("no filter does not hold")
	}
}

func TestMatchOfValuesThatAreNotOfTheType(t *testing.T) {
	odd := scim.NewObject(
		"label", int64(1), "inUse", "true", "ports", "4", "weight", true, "bought", "yesterday",
		"place", "here", "links", []any{"a@x"}, "tags", "red",
	)
	for _, text := range []string{
		`label eq "1"`, `label co "1"`, `inUse eq true`, `ports eq 4`, `ports gt 0`, `weight ge 0`,
		`bought lt "2030-01-01T00:00:00Z"`, `place.floor pr`, `links.value eq "a@x"`, `links[value pr]`,
	} {
		if Match(mustBind(t, device, text), odd) {
			t.Errorf("Match(%s) holds", text)
		}
	}
	if !Match(mustBind(t, device, `tags eq "red"`), odd) {
		t.Error("a single value does not stand for a list of one")
	}
}

func TestMatchUsesTheFoldOfTheAttribute(t *testing.T) {
	tests := []struct {
		fold fold.Kind
		text string
		want bool
	}{
		{fold.None, `name eq "ZOË"`, true},
		{fold.None, `name eq "zoË"`, false},
		{fold.ASCII, `name eq "zoË"`, true},
		{fold.ASCII, `name eq "zoë"`, false},
		{fold.Simple, `name eq "zoë"`, true},
		{fold.Simple, "name eq \"zoe\u0308\"", false},
		{fold.Full, "name eq \"zoe\u0308\"", true},
	}
	for _, test := range tests {
		t.Run(string(test.fold)+" "+test.text, func(t *testing.T) {
			rt := &schema.ResourceType{Schema: &schema.Schema{ID: "urn:x", Attributes: []*schema.Attribute{
				{Name: "name", Type: schema.String, Fold: test.fold},
			}}}
			if got := Match(mustBind(t, rt, test.text), scim.NewObject("name", "ZOË")); got != test.want {
				t.Errorf("Match is %v", got)
			}
		})
	}
}
