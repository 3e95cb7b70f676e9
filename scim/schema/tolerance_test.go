package schema

import (
	"testing"

	"github.com/scimgate/scimgate/scim"
)

func TestEachToleranceServesWhatIsRefusedWithoutIt(t *testing.T) {
	const enterprise = `"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"`
	cases := []struct {
		name      string
		tolerance scim.Tolerance
		in, want  string
		strict    string
	}{
		{"a boolean as text", scim.BooleanText, `{` + coreUser + `,"active":"False"}`, `{` + coreUser + `,"active":false}`, "400 invalidValue"},
		{"a number for a string", scim.NumberText, `{` + coreUser + `,"externalId":17,"title":2.50}`, `{` + coreUser + `,"externalId":"17","title":"2.5"}`, "400 invalidValue"},
		{"a bare string for a complex value", scim.BareComplex, `{` + enterpriseUser + `,` + enterprise + `:{"manager":"7"}}`, `{` + enterpriseUser + `,` + enterprise + `:{"manager":{"value":"7"}}}`, "400 invalidValue"},
		{"a list of one for a single value", scim.BareComplex, `{` + enterpriseUser + `,` + enterprise + `:{"manager":[{"$ref":null,"value":"7"}]}}`, `{` + enterpriseUser + `,` + enterprise + `:{"manager":{"value":"7"}}}`, "400 invalidValue"},
		{"a list of one for a simple value", scim.BareComplex, `{` + coreUser + `,"title":["x"]}`, `{` + coreUser + `,"title":"x"}`, "400 invalidValue"},
		{"a single element for a list", scim.BareComplex, `{` + coreUser + `,"emails":{"value":"a@x"}}`, `{` + coreUser + `,"emails":[{"value":"a@x"}]}`, "400 invalidValue"},
		{"bare strings for elements", scim.BareComplex, `{` + coreUser + `,"emails":["a@x","b@x"]}`, `{` + coreUser + `,"emails":[{"value":"a@x"},{"value":"b@x"}]}`, "400 invalidValue"},
		{"an empty text for a boolean", scim.EmptyAsAbsent, `{` + coreUser + `,"active":"","name":""}`, `{` + coreUser + `}`, "400 invalidValue"},
		{"an empty text for a list", scim.EmptyAsAbsent, `{` + coreUser + `,"emails":""}`, `{` + coreUser + `}`, "400 invalidValue"},
		{"no schemas", scim.SchemasInferred, `{"userName":"ada"}`, `{` + coreUser + `,"userName":"ada"}`, "400 invalidSyntax"},
		{"schemas of SCIM 1.1", scim.SchemasInferred, `{"schemas":["urn:scim:schemas:core:1.0"],"userName":"ada"}`, `{` + coreUser + `,"userName":"ada"}`, "400 invalidSyntax"},
		{"a surplus schema", scim.SchemasInferred, `{"schemas":["urn:scim:schemas:core:1.0","urn:ietf:params:scim:schemas:core:2.0:User"]}`, `{` + coreUser + `}`, "400 invalidSyntax"},
		{"the enterprise extension of SCIM 1.1", scim.SchemasInferred, `{` + enterpriseUser + `,"urn:scim:schemas:extension:enterprise:1.0":{"division":"D"}}`, `{` + enterpriseUser + `,` + enterprise + `:{"division":"D"}}`, "400 invalidSyntax"},
		{"an extension's attribute without its URN", scim.SchemasInferred, `{` + enterpriseUser + `,"employeeNumber":"7"}`, `{` + enterpriseUser + `,` + enterprise + `:{"employeeNumber":"7"}}`, "400 invalidSyntax"},
		{"an attribute under the URN of SCIM 1.1", scim.SchemasInferred, `{` + enterpriseUser + `,"urn:scim:schemas:extension:enterprise:1.0:division":"D"}`, `{` + enterpriseUser + `,` + enterprise + `:{"division":"D"}}`, "400 invalidSyntax"},
		{"the manager of SCIM 1.1", scim.LegacyNames, `{` + enterpriseUser + `,"urn:scim:schemas:extension:enterprise:1.0":{"manager":{"managerId":"7"}}}`, `{` + enterpriseUser + `,` + enterprise + `:{"manager":{"value":"7"}}}`, "400 invalidSyntax"},
		{"the manager of SCIM 1.1 as a dotted key", scim.LegacyNames, `{` + enterpriseUser + `,` + enterprise + `:{"manager.managerId":"7"}}`, `{` + enterpriseUser + `,` + enterprise + `:{"manager":{"value":"7"}}}`, "400 invalidSyntax"},
		{"a dotted key", scim.FlatKeys, `{` + coreUser + `,"name.GIVENname":"A","name":{"familyName":"L"}}`, `{` + coreUser + `,"name":{"familyName":"L","givenName":"A"}}`, "400 invalidSyntax"},
		{"a key with a URN", scim.FlatKeys, `{` + enterpriseUser + `,"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber":"7"}`, `{` + enterpriseUser + `,` + enterprise + `:{"employeeNumber":"7"}}`, "400 invalidSyntax"},
		{"a dotted key with a URN", scim.FlatKeys, `{` + enterpriseUser + `,"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value":"7"}`, `{` + enterpriseUser + `,` + enterprise + `:{"manager":{"value":"7"}}}`, "400 invalidSyntax"},
		{"a dotted key inside an extension", scim.FlatKeys, `{` + enterpriseUser + `,` + enterprise + `:{"manager.value":"7"}}`, `{` + enterpriseUser + `,` + enterprise + `:{"manager":{"value":"7"}}}`, "400 invalidSyntax"},
		{"core attributes under their URN", scim.FlatKeys, `{` + coreUser + `,"urn:ietf:params:scim:schemas:core:2.0:User":{"title":"x"}}`, `{` + coreUser + `,"title":"x"}`, "400 invalidSyntax"},
		{"an unknown attribute", scim.UnknownDropped, `{` + coreUser + `,"shoeSize":1,"name":{"first":"A","givenName":"A"}}`, `{` + coreUser + `,"name":{"givenName":"A"}}`, "400 invalidSyntax"},
		{"an unknown extension", scim.UnknownDropped, `{` + coreUser + `,"urn:x:y":{"a":1}}`, `{` + coreUser + `}`, "400 invalidSyntax"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			edge := &scim.Edge{}
			got, err := Canonicalise(userType(), object(t, c.in), edge)
			if err != nil || encoded(got) != c.want {
				t.Errorf("got  %s, %v\nwant %s", encoded(got), err, c.want)
			}
			if edge.Used[c.tolerance] == 0 {
				t.Errorf("%s is not counted: %v", c.tolerance, edge.Used)
			}
			// All other tolerances stay on: it is this one that was needed.
			edge = &scim.Edge{Strict: map[scim.Tolerance]bool{c.tolerance: true, scim.UnknownDropped: true, scim.UnmappedDropped: true}}
			if got, err := Canonicalise(userType(), object(t, c.in), edge); code(err) != c.strict {
				t.Errorf("without %s: %s, %v; want %s", c.tolerance, encoded(got), err, c.strict)
			}
		})
	}
}

