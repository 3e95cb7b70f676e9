package mappings_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/yamlx"
	"github.com/scimgate/scimgate/mappings"
	"github.com/scimgate/scimgate/scim/schema"
)

func TestAMappingSaysWhatItsFileSays(t *testing.T) {
	f := hr(t)
	user, group := f.mappings["User"], f.mappings["Group"]
	if user.Identity() != "derived" || group.Identity() != "key" || user.Adopt() != "always" || group.Adopt() != "if_unclaimed" {
		t.Error(user.Identity(), group.Identity(), user.Adopt(), group.Adopt())
	}
	if got := group.LargeAttributes(); !slices.Equal(got, []string{"members"}) {
		t.Errorf("large: %v", got)
	}
	if relation, ok := group.Large("members"); relation != "members" || !ok {
		t.Error(relation, ok)
	}
	if _, ok := user.Large("phoneNumbers"); ok {
		t.Error("phoneNumbers are large")
	}
}

func TestAnAppFilesOwnKeys(t *testing.T) {
	rest := "connector: {type: sql}\nresources: {User: {entity: e, attributes: {userName: l}}}\n"
	for text, want := range map[string]mappings.File{
		"app: hr\n": {App: "hr", Path: "/hr/scim/v2", Namespace: "hr"},
		"app: hr\npath: /people/\nid_namespace: old\n":         {App: "hr", Path: "/people", Namespace: "old"},
		"app: x_1-a\npath: /v1.0/~a/scim\nid_namespace: 007\n": {App: "x_1-a", Path: "/v1.0/~a/scim", Namespace: "007"},
	} {
		n, _ := yamlx.Parse("app.yaml", []byte(text+rest))
		got, found := mappings.Read(n)
		if found.HasErrors() || got.App != want.App || got.Path != want.Path || got.Namespace != want.Namespace || got.Connector.Get("type").Text() != "sql" {
			t.Errorf("%s: %+v %v", text, got, found)
		}
	}
}

func TestAFieldLeadsBackToItsAttribute(t *testing.T) {
	user := hr(t).mappings["User"]
	for field, want := range map[string]string{
		"login": "userName", "external_ref": "externalId", "private_mail": "emails.value", "hash": "password",
		"departments_by_dept.name": enterpriseURN + "department", "phoneNumbers/number": "phoneNumbers.value", "phoneNumbers": "phoneNumbers",
		"nothing": "",
	} {
		if got := user.Attribute(field); got != want {
			t.Errorf("%s: got %q, want %q", field, got, want)
		}
	}
}

func TestWhatTheApplicationCanSortBy(t *testing.T) {
	f := hr(t)
	m := f.mappings["User"]
	cases := map[string]string{
		"userName": "login", "meta.lastModified": "updated_at", "name.givenName": "given", enterpriseURN + "department": "departments_by_dept.name",
		"title":                         "", // the application cannot
		"name":                          "", // several fields
		"active":                        "", // codes sort otherwise than what they mean
		"emails.value":                  "", // one of several
		"password":                      "", // a secret
		"groups.value":                  "", // rows
		"id":                            "", // not a field
		"nickName":                      "", // not mapped
		"name.formatted":                "", // computed
		enterpriseURN + "manager.value": "", // an id
	}
	for name, want := range cases {
		p, _ := m.Type().Find(name)
		got, ok := m.Order(p, true)
		if got.Field != want || ok != (want != "") || ok && !got.Desc {
			t.Errorf("%s: got %+v, %t", name, got, ok)
		}
	}
}

func TestADeleteWritesWhatHidesTheRecord(t *testing.T) {
	f := hr(t)
	c, err := f.mappings["User"].Removal(noon)
	if err != nil || cmp.Diff(connectors.Change{At: noon, Set: connectors.Fields{"status": "X", "ended": "2026-05-04"}}, c) != "" {
		t.Error(c, err)
	}
	c, err = f.mappings["Group"].Removal(noon)
	if err != nil || !c.IsZero() || !c.At.Equal(noon) {
		t.Error(c, err)
	}
	broken := app(t, "app: x\nconnector: {}\nresources: {Group: {entity: e, attributes: {displayName: n}, delete: {set: {a: {expr: 'split(request.date, \"/\")[1]'}}, gone: {a: 1}}}}", "Group n text")
	if _, err := broken.mappings["Group"].Removal(noon); err == nil {
		t.Error("an expression that fails is no error")
	}
}

