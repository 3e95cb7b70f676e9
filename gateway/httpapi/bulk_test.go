package httpapi_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/gateway/gatewaytest"
	"github.com/scimgate/scimgate/scim"
)

// bulkOf is a BulkRequest of these operations.
func bulkOf(operations ...string) string { return bulkUntil(0, operations...) }

func bulkUntil(errors int, operations ...string) string {
	return fmt.Sprintf(`{"schemas":["%s"],"failOnErrors":%d,"Operations":[%s]}`, scim.MessageBulk, errors, strings.Join(operations, ","))
}

func operation(method, path, more string) string {
	return `{"method":"` + method + `","path":"` + path + `"` + more + `}`
}

// user creates one; more are members of the resource.
func user(id, more string) string {
	return operation("POST", "/Users", `,"bulkId":"`+id+`","data":{"schemas":["`+scim.SchemaUser+`"],"userName":"`+id+`"`+more+`}`)
}

// managed is the member of a user that says who manages it.
func managed(by string) string {
	return `,"` + scim.SchemaEnterpriseUser + `":{"employeeNumber":"7","manager":{"value":"` + by + `"}}`
}

// group creates one with members.
func group(id string, members ...string) string {
	var list []string
	for _, m := range members {
		list = append(list, `{"value":"`+m+`"}`)
	}
	return operation("POST", "/Groups", `,"bulkId":"`+id+`","data":{"schemas":["`+scim.SchemaGroup+`"],"displayName":"`+id+`","members":[`+strings.Join(list, ",")+`]}`)
}

// bulk sends operations and returns what became of them: method, bulkId and status of each, and the scimType of what
// failed.
func (s *site) bulk(body string) ([]*scim.Object, string) {
	s.t.Helper()
	a := s.send("POST", "/Bulk", body)
	if a.code != 200 || a.body.List("schemas")[0] != scim.MessageBulked {
		s.t.Fatalf("got %d %s", a.code, a.text)
	}
	var results []*scim.Object
	var told []string
	for _, r := range a.body.List("Operations") {
		r := r.(*scim.Object)
		results = append(results, r)
		words := []string{r.Text("method"), r.Text("bulkId"), r.Text("status"), r.Object("response").Text("scimType")}
		told = append(told, strings.Join(strings.Fields(strings.Join(words, " ")), " "))
	}
	return results, strings.Join(told, ", ")
}

// state are the logins with their managers' logins, and each group's members behind its name.
func (s *site) state() string {
	s.t.Helper()
	logins := map[any]string{}
	for _, e := range s.Tables.Rows("employees") {
		logins[e["emp_no"]] = e["login"].(string)
	}
	var told []string
	for _, e := range s.Tables.Rows("employees") {
		word := e["login"].(string)
		if m, ok := logins[e["manager_no"]]; ok {
			word += "<" + m
		}
		if e["deleted"] != int64(0) {
			word += "!"
		}
		told = append(told, word)
	}
	for _, r := range s.Tables.Rows("roles") {
		word := r["role_name"].(string) + ":"
		for _, m := range s.Tables.Rows("employee_roles") {
			if m["role_id"] == r["role_id"] {
				word += logins[m["emp_no"]] + ";"
			}
		}
		told = append(told, word)
	}
	return strings.Join(told, " ")
}

