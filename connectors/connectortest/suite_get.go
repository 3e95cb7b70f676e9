package connectortest

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/connectors"
)

func getTests() []test {
	return []test{
		{"a batch is answered without the missing, the gone and those out of scope", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			got, err := s.people().Get(t.Context(), keys(ada, ghost, service, nobody, admin, ada), connectors.Need{})
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff([]connectors.Key{"1", "8"}, sortedKeys(got)); d != "" {
				t.Errorf("keys (-want +got):\n%s", d)
			}
		}},
		{"no keys are no records", func(t *testing.T, h Harness) {
			got, err := newSite(t, h).people().Get(t.Context(), nil, connectors.Need{Fields: []string{"login"}})
			if err != nil || len(got) != 0 {
				t.Errorf("got %v, %v", got, err)
			}
		}},
		{"thousands of keys are one batch", func(t *testing.T, h Harness) {
			many := keys(ada, zoe)
			for i := range int64(5000) {
				many = append(many, key(1000+i))
			}
			got, err := newSite(t, h).people().Get(t.Context(), many, connectors.Need{Rows: map[string][]string{"phones": {"number"}}})
			if err != nil || len(got) != 2 {
				t.Errorf("got %d records, %v", len(got), err)
			}
		}},
		{"an empty need reads the key and the version only", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			r := s.get(s.people(), key(ada), connectors.Need{})
			if r.Key != "1" || r.Version == "" || len(r.Fields) != 0 || len(r.Rows) != 0 {
				t.Errorf("got %+v", r)
			}
		}},
		{"only what was asked for comes back, and all of it", neededOnly},
		{"values have the types of their fields", valueTypes},
		{"a joined record that is not there leaves its fields empty", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			e := s.people()
			need := connectors.Need{Fields: []string{"department.name", "manager.login"}}
			for person, want := range map[int64]connectors.Fields{
				ada:   {"department.name": "Research and Development", "manager.login": nil},
				brian: {"department.name": "Human Resources", "manager.login": "ada"},
				li:    {"department.name": nil, "manager.login": nil},
				terry: {"department.name": nil, "manager.login": nil},
			} {
				if d := cmp.Diff(want, s.get(e, key(person), need).Fields); d != "" {
					t.Errorf("%d (-want +got):\n%s", person, d)
				}
			}
		}},
		{"rows come in the relation's order, those that Where excludes do not", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			e := s.people()
			need := connectors.Need{Rows: map[string][]string{"phones": {"number", "type.label"}}}
			got := s.get(e, key(ada), need).Rows["phones"]
			want := []connectors.Row{
				{Key: "2", Fields: connectors.Fields{"number": "+44 77 2", "type.label": "Mobile"}},
				{Key: "1", Fields: connectors.Fields{"number": "+44 20 1", "type.label": "Workplace"}},
			}
			if d := cmp.Diff(want, got); d != "" {
				t.Errorf("rows (-want +got):\n%s", d)
			}
			if rows := s.get(e, key(zoe), need).Rows["phones"]; len(rows) != 0 {
				t.Errorf("private phones are shown: %v", rows)
			}
		}},
		{"rows with hidden targets do not come", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			r := s.get(s.open(smallRoles()), key(admins), connectors.Need{Rows: map[string][]string{"members": {"emp_no"}}})
			if d := cmp.Diff([]int64{ada, admin}, memberNumbers(r)); d != "" {
				t.Errorf("members (-want +got):\n%s", d)
			}
		}},
		{"a key in another spelling finds nothing", func(t *testing.T, h Harness) {
			odd := []connectors.Key{"01", "+1", " 1", "1 ", "1.0", "1e0", "x", "", "1~1", "~", "true", "1'", "99999999999999999999",
				connectors.Key(strings.Repeat("1", 5000)), "1\x00", "١", "\xff"}
			got, err := newSite(t, h).people().Get(t.Context(), odd, connectors.Need{})
			if err != nil || len(got) != 0 {
				t.Errorf("got %v, %v", got, err)
			}
		}},
		{"a key may have several parts", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			r := s.get(s.open(Memberships()), key(ada, admins), connectors.Need{Fields: []string{"granted_by"}})
			if r.Key != "1~1" || r.Fields["granted_by"] != "ceo" {
				t.Errorf("got %+v", r)
			}
		}},
		{"a key of text may hold the separators", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			for _, code := range []string{"a~b", "%", "%7E", "' ~%", "ä"} {
				s.Insert(t, "departments", connectors.Fields{"code": code, "name": "of " + code})
				r := s.get(s.open(Departments()), key(code), connectors.Need{Fields: []string{"code", "name"}})
				if r.Fields["code"] != code || r.Fields["name"] != "of "+code {
					t.Errorf("%q: got %+v", code, r)
				}
			}
		}},
		{"what lies outside the shape is unsupported", func(t *testing.T, h Harness) {
			e := newSite(t, h).people()
			for _, n := range []connectors.Need{
				{Fields: []string{"badge"}},
				{Fields: []string{"department.code"}},
				{Rows: map[string][]string{"cars": {"plate"}}},
				{Rows: map[string][]string{"phones": {"note"}}},
			} {
				_, err := e.Get(t.Context(), keys(ada), n)
				wantKind(t, err, connectors.Unsupported, "")
			}
		}},
		{"a large relation never enters a record", func(t *testing.T, h Harness) {
			_, err := newSite(t, h).roles().Get(t.Context(), keys(admins), connectors.Need{Rows: map[string][]string{"members": {"emp_no"}}})
			wantKind(t, err, connectors.Unsupported, "")
		}},
	}
}

// smallRoles is Roles with members that enter a record.
func smallRoles() connectors.Spec {
	spec := Roles()
	m := spec.Relations["members"]
	m.Large = false
	spec.Relations["members"] = m
	return spec
}

func memberNumbers(r connectors.Record) []int64 {
	var out []int64
	for _, m := range r.Rows["members"] {
		n, _ := m.Fields["emp_no"].(int64)
		out = append(out, n)
	}
	return out
}

func valueTypes(t *testing.T, h Harness) {
	s := newSite(t, h)
	e := s.people()
	want := connectors.Fields{
		"emp_no": ada, "login": "ada", "temp": false, "deleted": int64(0), "manager_no": nil, "fte": 1.0, "job_title": "Analyst",
		"hired": date(2019, 3, 1), "updated_at": instant(0), "status": "A", "kind": nil,
	}
	need := connectors.Need{}
	for name := range want {
		need.Fields = append(need.Fields, name)
	}
	if d := cmp.Diff(want, s.get(e, key(ada), need).Fields); d != "" {
		t.Errorf("fields (-want +got):\n%s", d)
	}
	salary := s.get(e, key(ada), connectors.Need{Fields: []string{"salary"}}).Fields["salary"]
	if d, ok := salary.(connectors.Decimal); !ok || show(d) != "5200.5000" {
		t.Errorf("salary is %T %v", salary, salary)
	}
	if title := s.get(e, key(zoe), connectors.Need{Fields: []string{"job_title"}}).Fields["job_title"]; title != "" {
		t.Errorf("empty text is read as %#v", title)
	}
}
