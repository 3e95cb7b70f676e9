package mappings_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/mappings"
	"github.com/scimgate/scimgate/scim/schema"
)

// everyField is what a version depends on: all but secrets, memberships and what is on request only in other types.
const everyField = "departments_by_dept.name external_ref family given job login manager_no private_mail status updated_at work_mail phoneNumbers(kind number)"

func TestOnlyWhatIsAskedForIsRead(t *testing.T) {
	f := hr(t)
	cases := []struct{ name, attributes, excluded, filter, want string }{
		{"by default all that the version depends on", "", "", "", everyField},
		{"one attribute", "userName", "", "", "login"},
		{"one of an extension", enterpriseURN + "manager", "", "", "manager_no"},
		{"what an expression looks at", "name.formatted", "", "", "family given"},
		{"rows alone", "phoneNumbers", "", "", "phoneNumbers(kind number)"},
		{"nothing that is known", "shoeSize", "", "", ""},
		{"the id", "id", "", "", ""},
		{"a secret never", "password", "", "", ""},
		{"a membership only when it is named", "groups", "", "", "groups(role_id roles_by_role_id.role_name)"},
		{"a moment of meta without the version", "meta.lastModified", "", "", "updated_at"},
		{"the version needs all", "meta.version", "", "", everyField},
		{"meta needs all", "meta", "", "", everyField},
		{"all but the version", "", "meta", "", strings.NewReplacer("job ", "", "updated_at ", "").Replace(everyField)},
		{"less without the version", "", "meta,phoneNumbers,emails", "", "departments_by_dept.name external_ref family given login manager_no status"},
		{"what is excluded is needed for the version", "", "phoneNumbers,emails", "", everyField},
		{"what the residual looks at", "userName", "", `title eq "x" and phoneNumbers[type eq "work"] or emails.value pr`, "job login private_mail work_mail phoneNumbers(kind number)"},
		{"of schemas the extensions", "userName", "", `schemas pr`, "departments_by_dept.name login manager_no"},
		{"of the version all", "userName", "", `meta.version pr`, everyField},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := printNeed(need(t, f, "User", c.attributes, c.excluded, c.filter)); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func need(t *testing.T, f *fixture, resourceType, attributes, excluded, residual string) connectors.Need {
	t.Helper()
	m := f.mappings[resourceType]
	s, err := schema.Select(m.Type(), words(attributes), words(excluded), nil)
	if err != nil {
		t.Fatal(err)
	}
	if residual == "" {
		return m.Need(s, nil)
	}
	x, err := f.filter(resourceType, residual)
	if err != nil {
		t.Fatal(err)
	}
	return m.Need(s, x)
}

func TestLargeAttributesAreNeverPartOfARecord(t *testing.T) {
	f := hr(t)
	for _, attributes := range []string{"", "members", "members,displayName"} {
		if n := need(t, f, "Group", attributes, "", ""); len(n.Rows) > 0 {
			t.Errorf("attributes=%s reads %v", attributes, n.Rows)
		}
	}
}

func TestWhatAWriteReadsHasAVersion(t *testing.T) {
	if got := printNeed(hr(t).mappings["User"].FullNeed()); got != everyField {
		t.Errorf("got %s", got)
	}
}

func TestWhatIsNeededIsWhatIsBuilt(t *testing.T) {
	f := hr(t)
	m := f.mappings["User"]
	for p := range m.Type().Attributes() {
		s := schema.Selection{Attributes: []schema.Path{p}}
		whole := f.record("User", []byte(adaRecord))
		part := reduced(whole, m.Need(s, nil))
		if got, want := built(t, m, part, s), built(t, m, whole, s); got != want {
			t.Errorf("%s: read alone it is %s, of the whole record %s", p, got, want)
		}
	}
}

// reduced is what a record holds that was read with n.
func reduced(r connectors.Record, n connectors.Need) connectors.Record {
	out := connectors.Record{Key: r.Key, Fields: connectors.Fields{}, Rows: map[string][]connectors.Row{}}
	for _, f := range n.Fields {
		out.Fields[f] = r.Fields[f]
	}
	for relation := range n.Rows {
		out.Rows[relation] = r.Rows[relation]
	}
	return out
}

func built(t *testing.T, m *mappings.Mapping, r connectors.Record, s schema.Selection) string {
	t.Helper()
	rs, err := m.Resources(t.Context(), []connectors.Record{r}, s, fakeIDs{})
	if err != nil {
		t.Fatal(err)
	}
	return printResource(rs[0])
}

func printNeed(n connectors.Need) string {
	list := slices.Sorted(slices.Values(n.Fields))
	for _, relation := range slices.Sorted(maps.Keys(n.Rows)) {
		list = append(list, relation+"("+strings.Join(slices.Sorted(slices.Values(n.Rows[relation])), " ")+")")
	}
	return strings.Join(list, " ")
}

func words(list string) []string {
	if list == "" {
		return nil
	}
	return strings.Split(list, ",")
}