func TestABulkRequestDoesEverythingThatSingleRequestsDo(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	brian, cecil := s.made("/Users", strings.Replace(ada, `"ada"`, `"brian"`, 1)), s.made("/Users", strings.Replace(ada, `"ada"`, `"cecil"`, 1))
	results, told := s.bulk(bulkOf(
		user("ada", `,"title":"x"`),
		operation("PUT", "/Users/"+brian, `,"data":`+strings.Replace(ada, `"ada"`, `"bernard"`, 1)),
		operation("PATCH", "users/"+brian+"/", `,"data":`+patchOp(`{"op":"Replace","path":"title","value":"y"}`)),
		operation("DELETE", "/Users/"+cecil, ``),
	))
	if want := "POST ada 201, PUT 200, PATCH 200, DELETE 204"; told != want {
		t.Errorf("got %s, want %s", told, want)
	}
	if got, want := s.state(), "bernard cecil! ada"; got != want {
		t.Errorf("there are %s, want %s", got, want)
	}
	for i, r := range results[:3] {
		one := s.send("GET", strings.TrimPrefix(r.Text("location"), s.url), "")
		if one.code != 200 || one.body.Object("meta").Text("location") != r.Text("location") {
			t.Errorf("the location of result %d is %s", i, r.Text("location"))
		}
		if v := one.Header.Get("ETag"); i != 1 && r.Text("version") != v {
			t.Errorf("the version of result %d is %s, want %s", i, r.Text("version"), v)
		}
		if _, ok := r.Get("response"); ok {
			t.Errorf("result %d has a response", i)
		}
	}
	if got := results[3].Text("location"); got != s.url+"/Users/"+cecil {
		t.Errorf("the location of what is gone is %s", got)
	}
}

func TestOperationsReferToEachOther(t *testing.T) {
	cases := []struct {
		name       string
		operations []string
		told, want string
	}{
		{"backward", []string{user("ada", ""), group("poets", "bulkId:ada")}, "POST ada 201, POST poets 201", "ada poets:ada;"},
		{"forward", []string{group("poets", "bulkId:ada", "bulkId:brian"), user("ada", ""), user("brian", "")}, "POST poets 201, POST ada 201, POST brian 201", "ada brian poets:ada;brian;"},
		{"in an extension", []string{user("ada", managed("bulkId:brian")), user("brian", "")}, "POST ada 201, POST brian 201", "brian ada<brian"},
		{
			"in a path", []string{
				operation("PATCH", "/Groups/bulkId:poets", `,"data":`+patchOp(`{"op":"add","path":"members","value":[{"value":"bulkId:ada"}]}`)),
				operation("PUT", "/Users/bulkId%3Aada", `,"data":`+strings.Replace(ada, `"ada"`, `"countess"`, 1)),
				group("poets"), user("ada", ""),
			}, "PATCH 200, PUT 200, POST poets 201, POST ada 201", "countess poets:countess;",
		},
		{
			"in the path of a PATCH", []string{
				user("ada", ""), user("brian", ""), group("poets", "bulkId:ada", "bulkId:brian"),
				operation("PATCH", "/Groups/bulkId:poets", `,"data":`+patchOp(`{"op":"remove","path":"members[value eq \"bulkId:ada\"]"}`)),
			}, "POST ada 201, POST brian 201, POST poets 201, PATCH 200", "ada brian poets:brian;",
		},
		{"to be deleted again", []string{user("ada", ""), operation("DELETE", "/Users/bulkId:ada", "")}, "POST ada 201, DELETE 204", "ada!"},
		{"in a circle of two", []string{user("ada", managed("bulkId:brian")), user("brian", managed("bulkId:ada"))}, "POST ada 201, POST brian 201", "brian<ada ada<brian"},
		{"to oneself", []string{user("ada", managed("bulkId:ada"))}, "POST ada 201", "ada<ada"},
		{
			"in a circle of three", []string{user("ada", managed("bulkId:brian")), user("brian", managed("bulkId:cecil")), user("cecil", managed("bulkId:ada"))},
			"POST ada 201, POST brian 201, POST cecil 201", "cecil<ada brian<cecil ada<brian",
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s := newSite(t, gatewaytest.Options{})
			results, told := s.bulk(bulkOf(c.operations...))
			if told != c.told {
				t.Errorf("got %s, want %s", told, c.told)
			}
			if got := s.state(); got != c.want {
				t.Errorf("there are %s, want %s", got, c.want)
			}
			for _, r := range results {
				if path := strings.TrimPrefix(r.Text("location"), s.url); r.Text("method") == "POST" && strings.HasPrefix(path, "/Users") && !strings.HasSuffix(c.want, "!") {
					if one := s.send("GET", path, ""); r.Text("bulkId") != "ada" && one.Header.Get("ETag") != r.Text("version") {
						t.Errorf("the version of %s is %s, want %s", r.Text("bulkId"), r.Text("version"), one.Header.Get("ETag"))
					}
				}
			}
		})
	}
}

