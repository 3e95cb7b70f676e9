package conformance

import (
	"fmt"
	"slices"
	"strings"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/scim"
)

func lists() section {
	return section{"lists", "Lists, sorting, searches and cursors", slices.Concat(pages(), sorting(), searches(), cursors())}
}

// crowd creates n users with a title that nobody else has, and returns a filter for them and their ids.
func (s *site) crowd(n int) (filter string, ids []string) {
	s.Helper()
	title := s.unique()
	for range n {
		ids = append(ids, s.user(`"title":`+quote(title)).id())
	}
	return "filter=" + escape(`title eq "`+title+`"`), ids
}

// page lists users by parameters as they stand in a query.
func (s *site) page(parameters ...string) answer {
	s.Helper()
	return s.send("GET", "/Users?"+strings.Join(parameters, "&"), "")
}

func pages() []line {
	return []line{
		{"7644 3.4.2", "a list says how many there are, where the page begins and how long it is", func(s *site) {
			crowd, _ := s.crowd(3)
			s.page(crowd, "startIndex=2", "count=1").is(200).has("schemas", []any{scim.MessageList}).
				has("totalResults", 3.0).has("startIndex", 2.0).has("itemsPerPage", 1.0)
			s.page(crowd).is(200).has("totalResults", 3.0).has("startIndex", 1.0).has("itemsPerPage", 3.0)
		}},
		{"7644 3.4.2.4", "a startIndex below 1 is 1", func(s *site) {
			crowd, ids := s.crowd(2)
			for _, start := range []string{"0", "-7", "1", ""} {
				a := s.page(crowd, "startIndex="+start).is(200).has("startIndex", 1.0)
				if got := len(a.list("Resources")); got != len(ids) {
					s.Errorf("startIndex=%s lists %d", start, got)
				}
			}
		}},
		{"7644 3.4.2.4", "a count below 0 is 0", func(s *site) {
			crowd, _ := s.crowd(2)
			s.page(crowd, "count=-1").is(200).has("Resources", []any{}).has("totalResults", 2.0)
		}},
		{"7644 3.4.2.4", "a count of 0 asks for the total alone", func(s *site) {
			crowd, _ := s.crowd(2)
			s.page(crowd, "count=0").is(200).has("Resources", []any{}).has("totalResults", 2.0).has("itemsPerPage", 0.0)
		}},
		{"7644 3.4.2.4", "a count above the largest page is capped, and itemsPerPage says so", func(s *site) {
			small := newSite(s.T, s.dialect, options{gateway: "limits: {default_count: 2, max_count: 3}"})
			crowd, _ := small.crowd(5)
			small.page(crowd, "count=100").is(200).has("itemsPerPage", 3.0).has("totalResults", 5.0)
			small.page(crowd).is(200).has("itemsPerPage", 2.0).has("totalResults", 5.0)
			small.send("GET", "/ServiceProviderConfig", "").has("filter/maxResults", 3.0)
		}},
		{"7644 3.4.2.4", "a startIndex or count that is no number is refused", func(s *site) {
			for _, parameter := range []string{"count=ten", "startIndex=first", "count=1.5", "count=0x1"} {
				s.page(parameter).fails(400, scim.InvalidValue)
			}
		}},
		{"7644 3.4.2.4", "a startIndex behind the end is an empty page with the true total", func(s *site) {
			crowd, _ := s.crowd(2)
			s.page(crowd, "startIndex=3").is(200).has("Resources", []any{}).has("totalResults", 2.0).has("itemsPerPage", 0.0)
			s.page(crowd, "startIndex=2147483648").is(200).has("Resources", []any{}).has("totalResults", 2.0)
		}},
		{"7644 3.4.2.4", "numbers in a list are whole numbers", func(s *site) {
			crowd, _ := s.crowd(1)
			text := s.page(crowd).is(200).text
			for _, name := range []string{"totalResults", "startIndex", "itemsPerPage"} {
				if !strings.Contains(text, fmt.Sprintf(`"%s":1,`, name)) {
					s.Errorf("%s is not 1 in %s", name, text)
				}
			}
		}},
		{"7644 3.4.2.4", "pages have one order, so that every resource is on exactly one of them", func(s *site) {
			crowd, ids := s.crowd(7)
			for _, sort := range []string{"sortBy=title", "sortBy=name.familyName&sortOrder=descending", "x=y"} {
				var seen []string
				for start := 1; start <= len(ids); start += 2 {
					for _, id := range s.page(crowd, sort, "count=2", fmt.Sprint("startIndex=", start)).is(200).has("totalResults", 7.0).each("id") {
						seen = append(seen, id.(string))
					}
				}
				if diff := cmp.Diff(slices.Sorted(slices.Values(ids)), slices.Sorted(slices.Values(seen))); diff != "" {
					s.Errorf("%s: %s", sort, diff)
				}
			}
		}},
		{"7644 3.4.2", "a list of groups works as one of users does", func(s *site) {
			g := s.group(s.user().id())
			s.send("GET", "/Groups?filter="+escape(`displayName eq "`+strings.ToUpper(g.string("displayName"))+`"`), "").is(200).
				has("totalResults", 1.0).has("Resources/0/id", g.id()).has("Resources/0/members/0/type", "User")
		}},
		{"7644 3.4.2", "every resource of a list is whole, with its meta", func(s *site) {
			u := s.user(`"title":"a"`, `"emails":[{"type":"work","value":"a@x.example"}]`, `"`+enterprise+`":{"costCenter":"1"}`)
			if diff := cmp.Diff(s.getUser(u.id()).body, s.filter(`id eq "`+u.id()+`"`).is(200).at("Resources/0")); diff != "" {
				s.Error(diff)
			}
		}},
		{"7644 3.4.2", "query parameters that nobody knows are ignored, and the known ones are taken in any letter case", func(s *site) {
			crowd, _ := s.crowd(2)
			s.page("aadOptscim062020", crowd, "STARTINDEX=2", "Count=1", "shoe=17").is(200).has("startIndex", 2.0).has("itemsPerPage", 1.0)
		}},
	}
}

