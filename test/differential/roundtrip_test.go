package differential

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/gateway"
	"github.com/scimgate/scimgate/internal/testenv"
	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/schema"
)

// TestWhatIsWrittenIsReadBack creates and replaces random people that the tables can hold.
func TestWhatIsWrittenIsReadBack(t *testing.T) {
	onEach(t, func(t *testing.T, dialect string, r *rand.Rand) {
		s := open(t, dialect)
		s.run(t, populate(dialect, r, 2))
		_, people := everybody(t, s.users)
		for i := range testenv.N(150, 10_000) {
			sent := person(t, s.users, r, i, people[0])
			created, err := s.users.Create(t.Context(), sent.Clone(), view())
			if err != nil {
				t.Fatalf("create %s: %v", sent.AppendJSON(nil), err)
			}
			id := created.Resource.Text("id")
			same(t, s.users, id, sent)
			other := person(t, s.users, r, i, people[1])
			if _, err := s.users.Replace(t.Context(), id, other.Clone(), view()); err != nil {
				t.Fatalf("replace by %s: %v", other.AppendJSON(nil), err)
			}
			if _, told := other.Get("active"); !told {
				if before, ok := sent.Get("active"); ok {
					other.Set("active", before) // a PUT that does not mention it leaves it
				}
			}
			same(t, s.users, id, other)
		}
	})
}

// same reads the resource again.
func same(t *testing.T, e *gateway.Endpoint, id string, sent scim.Resource) {
	t.Helper()
	read, err := e.Get(t.Context(), id, view())
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(comparable(sent), comparable(read.Resource)); d != "" {
		t.Fatalf("(-sent +read):\n%s", d)
	}
}

// person is a resource that the tables can hold; n tells people apart.
func person(t *testing.T, e *gateway.Endpoint, r *rand.Rand, n int, manager string) scim.Resource {
	t.Helper()
	text := func() string { return storable(r) }
	o := scim.NewObject("schemas", []any{"urn:ietf:params:scim:schemas:core:2.0:User", enterprise}, "userName", fmt.Sprint(text(), n))
	maybe := func(o *scim.Object, name string, v any) {
		if r.IntN(2) == 0 {
			o.Set(name, v)
		}
	}
	for _, name := range []string{"externalId", "nickName", "displayName", "profileUrl"} {
		maybe(o, name, text())
	}
	maybe(o, "active", r.IntN(2) == 0)
	maybe(o, "userType", pick(r, "Employee", "Contractor"))
	maybe(o, "locale", pick(r, "en", "fr"))
	work := scim.NewObject("type", "work", "primary", true, "value", text())
	home := scim.NewObject("type", "home", "value", text())
	maybe(o, "emails", pick(r, []any{work}, []any{home}, []any{work, home}, []any{home, work}))
	maybe(o, "phoneNumbers", []any{scim.NewObject("value", "1"+text(), "type", "work"), scim.NewObject("value", "2"+text(), "type", "mobile")})
	maybe(o, "roles", []any{scim.NewObject("value", "Research", "display", text()), scim.NewObject("value", "People")})
	name, extension := scim.NewObject("familyName", text()), scim.NewObject("employeeNumber", fmt.Sprint(n))
	maybe(name, "givenName", text())
	maybe(o, "name", name)
	maybe(extension, "department", pick(r, "Research", "People"))
	maybe(extension, "manager", scim.NewObject("value", manager))
	maybe(o, enterprise, extension)
	resource, err := schema.Canonicalise(e.Mapping.Type(), o, nil)
	if err != nil {
		t.Fatalf("%v in %s", err, o.AppendJSON(nil))
	}
	return resource
}

// storable is a text that every column can hold: some write "-" for nothing.
func storable(r *rand.Rand) string {
	for {
		if s := pick(r, odd...); s != null && s != "" && s != "-" {
			return s
		}
	}
}

// comparable is a resource without what the application adds, in one order.
func comparable(r scim.Resource) string {
	c := r.Clone()
	for _, name := range []string{"id", "meta", "title", "preferredLanguage", "groups"} {
		c.Delete(name)
	}
	if name := c.Object("name"); name != nil {
		name.Delete("honorificPrefix")
	}
	if _, ok := c.Get("userType"); !ok {
		c.Set("userType", "Other") // what the app file reads for no kind
	}
	if manager := c.Object(enterprise).Object("manager"); manager != nil {
		manager.Delete("$ref")
		manager.Delete("displayName")
	}
	return sorted(c)
}

// sorted is JSON with names and elements in order, one a line.
func sorted(v any) string {
	var parts []string
	switch v := v.(type) {
	case *scim.Object:
		for name, x := range v.All() {
			parts = append(parts, name+": "+sorted(x))
		}
	case []any:
		for _, x := range v {
			parts = append(parts, sorted(x))
		}
	default:
		return string(scim.AppendJSON(nil, v))
	}
	slices.Sort(parts)
	return "{" + strings.Join(parts, "\n") + "}"
}
