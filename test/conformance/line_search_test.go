package conformance

import (
	"fmt"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/scim"
)

// search is a SearchRequest; members are more of it, as they stand in JSON.
func (s *site) search(path string, members ...string) answer {
	s.Helper()
	return s.send("POST", path, fmt.Sprintf(`{"schemas":[%q]%s}`, scim.MessageSearch, joined(members)))
}

func searches() []line {
	return []line{
		{"7644 3.4.3", "a search by POST of one type answers as GET does", func(s *site) {
			crowd, _ := s.crowd(3)
			filter := s.page(crowd, "count=1").is(200).string("Resources/0/title")
			text := `"filter":` + quote(`title eq "`+filter+`"`)
			for parameters, members := range map[string]string{
				"x=y": `"x":"y"`, "startIndex=2&count=1": `"startIndex":2,"count":1`, "count=0": `"count":0`, "startIndex=-1&count=-1": `"startIndex":-1,"count":-1`,
				"attributes=userName,meta.location":        `"attributes":["userName","meta.location"]`,
				"excludedAttributes=meta":                  `"excludedAttributes":["meta"]`,
				"sortBy=userName&sortOrder=descending":     `"sortBy":"userName","sortOrder":"descending"`,
				"sortBy=" + enterprise + ":costCenter":     `"sortBy":"` + enterprise + `:costCenter"`,
				"count=100000&attributes=name.givenName,x": `"count":100000,"attributes":["name.givenName","x"]`,
			} {
				get, post := s.page(crowd, parameters).is(200), s.search("/Users/.search", text, members).is(200)
				if diff := cmp.Diff(get.body, post.body); diff != "" {
					s.Errorf("%s (-GET +POST):\n%s", parameters, diff)
				}
			}
		}},
		{"7644 3.4.3", "a search by POST has the schema of a SearchRequest", func(s *site) {
			s.send("POST", "/Users/.search", `{"schemas":["`+scim.MessagePatch+`"]}`).fails(400, scim.InvalidSyntax)
			s.send("POST", "/Users/.search", "").fails(400, scim.InvalidSyntax)
			s.send("POST", "/Users/.search", "[]").fails(400, scim.InvalidSyntax)
		}},
		{"7644 3.4.3", "a search by POST is refused for what GET is refused for", func(s *site) {
			s.search("/Users/.search", `"filter":"("`).fails(400, scim.InvalidFilter)
			s.search("/Users/.search", `"filter":"password pr"`).fails(400, scim.InvalidFilter)
			s.search("/Users/.search", `"attributes":["userName"],"excludedAttributes":["title"]`).fails(400, scim.InvalidValue)
			s.search("/Users/.search", `"count":"ten"`).fails(400, scim.InvalidValue)
			s.search("/Users/.search", `"sortOrder":"sideways","sortBy":"userName"`).fails(400, scim.InvalidValue)
			s.send("POST", "/Users/.search", "{}", "Content-Type", "text/plain").fails(415, "")
		}},
		{"7644 3.4.3", "a search by POST ignores the parameters of the query", func(s *site) {
			crowd, _ := s.crowd(2)
			s.search("/Users/.search?count=0&startIndex=2&"+crowd, `"filter":"userName eq \"nobody at all\""`).is(200).has("totalResults", 0.0)
		}},
		{"7644 3.4.3", "a client that may only read may search by POST", func(s *site) {
			s.send("POST", "/Users/.search", `{"schemas":["`+scim.MessageSearch+`"],"count":0}`, "Authorization", "Bearer reader").is(200)
		}},
		{"7644 3.4.3", "a search by POST at the root finds resources of every type", func(s *site) {
			external := s.unique()
			u := s.user(`"externalId":` + quote(external)).id()
			g := s.send("POST", "/Groups", groupBody(s.unique(), `"externalId":`+quote(external))).is(201).id()
			a := s.search("/.search", `"filter":`+quote(`externalId eq "`+external+`"`)).is(200).has("totalResults", 2.0).has("itemsPerPage", 2.0)
			if diff := cmp.Diff([]any{g, u}, a.each("id")); diff != "" {
				s.Error(diff)
			}
			if diff := cmp.Diff([]any{"Group", "User"}, a.each("meta/resourceType")); diff != "" {
				s.Error(diff)
			}
			s.search("/.search", `"filter":`+quote(`externalId eq "`+external+`" and meta.resourceType eq "User"`)).is(200).has("totalResults", 1.0).has("Resources/0/id", u)
		}},
		{"7644 7.5.2", "a filter on what is sensitive is 403 sensitive in an address, and is taken in a search by POST", func(s *site) {
			s = newSite(s.T, s.dialect, options{edit: [2]string{"title: job_title", "title: {field: job_title, sensitive: true}"}})
			u := s.user(`"title":"Dr"`).id()
			text := `title eq "Dr"`
			for _, path := range []string{"/Users", ""} {
				s.send("GET", path+"?filter="+escape(text), "").fails(403, scim.Sensitive)
				s.search(path+"/.search", `"filter":`+quote(text)).is(200).has("totalResults", 1.0).has("Resources/0/id", u)
			}
			s.page("sortBy=title").fails(403, scim.Sensitive)
			s.search("/Users/.search", `"sortBy":"title"`).is(200).has("Resources/0/id", u)
			s.getUser(u).has("title", "Dr")
		}},
		{"7644 3.4.2.1", "a GET at the root answers as a search does", func(s *site) {
			external := s.unique()
			s.user(`"externalId":` + quote(external))
			s.send("POST", "/Groups", groupBody(s.unique(), `"externalId":`+quote(external))).is(201)
			text := `externalId eq "` + external + `"`
			for _, path := range []string{"", "/"} {
				get := s.send("GET", path+"?count=1&startIndex=2&filter="+escape(text), "").is(200).has("totalResults", 2.0).has("Resources/0/meta/resourceType", "User")
				if diff := cmp.Diff(get.body, s.search("/.search", `"count":1,"startIndex":2,"filter":`+quote(text)).is(200).body); diff != "" {
					s.Errorf("(-GET +POST):\n%s", diff)
				}
			}
		}},
		{"7644 3.4.2.1", "an attribute that a resource type lacks has no value in a query over all of them", func(s *site) {
			u, g := s.user(), s.group()
			for text, want := range map[string][]any{
				`userName eq "` + u.string("userName") + `"`:                                                     {u.id()},
				`userName eq "` + u.string("userName") + `" or displayName eq "` + g.string("displayName") + `"`: {g.id(), u.id()},
				`not (userName pr) and displayName eq "` + g.string("displayName") + `"`:                         {g.id()},
				`displayName eq "` + g.string("displayName") + `" and title ne "x"`:                              {g.id()},
				`shoeSize eq "17"`: {},
			} {
				if diff := cmp.Diff(want, s.send("GET", "?filter="+escape(text), "").is(200).each("id")); diff != "" {
					s.Errorf("%s (-want +got):\n%s", text, diff)
				}
			}
		}},
	}
}
