package bulk

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/scim"
)

func TestABulkRequestIsRead(t *testing.T) {
	got, err := Parse(object(t, request(`"failOnErrors":2,"Operations":[
		{"method":"POST","path":"/Users","bulkId":"u","data":{"userName":"ada"}},
		{"method":"PUT","path":"/Users/1","version":"W/\"3\"","data":{}},
		{"method":"PATCH","path":"/Groups/bulkId:g","bulkId":"p","data":{"Operations":[]}},
		{"method":"DELETE","path":"/Users/2","bulkId":null,"data":"ignored"}]`)), 4, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{`{"userName":"ada"}`, `{}`, `{"Operations":[]}`, `{}`} {
		if data := encoded(got.Operations[i].Data); data != want {
			t.Errorf("the data of operation %d are %s", i+1, data)
		}
		got.Operations[i].Data = nil
	}
	want := Request{FailOnErrors: 2, Operations: []Operation{
		{Method: Post, Path: "/Users", BulkID: "u"},
		{Method: Put, Path: "/Users/1", Version: `W/"3"`},
		{Method: Patch, Path: "/Groups/bulkId:g", BulkID: "p"},
		{Method: Delete, Path: "/Users/2"},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestABulkRequestIsRefusedAsAWhole(t *testing.T) {
	post := func(id string) string { return `{"method":"POST","path":"/Users","bulkId":"` + id + `","data":{}}` }
	cases := []struct{ name, in, want string }{
		{"no schemas", `{"Operations":[` + post("a") + `]}`, "400 invalidSyntax"},
		{"another message", `{"schemas":["` + scim.MessagePatch + `"],"Operations":[` + post("a") + `]}`, "400 invalidSyntax"},
		{"no operations", request(`"failOnErrors":1`), "400 invalidSyntax"},
		{"an empty list of operations", request(`"Operations":[]`), "400 invalidSyntax"},
		{"operations that are no list", request(`"Operations":{}`), "400 invalidSyntax"},
		{"an operation that is none", request(`"Operations":["x"]`), "400 invalidSyntax"},
		{"more operations than allowed", request(`"Operations":[1,2,3]`), "413"},
		{"failOnErrors that is no number", request(`"failOnErrors":"1","Operations":[` + post("a") + `]`), "400 invalidValue"},
		{"failOnErrors below nothing", request(`"failOnErrors":-1,"Operations":[` + post("a") + `]`), "400 invalidValue"},
		{"no method", request(`"Operations":[{"path":"/Users/1"}]`), "400 invalidSyntax"},
		{"a method that reads", request(`"Operations":[{"method":"GET","path":"/Users/1"}]`), "400 invalidSyntax"},
		{"a method in another letter case", request(`"Operations":[{"method":"delete","path":"/Users/1"}]`), "400 invalidSyntax"},
		{"no path", request(`"Operations":[{"method":"DELETE"}]`), "400 invalidSyntax"},
		{"a path that is no text", request(`"Operations":[{"method":"DELETE","path":1}]`), "400 invalidValue"},
		{"a POST without a bulkId", request(`"Operations":[{"method":"POST","path":"/Users","data":{}}]`), "400 invalidSyntax"},
		{"a POST with an empty bulkId", request(`"Operations":[` + post("") + `]`), "400 invalidSyntax"},
		{"a bulkId that is no text", request(`"Operations":[{"method":"POST","path":"/Users","bulkId":1,"data":{}}]`), "400 invalidValue"},
		{"the same bulkId twice", request(`"Operations":[` + post("a") + `,` + post("a") + `]`), "400 invalidValue"},
		{"a POST without data", request(`"Operations":[{"method":"POST","path":"/Users","bulkId":"a"}]`), "400 invalidSyntax"},
		{"a PATCH without data", request(`"Operations":[{"method":"PATCH","path":"/Users/1","data":null}]`), "400 invalidSyntax"},
		{"data that are no object", request(`"Operations":[{"method":"PUT","path":"/Users/1","data":[]}]`), "400 invalidSyntax"},
		{"a version that is no text", request(`"Operations":[{"method":"DELETE","path":"/Users/1","version":3}]`), "400 invalidValue"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got, err := Parse(object(t, c.in), 2, nil); refusal(err) != c.want {
				t.Errorf("got %+v, %v; want %s", got, err, c.want)
			}
		})
	}
}

func TestABulkRequestIsReadTolerantly(t *testing.T) {
	const remove = `[{"method":"DELETE","path":"/Users/1"}]`
	for in, rule := range map[string]scim.Tolerance{
		`{"Operations":` + remove + `}`:                                 scim.SchemasInferred,
		request(`"operations":` + remove):                               scim.OperationsCase,
		request(`"Operations":[{"Method":"DELETE","PATH":"/Users/1"}]`): scim.OperationsCase,
		request(`"Operations":[{"method":"Delete","path":"/Users/1"}]`): scim.OpCase,
	} {
		edge := &scim.Edge{}
		got, err := Parse(object(t, in), 1, edge)
		if err != nil || len(got.Operations) != 1 || got.Operations[0].Method != Delete || edge.Used[rule] == 0 {
			t.Errorf("%s is %+v, %v, by %v", in, got, err, edge.Used)
		}
		if _, err := Parse(object(t, in), 1, nil); refusal(err) != "400 invalidSyntax" {
			t.Errorf("without the tolerance %s is %v", in, err)
		}
	}
}

func TestAPathNamesAnEndpointAndAResource(t *testing.T) {
	for path, want := range map[string]string{
		"/Users":                 "/Users|",
		"Users/":                 "/Users|",
		"/Users/1":               "/Users|1",
		"//Users//a%2Fb/":        "/Users|a/b",
		"/Groups/bulkId:g":       "/Groups|bulkId:g",
		"/Groups/bulkId%3Ag":     "/Groups|bulkId:g",
		"/":                      "",
		"":                       "",
		"/Users/1/2":             "",
		"/Users/%zz":             "",
		"/Users/1?attributes=id": "",
	} {
		got := ""
		if endpoint, id, ok := (Operation{Path: path}).Target(); ok {
			got = endpoint + "|" + id
		}
		if got != want {
			t.Errorf("%q names %q, want %q", path, got, want)
		}
	}
}

func TestAResponseHasResultsInOrder(t *testing.T) {
	got := encoded(Response([]Result{
		{Method: Post, BulkID: "u", Location: "https://h/Users/1", Version: `W/"1"`, Status: 201},
		{Method: Delete, Location: "https://h/Users/2", Status: 204},
		{Method: Post, BulkID: "v", Status: 409, Err: scim.Errorf(409, scim.Uniqueness, "taken")},
	}))
	want := `{"schemas":["urn:ietf:params:scim:api:messages:2.0:BulkResponse"],"Operations":[` +
		`{"method":"POST","bulkId":"u","version":"W/\"1\"","location":"https://h/Users/1","status":"201"},` +
		`{"method":"DELETE","location":"https://h/Users/2","status":"204"},` +
		`{"method":"POST","bulkId":"v","status":"409","response":{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"409","scimType":"uniqueness","detail":"taken"}}]}`
	if got != want {
		t.Errorf("got\n%s, want\n%s", got, want)
	}
}
