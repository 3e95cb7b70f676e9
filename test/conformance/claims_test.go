package conformance

import (
	"testing"

	"github.com/scimgate/scimgate/scim"
)

// claim is a feature of ServiceProviderConfig: what happens where it is supported, and where it is not.
type claim struct {
	feature   string
	supported func(s *site)
	missing   func(s *site)
}

func claims() []claim {
	return []claim{
		{"patch/supported", func(s *site) {
			s.patch(s.user().id(), op("add", "title", `"x"`)).is(200).has("title", "x")
		}, func(s *site) {
			s.patch(s.user().id(), op("add", "title", `"x"`)).fails(501, "")
		}},
		{"bulk/supported", func(s *site) {
			s.send("POST", "/Bulk", `{"schemas":["`+scim.MessageBulk+`"],"Operations":[{"method":"POST","path":"/Users","bulkId":"a","data":`+userBody(s.unique())+`}]}`).is(200)
		}, func(s *site) {
			s.send("POST", "/Bulk", `{}`).fails(501, "")
		}},
		{"filter/supported", func(s *site) {
			u := s.user()
			s.finds(u.id(), `userName eq "`+u.string("userName")+`"`)
		}, func(s *site) {
			s.filter("userName pr").fails(400, scim.InvalidFilter)
		}},
		{"changePassword/supported", func(s *site) {
			u := s.user()
			s.patch(u.id(), op("replace", "password", `"correct horse"`)).is(200)
			if s.cell("SELECT password_hash FROM employees WHERE login = $1", u.string("userName")) == "" {
				s.Error("there is no password")
			}
		}, func(s *site) {
			s.patch(s.user().id(), op("replace", "password", `"correct horse"`)).is(400)
		}},
		{"sort/supported", func(s *site) {
			s.sorted(`"displayName":"b"`, `"displayName":"a"`).by("displayName", 1, 0)
		}, func(s *site) {
			s.page("sortBy=userName").is(400)
		}},
		{"etag/supported", func(s *site) {
			u := s.user()
			s.send("GET", "/Users/"+u.id(), "", "If-None-Match", u.header.Get("ETag")).is(304)
			s.send("DELETE", "/Users/"+u.id(), "", "If-Match", `W/"x"`).fails(412, "")
		}, func(s *site) {
			if tag := s.user().header.Get("ETag"); tag != "" {
				s.Errorf("there is one, %s", tag)
			}
		}},
		{"pagination/index", func(s *site) {
			crowd, ids := s.crowd(2)
			s.page(crowd, "startIndex=2", "count=1").is(200).has("Resources/0/id", ids[1])
		}, func(s *site) {
			s.page("startIndex=2").is(400)
		}},
		{"pagination/cursor", func(s *site) {
			crowd, _ := s.crowd(2)
			s.page(crowd, "cursor=", "count=1").is(200).has("itemsPerPage", 1.0)
		}, func(s *site) {
			s.page("cursor=").is(400)
		}},
	}
}

func TestWhatIsClaimedIsThereAndWhatIsNotIsRefused(t *testing.T) {
	s := newSite(t, "sqlite", options{})
	config := s.send("GET", "/ServiceProviderConfig", "").is(200)
	for _, c := range claims() {
		t.Run(c.feature, func(t *testing.T) {
			switch config.at(c.feature) {
			case true:
				c.supported(s.in(t))
			case false:
				c.missing(s.in(t))
			default:
				t.Errorf("the configuration says %v", config.at(c.feature))
			}
		})
	}
}

func TestTheConfigurationClaimsNothingThatIsNotTested(t *testing.T) {
	known := map[string]bool{"schemas": true, "meta": true, "documentationUri": true, "authenticationSchemes": true, "filter/maxResults": true}
	for _, bound := range []string{"bulk/maxOperations", "bulk/maxPayloadSize", "pagination/defaultPaginationMethod", "pagination/defaultPageSize", "pagination/maxPageSize", "pagination/cursorTimeout"} {
		known[bound] = true
	}
	for _, c := range claims() {
		known[c.feature] = true
	}
	config := newSite(t, "sqlite", options{}).send("GET", "/ServiceProviderConfig", "").is(200).body.(object)
	for name, v := range config {
		if known[name] {
			continue
		}
		o, _ := v.(object)
		for member := range o {
			if !known[name+"/"+member] {
				t.Errorf("%s/%s is claimed", name, member)
			}
		}
		if len(o) == 0 {
			t.Errorf("%s is claimed", name)
		}
	}
}

func TestTheBoundsThatAreClaimedAreKept(t *testing.T) {
	s := newSite(t, "sqlite", options{gateway: "limits: {default_count: 2, max_count: 4}"})
	config := s.send("GET", "/ServiceProviderConfig", "").is(200).has("filter/maxResults", 4.0).has("pagination/maxPageSize", 4.0).has("pagination/defaultPageSize", 2.0)
	crowd, _ := s.crowd(6)
	s.page(crowd, "count=100").is(200).has("itemsPerPage", config.at("filter/maxResults"))
	s.page(crowd).is(200).has("itemsPerPage", config.at("pagination/defaultPageSize"))
}

func TestTheAuthenticationSchemesThatAreClaimedAreTheOnesThatWork(t *testing.T) {
	s := newSite(t, "sqlite", options{})
	headers := map[string]string{"oauthbearertoken": "Bearer writer", "httpbasic": "Basic d3JpdGVyOndyaXRlcg==", "httpdigest": `Digest username="writer"`, "oauth": `OAuth oauth_token="writer"`}
	claimed := map[string]bool{}
	for _, scheme := range s.send("GET", "/ServiceProviderConfig", "").list("authenticationSchemes") {
		claimed[valueAt(scheme, "type").(string)] = true
	}
	for scheme, header := range headers {
		if works := s.send("GET", "/Users?count=0", "", "Authorization", header).status == 200; works != claimed[scheme] {
			t.Errorf("%s: works %v, is claimed %v", scheme, works, claimed[scheme])
		}
	}
}

func TestEveryResourceTypeIsServedAsItSays(t *testing.T) {
	s := newSite(t, "sqlite", options{})
	bodies := map[string]func() string{
		"User":  func() string { return userBody(s.unique()) },
		"Group": func() string { return groupBody(s.unique()) },
	}
	for _, rt := range s.send("GET", "/ResourceTypes", "").is(200).list("Resources") {
		name, endpoint := valueAt(rt, "name").(string), valueAt(rt, "endpoint").(string)
		a := s.send("POST", endpoint, bodies[name]()).is(201).has("meta/resourceType", name).has("schemas", []any{valueAt(rt, "schema")})
		s.send("GET", endpoint+"/"+a.id(), "").is(200).has("id", a.id())
		s.send("DELETE", endpoint+"/"+a.id(), "").is(204)
	}
}
