package connectortest

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/connectors"
)

func listTests() []test {
	return []test{
		{"every operator selects what Match selects, value by value", everyOperator},
		{"a list without a condition is everything in scope", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			page := s.list(s.people(), connectors.Query{Limit: 100})
			if d := cmp.Diff(keys(ada, brian, li, zoe, terry, admin), keysOf(page)); d != "" {
				t.Errorf("keys (-want +got):\n%s", d)
			}
			if page.Next != "" || page.Total != -1 {
				t.Errorf("next %q, total %d", page.Next, page.Total)
			}
		}},
		{"an empty or selects nothing, an empty and everything", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			e := s.people()
			for _, c := range []struct {
				where connectors.Predicate
				want  int
			}{
				{connectors.Or{}, 0}, {connectors.And{}, 6}, {connectors.Not{Term: connectors.Or{}}, 6}, {connectors.In{Field: "login"}, 0},
				{connectors.Any{Relation: "phones"}, 2}, {connectors.Any{Relation: "phones", Where: connectors.Or{}}, 0},
			} {
				if got := len(s.list(e, connectors.Query{Where: c.where, Limit: 100}).Records); got != c.want {
					t.Errorf("%#v selects %d, want %d", c.where, got, c.want)
				}
			}
		}},
		{"limit 0 asks for the total alone", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			e := s.people()
			page := s.list(e, connectors.Query{Total: true})
			want := connectors.Page{Total: -1}
			if e.Shape().Total {
				want.Total = 6
			}
			if d := cmp.Diff(want, page, cmp.Comparer(func(a, b []connectors.Record) bool { return len(a) == len(b) })); d != "" {
				t.Errorf("page (-want +got):\n%s", d)
			}
		}},
		{"the total obeys the scope and the condition, and not the page", totals},
		{"empty values come last ascending and first descending", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			e := s.people()
			if !e.Shape().Sort("hired") {
				t.Skip("the entity cannot sort by a date")
			}
			for _, c := range []struct {
				desc bool
				want []connectors.Key
			}{
				{false, keys(terry, ada, zoe, brian, li, admin)},
				{true, keys(li, admin, brian, ada, zoe, terry)},
			} {
				page := s.list(e, connectors.Query{Order: []connectors.Order{{Field: "hired", Desc: c.desc}}, Limit: 10})
				if d := cmp.Diff(c.want, keysOf(page)); d != "" {
					t.Errorf("descending %v (-want +got):\n%s", c.desc, d)
				}
			}
		}},
		{"several criteria order in turn", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			e := s.people()
			if !e.Shape().Sort("salary") || !e.Shape().Sort("temp") {
				t.Skip("the entity cannot sort by both fields")
			}
			page := s.list(e, connectors.Query{Order: []connectors.Order{{Field: "salary", Desc: true}, {Field: "temp"}}, Limit: 10})
			if d := cmp.Diff(keys(li, admin, ada, zoe, brian, terry), keysOf(page)); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		}},
		{"what lies outside the shape is unsupported", func(t *testing.T, h Harness) {
			e := newSite(t, h).people()
			for _, q := range []connectors.Query{
				{Where: leaf("badge", connectors.Eq, "B-1")},
				{Where: connectors.Any{Relation: "cars"}},
				{Where: connectors.Any{Relation: "phones", Where: leaf("note", connectors.Pr, nil)}},
				{Order: []connectors.Order{{Field: "badge"}}},
				{Need: connectors.Need{Fields: []string{"badge"}}},
				{Offset: 1, After: "x"},
			} {
				q.Limit = 1
				_, err := e.List(t.Context(), q)
				wantKind(t, err, connectors.Unsupported, "")
			}
		}},
	}
}

func keysOf(p connectors.Page) []connectors.Key {
	out := make([]connectors.Key, len(p.Records))
	for i, r := range p.Records {
		out[i] = r.Key
	}
	return out
}

func totals(t *testing.T, h Harness) {
	s := newSite(t, h)
	e := s.people()
	if !e.Shape().Total {
		t.Skip("the entity cannot count")
	}
	for _, c := range []struct {
		q    connectors.Query
		want int
	}{
		{connectors.Query{Limit: 2}, 6},
		{connectors.Query{Limit: 2, Offset: 5}, 6},
		{connectors.Query{Limit: 2, Offset: 50}, 6},
		{connectors.Query{Limit: 1, Where: leaf("status", connectors.Eq, "A")}, 5},
		{connectors.Query{Limit: 1, Where: leaf("department.name", connectors.Pr, nil)}, 4},
		{connectors.Query{Limit: 1, Where: connectors.Any{Relation: "phones", Where: leaf("number", connectors.Sw, "+44")}}, 1},
	} {
		c.q.Total = true
		if got := s.list(e, c.q).Total; got != c.want {
			t.Errorf("%+v: total %d, want %d", c.q, got, c.want)
		}
	}
}
