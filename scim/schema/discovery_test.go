package schema_test

import (
	"testing"

	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/schema"
)

func TestDiscoveryDescribesWhatItRenders(t *testing.T) {
	user := schema.User()
	rt := &schema.ResourceType{Name: "User", Endpoint: "/Users", Description: "User accounts", Schema: user,
		Extensions: []schema.Extension{{Schema: schema.EnterpriseUser()}}}
	rendered := map[string]*scim.Object{
		scim.SchemaSchema:       user.Resource("https://h"),
		scim.SchemaResourceType: rt.Resource("https://h"),
	}
	for _, s := range schema.Discovery() {
		o, ok := rendered[s.ID]
		if !ok {
			continue
		}
		for name, v := range o.All() {
			if name == "schemas" || name == "meta" {
				continue
			}
			a := s.Lookup(name)
			if a == nil {
				t.Errorf("%s does not know %s", s.Name, name)
				continue
			}
			if _, many := v.([]any); many != a.MultiValued {
				t.Errorf("%s.%s is multi-valued: %v", s.Name, name, a.MultiValued)
			}
		}
		for _, a := range s.Attributes {
			if _, ok := o.Get(a.Name); a.Required && !ok {
				t.Errorf("%s requires %s, which is not rendered", s.Name, a.Name)
			}
		}
	}
}

func TestDiscoverySaysWhatItsReferencesLeadTo(t *testing.T) {
	for _, s := range schema.Discovery() {
		for _, a := range s.Attributes {
			for _, a := range append([]*schema.Attribute{a}, a.Sub...) {
				if is := a.Type == schema.Reference; is != (len(a.ReferenceTypes) > 0) || is && !a.CaseExact {
					t.Errorf("%s.%s is a %s to %v", s.Name, a.Name, a.Type, a.ReferenceTypes)
				}
			}
		}
	}
}
