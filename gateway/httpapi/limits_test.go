package httpapi_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/scimgate/scimgate/gateway/gatewaytest"
	"github.com/scimgate/scimgate/gateway/httpapi"
	"github.com/scimgate/scimgate/scim"
)

func TestARequestThatIsTooMuchIsToldWhatTheLimitIs(t *testing.T) {
	limits := gatewaytest.Limits()
	limits.Operations, limits.Elements = 3, 4
	s := newSite(t, gatewaytest.Options{Limits: limits}, func(o *httpapi.Options) { o.MaxBody = 64 << 10 })
	user, group := s.made("/Users", ada), s.made("/Groups", staff)
	withMembers := func(n int) string {
		return strings.Replace(staff, `"displayName"`, `"members":`+differing(n)+`,"displayName"`, 1)
	}
	filtered := func(filter string) string {
		return "/Users?filter=" + strings.NewReplacer(" ", "%20", `"`, "%22").Replace(filter)
	}
	deep := strings.Repeat("(", 33) + "userName pr" + strings.Repeat(")", 33)
	cases := []struct {
		name, method, path, body string
		status                   int
		scimType                 scim.ScimType
		detail                   string
	}{
		{"a body", "POST", "/Users", `{"a":"` + strings.Repeat("x", 64<<10) + `"}`, 413, "", "the body is larger than 65536 bytes"},
		{"levels of JSON", "POST", "/Users", strings.Repeat(`{"a":`, 65) + "1" + strings.Repeat("}", 65), 400, scim.InvalidSyntax, "nested more than 64 levels deep"},
		{"levels of lists", "POST", "/Users", `{"a":` + strings.Repeat("[", 65) + strings.Repeat("]", 65) + "}", 400, scim.InvalidSyntax, "nested more than 64 levels deep"},
		{"names of one object", "POST", "/Users", manyNames(1001), 400, scim.InvalidSyntax, "an object has more than 1000 names"},
		{"a name that stands twice", "POST", "/Users", `{"userName":"a","userName":"a"}`, 400, scim.InvalidSyntax, "a name stands twice in one object"},
		{"a name that stands twice inside", "PATCH", "/Users/" + user, patchOp(`{"op":"add","path":"title","value":"x","op":"remove"}`), 400, scim.InvalidSyntax, "a name stands twice in one object"},
		{"a byte that is not UTF-8", "POST", "/Users", "{\"userName\":\"\xff\"}", 400, scim.InvalidSyntax, "the body is not UTF-8 (near byte 13)"},
		{"half of a character", "POST", "/Users", `{"userName":"\ud800"}`, 400, scim.InvalidSyntax, "the body is not valid JSON"},
		{"digits of a number", "POST", "/Users", `{"externalId":` + strings.Repeat("9", 400) + `}`, 400, scim.InvalidSyntax, "a number is too large"},
		{"operations of a PATCH", "PATCH", "/Users/" + user, patchOp(strings.Join(repeated(4, `{"op":"remove","path":"title"}`), ",")), 413, "", "a PATCH may have 3 operations, this one has 4"},
		{"members of a new group", "POST", "/Groups", withMembers(5), 413, "", "a request may have 4 values of multi-valued attributes, this one has 5"},
		{"members of a replaced group", "PUT", "/Groups/" + group, withMembers(5), 413, "", "a request may have 4 values"},
		{"members of one operation", "PATCH", "/Groups/" + group, patchOp(`{"op":"add","path":"members","value":` + differing(5) + `}`), 413, "", "a request may have 4 values"},
		{"members of all operations", "PATCH", "/Groups/" + group, patchOp(strings.Join(repeated(3, `{"op":"add","path":"members","value":`+differing(2)+`}`), ",")), 413, "", "a request may have 4 values"},
		{"bytes of a filter", "GET", filtered(`userName eq "` + strings.Repeat("x", 8<<10) + `"`), "", 400, scim.InvalidFilter, "longer than 8192 bytes"},
		{"bytes of a filter in a search", "POST", "/Users/.search", searching(`"filter":"userName eq \"` + strings.Repeat("x", 8<<10) + `\""`), 400, scim.InvalidFilter, "longer than 8192 bytes"},
		{"parentheses of a filter", "GET", filtered(deep), "", 400, scim.InvalidFilter, "nested more than 32 levels deep"},
		{"comparisons of a filter", "GET", filtered(strings.Join(repeated(201, "title pr"), " or ")), "", 400, scim.InvalidFilter, "more than 200 comparisons"},
		{"bytes of a path", "PATCH", "/Users/" + user, patchOp(`{"op":"remove","path":"emails[value eq \"` + strings.Repeat("x", 8<<10) + `\"]"}`), 400, scim.InvalidPath, "longer than 8192 bytes"},
		{"parentheses of a path", "PATCH", "/Users/" + user, patchOp(`{"op":"remove","path":"emails[` + strings.Replace(deep, "userName", "type", 1) + `]"}`), 400, scim.InvalidPath, "nested more than 32 levels deep"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			a := s.send(c.method, c.path, c.body)
			a.isError(t, c.status, c.scimType)
			if detail := a.body.Text("detail"); !strings.Contains(detail, c.detail) {
				t.Errorf("the detail is %q, want %q", detail, c.detail)
			}
		})
	}
}

func TestARequestUpToItsLimitsIsServed(t *testing.T) {
	limits := gatewaytest.Limits()
	limits.Operations, limits.Elements = 3, 4
	s := newSite(t, gatewaytest.Options{Limits: limits})
	user, group := s.made("/Users", ada), s.made("/Groups", staff)
	member := `{"value":"` + user + `"}`
	for name, body := range map[string]string{
		"operations": patchOp(strings.Join(repeated(3, `{"op":"add","path":"members","value":[`+member+`]}`), ",")),
		"elements":   patchOp(`{"op":"add","path":"members","value":` + listOf(4, member) + `}`),
		"a path":     patchOp(`{"op":"remove","path":"members[` + strings.Join(repeated(200, `value eq \"x\"`), " or ") + `]"}`),
	} {
		if a := s.send("PATCH", "/Groups/"+group, body); a.code != 204 {
			t.Errorf("%s: got %d %s", name, a.code, a.text)
		}
	}
}

func repeated(n int, text string) []string {
	list := make([]string, n)
	for i := range list {
		list[i] = text
	}
	return list
}

func listOf(n int, element string) string { return "[" + strings.Join(repeated(n, element), ",") + "]" }

// differing are n members: what stands in a list twice counts once.
func differing(n int) string {
	list := make([]string, n)
	for i := range list {
		list[i] = fmt.Sprintf(`{"value":"user-%d"}`, i)
	}
	return "[" + strings.Join(list, ",") + "]"
}

// manyNames is an object of n names.
func manyNames(n int) string {
	var b strings.Builder
	b.WriteString(`{"":0`)
	for i := range n - 1 {
		b.WriteString(`,"` + strings.Repeat("a", i%40) + string(rune('A'+i/40)) + `":0`)
	}
	return b.String() + "}"
}
