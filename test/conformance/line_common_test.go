package conformance

import (
	"regexp"
	"strings"
	"time"

	"github.com/scimgate/scimgate/scim"
)

func common() []line {
	return []line{
		{"7643 3.1", "an id is issued by the service provider, and never one that begins with bulkId", func(s *site) {
			for _, id := range []string{s.user().id(), s.group().id()} {
				if id == "" || strings.HasPrefix(strings.ToLower(id), "bulkid") {
					s.Errorf("the id is %q", id)
				}
			}
		}},
		{"7643 3.1", "an id stays the same whatever else changes", func(s *site) {
			id := s.user().id()
			s.patch(id, op("replace", "userName", quote(s.unique()))).is(200).has("id", id)
			s.send("PUT", "/Users/"+id, userBody(s.unique())).is(200).has("id", id)
			s.getUser(id).has("id", id)
		}},
		{"7643 3.1", "an id is never given again", func(s *site) {
			name, seen := s.unique(), map[string]bool{}
			for range 3 {
				id := s.send("POST", "/Users", userBody(name)).is(201).id()
				if seen[id] {
					s.Fatalf("%s was another user's", id)
				}
				seen[id] = true
				s.send("DELETE", "/Users/"+id, "").is(204)
			}
		}},
		{"7644 3.3", "id and meta of a body are ignored when a resource is created", func(s *site) {
			a := s.user(`"id":"mine"`, `"meta":{"resourceType":"Group","version":"W/\"1\"","location":"http://x.example/1"}`)
			if a.id() == "mine" {
				s.Error("the client's id was taken")
			}
			a.has("meta/resourceType", "User")
		}},
		{"7643 3.1", "externalId is the client's, and is kept as it was sent", func(s *site) {
			id := s.user(`"externalId":"00u-Ä/1"`).has("externalId", "00u-Ä/1").id()
			s.getUser(id).has("externalId", "00u-Ä/1")
			s.patch(id, op("replace", "externalId", `"other"`)).is(200).has("externalId", "other")
			s.getGroup(s.send("POST", "/Groups", groupBody(s.unique(), `"externalId":"g-1"`)).is(201).id()).has("externalId", "g-1")
		}},
		{"7643 3.1", "externalId is case exact", func(s *site) {
			external := "Ext" + s.unique()
			id := s.user(`"externalId":"` + external + `"`).id()
			s.finds(id, `externalId eq "`+external+`"`)
			s.misses(id, `externalId eq "`+strings.ToUpper(external)+`"`)
		}},
		{"7643 3.1", "externalId is never made up", func(s *site) {
			id := s.user().lacks("externalId").id()
			s.getUser(id).lacks("externalId")
		}},
		{"7643 3.1", "meta.resourceType is the name of the resource type", func(s *site) {
			s.user().has("meta/resourceType", "User")
			s.group().has("meta/resourceType", "Group")
			s.send("GET", "/ServiceProviderConfig", "").has("meta/resourceType", "ServiceProviderConfig")
		}},
		{"7643 3.1", "meta.created and meta.lastModified are instants with a zone", func(s *site) {
			a := s.getUser(s.user().id())
			for _, place := range []string{"meta/created", "meta/lastModified"} {
				if _, err := time.Parse(time.RFC3339, a.string(place)); err != nil {
					s.Errorf("%s is %q", place, a.string(place))
				}
			}
		}},
		{"7643 3.1", "meta.location is absolute, is the Location header, and leads to the resource", func(s *site) {
			for _, a := range []answer{s.user(), s.group()} {
				location := a.string("meta/location")
				if location == "" || location != a.header.Get("Location") {
					s.Errorf("meta.location is %q, Location is %q", location, a.header.Get("Location"))
				}
				path, ok := strings.CutPrefix(location, s.url)
				if !ok {
					s.Fatalf("%s is not absolute", location)
				}
				s.send("GET", path, "").is(200).has("id", a.id())
			}
		}},
		{"7643 3.1", "meta.version is the entity tag", func(s *site) {
			a := s.getUser(s.user().id())
			if version := a.string("meta/version"); !regexp.MustCompile(`^W/"[^"]+"$`).MatchString(version) || version != a.header.Get("ETag") {
				s.Errorf("meta.version is %q, ETag is %q", version, a.header.Get("ETag"))
			}
		}},
		{"7643 3.1", "meta.lastModified moves with a change and meta.created does not", func(s *site) {
			before := s.getUser(s.user().id())
			s.later(time.Minute)
			after := s.patch(before.id(), op("replace", "title", `"Dr"`)).is(200)
			if after.string("meta/lastModified") <= before.string("meta/lastModified") {
				s.Errorf("it was %s and is %s", before.string("meta/lastModified"), after.string("meta/lastModified"))
			}
			after.has("meta/created", before.string("meta/created"))
		}},
		{"7644 3.5.2", "a PATCH that changes nothing leaves meta.lastModified and meta.version alone", func(s *site) {
			before := s.getUser(s.user(`"title":"Dr"`, `"emails":[{"type":"work","value":"a@x.example"}]`).id())
			s.patch(before.id(), op("replace", "title", `"Dr"`), op("add", "emails", `[{"type":"work","value":"a@x.example"}]`)).is(200).
				has("meta", before.at("meta"))
			s.getUser(before.id()).has("meta", before.at("meta"))
		}},
		{"7643 3.1", "meta is readOnly", func(s *site) {
			s.patch(s.user().id(), op("replace", "meta.resourceType", `"x"`)).fails(400, scim.Mutability)
		}},
	}
}