func TestAReferenceThatLeadsNowhereFailsItsOperationAlone(t *testing.T) {
	cases := []struct {
		name       string
		operations []string
		told, want string
	}{
		{"to no operation", []string{group("poets", "bulkId:nobody"), user("ada", "")}, "POST poets 409, POST ada 201", "ada"},
		{"in a path", []string{operation("DELETE", "/Users/bulkId:nobody", ""), user("ada", "")}, "DELETE 409, POST ada 201", "ada"},
		{"to one that failed", []string{group("poets", "bulkId:ada"), user("ada", `,"active":"maybe"`), user("brian", "")}, "POST poets 409, POST ada 400 invalidValue, POST brian 201", "brian"},
		{"to what creates nothing", []string{operation("DELETE", "/Users/x", `,"bulkId":"d"`), group("poets", "bulkId:d")}, "DELETE d 404, POST poets 409", ""},
		{"in a circle with one that failed", []string{user("ada", `,"active":"maybe"`+managed("bulkId:brian")), user("brian", managed("bulkId:ada"))}, "POST ada 400 invalidValue, POST brian 409", "brian"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s := newSite(t, gatewaytest.Options{})
			_, told := s.bulk(bulkOf(c.operations...))
			if told != c.told {
				t.Errorf("got %s, want %s", told, c.told)
			}
			if got := s.state(); got != c.want {
				t.Errorf("there are %q, want %q", got, c.want)
			}
		})
	}
}

func TestWhatWasCreatedWithoutItsReferenceIsThereAndSaysSo(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	results, _ := s.bulk(bulkOf(user("ada", `,"active":"maybe"`+managed("bulkId:brian")), user("brian", managed("bulkId:ada"))))
	brian := results[1]
	if brian.Text("status") != "409" || brian.Object("response").Text("status") != "409" || brian.Text("version") != "" {
		t.Errorf("the result is %s", brian.AppendJSON(nil))
	}
	if a := s.send("GET", strings.TrimPrefix(brian.Text("location"), s.url), ""); a.code != 200 || strings.Contains(a.text, "manager") {
		t.Errorf("at its location is %d %s", a.code, a.text)
	}
	if location := results[0].Text("location"); location != "" {
		t.Errorf("what was not created has the location %s", location)
	}
}

func TestFailOnErrorsEndsARequest(t *testing.T) {
	wrong := func(id string) string { return user(id, `,"active":"maybe"`) }
	cases := []struct {
		name   string
		errors int
		told   string
	}{
		{"never", 0, "POST a 201, POST b 400 invalidValue, POST c 201, POST d 400 invalidValue, POST e 201"},
		{"at the first one", 1, "POST a 201, POST b 400 invalidValue"},
		{"at the second", 2, "POST a 201, POST b 400 invalidValue, POST c 201, POST d 400 invalidValue"},
		{"at one that does not come", 3, "POST a 201, POST b 400 invalidValue, POST c 201, POST d 400 invalidValue, POST e 201"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s := newSite(t, gatewaytest.Options{})
			if _, told := s.bulk(bulkUntil(c.errors, user("a", ""), wrong("b"), user("c", ""), wrong("d"), user("e", ""))); told != c.told {
				t.Errorf("got %s, want %s", told, c.told)
			}
		})
	}
}

func TestWhatIsReferredToIsDoneFirstAndEndsARequestFirst(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	_, told := s.bulk(bulkUntil(1, user("brian", ""), group("poets", "bulkId:ada"), user("cecil", ""), user("ada", `,"active":"maybe"`)))
	if want := "POST brian 201, POST ada 400 invalidValue"; told != want {
		t.Errorf("got %s, want %s", told, want)
	}
	if got, want := s.state(), "brian"; got != want {
		t.Errorf("there are %s, want %s", got, want)
	}
}

