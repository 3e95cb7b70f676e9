package wire_test

import (
	"errors"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/connectors/connectortest"
	"github.com/scimgate/scimgate/connectors/rest/wire"
)

// failer is a test of either kind.
type failer interface {
	Helper()
	Fatalf(string, ...any)
}

func template(t failer, text string) wire.Template {
	t.Helper()
	tmpl, err := wire.ParseTemplate(text)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return tmpl
}

func TestATemplateIsExpandedAsRFC6570Says(t *testing.T) {
	values := map[string]any{
		"key": "7", "owner": int64(5), "page": int64(2), "q": "A & B=ü", "slash": "a/b", "empty": "", "null": nil, "none": []any{}, "yes": true,
		"list": []any{"red", "green", "b,e"}, "texts": []any{"", "x"}, "cost": connectors.Decimal("1.50"), "at": time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC),
		"party.name": "p", "per-page": int64(10),
	}
	for _, c := range []struct{ name, template, want string }{
		{"text alone", "/groups.json", "/groups.json"},
		{"a segment", "/users{/key}.json", "/users/7.json"},
		{"a value within a segment", "/users/{key}.json", "/users/7.json"},
		{"two values in a path, and a query of the template's own", "/groups/{owner}/users/{key}.json?include=users", "/groups/5/users/7.json?include=users"},
		{"a value that would be two segments", "/users/{slash}", "/users/a%2Fb"},
		{"a query", "/agents{?page,q}", "/agents?page=2&q=A%20%26%20B%3D%C3%BC"},
		{"a query in which something is missing", "/agents{?missing,null,none,page}", "/agents?page=2"},
		{"a query in which everything is missing", "/agents{?missing}", "/agents"},
		{"an empty value of a query", "/agents{?empty}", "/agents?empty="},
		{"more of a query", "/agents?sort=login{&page}", "/agents?sort=login&page=2"},
		{"more of a query, which is missing", "/agents?sort=login{&missing}", "/agents?sort=login"},
		{"a value of a query of the template's own", "/agents?filter[login]={q}&x=1", "/agents?filter[login]=A%20%26%20B%3D%C3%BC&x=1"},
		{"an empty one", "/agents?name={empty}", "/agents?name="},
		{"a list with commas", "/agents{?list}", "/agents?list=red,green,b%2Ce"},
		{"a list by name", "/agents{?list*}", "/agents?list=red&list=green&list=b%2Ce"},
		{"a list with an empty text", "/agents{?texts*,texts}", "/agents?texts=&texts=x&texts=,x"},
		{"a list of segments", "/a{/list*}", "/a/red/green/b%2Ce"},
		{"a list in one segment", "/a/{list}/b", "/a/red,green,b%2Ce/b"},
		{"a label", "/a/x{.key}", "/a/x.7"},
		{"parameters of a segment", "/a{;key,yes}", "/a;key=7;yes=true"},
		{"numbers, booleans and instants", "/a{?cost,yes,at}", "/a?cost=1.50&yes=true&at=2024-05-01T12%3A00%3A00Z"},
		{"a name with a dot or a hyphen", "/a{?party.name,per-page}", "/a?party.name=p&per-page=10"},
		{"an encoded text", "/a%20b/@me:x/(1)", "/a%20b/@me:x/(1)"},
	} {
		t.Run(c.name, func(t *testing.T) {
			tmpl := template(t, c.template)
			got, err := tmpl.Expand(values)
			if err != nil || got != c.want {
				t.Errorf("got %s, want %s (%v)", got, c.want, err)
			}
			if tmpl.String() != c.template {
				t.Errorf("it says it is %s", tmpl)
			}
		})
	}
}

func TestATemplateNamesItsVariables(t *testing.T) {
	got := template(t, "/a/{owner}/{key}.json{?page,owner,party.name*}").Names()
	if d := cmp.Diff([]string{"owner", "key", "page", "party.name"}, got); d != "" {
		t.Error(d)
	}
}