func TestNoToleranceTakesSchemasThatAreNoList(t *testing.T) {
	for _, in := range []string{`{"schemas":"urn:ietf:params:scim:schemas:core:2.0:User"}`, `{"schemas":[1]}`, `{"schemas":{}}`, `{"schemas":[null]}`} {
		if got, err := Canonicalise(userType(), object(t, in), &scim.Edge{}); code(err) != "400 invalidSyntax" {
			t.Errorf("%s becomes %s, %v", in, encoded(got), err)
		}
	}
}

func TestWhatAnAppDoesNotMapIsToldFromWhatNobodyKnows(t *testing.T) {
	mapped := &ResourceType{Name: "User", Schema: &Schema{ID: scim.SchemaUser, Attributes: []*Attribute{
		{Name: "userName", Type: String},
		{Name: "emails", Type: Complex, MultiValued: true, Sub: []*Attribute{{Name: "value", Type: String}}},
	}}}
	cases := []struct {
		name, in string
		want     scim.Tolerance
	}{
		{"an attribute of the standard", `{` + coreUser + `,"nickName":"x"}`, scim.UnmappedDropped},
		{"a sub-attribute of the standard", `{` + coreUser + `,"emails":[{"value":"a@x","type":"work"}]}`, scim.UnmappedDropped},
		{"an extension of the standard", `{` + coreUser + `,"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"division":"x"}}`, scim.UnmappedDropped},
		{"an extension's attribute under its URN", `{` + coreUser + `,"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:division":"x"}`, scim.UnmappedDropped},
		{"an attribute of no schema", `{` + coreUser + `,"shoeSize":1}`, scim.UnknownDropped},
		{"a sub-attribute of no schema", `{` + coreUser + `,"emails":[{"value":"a@x","shoe":1}]}`, scim.UnknownDropped},
		{"an attribute of another core schema", `{` + coreUser + `,"members":[]}`, scim.UnknownDropped},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			edge := &scim.Edge{}
			if _, err := Canonicalise(mapped, object(t, c.in), edge); err != nil || edge.Used[c.want] == 0 {
				t.Errorf("%v, used %v; want %s", err, edge.Used, c.want)
			}
			edge = &scim.Edge{Strict: map[scim.Tolerance]bool{c.want: true}}
			if _, err := Canonicalise(mapped, object(t, c.in), edge); code(err) != "400 invalidSyntax" {
				t.Errorf("without it: %v", err)
			}
		})
	}
}

func TestNumbersAsTextAreReadForNumericAttributes(t *testing.T) {
	rt := deviceType()
	for attr, in := range map[string]string{"ports": `"17"`, "weight": `"1.5"`} {
		at := path(t, rt, attr)
		if v, ok, err := CanonicalValue(rt, at, value(t, in), &scim.Edge{}); err != nil || !ok || `"`+encoded(v)+`"` != in {
			t.Errorf("%s: %v, %v, %v", attr, v, ok, err)
		}
		for _, bad := range []string{`"x"`, `"1e400"`, `"NaN"`, `true`} {
			if _, _, err := CanonicalValue(rt, at, value(t, bad), &scim.Edge{}); code(err) != "400 invalidValue" {
				t.Errorf("%s of %s: %v", attr, bad, err)
			}
		}
	}
}

func TestFlatKeysDoNotReachIntoLists(t *testing.T) {
	for _, in := range []string{`{` + coreUser + `,"emails.value":"a@x"}`, `{` + coreUser + `,"name":"x","name.givenName":"y"}`, `{` + coreUser + `,"name":{"givenName":"x"},"name.givenName":"y"}`} {
		if got, err := Canonicalise(userType(), object(t, in), &scim.Edge{}); code(err) != "400 invalidSyntax" {
			t.Errorf("%s: %v, %v", in, got, err)
		}
	}
}