func TestAnOperationFailsAsItsRequestWould(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	id := s.made("/Users", ada)
	version := s.send("GET", "/Users/"+id, "").Header.Get("ETag")
	quoted := strings.ReplaceAll(version, `"`, `\"`)
	retitle := `,"data":` + patchOp(`{"op":"replace","path":"title","value":"x"}`)
	cases := []struct{ name, operation, told string }{
		{"a duplicate", user("ada", ""), "POST ada 409 uniqueness"},
		{"a resource that is not there", operation("DELETE", "/Users/nobody", ""), "DELETE 404"},
		{"a type that is not there", operation("DELETE", "/Cars/1", ""), "DELETE 404"},
		{"a path that is none", operation("DELETE", "/Users/1/2", ""), "DELETE 404"},
		{"a POST to a resource", operation("POST", "/Users/"+id, `,"bulkId":"x","data":{}`), "POST x 405"},
		{"a DELETE of a type", operation("DELETE", "/Users", ""), "DELETE 405"},
		{"a filter that is none", operation("PATCH", "/Users/"+id, `,"data":`+patchOp(`{"op":"remove","path":"emails[x"}`)), "PATCH 400 invalidPath"},
		{"data that are no PatchOp", operation("PATCH", "/Users/"+id, `,"data":`+ada), "PATCH 400 invalidSyntax"},
		{"an old version", operation("PATCH", "/Users/"+id, `,"version":"W/\"old\""`+retitle), "PATCH 412"},
		{"an old version of what is to go", operation("DELETE", "/Users/"+id, `,"version":"W/\"old\""`), "DELETE 412"},
		{"the right version", operation("PATCH", "/Users/"+id, `,"version":"`+quoted+`"`+retitle), "PATCH 200"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			results, told := s.bulk(bulkOf(c.operation))
			if told != c.told {
				t.Errorf("got %s, want %s", told, c.told)
			}
			response := results[0].Object("response")
			if (response == nil) != strings.HasSuffix(told, "200") {
				t.Errorf("the response is %s", results[0].AppendJSON(nil))
			}
			if response != nil && response.Text("status") != results[0].Text("status") {
				t.Errorf("the response says %s", response.Text("status"))
			}
			if (results[0].Text("location") == "") != strings.HasPrefix(told, "POST") {
				t.Errorf("the location is %q", results[0].Text("location"))
			}
		})
	}
}

func TestAnApplicationThatIsDownFailsEachOperationAndIsLogged(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	cause := errors.New("connection refused")
	s.Users.Fail = func(string) error { return &connectors.Error{Kind: connectors.Unavailable, Err: cause} }
	_, told := s.bulk(bulkOf(user("ada", ""), user("brian", ""), group("poets")))
	if want := "POST ada 503, POST brian 503, POST poets 201"; told != want {
		t.Errorf("got %s, want %s", told, want)
	}
	if n := s.logs.FilterMessage("bulk operation").Len(); n != 2 {
		t.Errorf("%d operations are in the log", n)
	}
}

