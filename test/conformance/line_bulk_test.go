package conformance

import (
	"fmt"
	"strings"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/scim"
)

// bulkOp is an operation of a bulk request; more are members of it, as they stand in JSON.
func bulkOp(method, path string, more ...string) string {
	return fmt.Sprintf(`{"method":%q,"path":%q%s}`, method, path, joined(more))
}

// creating is a POST of a body in a bulk request.
func creating(bulkID, endpoint, body string) string {
	return bulkOp("POST", endpoint, `"bulkId":`+quote(bulkID), `"data":`+body)
}

func (s *site) bulk(operations ...string) answer {
	s.Helper()
	return s.send("POST", "/Bulk", fmt.Sprintf(`{"schemas":[%q],"Operations":[%s]}`, scim.MessageBulk, strings.Join(operations, ",")))
}

// results are the statuses of the operations.
func (a answer) results(want ...any) answer {
	a.s.Helper()
	got := []any{}
	for _, r := range a.is(200).list("Operations") {
		got = append(got, valueAt(r, "status"))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		a.s.Errorf("(-want +got):\n%s\n%s", diff, a.text)
	}
	return a
}

// idOf is the id in the location of an operation's result.
func (a answer) idOf(operation int) string {
	location := a.string(fmt.Sprintf("Operations/%d/location", operation))
	return location[strings.LastIndex(location, "/")+1:]
}

func managedBy(id string) string {
	return `"` + enterprise + `":{"manager":{"value":` + quote(id) + `}}`
}

