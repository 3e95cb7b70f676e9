package httpapi_test

import (
	"bytes"
	"fmt"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/scimgate/scimgate/gateway/adminapi"
	"github.com/scimgate/scimgate/gateway/gatewaytest"
	"github.com/scimgate/scimgate/gateway/httpapi"
	"github.com/scimgate/scimgate/scim"
)

// switched is the HR app with a `scim:` section.
func switched(section string) gatewaytest.Options {
	return gatewaytest.Options{AppFile: func(text []byte) []byte {
		return bytes.Replace(text, []byte("\nresources:"), []byte("\nscim: {"+section+"}\nresources:"), 1)
	}}
}

const (
	enterprise = scim.SchemaEnterpriseUser
	userURN    = `"schemas":["` + scim.SchemaUser + `"]`
)

// toleranceCase is a request that one tolerance is for. USER and GROUP stand for their ids, TAG for the user's entity
// tag without quotes. What is wanted is a status, and of an error its scimType or of another answer a part; a part
// behind ! must not be there.
type toleranceCase struct {
	rule    scim.Tolerance
	name    string
	request string
	body    string
	headers []string
	on, off string
}

var toleranceCases = []toleranceCase{
	{scim.OpCase, "an operation in another letter case", "PATCH /Users/USER", patchOp(`{"op":"Replace","path":"title","value":"x"}`), nil, `200 "title":"x"`, "400 invalidSyntax"},
	{scim.OperationsCase, "operations in another letter case", "PATCH /Users/USER", strings.Replace(patchOp(`{"op":"add","path":"title","value":"x"}`), "Operations", "operations", 1), nil, `200 "title":"x"`, "400 invalidSyntax"},
	{scim.BooleanText, "a boolean as a text", "PATCH /Users/USER", patchOp(`{"op":"replace","path":"active","value":"False"}`), nil, `200 "active":false`, "400 invalidValue"},
	{scim.BooleanText, "a boolean as a text in a filter", `GET /Users?filter=active eq "True"`, "", nil, `200 "totalResults":1`, "400 invalidFilter"},
	{scim.NumberText, "a number for a text", "PATCH /Users/USER", patchOp(`{"op":"replace","path":"title","value":17}`), nil, `200 "title":"17"`, "400 invalidValue"},
	{scim.BareComplex, "a bare id for a manager", "PATCH /Users/USER", patchOp(`{"op":"add","path":"` + enterprise + `:manager","value":"USER"}`), nil, `200 "manager":{"value":"USER"`, "400 invalidValue"},
	{scim.BareComplex, "a list of one for a manager", "POST /Users", `{"schemas":["` + scim.SchemaUser + `","` + enterprise + `"],"userName":"bea","` + enterprise + `":{"manager":[{"value":"USER"}]}}`, nil, `201 "manager":{"value":"USER"`, "400 invalidValue"},
	{scim.EmptyAsAbsent, "an empty text for nobody", "PATCH /Users/USER", patchOp(`{"op":"replace","path":"` + enterprise + `:manager","value":""}`), nil, `200 !"manager"`, "400 invalidValue"},
	{scim.RemoveValueList, "a remove that lists what goes", "PATCH /Users/USER", patchOp(`{"op":"remove","path":"emails","value":[{"value":"other@example.com"}]}`), nil, `200 a+b@example.com`, `200 !a+b@example.com`},
	{scim.RemoveValueList, "a remove that lists members", "PATCH /Groups/GROUP?attributes=members", patchOp(`{"op":"remove","path":"members","value":[{"value":"nobody"}]}`), nil, `200 "value":"USER"`, `200 !"value":"USER"`},
	{scim.FlatKeys, "dotted keys", "PATCH /Users/USER", patchOp(`{"op":"replace","value":{"name.givenName":"Ada"}}`), nil, `200 "givenName":"Ada"`, "400 invalidPath"},
	{scim.FlatKeys, "dotted keys of a new user", "POST /Users", `{` + userURN + `,"userName":"bea","name.givenName":"Bea"}`, nil, `201 "givenName":"Bea"`, "400 invalidSyntax"},
	{scim.CreateOnReplace, "a replace that has to make an element", "PATCH /Users/USER", patchOp(`{"op":"replace","path":"phoneNumbers[type eq \"mobile\"].value","value":"1"}`), nil, `200 "type":"mobile"`, "400 noTarget"},
	{scim.FilterAfterBracket, "a comparison behind brackets", `GET /Users?filter=emails[type eq "work"].value eq "a%2Bb@example.com"`, "", nil, `200 "totalResults":1`, "400 invalidFilter"},
	{scim.FilterOnSingle, "brackets behind a single value", "PATCH /Users/USER", patchOp(`{"op":"remove","path":"` + enterprise + `:manager[value eq \"x\"]"}`), nil, `200 "userName":"ada"`, "400 invalidPath"},
	{scim.UnquotedLiteral, "a text without quotes", "GET /Users?filter=externalId eq canary", "", nil, `200 "totalResults":1`, "400 invalidFilter"},
	{scim.SchemasInferred, "no schemas", "POST /Users", `{"userName":"bea"}`, nil, `201 "schemas":["` + scim.SchemaUser + `"]`, "400 invalidSyntax"},
	{scim.SchemasInferred, "a search without schemas", "POST /Users/.search", `{"filter":"userName pr"}`, nil, `200 "totalResults":1`, "400 invalidSyntax"},
	{scim.SchemasInferred, "what is wanted of an extension, without its URN", "POST /Users?attributes=employeeNumber", `{"schemas":["` + scim.SchemaUser + `","` + enterprise + `"],"userName":"bea","` + enterprise + `":{"employeeNumber":"7"}}`, nil, `201 "employeeNumber":"7"`, `201 !"employeeNumber"`},
	{scim.SchemasInferred, "an order by an extension's attribute without its URN", "GET /Users?sortBy=employeeNumber", "", nil, `200 "totalResults":1`, "400 invalidValue"},
	{scim.SchemasInferred, "a filter on an extension's attribute without its URN", `GET /Users?filter=employeeNumber eq "7"`, "", nil, `200 "totalResults":0`, "400 invalidFilter"},
	{scim.LegacyNames, "a manager as SCIM 1.1 names one", "PATCH /Users/USER", patchOp(`{"op":"replace","value":{"` + enterprise + `":{"manager":{"managerId":"USER"}}}}`), nil, `200 "manager":{"value":"USER"`, "400 invalidSyntax"},
	{scim.LegacyNames, "a path to a manager as SCIM 1.1 names one", "PATCH /Users/USER", patchOp(`{"op":"add","path":"` + enterprise + `:manager.managerId","value":"USER"}`), nil, `200 "manager":{"value":"USER"`, "400 invalidPath"},
	{scim.ReadOnlyIgnored, "an id among the values", "PATCH /Users/USER", patchOp(`{"op":"replace","value":{"id":"x","meta":{},"title":"x"}}`), nil, `200 "title":"x"`, "400 mutability"},
	{scim.UnmappedDropped, "an attribute that is not mapped", "POST /Users", `{` + userURN + `,"userName":"bea","locale":"de"}`, nil, `201 !locale`, "400 invalidSyntax"},
	{scim.UnmappedDropped, "a PATCH of what is not mapped", "PATCH /Users/USER", patchOp(`{"op":"add","path":"locale","value":"de"}`), nil, `200 !locale`, "400 invalidPath"},
	{scim.UnknownDropped, "an attribute of no schema", "POST /Users", `{` + userURN + `,"userName":"bea","shoeSize":43}`, nil, `201 !shoeSize`, "400 invalidSyntax"},
	{scim.UnknownDropped, "a PATCH of what no schema has", "PATCH /Users/USER", patchOp(`{"op":"add","value":{"shoeSize":43}}`), nil, `200 !shoeSize`, "400 invalidPath"},
	{scim.SurplusElement, "an address for which there is no room", "POST /Users", `{` + userURN + `,"userName":"bea","emails":[{"type":"other","value":"b@example.com"}]}`, nil, `201 !b@example.com`, "400 invalidValue"},
	{scim.SlotDiffers, "a primary address of another type", "POST /Users", `{` + userURN + `,"userName":"bea","emails":[{"type":"other","primary":true,"value":"b@example.com"}]}`, nil, `201 {"value":"b@example.com","type":"work","primary":true}`, "400 invalidValue"},
	{scim.NoMediaType, "a body without a media type", "POST /Users", `{` + userURN + `,"userName":"bea"}`, []string{"Content-Type", ""}, `201 "userName":"bea"`, "415"},
	{scim.BareEntityTag, "an entity tag without quotes", "PATCH /Users/USER", patchOp(`{"op":"add","path":"title","value":"x"}`), []string{"If-Match", "TAG"}, `200 "title":"x"`, "412"},
	{scim.BareEntityTag, "a weak entity tag without quotes", "GET /Users/USER", "", []string{"If-None-Match", "W/TAG"}, "304", `200 "userName":"ada"`},
	{scim.ParameterCase, "a parameter in another letter case", "GET /Users?COUNT=0", "", nil, `200 "itemsPerPage":0`, `200 "itemsPerPage":1`},
	{scim.PathSpelling, "a path in another letter case", "GET /users/USER", "", nil, `200 "userName":"ada"`, "404"},
	{scim.PathSpelling, "a path with slashes to spare", "GET /Users//", "", nil, `200 "totalResults":1`, "404"},
	{scim.PutKeepsRequired, "a PUT without what is required", "PUT /Users/USER", `{` + userURN + `,"title":"x"}`, nil, `200 "userName":"ada"`, "400 invalidValue"},
	{scim.MissingDropped, "a member that does not exist", "PATCH /Groups/GROUP?attributes=members", patchOp(`{"op":"add","path":"members","value":[{"value":"nobody"}]}`), nil, `200 "members":[{"value":"USER"`, "400 invalidValue"},
	{scim.MissingDropped, "a new group with a member that does not exist", "POST /Groups", `{"schemas":["` + scim.SchemaGroup + `"],"displayName":"C","members":[{"value":"nobody"},{"value":"USER"}]}`, nil, `201 "members":[{"value":"USER"`, "400 invalidValue"},
	{scim.MissingDropped, "a manager who does not exist", "PATCH /Users/USER", patchOp(`{"op":"add","path":"` + enterprise + `:manager","value":{"value":"nobody"}}`), nil, `200 !"manager"`, "400 invalidValue"},
}

