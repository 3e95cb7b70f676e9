package conformance

import (
	"slices"
	"strings"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/scim"
)

// walk follows nextCursor from the first page to the last, and returns the ids on each.
func (s *site) walk(next func(cursor string) answer) (pages [][]any) {
	s.Helper()
	cursor := ""
	for range 100 {
		a := next(cursor).is(200)
		pages = append(pages, a.each("id"))
		if cursor = a.string("nextCursor"); cursor == "" {
			return pages
		}
	}
	s.Fatal("the walk does not end")
	return nil
}

func cursors() []line {
	return []line{
		{"9865 2", "an empty cursor asks for the first page, and every page but the last has a nextCursor", func(s *site) {
			crowd, _ := s.crowd(3)
			first := s.page(crowd, "count=2", "cursor=").is(200).has("itemsPerPage", 2.0)
			if first.string("nextCursor") == "" {
				s.Fatalf("the first page has no nextCursor: %s", first.text)
			}
			s.page(crowd, "count=2", "cursor="+escape(first.string("nextCursor"))).is(200).has("itemsPerPage", 1.0).lacks("nextCursor")
		}},
		{"9865 2", "pages lead forward alone: previousCursor, which is optional, is neither on a page nor advertised", func(s *site) {
			crowd, _ := s.crowd(5)
			first := s.page(crowd, "count=2", "cursor=").is(200).lacks("previousCursor")
			second := s.page(crowd, "count=2", "cursor="+escape(first.string("nextCursor"))).is(200).lacks("previousCursor")
			s.page(crowd, "count=2", "cursor="+escape(second.string("nextCursor"))).is(200).lacks("previousCursor")
			if spc := s.send("GET", "/ServiceProviderConfig", "").is(200); strings.Contains(strings.ToLower(spc.text), "previous") {
				s.Errorf("advertised: %s", spc.text)
			}
		}},
		{"9865 2", "pages by cursor have every resource exactly once, whatever the order", func(s *site) {
			crowd, ids := s.crowd(5)
			for _, sort := range []string{"x=y", "sortBy=userName&sortOrder=descending", "sortBy=name.formatted"} {
				pages := s.walk(func(cursor string) answer { return s.page(crowd, sort, "count=2", "cursor="+escape(cursor)) })
				var seen []string
				for _, id := range slices.Concat(pages...) {
					seen = append(seen, id.(string))
				}
				if diff := cmp.Diff(slices.Sorted(slices.Values(ids)), slices.Sorted(slices.Values(seen))); diff != "" || len(pages) != 3 {
					s.Errorf("%s: %d pages %s", sort, len(pages), diff)
				}
			}
		}},
		{"9865 2", "what is deleted behind a reader moves nothing in front of him", func(s *site) {
			crowd, _ := s.crowd(6)
			all := s.page(crowd, "count=6", "cursor=").is(200).each("id")
			first := s.page(crowd, "count=2", "cursor=").is(200)
			s.send("DELETE", "/Users/"+first.each("id")[0].(string), "").is(204)
			second := s.page(crowd, "count=2", "cursor="+escape(first.string("nextCursor"))).is(200)
			if diff := cmp.Diff(all[2:4], second.each("id")); diff != "" {
				s.Error(diff)
			}
		}},
		{"9865 2.1", "a cursor that is none, or of another query, is invalidCursor", func(s *site) {
			crowd, _ := s.crowd(2)
			cursor := s.page(crowd, "count=1", "cursor=").is(200).string("nextCursor")
			s.page(crowd, "count=1", "cursor=nonsense").fails(400, "invalidCursor")
			s.page(crowd, "count=1", "cursor="+escape(cursor[:len(cursor)-4])).fails(400, "invalidCursor")
			s.page("count=1", "cursor="+escape(cursor)).fails(400, "invalidCursor")
			s.send("GET", "/Groups?count=1&cursor="+escape(cursor), "").fails(400, "invalidCursor")
		}},
		{"9865 2.1", "a cursor that is too old is expiredCursor", func(s *site) {
			crowd, _ := s.crowd(2)
			cursor := s.page(crowd, "count=1", "cursor=").is(200).string("nextCursor")
			timeout := s.send("GET", "/ServiceProviderConfig", "").at("pagination/cursorTimeout").(float64)
			s.later(time.Duration(timeout+2) * time.Second)
			s.page(crowd, "count=1", "cursor="+escape(cursor)).fails(400, "expiredCursor")
		}},
		{"9865 2.1", "a count that no page can have is invalidCount", func(s *site) {
			for _, count := range []string{"0", "-1", "100000", "ten"} {
				s.page("cursor=", "count="+count).fails(400, "invalidCount")
			}
		}},
		{"9865 3", "a search by POST takes a cursor in its body", func(s *site) {
			_, ids := s.crowd(3)
			title := s.getUser(ids[0]).string("title")
			pages := s.walk(func(cursor string) answer {
				return s.search("/Users/.search", `"filter":`+quote(`title eq "`+title+`"`), `"count":2`, `"cursor":`+quote(cursor))
			})
			if len(pages) != 2 || len(pages[0]) != 2 || len(pages[1]) != 1 {
				s.Errorf("the pages are %v", pages)
			}
		}},
		{"9865 2", "a query over all resource types has cursors too", func(s *site) {
			external := s.unique()
			u := s.user(`"externalId":` + quote(external)).id()
			g := s.send("POST", "/Groups", groupBody(s.unique(), `"externalId":`+quote(external))).is(201).id()
			pages := s.walk(func(cursor string) answer {
				return s.send("GET", "?count=1&cursor="+escape(cursor)+"&filter="+escape(`externalId eq "`+external+`"`), "")
			})
			if diff := cmp.Diff([]any{g, u}, slices.Concat(pages...)); diff != "" {
				s.Error(diff)
			}
		}},
		{"9865 2", "without a cursor pages are by index", func(s *site) {
			crowd, _ := s.crowd(2)
			s.page(crowd, "count=1").is(200).has("startIndex", 1.0).has("totalResults", 2.0).lacks("nextCursor")
		}},
		{"9865 4", "the configuration says which kinds of pages there are, and how large", func(s *site) {
			a := s.send("GET", "/ServiceProviderConfig", "").has("pagination/cursor", true).has("pagination/index", true).has("pagination/defaultPaginationMethod", "index")
			for _, bound := range []string{"defaultPageSize", "maxPageSize", "cursorTimeout"} {
				if n, _ := a.at("pagination/" + bound).(float64); n <= 0 {
					s.Errorf("%s is %v", bound, a.at("pagination/"+bound))
				}
			}
		}},
		{"9865 4", "where there are no cursors the configuration says so, and a cursor is refused", func(s *site) {
			s = newSite(s.T, s.dialect, options{gateway: "limits: {cursor_timeout: 0s}"})
			s.send("GET", "/ServiceProviderConfig", "").has("pagination/cursor", false).has("pagination/index", true)
			s.page("cursor=").fails(400, scim.InvalidCursor)
		}},
	}
}
