package connectortest

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/connectors"
)

// joinTests are about reading records that are kept in several tables.
func joinTests() []test {
	return []test{
		{"fields are read through joins, and joins of joins", func(t *testing.T, h Harness) {
			s := newStaffSite(t, h)
			s.wantFields(t, ada, connectors.Fields{"login": "ada", "staff.site": "Oslo", "person.first_name": "Ada", "person.born": date(1815, 12, 10),
				"settings.quota": int64(7), "employment.title": "Analyst", "department.name": "Research and Development"})
		}},
		{"what is joined to nothing is empty", func(t *testing.T, h Harness) {
			s := newStaffSite(t, h)
			for _, account := range []int64{li, terry, other} {
				s.wantFields(t, account, connectors.Fields{"staff.site": nil, "person.last_name": nil, "settings.quota": nil, "employment.title": nil,
					"employment": false, "department.name": nil})
			}
			s.wantFields(t, zoe, connectors.Fields{"person.last_name": nil, "employment.dept_code": "RD", "employment": true})
		}},
		{"conditions on joined fields select what Match selects", joinedConditions},
		{"records are sorted by joined fields, empty ones last, and paged", joinedOrder},
		{"of several rows the one with the lowest key counts", func(t *testing.T, h Harness) {
			s := newStaffSite(t, h, func(spec *connectors.Spec) { spec.Joins[3].Current, spec.Joins[3].Missing = nil, "" })
			s.wantFields(t, ada, connectors.Fields{"employment.title": "Clerk", "department.name": "Human Resources"})
			s.wantFields(t, maxine, connectors.Fields{"employment.title": "First"})
		}},
		{"bounds may look at joined fields", func(t *testing.T, h Harness) {
			s := newStaffSite(t, h, func(spec *connectors.Spec) {
				spec.Scope = leaf("staff.company", connectors.Eq, "ACME")
				spec.Gone = connectors.And{leaf("employment", connectors.Eq, false), leaf("person.last_name", connectors.Eq, "O'Brien")}
				spec.Protect = leaf("settings.quota", connectors.Ge, int64(9))
			})
			if d := cmp.Diff(keys(ada, zoe, maxine), s.selected(t, nil)); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
			_, err := s.set(zoe, connectors.Fields{"person.last_name": "Z"})
			wantKind(t, err, connectors.Protected, "")
			if _, err := s.set(ada, connectors.Fields{"settings.quota": int64(9)}); err != nil {
				t.Error(err)
			}
			_, err = s.set(ada, connectors.Fields{"settings.quota": int64(1)})
			wantKind(t, err, connectors.Protected, "")
		}},
		{"a write may take a record out of its bounds", func(t *testing.T, h Harness) {
			s := newStaffSite(t, h, func(spec *connectors.Spec) { spec.Scope = leaf("employment", connectors.Eq, true) })
			s.mustSet(t, ada, connectors.Fields{"settings.theme": "blue"})
			if _, err := s.set(ada, connectors.Fields{"employment": false}); err != nil {
				t.Fatal(err)
			}
			_, err := s.set(ada, connectors.Fields{"employment": true})
			wantKind(t, err, connectors.NotFound, "")
		}},
	}
}

func joinedConditions(t *testing.T, h Harness) {
	s := newStaffSite(t, h)
	all := []string{"login", "staff.site", "person.first_name", "person.last_name", "person.born", "settings.theme", "settings.quota", "employment",
		"employment.title", "employment.dept_code", "employment.start_date", "department.name"}
	page, err := s.List(s.ctx, connectors.Query{Need: connectors.Need{Fields: all}, Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	values := map[string][]connectors.Value{
		"staff.site": {"Oslo", "x", nil}, "person.last_name": {"Lovelace", "O'Brien", nil}, "person.born": {date(1815, 12, 10), date(1900, 1, 1), nil},
		"settings.quota": {int64(7), int64(8), nil}, "employment": {true, false, nil}, "employment.title": {"Analyst", "Today", nil},
		"employment.start_date": {date(2024, 1, 1), date(2024, 5, 2), nil}, "department.name": {"Research and Development", "x", nil},
	}
	for _, field := range sortedNames(values) {
		for _, v := range values[field] {
			for _, op := range connectors.Ops {
				l := connectors.Leaf{Field: field, Op: op, Value: v}
				for _, p := range []connectors.Predicate{l, connectors.Not{Term: l}, connectors.Or{l, leaf("login", connectors.Eq, "li")}} {
					if connectors.PushOf(s.Shape(), p) != connectors.Exact {
						continue
					}
					want := []connectors.Key{}
					for _, r := range page.Records {
						if connectors.Match(p, r) {
							want = append(want, r.Key)
						}
					}
					if d := cmp.Diff(want, s.selected(t, p)); d != "" {
						t.Errorf("%v (-want +got):\n%s", p, d)
					}
				}
			}
		}
	}
}

func joinedOrder(t *testing.T, h Harness) {
	s := newStaffSite(t, h)
	for _, c := range []struct {
		order []connectors.Order
		want  []connectors.Key
	}{
		{[]connectors.Order{{Field: "person.last_name"}}, keys(ada, maxine, brian, li, zoe, terry, other)},
		{[]connectors.Order{{Field: "person.last_name", Desc: true}}, keys(li, zoe, terry, other, brian, maxine, ada)},
		{[]connectors.Order{{Field: "department.name", Desc: true}, {Field: "employment.start_date"}}, keys(brian, li, terry, other, zoe, ada, maxine)},
	} {
		var got []connectors.Key
		for after := ""; ; {
			page, err := s.List(s.ctx, connectors.Query{Order: c.order, Limit: 2, After: after})
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, keysOf(page)...)
			if after = page.Next; after == "" {
				break
			}
		}
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("%v (-want +got):\n%s", c.order, d)
		}
	}
}
