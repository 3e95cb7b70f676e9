package mappings_test

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/testenv"
	"github.com/scimgate/scimgate/mappings"
	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/filter"
	"github.com/scimgate/scimgate/scim/schema"
)

const enterpriseURN = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:"

// randomFilter writes a filter over what the app maps.
func randomFilter(r *rand.Rand, depth int) string {
	if depth > 0 && r.IntN(2) == 0 {
		switch r.IntN(3) {
		case 0:
			return "(" + randomFilter(r, depth-1) + " and " + randomFilter(r, depth-1) + ")"
		case 1:
			return "(" + randomFilter(r, depth-1) + " or " + randomFilter(r, depth-1) + ")"
		default:
			return "not (" + randomFilter(r, depth-1) + ")"
		}
	}
	texts := []string{"userName", "externalId", "nickName", "displayName", "title", "userType", "preferredLanguage", "emails.value", "emails.type",
		"phoneNumbers.value", "phoneNumbers.type", "groups.display", "ims.value", "entitlements.value",
		"name.familyName", "name.honorificPrefix", "locale", "roles.value", "roles.display", enterpriseURN + "manager.displayName", enterpriseURN + "employeeNumber", enterpriseURN + "department",
		enterpriseURN + "organization", enterpriseURN + "division", enterpriseURN + "costCenter"}
	switch r.IntN(8) {
	case 0:
		return "active " + pick(r, []string{"eq true", "eq false", "ne true", "ne false", "pr"})
	case 1:
		return pick(r, []string{"userName", "nickName", "title", "emails", "phoneNumbers", "groups", enterpriseURN + "manager", enterpriseURN + "department", "meta.lastModified", "emails.type", "userType", "id",
			"name", "name.honorificPrefix", "locale", "roles", "roles.value", "meta", enterpriseURN + "manager.value", enterpriseURN + "organization", enterpriseURN + "division", "groups.value", "groups.display", "ims", "entitlements.value"}) + " pr"
	case 2:
		return pick(r, []string{"id", enterpriseURN + "manager.value"}) + pick(r, []string{" eq ", " ne "}) + pick(r, []string{`"User:1"`, `"User:2"`, `"nobody"`})
	case 3:
		return "groups.value" + pick(r, []string{" eq ", " ne "}) + pick(r, []string{`"Group:1"`, `"Group:2"`, `"Group:A"`, `"Group:T"`, `"Group:ab"`, `"nobody"`})
	case 4:
		return "meta.lastModified " + pick(r, []string{"eq", "ne", "gt", "ge", "lt", "le"}) + pick(r, []string{` "2026-05-04T12:00:00Z"`, ` "2026-05-04T14:00:01+02:00"`})
	case 5:
		return pick(r, []string{"emails", "phoneNumbers"}) + "[" + pick(r, []string{`type eq "work"`, `type eq "home"`, `type ne "work"`, "type pr", "value pr"}) +
			pick(r, []string{" and ", " or "}) + "value " + randomComparison(r) + "]"
	default:
		return pick(r, texts) + " " + randomComparison(r)
	}
}

func randomComparison(r *rand.Rand) string {
	v, _ := pick(r, append(oddTexts, "work", "mobile", "Other", "Employee", "Research", "role 1", "en", "North", "South")).(string)
	quoted := string(scim.AppendJSON(nil, v))
	return pick(r, []string{"eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le"}) + " " + quoted
}

// TestAPlanSelectsWhatTheFilterMeans compares the planned answer with the reference evaluation over all resources.
func TestAPlanSelectsWhatTheFilterMeans(t *testing.T) {
	for i, app := range propertyGroups() {
		t.Run([]string{"a link table", "listed values", "values in rows", "a column", "a column, some hidden"}[i], func(t *testing.T) { plansAreRight(t, app) })
	}
}

func plansAreRight(t *testing.T, app string) {
	seed := uint64(time.Now().UnixNano())
	r := rand.New(rand.NewPCG(seed, 1))
	m, entity := openProperty(t, r, app)
	all := readAll(t, m, entity)
	pushed := 0
	for i := range testenv.N(1_000, 50_000) {
		text := randomFilter(r, 3)
		x, err := filter.Parse(text, &scim.Edge{})
		if err == nil {
			x, err = filter.Bind(m.Type(), x, &scim.Edge{})
		}
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		var want []string
		for _, res := range all {
			if filter.Match(x, res) {
				want = append(want, res.Text("id"))
			}
		}
		plan, err := m.Plan(t.Context(), x, fakeIDs{})
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		if plan.Residual == nil {
			pushed++
		}
		got := answer(t, m, entity, plan)
		if slices.Sort(want); !slices.Equal(got, want) {
			t.Fatalf("seed %d, filter %d: %s\nplan %s\nresidual %v\ngot  %v\nwant %v", seed, i, text, printPredicate(plan.Where), plan.Residual != nil, got, want)
		}
	}
	if pushed == 0 {
		t.Error("no filter was pushed as a whole")
	}
}

func readAll(t *testing.T, m *mappings.Mapping, e connectors.Entity) []scim.Resource {
	t.Helper()
	page, err := e.List(t.Context(), connectors.Query{Need: m.Need(schema.Selection{}, nil), Limit: 1000})
	if err != nil {
		t.Fatal(err)
	}
	rs, err := m.Resources(t.Context(), page.Records, schema.Selection{}, fakeIDs{})
	if err != nil {
		t.Fatal(err)
	}
	return rs
}

// answer follows a plan as the gateway does.
func answer(t *testing.T, m *mappings.Mapping, e connectors.Entity, p mappings.Plan) []string {
	t.Helper()
	need := m.Need(schema.Selection{}, p.Residual)
	var records []connectors.Record
	if p.ByKeys {
		found, err := e.Get(t.Context(), p.Keys, need)
		if err != nil {
			t.Fatal(err)
		}
		for _, rec := range found {
			records = append(records, rec)
		}
	} else {
		page, err := e.List(t.Context(), connectors.Query{Where: p.Where, Need: need, Limit: 1000})
		if err != nil {
			t.Fatal(err)
		}
		records = page.Records
	}
	rs, err := m.Resources(t.Context(), records, schema.Selection{}, fakeIDs{})
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, res := range rs {
		if p.Residual == nil || filter.Match(p.Residual, res) {
			ids = append(ids, res.Text("id"))
		}
	}
	slices.Sort(ids)
	return ids
}
