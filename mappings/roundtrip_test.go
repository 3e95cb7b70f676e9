package mappings_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/testenv"
	"github.com/scimgate/scimgate/mappings"
	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/schema"
)

// storableText is what the property app can hold: '-' stands for "no value" in one of its fields.
func storableText(r *rand.Rand) string {
	for {
		if s, _ := pick(r, oddTexts).(string); s != "" && s != "-" {
			return s
		}
	}
}

// randomUser is a resource that the property app can hold.
func randomUser(r *rand.Rand) *scim.Object {
	o := scim.NewObject("schemas", []any{"urn:ietf:params:scim:schemas:core:2.0:User", enterpriseURN[:len(enterpriseURN)-1]}, "userName", storableText(r))
	maybe := func(name string, v any) {
		if r.IntN(2) == 0 {
			o.Set(name, v)
		}
	}
	maybe("externalId", storableText(r))
	maybe("nickName", storableText(r))
	maybe("displayName", storableText(r))
	maybe("active", r.IntN(2) == 0)
	maybe("userType", pick(r, []string{"Employee", "Contractor"}))
	work := scim.NewObject("type", "work", "primary", true, "value", storableText(r))
	home := scim.NewObject("type", "home", "value", storableText(r))
	maybe("emails", pick(r, [][]any{{work}, {home}, {work, home}, {home, work}}))
	maybe("phoneNumbers", []any{scim.NewObject("value", "1"+storableText(r), "type", "work"), scim.NewObject("value", "2"+storableText(r), "type", "mobile")})
	maybe("name", scim.NewObject("familyName", storableText(r)))
	maybe("locale", pick(r, []string{"en", "fr"}))
	maybe("roles", []any{scim.NewObject("value", "Research", "display", storableText(r)), scim.NewObject("value", "People")})
	maybe("ims", []any{scim.NewObject("value", "1"+storableText(r)), scim.NewObject("value", "2"+storableText(r))})
	maybe("entitlements", []any{scim.NewObject("value", storableText(r))})
	x := scim.NewObject()
	if r.IntN(2) == 0 {
		x.Set("employeeNumber", "17")
	}
	if r.IntN(2) == 0 {
		x.Set("department", pick(r, []string{"Research", "People"}))
	}
	if r.IntN(2) == 0 {
		x.Set("organization", storableText(r))
	}
	if r.IntN(2) == 0 {
		x.Set("division", pick(r, []string{"North", "South"}))
	}
	if r.IntN(2) == 0 {
		x.Set("costCenter", pick(r, []string{"Research", "People"}))
	}
	if r.IntN(2) == 0 {
		x.Set("manager", scim.NewObject("value", "User:1"))
	}
	if x.Len() > 0 {
		o.Set(enterpriseURN[:len(enterpriseURN)-1], x)
	}
	return o
}

// TestWhatIsCreatedIsReadBack creates, replaces and reads random resources; what comes back is what was sent.
func TestWhatIsCreatedIsReadBack(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	r := rand.New(rand.NewPCG(seed, 2))
	m, entity := openProperty(t, r, propertyApp)
	for i := range testenv.N(500, 20_000) {
		sent := canonical(t, m, randomUser(r))
		change, err := m.Insert(t.Context(), sent, fakeIDs{}, noon)
		if err != nil {
			t.Fatal(err)
		}
		change.Set["emp_no"] = int64(1000 + i)
		rec, err := entity.Create(t.Context(), change)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(comparable(sent), comparable(readOne(t, m, entity, rec.Key))); d != "" {
			t.Fatalf("seed %d, user %d (-sent +read):\n%s", seed, i, d)
		}
		other := canonical(t, m, randomUser(r))
		_, err = entity.Update(t.Context(), rec.Key, m.FullNeed(), func(cur connectors.Record) (connectors.Change, error) {
			before, err := m.Resources(t.Context(), []connectors.Record{cur}, schema.Selection{}, fakeIDs{})
			if err != nil {
				return connectors.Change{}, err
			}
			return m.Changes(t.Context(), before[0], other, nil, nil, fakeIDs{}, noon)
		})
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(comparable(other), comparable(readOne(t, m, entity, rec.Key))); d != "" {
			t.Fatalf("seed %d, user %d replaced (-sent +read):\n%s", seed, i, d)
		}
		_ = entity.Delete(t.Context(), rec.Key, connectors.Need{}, func(connectors.Record) (connectors.Change, error) { return connectors.Change{}, nil })
	}
}

func canonical(t *testing.T, m *mappings.Mapping, o *scim.Object) scim.Resource {
	t.Helper()
	r, err := schema.Canonicalise(m.Type(), o, nil)
	if err != nil {
		t.Fatalf("%v in %s", err, o.AppendJSON(nil))
	}
	return r
}

func readOne(t *testing.T, m *mappings.Mapping, e connectors.Entity, k connectors.Key) scim.Resource {
	t.Helper()
	found, err := e.Get(t.Context(), []connectors.Key{k}, m.Need(schema.Selection{}, nil))
	if err != nil {
		t.Fatal(err)
	}
	rs, err := m.Resources(t.Context(), []connectors.Record{found[k]}, schema.Selection{}, fakeIDs{})
	if err != nil {
		t.Fatal(err)
	}
	return rs[0]
}

// comparable is a resource without what the application adds, its elements in one order.
func comparable(r scim.Resource) string {
	c := r.Clone()
	for _, name := range []string{"id", "meta", "title", "preferredLanguage", "groups"} {
		c.Delete(name)
	}
	if name := c.Object("name"); name != nil {
		name.Delete("honorificPrefix")
	}
	if _, ok := c.Get("userType"); !ok {
		c.Set("userType", "Other") // what the table reads for no kind
	}
	for _, name := range []string{"emails", "phoneNumbers"} {
		slices.SortFunc(c.List(name), func(a, b any) int {
			return strings.Compare(a.(*scim.Object).Text("type"), b.(*scim.Object).Text("type"))
		})
	}
	if manager := c.Object(enterpriseURN[:len(enterpriseURN)-1]).Object("manager"); manager != nil {
		manager.Delete("$ref")
		manager.Delete("displayName")
	}
	return canonicalText(c)
}

// canonicalText is JSON with sorted names.
func canonicalText(v any) string {
	switch v := v.(type) {
	case *scim.Object:
		var parts []string
		for name, x := range v.All() {
			parts = append(parts, name+": "+canonicalText(x))
		}
		slices.Sort(parts)
		return "{" + strings.Join(parts, "\n") + "}"
	case []any:
		parts := make([]string, len(v))
		for i, x := range v {
			parts[i] = canonicalText(x)
		}
		return "[" + strings.Join(parts, "\n") + "]"
	default:
		return string(scim.AppendJSON(nil, v))
	}
}
