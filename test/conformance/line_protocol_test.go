package conformance

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/scimgate/scimgate/scim"
)

func protocol() section {
	return section{"protocol", "Entity tags, access and errors", slices.Concat(tags(), access(), errorLines())}
}

func tags() []line {
	return []line{
		{"7644 3.14", "the entity tag of GET, POST, PUT and PATCH is weak and is meta.version", func(s *site) {
			u := s.user()
			for _, a := range []answer{
				u, s.getUser(u.id()), s.patch(u.id(), op("add", "title", `"a"`)), s.send("PUT", "/Users/"+u.id(), userBody(u.string("userName"))),
				s.group(),
			} {
				if tag := a.header.Get("ETag"); !strings.HasPrefix(tag, `W/"`) || tag != a.string("meta/version") {
					s.Errorf("%s: ETag %q, meta.version %q", a.request, tag, a.string("meta/version"))
				}
			}
		}},
		{"7644 3.14", "an entity tag changes with the resource, and not when it is read", func(s *site) {
			id := s.user().id()
			before := s.getUser(id).header.Get("ETag")
			if again := s.getUser(id).header.Get("ETag"); again != before {
				s.Errorf("a read made %s of %s", again, before)
			}
			for _, change := range []string{op("add", "title", `"a"`), op("add", "phoneNumbers", `[{"type":"work","value":"1"}]`), op("add", enterprise+":costCenter", `"1"`)} {
				after := s.patch(id, change).is(200).header.Get("ETag")
				if after == before {
					s.Errorf("%s leaves it at %s", change, after)
				}
				before = after
			}
		}},
		{"7644 3.14", "an entity tag is of the whole resource, whatever part of it is returned", func(s *site) {
			id := s.office()
			whole := s.getUser(id).header.Get("ETag")
			for _, parameters := range []string{"attributes=userName", "attributes=meta.version", "excludedAttributes=phoneNumbers,title", "attributes=id"} {
				if tag := s.send("GET", "/Users/"+id+"?"+parameters, "").is(200).header.Get("ETag"); tag != whole {
					s.Errorf("%s: %s, and as a whole %s", parameters, tag, whole)
				}
			}
			s.filter(`id eq "`+id+`"`).is(200).has("Resources/0/meta/version", whole)
		}},
		{"7644 3.14", "another gateway of the same app knows a resource by the same id and entity tag", func(s *site) {
			u := s.office()
			tag := s.getUser(u).header.Get("ETag")
			s.start()
			if other := s.getUser(u).header.Get("ETag"); other != tag {
				s.Errorf("one says %s, the other %s", tag, other)
			}
			s.send("GET", "/Users/"+u, "", "If-None-Match", tag).is(304)
		}},
		{"7644 3.14", "If-None-Match of the present version is 304", func(s *site) {
			u := s.user()
			tag := u.header.Get("ETag")
			for _, known := range []string{tag, `W/"x", ` + tag, "*", strings.TrimPrefix(tag, "W/")} {
				a := s.send("GET", "/Users/"+u.id(), "", "If-None-Match", known).is(304)
				if a.header.Get("ETag") != tag {
					s.Errorf("its ETag is %q", a.header.Get("ETag"))
				}
			}
			s.send("GET", "/Users/"+u.id(), "", "If-None-Match", `W/"x"`).is(200)
		}},
		{"7644 3.14", "If-Match of another version is 412 without a scimType, and nothing happens", func(s *site) {
			u := s.user()
			path := "/Users/" + u.id()
			for method, body := range map[string]string{"PUT": userBody(s.unique()), "PATCH": patchBody(op("add", "title", `"x"`)), "DELETE": ""} {
				s.send(method, path, body, "If-Match", `W/"x"`).fails(412, "")
				s.send(method, path, body, "If-Match", `W/"x", "y"`).fails(412, "")
			}
			s.getUser(u.id()).has("meta", u.at("meta"))
		}},
		{"7644 3.14", "If-Match of the present version, of any, or of one in a list goes ahead", func(s *site) {
			u := s.user()
			path := "/Users/" + u.id()
			a := s.send("PATCH", path, patchBody(op("add", "title", `"a"`)), "If-Match", u.header.Get("ETag")).is(200)
			a = s.send("PUT", path, userBody(u.string("userName")), "If-Match", `W/"x", `+a.header.Get("ETag")).is(200)
			s.send("DELETE", path, "", "If-Match", "*").is(204)
		}},
		{"7644 3.14", "a list has no entity tag", func(s *site) {
			if tag := s.page("count=1").is(200).header.Get("ETag"); tag != "" {
				s.Errorf("it is %s", tag)
			}
		}},
		{"7644 3.11", "/Me answers 501 where no client is a user", func(s *site) {
			for _, method := range []string{"GET", "PUT", "PATCH", "DELETE", "POST"} {
				s.send(method, "/Me", "{}").fails(501, "")
			}
		}},
		{"7644 3.11", "/Me is the user that the client stands for, at that user's own location", func(s *site) {
			s = newSite(s.T, s.dialect, options{})
			u := s.user(`"title":"Dr"`)
			s.standsFor(u.id())
			s.send("GET", "/Me?attributes=title", "").is(200).has("title", "Dr").lacks("userName")
			if a := s.send("GET", "/Me", "").is(200).has("id", u.id()); a.header.Get("Location") != s.url+"/Users/"+u.id() {
				s.Errorf("its location is %s", a.header.Get("Location"))
			}
			s.send("PATCH", "/Me", patchBody(op("replace", "title", `"Prof"`))).is(200).has("title", "Prof")
			s.send("PUT", "/Me", userBody(u.string("userName")), "If-Match", `W/"old"`).fails(412, "")
			s.send("PUT", "/Me", userBody(u.string("userName"))).is(200).lacks("title")
			s.send("GET", "/Me", "", "Authorization", "Bearer reader").fails(501, "")
			s.send("DELETE", "/Me", "").is(204)
			s.send("GET", "/Users/"+u.id(), "").fails(404, "")
		}},
	}
}

