package schema

import "testing"

const (
	coreUser       = `"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"]`
	enterpriseUser = `"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"]`
	coreDevice     = `"schemas":["urn:example:2.0:Device"]`
)

func TestABodyBecomesCanonical(t *testing.T) {
	cases := []struct{ name, in, want string }{
		{
			"names in any letter case come out in the schema's case and order",
			`{"USERNAME":"ada","Schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"Name":{"FAMILYname":"L","givenname":"A"},"externalid":"7"}`,
			`{` + coreUser + `,"externalId":"7","userName":"ada","name":{"familyName":"L","givenName":"A"}}`,
		},
		{
			"schemas lists the extensions that have data",
			`{` + enterpriseUser + `,"userName":"ada","urn:ietf:params:scim:schemas:extension:enterprise:2.0:USER":{"Department":"R&D"}}`,
			`{` + enterpriseUser + `,"userName":"ada","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"department":"R&D"}}`,
		},
		{
			"an extension without data leaves schemas",
			`{` + enterpriseUser + `,"userName":"ada","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"department":null}}`,
			`{` + coreUser + `,"userName":"ada"}`,
		},
		{
			"null, the empty list and the empty complex value are absent",
			`{` + coreUser + `,"userName":"ada","title":null,"emails":[],"name":{},"phoneNumbers":[{},null],"addresses":null,"roles":[]}`,
			`{` + coreUser + `,"userName":"ada"}`,
		},
		{
			"what clients cannot set is passed over",
			`{` + coreUser + `,"id":"x","meta":{"resourceType":"User","shoe":1},"groups":[{"value":"g"}],"userName":"ada"}`,
			`{` + coreUser + `,"userName":"ada"}`,
		},
		{
			"a canonical value comes out in the schema's case, any other as it was sent",
			`{` + coreUser + `,"emails":[{"type":"WORK","value":"a@x"},{"type":"School","value":"b@x"}]}`,
			`{` + coreUser + `,"emails":[{"value":"a@x","type":"work"},{"value":"b@x","type":"School"}]}`,
		},
		{
			"elements with the same type and value become one",
			`{` + coreUser + `,"emails":[{"type":"Work","value":"a@x","primary":true},{"value":"a@x","type":"home"},{"value":"a@x","type":"work","display":"A"}]}`,
			`{` + coreUser + `,"emails":[{"value":"a@x","display":"A","type":"work","primary":true},{"value":"a@x","type":"home"}]}`,
		},
		{
			"equal elements without a value become one",
			`{` + coreUser + `,"addresses":[{"locality":"Ulm","type":"work"},{"type":"work","locality":"Ulm"},{"type":"home","locality":"Ulm"}]}`,
			`{` + coreUser + `,"addresses":[{"locality":"Ulm","type":"work"},{"locality":"Ulm","type":"home"}]}`,
		},
		{
			"values are not normalised",
			`{` + coreUser + `,"userName":" Ada ","displayName":"José","profileUrl":"HTTP://X/%7e"}`,
			`{` + coreUser + `,"userName":" Ada ","displayName":"José","profileUrl":"HTTP://X/%7e"}`,
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			in := object(t, c.in)
			sent := in.Clone()
			got, err := Canonicalise(userType(), in, nil)
			if err != nil {
				t.Fatal(err)
			}
			if encoded(got) != c.want {
				t.Errorf("got  %s\nwant %s", encoded(got), c.want)
			}
			if !in.Equal(sent) {
				t.Errorf("the body was changed: %s", encoded(in))
			}
			again, err := Canonicalise(userType(), got, nil)
			if err != nil || encoded(again) != encoded(got) {
				t.Errorf("canonical again is %s, %v", encoded(again), err)
			}
		})
	}
}

func TestABodyThatIsWrongIsRefused(t *testing.T) {
	cases := []struct{ name, in, want string }{
		{"a name twice in different case", `{` + coreUser + `,"userName":"a","username":"b"}`, "400 invalidSyntax: userName is given twice"},
		{"a sub-attribute twice", `{` + coreUser + `,"name":{"givenName":"a","givenname":"b"}}`, "400 invalidSyntax: name.givenName is given twice"},
		{"an unknown attribute", `{` + coreUser + `,"shoeSize":1}`, `400 invalidSyntax: a User has no attribute "shoeSize"`},
		{"an unknown sub-attribute", `{` + coreUser + `,"name":{"shoe":1}}`, `400 invalidSyntax: name has no sub-attribute "shoe"`},
		{"a number for a string", `{` + coreUser + `,"title":1}`, "400 invalidValue: title takes a string"},
		{"a string for a boolean", `{` + coreUser + `,"active":"true"}`, "400 invalidValue: active takes a boolean"},
		{"a boolean for a string", `{` + coreUser + `,"title":true}`, "400 invalidValue: title takes a string"},
		{"an object for a string", `{` + coreUser + `,"title":{"value":"x"}}`, "400 invalidValue: title takes a string"},
		{"a string for a complex value", `{` + coreUser + `,"name":"Ada"}`, "400 invalidValue: name takes a complex value"},
		{"a list for a single value", `{` + coreUser + `,"title":["x","y"]}`, "400 invalidValue: title takes a single value"},
		{"a list in a list", `{` + coreUser + `,"emails":[[["a@x"]]]}`, "400 invalidValue: emails takes a single value"},
		{"a single value for a list", `{` + coreUser + `,"emails":{"value":"a@x"}}`, "400 invalidValue: emails is multi-valued and takes a list"},
		{"a wrong type inside an element", `{` + coreUser + `,"emails":[{"value":"a@x","primary":"yes"}]}`, "400 invalidValue: emails.primary takes a boolean"},
		{"two primary elements", `{` + coreUser + `,"emails":[{"value":"a","primary":true},{"value":"b","primary":true}]}`, "400 invalidValue: emails has more than one primary value"},
		{"base64 that is none", `{` + coreUser + `,"x509Certificates":[{"value":"?"}]}`, "400 invalidValue: x509Certificates.value takes base64 text"},
		{"an extension that is no object", `{` + coreUser + `,"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":"x"}`, "400 invalidValue: urn:ietf:params:scim:schemas:extension:enterprise:2.0:User takes an object of attributes"},
		{"no schemas", `{"userName":"ada"}`, "400 invalidSyntax: schemas must have urn:ietf:params:scim:schemas:core:2.0:User"},
		{"schemas of another kind", `{"schemas":[1]}`, "400 invalidSyntax: schemas must be a list of schema URNs"},
		{"schemas without the core schema", `{"schemas":["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"]}`, "400 invalidSyntax: schemas must have urn:ietf:params:scim:schemas:core:2.0:User"},
		{"an unknown schema", `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","urn:x"]}`, "400 invalidSyntax: schemas has urn:x, which a User does not have"},
		{"data of an extension that schemas leaves out", `{` + coreUser + `,"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"division":"x"}}`, "400 invalidSyntax: schemas must have urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got, err := Canonicalise(userType(), object(t, c.in), nil); err == nil || err.Error() != c.want {
				t.Errorf("got %v, %v; want %s", got, err, c.want)
			}
		})
	}
}