func TestAnOperationThatStandsOutIsLogged(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	if err := s.Tables.Insert("employees", connectors.Fields{"login": "ada", "status": "A", "deleted": int64(0)}); err != nil {
		t.Fatal(err)
	}
	results, told := s.bulk(bulkOf(user("ada", ""), user("brian", ""), operation("PATCH", "/Users/bulkId:ada", `,"data":`+patchOp(`{"op":"add","path":"locale","value":"en"}`))))
	if want := "POST ada 201, POST brian 201, PATCH 200"; told != want {
		t.Fatalf("got %s in %v, want %s", told, results, want)
	}
	var got []string
	for _, e := range s.logs.FilterMessage("bulk operation").All() {
		f := e.ContextMap()
		got = append(got, fmt.Sprintf("%v %v %v %v", f["result"], f["method"], f["adopted"], f["dropped"]))
	}
	if diff := cmp.Diff([]string{"1 POST true <nil>", "3 PATCH <nil> locale"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestAnOperationOfWhichNothingIsMappedIsNamedInAHeader(t *testing.T) {
	s := newSite(t, gatewaytest.Options{})
	id := s.made("/Users", ada)
	change := func(members string) string {
		return operation("PATCH", "/Users/"+id, `,"data":`+patchOp(`{"op":"add","value":{`+members+`}}`))
	}
	var many []string
	for i := range 20 {
		many = append(many, fmt.Sprintf(`"%s%d":1`, strings.Repeat("x", 90), i))
	}
	lengthy := change(strings.Join(many, ","))
	cases := []struct {
		name, request, want string
	}{
		{"all of it is mapped", bulkOf(change(`"title":"x"`)), ""},
		{"some of it is", bulkOf(change(`"title":"x","locale":"de"`)), ""},
		{"nothing is", bulkOf(change(`"title":"x"`), change(`"locale":"de","shoeSize":43`), user("brian", ""), change(`"locale":"de"`)), "2: locale, shoeSize; 4: locale"},
		{"what fails is not done", bulkOf(user("ada", ""), change(`"locale":"de"`)), "2: locale"},
		{"names that are none", bulkOf(change(`"a;\r\nb":1`)), "1: ?"},
		{"more than a header should have", bulkOf(repeated(30, lengthy)...), "..."},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			a := s.send("POST", "/Bulk", c.request)
			got := a.Header.Get("X-Scimgate-Dropped")
			if c.want == "..." {
				if len(got) > 5000 || !strings.HasSuffix(got, "; ...") {
					t.Errorf("the header has %d bytes: %s", len(got), got)
				}
				return
			}
			if a.code != 200 || got != c.want {
				t.Errorf("%d, and the header says %q, want %q", a.code, got, c.want)
			}
		})
	}
}

func TestABulkRequestIsRefusedAsAWhole(t *testing.T) {
	limits := gatewaytest.Limits()
	limits.BulkOperations, limits.BulkPayload = 2, 2000
	s := newSite(t, gatewaytest.Options{Limits: limits})
	for _, c := range []struct {
		name, body string
		status     int
		scimType   scim.ScimType
	}{
		{"no body", "", 400, scim.InvalidSyntax},
		{"another message", patchOp(`{"op":"remove","path":"title"}`), 400, scim.InvalidSyntax},
		{"no operations", bulkOf(), 400, scim.InvalidSyntax},
		{"a POST without a bulkId", bulkOf(user("a", ""), operation("POST", "/Users", `,"data":{}`)), 400, scim.InvalidSyntax},
		{"a bulkId twice", bulkOf(user("a", ""), user("a", "")), 400, scim.InvalidValue},
		{"a method that reads", bulkOf(user("a", ""), operation("GET", "/Users/1", "")), 400, scim.InvalidSyntax},
		{"too many operations", bulkOf(user("a", ""), user("b", ""), user("c", "")), 413, ""},
		{"too large a body", bulkOf(user("a", `,"title":"`+strings.Repeat("x", 2000)+`"`)), 413, ""},
	} {
		t.Run(c.name, func(t *testing.T) { s.send("POST", "/Bulk", c.body).isError(t, c.status, c.scimType) })
	}
	s.send("POST", "/Bulk", bulkOf(user("a", "")), "Authorization", "Bearer reader").isError(t, 403, "")
	s.send("POST", "/Bulk", bulkOf(user("a", "")), "Content-Type", "text/plain").isError(t, 415, "")
	s.send("GET", "/Bulk", "").isError(t, 405, "")
	if got := s.state(); got != "" {
		t.Errorf("there are %s", got)
	}
	said := s.send("GET", "/ServiceProviderConfig", "").body.Object("bulk")
	if diff := cmp.Diff(`{"supported":true,"maxOperations":2,"maxPayloadSize":2000}`, string(said.AppendJSON(nil))); diff != "" {
		t.Error(diff)
	}
}

func TestBulkCanBeTurnedOff(t *testing.T) {
	limits := gatewaytest.Limits()
	limits.BulkOperations, limits.BulkPayload = 0, 0
	s := newSite(t, gatewaytest.Options{Limits: limits})
	s.send("POST", "/Bulk", bulkOf(user("a", ""))).isError(t, 501, "")
	said := s.send("GET", "/ServiceProviderConfig", "").body.Object("bulk")
	if diff := cmp.Diff(`{"supported":false,"maxOperations":0,"maxPayloadSize":0}`, string(said.AppendJSON(nil))); diff != "" {
		t.Error(diff)
	}
}