func access() []line {
	return []line{
		{"7644 2", "without a token, or with one that nobody has, the answer is 401 with WWW-Authenticate", func(s *site) {
			for _, header := range []string{"", "Bearer", "Bearer ", "Bearer nobody's", "Basic d3JpdGVyOg==", "writer"} {
				for _, path := range []string{"/Users", "/Users/nobody", "/nowhere", "/ServiceProviderConfig", "/Schemas"} {
					a := s.send("GET", path, "", "Authorization", header).fails(401, "")
					if got := a.header.Get("WWW-Authenticate"); !strings.HasPrefix(got, "Bearer") {
						s.Errorf("%s with %q: WWW-Authenticate is %q", path, header, got)
					}
				}
			}
		}},
		{"6750 2.1", "the scheme of the token is taken in any letter case", func(s *site) {
			s.send("GET", "/Users?count=0", "", "Authorization", "bearer writer").is(200)
		}},
		{"6750 2.3", "a token in the query is none", func(s *site) {
			s.send("GET", "/Users?access_token=writer", "", "Authorization", "").fails(401, "")
		}},
		{"7644 3.12", "a client that may only read is forbidden to write, whatever is there", func(s *site) {
			reader := []string{"Authorization", "Bearer reader"}
			id := s.user().id()
			s.send("GET", "/Users/"+id, "", reader...).is(200)
			for method, path := range map[string]string{"POST": "/Users", "PUT": "/Users/" + id, "PATCH": "/Users/" + id, "DELETE": "/Users/nobody"} {
				s.send(method, path, userBody(s.unique()), reader...).fails(403, "")
			}
			s.getUser(id)
		}},
		{"7644 3.12", "an app that a client may not use is as one that does not exist", func(s *site) {
			stranger := []string{"Authorization", "Bearer stranger"}
			id := s.user().id()
			nowhere := s.send("GET", "//nothing/scim/v2/Users", "", stranger...).fails(404, "")
			for _, path := range []string{"/Users", "/Users/" + id, "/Users/nobody", "/Schemas"} {
				for _, method := range []string{"GET", "DELETE", "PUT"} {
					if a := s.send(method, path, userBody(s.unique()), stranger...).fails(404, ""); a.text != nowhere.text {
						s.Errorf("%s tells %s", a.request, a.text)
					}
				}
			}
		}},
	}
}