func TestValuesHaveTheTypesOfTheSchema(t *testing.T) {
	cases := []struct{ name, attr, in, want string }{
		{"an integer", "ports", `-12`, `-12`},
		{"an integer has no fraction", "ports", `1.5`, ""},
		{"an integer has no exponent", "ports", `1.5e1`, ""},
		{"a decimal may be whole", "weight", `12`, `12`},
		{"a decimal", "weight", `1.25`, `1.25`},
		{"a decimal is no text", "weight", `"1.25"`, ""},
		{"a date with a zone", "bought", `"2011-08-01T21:32:44+02:00"`, `"2011-08-01T21:32:44+02:00"`},
		{"a date with a fraction stays as it was sent", "bought", `"2011-08-01T21:32:44.000Z"`, `"2011-08-01T21:32:44.000Z"`},
		{"a date without a zone", "bought", `"2011-08-01T21:32:44"`, `"2011-08-01T21:32:44"`},
		{"a date has a time", "bought", `"2011-08-01"`, ""},
		{"a date is in the calendar", "bought", `"2011-02-30T00:00:00Z"`, ""},
		{"a date has no decimal comma", "bought", `"2011-08-01T21:32:44,5Z"`, ""},
		{"a date is no number", "bought", `1312234364`, ""},
		{"padded base64", "firmware", `"AAE="`, `"AAE="`},
		{"unpadded base64", "firmware", `"AAE"`, `"AAE"`},
		{"base64 of the alphabet for URLs", "firmware", `"-_8"`, `"-_8"`},
		{"base64 of one alphabet at a time", "firmware", `"-/8="`, ""},
		{"a list of simple values has each once", "tags", `["a","b","a"]`, `["a","b"]`},
		{"a list of simple values of the wrong type", "tags", `["a",1]`, ""},
		{"an empty text is a text", "label", `""`, `""`},
	}
	rt := deviceType()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			v, ok, err := CanonicalValue(rt, path(t, rt, c.attr), value(t, c.in), nil)
			if c.want == "" {
				if code(err) != "400 invalidValue" {
					t.Errorf("got %s, %v", encoded(v), err)
				}
				return
			}
			if err != nil || !ok || encoded(v) != c.want {
				t.Errorf("got %s, %v, %v; want %s", encoded(v), ok, err, c.want)
			}
		})
	}
}

func TestAWholeExtensionIsOneValue(t *testing.T) {
	rt := userType()
	at := path(t, rt, "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User")
	v, ok, err := CanonicalValue(rt, at, value(t, `{"MANAGER":{"value":"7","displayName":"Bob"},"division":"D"}`), nil)
	if want := `{"division":"D","manager":{"value":"7"}}`; err != nil || !ok || encoded(v) != want {
		t.Errorf("got %s, %v, %v; want %s", encoded(v), ok, err, want)
	}
	if _, ok, err := CanonicalValue(rt, at, nil, nil); ok || err != nil {
		t.Errorf("null is there: %v, %v", ok, err)
	}
}

func TestAnErrorNeverRepeatsAValue(t *testing.T) {
	_, err := Canonicalise(userType(), object(t, `{`+coreUser+`,"password":["hunter2","hunter3"]}`), nil)
	if want := "400 invalidValue: password takes a single value"; err == nil || err.Error() != want {
		t.Errorf("got %v; want %s", err, want)
	}
}

func BenchmarkCanonicalise(b *testing.B) {
	rt := userType()
	in := object(b, `{`+coreUser+`,"externalId":"7","userName":"ada","active":true,"name":{"givenName":"Ada","familyName":"L"},
		"emails":[{"value":"a@x","type":"work","primary":true}],"displayName":"Ada L"}`)
	for b.Loop() {
		if _, err := Canonicalise(rt, in, nil); err != nil {
			b.Fatal(err)
		}
	}
}