func sorting() []line {
	return []line{
		{"7644 3.4.2.3", "a list is sorted ascending unless it is to be descending", func(s *site) {
			s.sorted(`"displayName":"b"`, `"displayName":"a"`, `"displayName":"c"`).by("displayName", 1, 0, 2)
		}},
		{"7644 3.4.2.3", "a sub-attribute and an extension's attribute can be sorted by", func(s *site) {
			p := s.sorted(`"name":{"familyName":"b"},"`+enterprise+`":{"costCenter":"3"}`, `"name":{"familyName":"a"},"`+enterprise+`":{"costCenter":"4"}`)
			p.by("name.familyName", 1, 0)
			p.by(enterprise+":costCenter", 0, 1)
		}},
		{"7644 3.4.2.3", "text is sorted without regard to letter case", func(s *site) {
			s.sorted(`"displayName":"b"`, `"displayName":"A"`, `"displayName":"C"`).by("displayName", 1, 0, 2)
		}},
		{"7644 3.4.2.3", "what has no value is last ascending and first descending", func(s *site) {
			s.sorted(`"locale":"x"`, `"displayName":"b"`, `"displayName":"a"`).by("displayName", 2, 1, 0)
		}},
		{"7644 3.4.2.3", "of several values the primary one counts, or else the first", func(s *site) {
			s.sorted(
				`"roles":[{"value":"a"},{"value":"z","primary":true}]`, `"roles":[{"value":"b"},{"value":"x","primary":true}]`,
			).by("roles", 1, 0)
			s.sorted(`"phoneNumbers":[{"value":"2","type":"work"},{"value":"0","type":"home"}]`, `"phoneNumbers":[{"value":"1","type":"work"}]`).by("phoneNumbers.value", 1, 0)
		}},
		{"7644 3.4.2.3", "what is computed can be sorted by", func(s *site) {
			s.sorted(`"name":{"givenName":"B","familyName":"A"}`, `"name":{"givenName":"A","familyName":"Z"}`).by("name.formatted", 1, 0)
		}},
		{"7644 3.4.2.3", "sortOrder is ascending or descending, in any letter case", func(s *site) {
			s.page("sortBy=userName", "sortOrder=DESCENDING", "count=1").is(200)
			s.page("sortBy=userName", "sortOrder=sideways").fails(400, scim.InvalidValue)
		}},
		{"7644 3.4.2.3", "an attribute that is not there is nothing to sort by", func(s *site) {
			s.page("sortBy=shoeSize").fails(400, scim.InvalidValue)
		}},
	}
}

// people are users to be sorted, in the order of their creation.
type people struct {
	*site
	crowd string
	ids   []string
}

// sorted creates a user for each text of attributes.
func (s *site) sorted(attributes ...string) people {
	s.Helper()
	p := people{site: s}
	title := s.unique()
	for _, more := range attributes {
		p.ids = append(p.ids, s.user(`"title":`+quote(title), more).id())
	}
	p.crowd = "filter=" + escape(`title eq "`+title+`"`)
	return p
}

// by checks the order of the users, named by their numbers, and that the other order is its reverse.
func (p people) by(attribute string, want ...int) {
	p.Helper()
	var ids []any
	for _, i := range want {
		ids = append(ids, p.ids[i])
	}
	for _, order := range []string{"", "ascending", "descending"} {
		if order == "descending" {
			slices.Reverse(ids)
		}
		got := p.page(p.crowd, "sortBy="+escape(attribute), "sortOrder="+order).is(200).each("id")
		if diff := cmp.Diff(ids, got); diff != "" {
			p.Errorf("sorted by %s %s (-want +got):\n%s", attribute, order, diff)
		}
	}
}