func bulk() section {
	return section{"bulk", "Bulk", []line{
		{"7644 3.7", "a bulk request does POST, PUT, PATCH and DELETE, and answers in their order", func(s *site) {
			a, b, c := s.user(), s.user(), s.user()
			r := s.bulk(
				creating("new", "/Users", userBody(s.unique())),
				bulkOp("PUT", "/Users/"+a.id(), `"data":`+userBody(a.string("userName"), `"title":"put"`)),
				bulkOp("PATCH", "/Users/"+b.id(), `"data":`+patchBody(op("add", "title", `"patched"`))),
				bulkOp("DELETE", "/Users/"+c.id()),
			).results("201", "200", "200", "204").has("schemas", []any{scim.MessageBulked})
			s.getUser(r.idOf(0))
			s.getUser(a.id()).has("title", "put")
			s.getUser(b.id()).has("title", "patched")
			s.send("GET", "/Users/"+c.id(), "").fails(404, "")
		}},
		{"7644 3.7.3", "a result has its method, bulkId, location, version and status", func(s *site) {
			r := s.bulk(creating("new", "/Users", userBody(s.unique()))).results("201")
			u := s.getUser(r.idOf(0))
			r.has("Operations/0", object{"method": "POST", "bulkId": "new", "location": u.string("meta/location"), "version": u.string("meta/version"), "status": "201"})
			r = s.bulk(bulkOp("PATCH", "/Users/"+u.id(), `"data":`+patchBody(op("add", "title", `"x"`)))).results("200")
			r.has("Operations/0", object{"method": "PATCH", "location": u.string("meta/location"), "version": s.getUser(u.id()).string("meta/version"), "status": "200"})
		}},
		{"7644 3.7.3", "a bulk request is 200 although operations failed, and each failure has its error", func(s *site) {
			taken := s.user()
			r := s.bulk(
				creating("a", "/Users", userBody(taken.string("userName"))), creating("b", "/Users", userBody(s.unique())), bulkOp("DELETE", "/Users/nobody"),
				bulkOp("PATCH", "/Users/"+taken.id(), `"data":`+patchBody(op("replace", "id", `"x"`))), bulkOp("PUT", "/Shoes/1", `"data":{}`),
			).results("409", "201", "404", "400", "404")
			r.has("Operations/0/response/scimType", "uniqueness").has("Operations/0/response/status", "409").has("Operations/0/response/schemas", []any{scim.MessageError})
			r.lacks("Operations/0/location", "Operations/1/response").has("Operations/3/response/scimType", "mutability")
		}},
		{"7644 3.7.2", "a bulkId in data is the id of what it names, before and behind it", func(s *site) {
			r := s.bulk(
				creating("ada", "/Users", userBody(s.unique())), creating("g", "/Groups", groupBody(s.unique(), `"members":`+values("bulkId:ada", "bulkId:bob"))),
				creating("bob", "/Users", userBody(s.unique(), managedBy("bulkId:ada"))),
			).results("201", "201", "201")
			s.isMembers(r.idOf(1), r.idOf(0), r.idOf(2))
			s.getUser(r.idOf(2)).has(enterprise+"/manager/value", r.idOf(0))
		}},
		{"7644 3.7.2", "a bulkId in the operations of a PATCH is the id of what it names", func(s *site) {
			g := s.group().id()
			r := s.bulk(
				bulkOp("PATCH", "/Groups/"+g, `"data":`+patchBody(op("add", "members", values("bulkId:ada")))), creating("ada", "/Users", userBody(s.unique())),
			)
			s.isMembers(g, r.idOf(1))
		}},
		{"7644 3.7.2", "a bulkId in a path is the id of what it names", func(s *site) {
			r := s.bulk(
				creating("ada", "/Users", userBody(s.unique())), bulkOp("PATCH", "/Users/bulkId:ada", `"data":`+patchBody(op("add", "title", `"x"`))),
			).results("201", "200")
			s.getUser(r.idOf(0)).has("title", "x")
		}},
		{"7644 3.7.1", "resources that refer to one another are created first and linked then", func(s *site) {
			r := s.bulk(
				creating("ada", "/Users", userBody(s.unique(), managedBy("bulkId:bob"))), creating("bob", "/Users", userBody(s.unique(), managedBy("bulkId:ada"))),
			).results("201", "201")
			for i := range 2 {
				u := s.getUser(r.idOf(i)).has(enterprise+"/manager/value", r.idOf(1-i))
				r.has(fmt.Sprintf("Operations/%d/version", i), u.string("meta/version"))
			}
		}},
		{"7644 3.7.1", "a bulkId that nothing has is 409 for its operation, and for no other", func(s *site) {
			s.bulk(
				creating("g", "/Groups", groupBody(s.unique(), `"members":`+values("bulkId:nobody"))), creating("ada", "/Users", userBody(s.unique())),
				bulkOp("DELETE", "/Users/bulkId:nobody"),
			).results("409", "201", "409")
		}},
		{"7644 3.7", "no bulkId is left where an id belongs", func(s *site) {
			r := s.bulk(creating("ada", "/Users", userBody(s.unique())), creating("g", "/Groups", groupBody(s.unique(), `"members":`+values("bulkId:ada")))).results("201", "201")
			if g := s.getGroup(r.idOf(1)); strings.Contains(g.text, "bulkId") {
				s.Errorf("it is %s", g.text)
			}
		}},
		{"7644 3.7", "a POST needs a bulkId, and no two operations have the same", func(s *site) {
			s.bulk(bulkOp("POST", "/Users", `"data":`+userBody(s.unique()))).fails(400, scim.InvalidSyntax)
			s.bulk(creating("a", "/Users", userBody(s.unique())), creating("a", "/Users", userBody(s.unique()))).fails(400, scim.InvalidValue)
		}},
		{"7644 3.7", "a message that is no BulkRequest is invalidSyntax", func(s *site) {
			for _, body := range []string{
				"", "{}", `{"schemas":["` + scim.MessagePatch + `"],"Operations":[]}`, `{"schemas":["` + scim.MessageBulk + `"]}`,
				`{"schemas":["` + scim.MessageBulk + `"],"Operations":[17]}`, `{"schemas":["` + scim.MessageBulk + `"],"Operations":[{"method":"GET","path":"/Users"}]}`,
			} {
				s.send("POST", "/Bulk", body).fails(400, scim.InvalidSyntax)
			}
		}},
		{"7644 3.7.3", "failOnErrors ends the request, and what was not done is not listed", func(s *site) {
			taken, last := s.user().string("userName"), s.unique()
			operations := strings.Join([]string{creating("a", "/Users", userBody(taken)), creating("b", "/Users", userBody(s.unique())), creating("c", "/Users", userBody(taken)), creating("d", "/Users", userBody(last))}, ",")
			s.send("POST", "/Bulk", fmt.Sprintf(`{"schemas":[%q],"failOnErrors":2,"Operations":[%s]}`, scim.MessageBulk, operations)).results("409", "201", "409")
			s.filter(`userName eq "`+last+`"`).is(200).has("totalResults", 0.0)
		}},
		{"7644 3.7.4", "more operations or bytes than allowed are 413, and nothing is done", func(s *site) {
			s = newSite(s.T, s.dialect, options{gateway: "limits: {bulk_operations: 2, bulk_body: 4KiB}"})
			s.send("GET", "/ServiceProviderConfig", "").has("bulk", object{"supported": true, "maxOperations": 2.0, "maxPayloadSize": 4096.0})
			s.bulk(creating("a", "/Users", userBody("a")), creating("b", "/Users", userBody("b")), creating("c", "/Users", userBody("c"))).fails(413, "")
			s.bulk(creating("a", "/Users", userBody("a", `"title":"`+strings.Repeat("x", 5000)+`"`))).fails(413, "")
			s.page().is(200).has("totalResults", 0.0)
		}},
		{"7644 3.7", "the version of an operation is its If-Match", func(s *site) {
			u := s.user()
			body := `"data":` + patchBody(op("add", "title", `"x"`))
			s.bulk(bulkOp("PATCH", "/Users/"+u.id(), body, `"version":"W/\"old\""`)).results("412")
			s.bulk(bulkOp("PATCH", "/Users/"+u.id(), body, `"version":`+quote(u.header.Get("ETag")))).results("200")
			s.bulk(bulkOp("DELETE", "/Users/"+u.id(), `"version":`+quote(u.header.Get("ETag")))).results("412")
		}},
		{"7644 3.7", "a client that may only read may send no bulk request", func(s *site) {
			s.send("POST", "/Bulk", `{}`, "Authorization", "Bearer reader").fails(403, "")
		}},
		{"7644 3.7", "bulk that is not there answers 501, and the configuration says so", func(s *site) {
			s = newSite(s.T, s.dialect, options{gateway: "limits: {bulk_operations: 0}"})
			s.bulk(creating("a", "/Users", userBody(s.unique()))).fails(501, "")
			s.send("GET", "/ServiceProviderConfig", "").has("bulk/supported", false).has("bulk/maxOperations", 0.0)
		}},
	}}
}