func TestAValueThatWouldMakeItAnotherURLIsInvalid(t *testing.T) {
	for _, c := range []struct {
		name, template string
		value          any
		field          string
	}{
		{"a missing key", "/users{/key}", nil, "key"},
		{"an empty key", "/users/{key}.json", "", "key"},
		{"no keys", "/users/{key}", []any{}, "key"},
		{"an empty one of several keys", "/users{/key*}", []any{"a", ""}, "key"},
		{"a missing value of a query that cannot be left out", "/users?name={key}", nil, "key"},
		{"a dot", "/users/{key}", ".", ""},
		{"two dots", "/users{/key}", "..", ""},
		{"two dots in two places", "/users/{key}{key}", ".", ""},
		{"a dot behind a dot", "/users/.{key}", ".", ""},
		{"two dots for a server that decodes early", "/users/{key}", "a/../../admin", ""},
		{"two dots for a server that knows backslashes", "/users/{key}", `..\admin`, ""},
		{"an object", "/users{?key}", map[string]any{"a": "b"}, "key"},
		{"a list of lists", "/users{?key}", []any{[]any{"a"}}, "key"},
		{"a text that is not UTF-8", "/users/{key}", "\xff", "key"},
	} {
		t.Run(c.name, func(t *testing.T) {
			url, err := template(t, c.template).Expand(map[string]any{"key": c.value})
			e, ok := errors.AsType[*connectors.Error](err)
			if !ok || e.Kind != connectors.Invalid || e.Field != c.field {
				t.Errorf("got %q, %v", url, err)
			}
		})
	}
}

func TestATemplateThatIsNoneSaysWhere(t *testing.T) {
	for text, want := range map[string]wire.SyntaxError{
		"":                      {0, "a URL begins with / and has no scheme and no host: those come from base_url"},
		"users":                 {0, "a URL begins with / and has no scheme and no host: those come from base_url"},
		"https://evil/users":    {0, "a URL begins with / and has no scheme and no host: those come from base_url"},
		"@evil/users":           {0, "a URL begins with / and has no scheme and no host: those come from base_url"},
		"?page=1":               {0, "a URL begins with / and has no scheme and no host: those come from base_url"},
		"{/key}":                {0, "a URL begins with /"},
		"{key}":                 {0, "a URL begins with /"},
		"//evil/users":          {0, "a URL that begins with // names a host"},
		"/{/key}":               {0, "a URL that begins with // names a host"},
		`/\evil`:                {1, "this stands in a URL percent-encoded, such as %20"},
		"/a/../b":               {0, "a segment of the path must not be . or .."},
		"/a/%2e%2E/b":           {0, "a segment of the path must not be . or .."},
		"/a#b":                  {2, "what follows a # is never sent"},
		"/é/{x":                 {1, "this stands in a URL percent-encoded, such as %20"},
		"/a b":                  {2, "this stands in a URL percent-encoded, such as %20"},
		"/a\r\nHost: evil":      {2, "this stands in a URL percent-encoded, such as %20"},
		"/a\x00":                {2, "this stands in a URL percent-encoded, such as %20"},
		"/a}":                   {2, "this stands in a URL percent-encoded, such as %20"},
		"/a%2":                  {2, "a % is followed by two hexadecimal digits"},
		"/a%gg":                 {2, "a % is followed by two hexadecimal digits"},
		"/a/{":                  {4, "expected the name of a variable"},
		"/a/{}":                 {4, "expected the name of a variable"},
		"/a/{x":                 {5, "expected , or }"},
		"/a/{x,}":               {6, "expected the name of a variable"},
		"/a/{x:3}":              {5, "expected , or }"},
		"/a/{+x}":               {4, "the operator is one of / . ; ? & or none"},
		"/a{#x}":                {3, "the operator is one of / . ; ? & or none"},
		"/a{&x}":                {3, "there is no ? before: write {?…}"},
		"/a?b=1{?x}":            {7, "there is a ? already: write {&…}"},
		"/a?b=1{/x}":            {7, "{/…} is for the path"},
		"/a{?x}&b=1":            {6, "{?…} stands at the end: write /path{?a,b}, or /path?a=1{&b}"},
		"/a{?x}{&y}":            {6, "{?…} stands at the end: write /path{?a,b}, or /path?a=1{&b}"},
		"/a{?filter[login],x}":  {10, "expected , or }"},
		"/users/{ key }":        {8, "expected the name of a variable"},
		"/users/{-key}?x=1#top": {8, "expected the name of a variable"},
	} {
		_, err := wire.ParseTemplate(text)
		got, ok := errors.AsType[*wire.SyntaxError](err)
		if !ok {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if d := cmp.Diff(want, *got); d != "" {
			t.Errorf("%s: %s", text, d)
		}
	}
}

// places are a template for each place that a text can stand in, with how the text is read again.
var places = []struct {
	template string
	segments int
	read     func(*url.URL, []string) string
}{
	{"/a/{v}/b", 3, func(_ *url.URL, segments []string) string { return segments[1] }},
	{"/a{/v}.json", 2, func(_ *url.URL, segments []string) string { return strings.TrimSuffix(segments[1], ".json") }},
	{"/a{?v}", 1, func(u *url.URL, _ []string) string { return u.Query().Get("v") }},
	{"/a?x=1{&v*}", 1, func(u *url.URL, _ []string) string { return u.Query().Get("v") }},
	{"/a?v={v}&x=1", 1, func(u *url.URL, _ []string) string { return u.Query().Get("v") }},
}

// checkPlaces checks that a text stays what and where it is, in every place, or is refused.
func checkPlaces(t failer, text string) (refused bool) {
	t.Helper()
	for _, p := range places {
		expanded, err := template(t, p.template).Expand(map[string]any{"v": text})
		if errors.Is(err, connectors.Invalid) {
			refused = true
			continue
		}
		u, parseErr := url.ParseRequestURI(expanded)
		if err != nil || parseErr != nil {
			t.Fatalf("%s with %q: %v, %v", p.template, text, err, parseErr)
		}
		segments := strings.Split(u.EscapedPath(), "/")[1:]
		if u.Scheme != "" || u.Host != "" || u.User != nil || u.Fragment != "" || u.Opaque != "" || len(segments) != p.segments {
			t.Fatalf("%s with %q is %q", p.template, text, expanded)
		}
		for i, s := range segments {
			if segments[i], err = url.PathUnescape(s); err != nil {
				t.Fatalf("%s with %q is %q: %v", p.template, text, expanded, err)
			}
		}
		if got := p.read(u, segments); got != text {
			t.Fatalf("%s with %q is read as %q", p.template, text, got)
		}
	}
	return refused
}

func TestHostileTextStaysOneValueInItsPlace(t *testing.T) {
	var refused []string
	for _, text := range connectortest.Hostile() {
		if checkPlaces(t, text) {
			refused = append(refused, text)
		}
	}
	if d := cmp.Diff([]string{"../../etc/passwd"}, refused); d != "" {
		t.Errorf("refused: %s", d)
	}
	for _, text := range []string{"//evil.example/", `/\evil.example`, "@evil.example", "http://evil.example", "x?y=z", "x&y=z", "x#y", "a\r\nHost: evil", "%2e%2e", "..;", "a/b/c"} {
		checkPlaces(t, text)
	}
	for _, text := range []string{"", ".", "..", "\xff"} {
		if !checkPlaces(t, text) {
			t.Errorf("%q may stand everywhere", text)
		}
	}
}

func TestAnyTextStaysOneValueInItsPlace(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { checkPlaces(t, rapid.String().Draw(t, "text")) })
}