func errorLines() []line {
	return []line{
		{"7644 3.12", "an error is an Error whose status is a text, with a detail and nothing of the inside", func(s *site) {
			s.send("GET", "/Users/nobody", "").fails(404, "") // every error is checked for it
			s.filter("(").fails(400, scim.InvalidFilter)
			s.send("POST", "/Users", userBody(s.user().string("userName"))).fails(409, scim.Uniqueness)
		}},
		{"7644 3.13", "a version of the protocol that is not spoken is refused", func(s *site) {
			for _, version := range []string{"v1", "v3", "V2.1"} {
				if a := s.send("GET", "//hr/scim/"+version+"/Users", ""); a.status != 404 && a.string("scimType") != string(scim.InvalidVers) {
					s.Errorf("%s answers %d %s", version, a.status, a.text)
				}
			}
		}},
		{"7644 3.12", "a body of another media type is 415", func(s *site) {
			for _, media := range []string{"text/plain", "application/xml", "application/x-www-form-urlencoded", "application/json; charset=utf-16"} {
				s.send("POST", "/Users", userBody(s.unique()), "Content-Type", media).fails(415, "")
			}
		}},
		{"7644 3.12", "a body that is too large is 413", func(s *site) {
			small := newSite(s.T, s.dialect, options{gateway: "limits: {body: 4KiB}"})
			small.send("POST", "/Users", userBody(small.unique(), `"title":"`+strings.Repeat("x", 5000)+`"`)).fails(413, "")
		}},
		{"7644 3.12", "a method that nothing takes is 405 with Allow", func(s *site) {
			for _, path := range []string{"/Users", "/Users/x", "/Schemas", "/ResourceTypes", "/ServiceProviderConfig"} {
				a := s.send("PROPFIND", path, "").fails(405, "")
				if !strings.Contains(a.header.Get("Allow"), http.MethodGet) {
					s.Errorf("%s allows %q", path, a.header.Get("Allow"))
				}
			}
		}},
		{"7644 3.12", "an application that does not answer in time is 503 with Retry-After in whole seconds", func(s *site) {
			s.comesBack()
		}},
		{"7644 3.12", "a client that asks too often is 429 with Retry-After in whole seconds, and no other client is", func(s *site) {
			s = newSite(s.T, s.dialect, options{gateway: "limits: {rate: {requests_per_second: 1}}"})
			a := s.send("GET", "/Users?count=0", "")
			for a.status == 200 { // the clock goes on meanwhile
				a = s.send("GET", "/Users?count=0", "")
			}
			if wait := a.fails(429, "").header.Get("Retry-After"); wait != "1" {
				s.Errorf("Retry-After is %q", wait)
			}
			s.send("GET", "/Users?count=0", "", "Authorization", "Bearer reader").is(200)
			s.later(time.Second)
			s.send("GET", "/Users?count=0", "").is(200)
		}},
		{"7644 3.12", "a value that the application cannot hold is 400 invalidValue, and not a 500", func(s *site) {
			s.send("POST", "/Users", userBody(s.unique(), `"locale":"`+strings.Repeat("x", 300)+`"`)).fails(400, scim.InvalidValue)
			s.patch(s.user().id(), op("replace", "locale", `"`+strings.Repeat("x", 300)+`"`)).fails(400, scim.InvalidValue)
			s.patch(s.user().id(), op("replace", enterprise+":department", `"No such department"`)).fails(400, scim.InvalidValue)
		}},
	}
}

// comesBack checks what is said to clients of an application that does not answer, and that all is well afterwards.
func (s *site) comesBack() {
	s.Helper()
	s = newSite(s.T, s.dialect, options{timeout: time.Second})
	id, name := s.user().id(), s.unique()
	s.whileLocked(func() {
		for _, a := range []answer{s.send("POST", "/Users", userBody(name)), s.patch(id, op("add", "title", `"x"`))} {
			a.fails(503, "")
			if seconds := a.header.Get("Retry-After"); strings.Trim(seconds, "0123456789") != "" || seconds == "" {
				s.Errorf("%s: Retry-After is %q", a.request, seconds)
			}
		}
	})
	s.send("POST", "/Users", userBody(name)).is(201)
	s.patch(id, op("add", "title", `"x"`)).is(200)
}
