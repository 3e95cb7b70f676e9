package schema

import (
	"strings"
	"testing"

	"github.com/scimgate/scimgate/scim"
)

func TestASelectionFindsWhatItNamesAndIgnoresTheRest(t *testing.T) {
	s, err := Select(userType(), []string{"USERNAME", "shoeSize", "emails.type"}, nil, nil)
	if err != nil || len(s.Attributes) != 2 || s.Attributes[1].String() != "emails.type" {
		t.Errorf("%v, %v", s.Attributes, err)
	}
	if s, err := Select(userType(), []string{"shoeSize"}, nil, nil); err != nil || s.Attributes == nil {
		t.Errorf("only unknown names must not mean the default: %v, %v", s, err)
	}
	if s, err := Select(userType(), nil, nil, nil); err != nil || s.Attributes != nil || s.Excluded != nil {
		t.Errorf("nothing named is not the default: %v, %v", s, err)
	}
	if _, err := Select(userType(), []string{"id"}, []string{"title"}, nil); code(err) != "400 invalidValue" {
		t.Errorf("both lists: %v", err)
	}
}

func TestReturnedFollowsTheCharacteristics(t *testing.T) {
	const (
		device = `{"schemas":["urn:example:2.0:Device","urn:example:2.0:Lease"],"id":"1","externalId":"x","serial":"s","notes":"n","label":"l",` +
			`"place":{"building":"B","room":"7","code":"c"},"disks":[{"value":"d","key":"k","health":"h"}],` +
			`"urn:example:2.0:Lease":{"until":"2030-01-01T00:00:00Z","lessor":"L"},"meta":{"resourceType":"Device","version":"W/\"1\""}}`
		head  = `{"schemas":["urn:example:2.0:Device","urn:example:2.0:Lease"],"id":"1"`
		head1 = `{"schemas":["urn:example:2.0:Device"],"id":"1"`
		lease = `,"urn:example:2.0:Lease":{"until":"2030-01-01T00:00:00Z","lessor":"L"}`
		meta  = `,"meta":{"resourceType":"Device","version":"W/\"1\""}}`
	)
	cases := []struct{ name, attributes, excluded, sent, want string }{
		{"by default all but what is returned on request or never", "", "", "",
			head + `,"externalId":"x","serial":"s","label":"l","place":{"building":"B","room":"7","code":"c"},"disks":[{"value":"d"}]` + lease + meta},
		{"what was sent is returned on request", "", "", "notes",
			head + `,"externalId":"x","serial":"s","notes":"n","label":"l","place":{"building":"B","room":"7","code":"c"},"disks":[{"value":"d"}]` + lease + meta},
		{"a sub-attribute is sent with its attribute, and what is never returned is not even then", "", "", "disks",
			head + `,"externalId":"x","serial":"s","label":"l","place":{"building":"B","room":"7","code":"c"},"disks":[{"value":"d","health":"h"}]` + lease + meta},
		{"one attribute, and what is always returned", "serial", "", "", head1 + `,"serial":"s","label":"l"}`},
		{"what was sent is not returned when others were named", "serial", "", "notes", head1 + `,"serial":"s","label":"l"}`},
		{"what is returned on request by its name", "notes", "", "", head1 + `,"notes":"n","label":"l"}`},
		{"a sub-attribute on request by its own name alone", "disks", "", "", head1 + `,"label":"l","disks":[{"value":"d"}]}`},
		{"a sub-attribute on request, named", "disks.health", "", "", head1 + `,"label":"l","disks":[{"health":"h"}]}`},
		{"what is never returned is not, though named", "disks.key", "", "", head1 + `,"label":"l"}`},
		{"a sub-attribute brings those that are always returned", "place.room", "", "", head1 + `,"label":"l","place":{"room":"7","code":"c"}}`},
		{"a whole extension", "urn:example:2.0:Lease", "", "", head + `,"label":"l"` + lease + `}`},
		{"an attribute of an extension", "urn:example:2.0:Lease:lessor", "", "", head + `,"label":"l","urn:example:2.0:Lease":{"lessor":"L"}}`},
		{"meta in part", "meta.version", "", "", head1 + `,"label":"l","meta":{"version":"W/\"1\""}}`},
		{"nothing but unknown names", "shoe", "", "", head1 + `,"label":"l"}`},
		{"without an attribute", "", "place,disks,meta,externalId", "", head + `,"serial":"s","label":"l"` + lease + `}`},
		{"without a sub-attribute", "", "place.room,disks.value", "", head + `,"externalId":"x","serial":"s","label":"l","place":{"building":"B","code":"c"}` + lease + meta},
		{"without an extension", "", "urn:example:2.0:Lease", "",
			head1 + `,"externalId":"x","serial":"s","label":"l","place":{"building":"B","room":"7","code":"c"},"disks":[{"value":"d"}]` + meta},
		{"without any attribute of an extension", "", "urn:example:2.0:Lease:until,urn:example:2.0:Lease:lessor", "",
			head1 + `,"externalId":"x","serial":"s","label":"l","place":{"building":"B","room":"7","code":"c"},"disks":[{"value":"d"}]` + meta},
		{"what is always returned cannot be excluded", "", "label,id,schemas,place.code,serial,externalId,meta,disks,urn:example:2.0:Lease", "",
			head1 + `,"label":"l","place":{"building":"B","room":"7","code":"c"}}`},
		{"what was sent can be excluded", "", "notes,disks,place,externalId,serial,meta", "notes", head + `,"label":"l"` + lease + `}`},
	}
	rt := deviceType()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s, err := Select(rt, names(c.attributes), names(c.excluded), nil)
			if err != nil {
				t.Fatal(err)
			}
			if c.sent != "" {
				s.Sent = Paths{path(t, rt, c.sent): true}
			}
			r := object(t, device)
			if got := encoded(s.Returned(rt, r)); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
			if encoded(r) != device {
				t.Errorf("the resource was changed: %s", encoded(r))
			}
			wantsWhatIsReturned(t, rt, s, s.Returned(rt, r))
		})
	}
}

