package schema

import "testing"

func TestWhatIsRequiredMustBeThere(t *testing.T) {
	cases := []struct{ name, in, want string }{
		{"all there", `{"serial":"s","place":{"building":"B"},"disks":[{"value":"d"}]}`, ""},
		{"an attribute is missing", `{"label":"l"}`, "400 invalidValue: serial is required"},
		{"an empty text is as good as none", `{"serial":""}`, "400 invalidValue: serial is required"},
		{"a complex value without its sub-attribute", `{"serial":"s","place":{"room":"7"}}`, "400 invalidValue: place.building is required"},
		{"a sub-attribute is not required where its attribute is absent", `{"serial":"s"}`, ""},
		{"one of several elements", `{"serial":"s","disks":[{"value":"d"},{"health":"ok"}]}`, "400 invalidValue: disks.value is required"},
		{"an attribute of an extension that is there", `{"serial":"s","urn:example:2.0:Lease":{"lessor":"L"}}`, "400 invalidValue: urn:example:2.0:Lease:until is required"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got := ""
			if err := Validate(deviceType(), object(t, c.in)); err != nil {
				got = err.Error()
			}
			if got != c.want {
				t.Errorf("got %q; want %q", got, c.want)
			}
		})
	}
}

func TestAChangeNeedNotMendWhatWasMissing(t *testing.T) {
	const lease = `"urn:example:2.0:Lease":`
	cases := []struct{ name, before, after, want string }{
		{"what was missing may be missing", `{"label":"a"}`, `{"label":"b"}`, ""},
		{"and may be given", `{"label":"a"}`, `{"label":"a","serial":"s"}`, ""},
		{"what was there may not go", `{"serial":"s"}`, `{"label":"b"}`, "400 invalidValue: serial is required"},
		{"an element that lacks something may stay", `{"disks":[{"health":"ok"}]}`, `{"label":"b","disks":[{"health":"ok"}]}`, ""},
		{"one that comes may not", `{"disks":[{"value":"d"}]}`, `{"disks":[{"value":"d"},{"health":"ok"}]}`, "400 invalidValue: disks.value is required"},
		{"a complex value that lacked something may change", `{"place":{"room":"7"}}`, `{"place":{"room":"7","code":"x"}}`, ""},
		{"a new one is whole", `{}`, `{"place":{"code":"x"}}`, "400 invalidValue: place.building is required"},
		{"an extension that lacked something may change", `{` + lease + `{"lessor":"L"}}`, `{` + lease + `{"lessor":"M"}}`, ""},
		{"a required extension that is not there is not asked for", `{"serial":"s"}`, `{"serial":"s","label":"b"}`, ""},
		{"one that is there may not go", `{"urn:example:2.0:Repair":{"lessor":"L"}}`, `{}`, "400 invalidValue: the extension urn:example:2.0:Repair is required"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			rt, got := deviceType(), ""
			rt.Extensions[1].Required = true
			if err := ValidateChange(rt, object(t, c.before), object(t, c.after)); err != nil {
				got = err.Error()
			}
			if got != c.want {
				t.Errorf("got %q; want %q", got, c.want)
			}
		})
	}
}

func TestARequiredExtensionMustBeThere(t *testing.T) {
	rt := deviceType()
	rt.Extensions[1].Required = true
	err := Validate(rt, object(t, `{"serial":"s"}`))
	if want := "400 invalidValue: the extension urn:example:2.0:Repair is required"; err == nil || err.Error() != want {
		t.Errorf("got %v; want %s", err, want)
	}
}

func TestWhatTheServiceProviderSetsIsNotAskedOfClients(t *testing.T) {
	rt := &ResourceType{Name: "X", Schema: &Schema{ID: "urn:x:X", Attributes: []*Attribute{{Name: "serial", Type: String, Required: true, Mutability: ReadOnly}}}}
	if err := Validate(rt, object(t, `{}`)); err != nil {
		t.Error(err)
	}
}

func TestWhatCannotChangeMustNot(t *testing.T) {
	const immutable, readOnly = "400 mutability: serial is immutable and cannot be changed", "400 mutability: id is readOnly and cannot be changed"
	cases := []struct{ name, before, after, want string }{
		{"the same value", `{"serial":"s"}`, `{"serial":"s"}`, ""},
		{"another value", `{"serial":"s"}`, `{"serial":"t"}`, immutable},
		{"a first value", `{}`, `{"serial":"t"}`, ""},
		{"a replacement need not repeat it", `{"serial":"s"}`, `{}`, ""},
		{"a sub-attribute", `{"place":{"room":"7"}}`, `{"place":{"room":"8"}}`, "400 mutability: place.room is immutable and cannot be changed"},
		{"a first value of a sub-attribute", `{"place":{"building":"B"}}`, `{"place":{"room":"8"}}`, ""},
		{"something readOnly", `{"id":"1"}`, `{"id":"2"}`, readOnly},
		{"a readWrite attribute may change", `{"label":"a"}`, `{"label":"b"}`, ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got := ""
			if err := CheckMutability(deviceType(), object(t, c.before), object(t, c.after)); err != nil {
				got = err.Error()
			}
			if got != c.want {
				t.Errorf("got %q; want %q", got, c.want)
			}
		})
	}
}

func TestElementsComeAndGoAsWholes(t *testing.T) {
	before := object(t, `{"members":[{"value":"1","type":"User"}]}`)
	after := object(t, `{"members":[{"value":"2","type":"User"}]}`)
	if err := CheckMutability(groupType(), before, after); err != nil {
		t.Error(err)
	}
}

func TestWhatIsReadOnlyInAnExtensionMustNotChange(t *testing.T) {
	const x = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
	before := object(t, `{"`+x+`":{"manager":{"value":"1","displayName":"Bob"}}}`)
	after := object(t, `{"`+x+`":{"manager":{"value":"1","displayName":"Eve"}}}`)
	if err := CheckMutability(userType(), before, after); code(err) != "400 mutability" {
		t.Error(err)
	}
}
