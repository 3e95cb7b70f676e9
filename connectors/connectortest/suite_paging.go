package connectortest

import (
	"slices"
	"testing"

	"github.com/scimgate/scimgate/connectors"
)

func pagingTests() []test {
	return []test{
		{"paging by offset shows every record once, ties in the sort field too", offsetPaging},
		{"paging behind a place shows every record once, ties in the sort field too", afterPaging},
		{"paging behind a place is not disturbed by records that come and go", afterUnderChange},
		{"a text that is no place in the list is invalid", func(t *testing.T, h Harness) {
			e := newSite(t, h).people()
			if !e.Shape().After {
				t.Skip("the entity cannot continue behind a place")
			}
			orders := pagingOrders(e.Shape())
			for _, after := range []string{"!", "1", "x'--", "AAAA", "bnVsbA", "W10", "WyJ4Il0", "\x00", "W251bGwsbnVsbF0"} {
				_, err := e.List(t.Context(), connectors.Query{Order: orders[len(orders)-1], Limit: 1, After: after})
				wantKind(t, err, connectors.Invalid, "")
			}
		}},
		{"an offset behind the end is an empty page", func(t *testing.T, h Harness) {
			s := newSite(t, h)
			page := s.list(s.people(), connectors.Query{Offset: 1000, Limit: 10})
			if len(page.Records) != 0 || page.Next != "" {
				t.Errorf("got %+v", page)
			}
		}},
	}
}

// pagingOrders are sort orders with ties and empty values, as far as the shape can sort.
func pagingOrders(shape connectors.Shape) [][]connectors.Order {
	orders := [][]connectors.Order{nil}
	for _, f := range []string{"login", "last_name", "status", "salary", "hired", "temp", "fte", "updated_at", "manager_no", "department.name"} {
		if shape.Sort(f) {
			orders = append(orders, []connectors.Order{{Field: f}}, []connectors.Order{{Field: f, Desc: true}})
		}
	}
	if shape.Sort("status") && shape.Sort("hired") {
		orders = append(orders, []connectors.Order{{Field: "status", Desc: true}, {Field: "hired"}})
	}
	return orders
}

func offsetPaging(t *testing.T, h Harness) {
	s := newSiteOf(t, h, randomTables(h.random(t)))
	e := s.people()
	for _, order := range pagingOrders(e.Shape()) {
		whole := keysOf(s.list(e, connectors.Query{Order: order, Limit: 10_000}))
		for _, size := range []int{1, 7, 50} {
			var walked []connectors.Key
			for {
				page := keysOf(s.list(e, connectors.Query{Order: order, Offset: len(walked), Limit: size}))
				walked = append(walked, page...)
				if len(page) < size {
					break
				}
			}
			if !slices.Equal(whole, walked) {
				t.Errorf("%v by %d: walked %v, want %v", order, size, walked, whole)
			}
		}
	}
}

func afterPaging(t *testing.T, h Harness) {
	s := newSiteOf(t, h, randomTables(h.random(t)))
	e := s.people()
	if !e.Shape().After {
		t.Skip("the entity cannot continue behind a place")
	}
	for _, order := range pagingOrders(e.Shape()) {
		whole := keysOf(s.list(e, connectors.Query{Order: order, Limit: 10_000}))
		for _, size := range []int{1, 7, 50, len(whole)} {
			var walked []connectors.Key
			q := connectors.Query{Order: order, Limit: size}
			for {
				page := s.list(e, q)
				walked = append(walked, keysOf(page)...)
				if q.After = page.Next; q.After == "" {
					break
				}
			}
			if !slices.Equal(whole, walked) {
				t.Errorf("%v by %d: walked %v, want %v", order, size, walked, whole)
			}
		}
	}
}

func afterUnderChange(t *testing.T, h Harness) {
	s := newSite(t, h)
	e := s.people()
	if !e.Shape().After || !e.Shape().Sort("login") {
		t.Skip("the entity cannot continue behind a place in a list by login")
	}
	order := []connectors.Order{{Field: "login"}}
	whole := keysOf(s.list(e, connectors.Query{Order: order, Limit: 100}))
	seen := map[connectors.Key]int{}
	q := connectors.Query{Order: order, Limit: 2}
	for round := 0; ; round++ {
		page := s.list(e, q)
		for _, r := range page.Records {
			seen[r.Key]++
		}
		if q.After = page.Next; q.After == "" {
			break
		}
		// The record just shown goes, and others come before and behind it.
		last := page.Records[len(page.Records)-1].Key
		if last != key(admin) {
			if err := e.Delete(t.Context(), last, connectors.Need{}, nothing); err != nil {
				t.Fatal(err)
			}
		}
		for _, login := range []string{"0", "m", "zz"} {
			login += string(rune('a' + round))
			if _, err := e.Create(t.Context(), setting(connectors.Fields{"login": login})); err != nil {
				t.Fatal(err)
			}
		}
		if round > 50 {
			t.Fatal("the walk does not end")
		}
	}
	for _, k := range whole {
		if seen[k] != 1 {
			t.Errorf("%s was seen %d times", k, seen[k])
		}
	}
}