func FuzzTemplate(f *testing.F) {
	for _, s := range []string{"/users{/key}.json", "/groups/{owner}/users.json?include=users", "/a{?page,per_page}", "/a?x=1{&q*}", "//evil", "/{/x}", "/a/.{x}", "/a%2{x}"} {
		f.Add(s, "7")
	}
	f.Fuzz(func(t *testing.T, text, value string) {
		checkPlaces(t, value)
		tmpl, err := wire.ParseTemplate(text)
		if err != nil {
			if e, ok := errors.AsType[*wire.SyntaxError](err); !ok || e.Offset < 0 || e.Offset > len([]rune(text)) {
				t.Fatalf("%q: %v", text, err)
			}
			return
		}
		values := map[string]any{}
		for _, name := range tmpl.Names() {
			values[name] = value
		}
		expanded, err := tmpl.Expand(values)
		if err != nil {
			return
		}
		u, err := url.ParseRequestURI(expanded)
		if err != nil || u.Host != "" || u.Scheme != "" || u.User != nil || !strings.HasPrefix(expanded, "/") || strings.HasPrefix(expanded, "//") {
			t.Fatalf("%q with %q is %q: %v", text, value, expanded, err)
		}
		if segments := strings.Split(u.Path, "/"); slices.Contains(segments, "..") || slices.Contains(segments, ".") {
			t.Fatalf("%q with %q is %q", text, value, expanded)
		}
	})
}