// wantsWhatIsReturned checks that Wants holds for all that is in a pruned resource, and for nothing of the full one
// that is not.
func wantsWhatIsReturned(t *testing.T, rt *ResourceType, s Selection, r scim.Resource) {
	t.Helper()
	for p := range rt.Attributes() {
		in := r
		if p.Extension != nil {
			in = r.Object(p.Extension.ID)
		}
		if v, ok := in.Get(p.Attr.Name); ok && !s.Wants(p) {
			t.Errorf("%s is returned, and not wanted: %s", p, encoded(v))
		}
		for _, sub := range p.Attr.Sub {
			o := in.Object(p.Attr.Name)
			if l := in.List(p.Attr.Name); len(l) > 0 {
				o = l[0].(*scim.Object)
			}
			if _, ok := o.Get(sub.Name); ok && !s.Wants(p.Down(sub)) {
				t.Errorf("%s is returned, and not wanted", p.Down(sub))
			}
		}
	}
	for _, x := range rt.Extensions {
		if r.Object(x.Schema.ID) != nil && !s.Wants(Path{Extension: x.Schema}) {
			t.Errorf("%s is returned, and not wanted", x.Schema.ID)
		}
	}
}

func TestWhatIsNeverReturnedIsNeverWanted(t *testing.T) {
	rt := userType()
	password := path(t, rt, "password")
	for _, s := range []Selection{{}, {Attributes: []Path{password}}, {Sent: Paths{password: true}}} {
		if s.Wants(password) {
			t.Errorf("%v wants the password", s)
		}
		r := object(t, `{`+coreUser+`,"id":"1","password":"hunter2"}`)
		if got := encoded(s.Returned(rt, r)); strings.Contains(got, "hunter2") {
			t.Errorf("%v returns %s", s, got)
		}
	}
}

func TestAResourceThatLosesNothingIsAnsweredAsItIs(t *testing.T) {
	rt := userType()
	r := fullUser(t)
	if got := (Selection{}).Returned(rt, r); got != r {
		t.Error("the default selection made a copy")
	}
}

func BenchmarkReturned(b *testing.B) {
	rt := userType()
	r := fullUser(b)
	narrow, err := Select(rt, []string{"userName", "emails.value"}, nil, nil)
	if err != nil {
		b.Fatal(err)
	}
	for name, s := range map[string]Selection{"default": {}, "narrow": narrow} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				s.Returned(rt, r)
			}
		})
	}
}

func fullUser(t testing.TB) scim.Resource {
	return object(t, `{`+enterpriseUser+`,"id":"1","externalId":"7","userName":"ada","name":{"givenName":"Ada","familyName":"L"},"active":true,
		"emails":[{"value":"a@x","type":"work","primary":true},{"value":"a@y","type":"home"}],"groups":[{"value":"g","display":"G"}],
		"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"department":"D","manager":{"value":"2"}},
		"meta":{"resourceType":"User","version":"W/\"1\""}}`)
}

func names(list string) []string {
	if list == "" {
		return nil
	}
	return strings.Split(list, ",")
}