func TestElementsOfALargeAttribute(t *testing.T) {
	f := hr(t)
	rows := []connectors.Row{
		{Key: "5~1", Fields: connectors.Fields{"emp_no": int64(1), "member_type": "User"}},
		{Key: "5~900", Fields: connectors.Fields{"emp_no": int64(900)}},
		{Key: "5~2", Fields: connectors.Fields{"emp_no": int64(2)}},
	}
	got, err := f.mappings["Group"].Elements(t.Context(), "members", rows, fakeIDs{})
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, e := range got {
		lines = append(lines, e.Origin()+" "+string(e.AppendJSON(nil)))
	}
	want := `5~1 {"value":"User:1","$ref":"https://x/Users/User:1","type":"User"}
5~2 {"value":"User:2","$ref":"https://x/Users/User:2"}`
	if got := strings.Join(lines, "\n"); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if _, err := f.mappings["User"].Elements(t.Context(), "phoneNumbers", nil, fakeIDs{}); !errors.Is(err, connectors.Internal) {
		t.Errorf("got %v for an attribute that is not large", err)
	}
}

func TestOnlyWhatIsSelectedIsBuilt(t *testing.T) {
	f := hr(t)
	m := f.mappings["User"]
	r := f.record("User", []byte(adaRecord))
	for attributes, want := range map[string]string{
		"userName": `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"id":"User:17","userName":"Ada","meta":{"resourceType":"User"}}`,
		"shoeSize": `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"id":"User:17","meta":{"resourceType":"User"}}`,
	} {
		s, err := schema.Select(m.Type(), words(attributes), nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		rs, err := m.Resources(t.Context(), []connectors.Record{r}, s, fakeIDs{})
		if err != nil || string(rs[0].AppendJSON(nil)) != want {
			t.Errorf("attributes=%s: %s %v", attributes, rs[0].AppendJSON(nil), err)
		}
	}
}

func TestAPlanSaysWhyButNoValues(t *testing.T) {
	f := hr(t)
	for text, want := range map[string]string{
		`userName eq "secret" and title pr`:           "userName eq: exact; title pr: no",
		`id eq "User:secret"`:                         "id eq: read by key",
		`phoneNumbers[value eq "secret"]`:             "phoneNumbers[…]: exact",
		`not (` + enterpriseURN + `manager.value pr)`: enterpriseURN + "manager.value pr: superset",
	} {
		x, err := f.filter("User", text)
		if err != nil {
			t.Fatal(err)
		}
		p, err := f.mappings["User"].Plan(t.Context(), x, fakeIDs{})
		if got := strings.Join(p.Why, "; "); err != nil || got != want {
			t.Errorf("%s: got %s, %v", text, got, err)
		}
	}
}

func TestAFilterThatWouldReadEveryMemberIsRefused(t *testing.T) {
	f := app(t, hrApp, strings.Replace(hrShape, "Group role_name text", "Group role_name text nopush", 1))
	x, err := f.filter("Group", `displayName eq "x" and members.value eq "User:1"`)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.mappings["Group"].Plan(t.Context(), x, fakeIDs{}); err == nil || !strings.HasPrefix(failure(err), "400 tooMany: ") {
		t.Errorf("got %v", err)
	}
	if p, err := f.mappings["Group"].Plan(t.Context(), nil, fakeIDs{}); err != nil || p.Where != nil || p.Residual != nil {
		t.Errorf("no filter: %+v, %v", p, err)
	}
}

func TestWithoutAShapeNothingIsPushedAndOneWarningSaysSo(t *testing.T) {
	n, _ := yamlx.Parse("app.yaml", []byte(hrApp))
	file, found := mappings.Read(n)
	compiled, more := file.Compile(nil)
	if found.HasErrors() || len(more) != 2 || more[0].Code != "mapping/unchecked-fields" || more.HasErrors() {
		t.Fatal(found, more)
	}
	f := &fixture{t: t, mappings: compiled}
	x, err := f.filter("User", `userName eq "ada"`)
	if err != nil {
		t.Fatal(err)
	}
	p, err := compiled["User"].Plan(t.Context(), x, fakeIDs{})
	if err != nil || p.Where != nil || p.Residual == nil {
		t.Errorf("%+v, %v", p, err)
	}
	if _, ok := compiled["User"].Order(schema.Path{Attr: compiled["User"].Type().Schema.Lookup("userName")}, false); ok {
		t.Error("it sorts by a field that nobody knows")
	}
}

func TestKeysLastWhereNobodyNamesThem(t *testing.T) {
	const user = "app: x\nconnector: {}\nresources: {User: {entity: e, key: id, attributes: {userName: l%s}%s}}"
	for name, c := range map[string]struct {
		attributes, more, shape string
		want                    bool
	}{
		"the application makes them":          {shape: "own", want: true},
		"nobody knows who makes them":         {},
		"a client reads them":                 {attributes: ", title: {field: id, access: read}", shape: "own", want: true},
		"a client gives a new record one":     {attributes: ", title: id", shape: "own"},
		"the app file gives a new record one": {more: ", insert: {id: 7}", shape: "own"},
		"they are computed from the resource": {more: ", fields: {id: 'len(resource.userName)'}", shape: "own"},
	} {
		m := app(t, fmt.Sprintf(user, c.attributes, c.more), "User id integer "+c.shape+"\nUser l text").mappings["User"]
		if got := m.KeysLast(); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