// optIns are the switches of the tolerances that are off by default.
var optIns = map[scim.Tolerance]string{
	scim.PutKeepsRequired: "put_keeps_required: true", scim.MissingDropped: "missing_references: drop",
}

func TestEachToleranceIsSwitchedByTheAppFile(t *testing.T) {
	for _, c := range toleranceCases {
		t.Run(string(c.rule)+"/"+c.name, func(t *testing.T) {
			on, off := "", fmt.Sprintf("tolerances: {%s: false, unknown_dropped: false, unmapped_dropped: false}", c.rule)
			if c.rule == scim.UnknownDropped || c.rule == scim.UnmappedDropped {
				off = fmt.Sprintf("tolerances: {%s: false}", c.rule)
			}
			if s, ok := optIns[c.rule]; ok {
				on, off = s, ""
			}
			c.check(t, on, c.on, true)
			c.check(t, off, c.off, false)
			c.check(t, "strict: true", c.off, false)
		})
	}
}

func TestEveryToleranceHasACase(t *testing.T) {
	has := map[scim.Tolerance]bool{scim.LookupDropped: true} // in a file of its own: it needs an app file of its own
	for _, c := range toleranceCases {
		has[c.rule] = true
	}
	for _, r := range scim.Tolerances() {
		if !has[r.Tolerance] {
			t.Errorf("%s has none", r.Tolerance)
		}
		if _, ok := optIns[r.Tolerance]; ok != r.OptIn() {
			t.Errorf("%s has a switch of its own: %v", r.Tolerance, ok)
		}
	}
}

// check sends the request to an app with this `scim:` section, and looks at what operators see of it.
func (c toleranceCase) check(t *testing.T, section, want string, counted bool) {
	t.Helper()
	metrics := adminapi.NewMetrics("test", "test")
	s := newSite(t, switched(section), func(o *httpapi.Options) { o.Observer = metrics })
	made := s.send("POST", "/Users", ada)
	user, tag := made.body.Text("id"), strings.Trim(strings.TrimPrefix(made.Header.Get("ETag"), "W/"), `"`)
	group := s.made("/Groups", strings.Replace(staff, `"displayName"`, `"members":[{"value":"`+user+`"}],"displayName"`, 1))
	fill := strings.NewReplacer("USER", user, "GROUP", group, "TAG", tag).Replace
	method, path, _ := strings.Cut(fill(c.request), " ")
	headers := make([]string, len(c.headers))
	for i, h := range c.headers {
		headers[i] = fill(h)
	}
	a := s.send(method, strings.NewReplacer(" ", "%20", `"`, "%22", "[", "%5B", "]", "%5D").Replace(path), fill(c.body), headers...)
	a.is(t, fmt.Sprintf("with %q", section), fill(want))
	if n := tolerated(metrics, "hr", c.rule); (n > 0) != counted {
		t.Errorf("with %q it is counted %d times", section, n)
	}
}

// is checks an answer as a toleranceCase wants it.
func (a answer) is(t testing.TB, when, want string) {
	t.Helper()
	status, part, _ := strings.Cut(want, " ")
	if strconv.Itoa(a.code) != status {
		t.Errorf("%s: got %d %s, want %s", when, a.code, a.text, want)
		return
	}
	unwanted, not := strings.CutPrefix(part, "!")
	switch {
	case a.code >= 400:
		a.isError(t, a.code, scim.ScimType(part))
	case not && strings.Contains(a.text, unwanted), !not && !strings.Contains(a.text, part):
		t.Errorf("%s: got %s, want %s", when, a.text, want)
	}
}

// tolerated is how often operators are told that an app made use of a tolerance.
func tolerated(m *adminapi.Metrics, app string, rule scim.Tolerance) int {
	w := httptest.NewRecorder()
	adminapi.New(adminapi.NewReadiness(), m).ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	_, rest, _ := strings.Cut(w.Body.String(), fmt.Sprintf("\nscimgate_tolerances_total{app=%q,rule=%q} ", app, rule))
	n, _, _ := strings.Cut(rest, "\n")
	count, _ := strconv.Atoi(n)
	return count
}

func TestOnlyAnAppThatToleratesNothingClaimsTheInteroperabilityProfile(t *testing.T) {
	for section, want := range map[string]any{"": nil, "strict: true": true, "strict: true, tolerances: {op_case: true}": nil, "strict: true, put_keeps_required: true": nil} {
		got, _ := newSite(t, switched(section)).send("GET", "/ServiceProviderConfig", "").body.Get("interopProfileConformant")
		if got != want {
			t.Errorf("with %q it says %v", section, got)
		}
	}
}

func TestAStrictAppTakesTheAddressOfItsRootWithASlash(t *testing.T) {
	s := newSite(t, switched("strict: true"))
	for path, want := range map[string]int{"": 200, "/": 200, "/?filter=" + url.QueryEscape("userName pr"): 200} {
		if a := s.send("GET", path, ""); a.code != want {
			t.Errorf("%q answers %d %s", path, a.code, a.text)
		}
	}
}
