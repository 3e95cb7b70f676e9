package httpapi

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestEntityTagsAreReadFromHeaders(t *testing.T) {
	cases := []struct {
		name    string
		headers []string
		want    []string
	}{
		{"none", nil, nil},
		{"one", []string{`W/"a"`}, []string{`W/"a"`}},
		{"any", []string{" * "}, []string{"*"}},
		{"several", []string{`"a", W/"b"`, `"c"`}, []string{`"a"`, `W/"b"`, `"c"`}},
		{"a comma inside of one", []string{`"a,b","c"`}, []string{`"a,b"`, `"c"`}},
		{"one without quotes", []string{"abc"}, []string{"abc"}},
		{"nothing between commas", []string{", ,"}, nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, readEntityTags(c.headers)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAPlusSignIsASpaceOnlyWhenTheClientEncodesForms(t *testing.T) {
	cases := []struct{ raw, want string }{
		{"", ""},
		{"userName+eq+%22ada%22", `userName eq "ada"`},
		{"userName%20eq%20%22a+b%22", `userName eq "a+b"`},
		{"userName%20eq%20\"a+b\"", `userName eq "a+b"`},
		{"displayName+eq+%22A+and+B%22", `displayName eq "A and B"`},
		{"userName+eq+%22a%2Bb%22", `userName eq "a+b"`},
		{`userName%20eq%20%22a%5C%22+b%22`, `userName eq "a\"+b"`},
		{`userName%20eq%20%22a\"+b%22`, `userName eq "a\"+b"`},
		{`userName%20eq%20%22a%5C%5C%22+and+active+pr`, `userName eq "a\\" and active pr`},
		{"%20userName%20pr%20", "userName pr"},
	}
	for _, c := range cases {
		t.Run(c.raw, func(t *testing.T) {
			if got, err := filterText(c.raw); err != nil || got != c.want {
				t.Errorf("got %q, %v; want %q", got, err, c.want)
			}
		})
	}
}

func FuzzFilterText(f *testing.F) {
	for _, raw := range []string{"userName+eq+%22ada%22", "a%20eq%20%22x+y%22", `%22\%`, `"\`, "%", "%2", `%5C%22+`} {
		f.Add(raw)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		// What every client may do, percent-encoding all of it, must come back as it was.
		encoded := strings.ReplaceAll(url.QueryEscape(raw), "+", "%20")
		if got, err := filterText(encoded); err != nil || got != strings.TrimSpace(raw) {
			t.Errorf("%q came back as %q, %v", raw, got, err)
		}
		_, _ = filterText(raw) // must not panic
	})
}

var spelled = speller{apps: []spelling{
	{"/hr/scim/v2/eu", []string{"hr", "scim", "v2", "eu"}, []string{"Users"}},
	{"/hr/scim/v2", []string{"hr", "scim", "v2"}, []string{"Users", "Schemas", ".search"}},
}}

func TestPathsGetTheirCanonicalSpelling(t *testing.T) {
	for path, want := range map[string]string{
		"/hr/scim/v2":                  "/hr/scim/v2",
		"//HR//scim/V2//":              "/hr/scim/v2",
		"/hr/scim/v2/users":            "/hr/scim/v2/Users",
		"/hr/scim/v2/USERS/Ab%2FC/":    "/hr/scim/v2/Users/Ab%2FC",
		"/hr/scim/v2/users/.Search":    "/hr/scim/v2/Users/.search",
		"/hr/scim/v2/.SEARCH":          "/hr/scim/v2/.search",
		"/hr/scim/v2/eu/users/x":       "/hr/scim/v2/eu/Users/x",
		"/hr/scim/v2/nowhere/x/y":      "/hr/scim/v2/nowhere/x/y",
		"/other/scim/v2/users/":        "/other/scim/v2/users/",
		"/hr/scim":                     "/hr/scim",
		"/hr/scim/v2/schemas/urn%3Aa/": "/hr/scim/v2/Schemas/urn%3Aa",
	} {
		if got := spelled.canonical(path); got != want {
			t.Errorf("%s became %s, want %s", path, got, want)
		}
	}
}

func FuzzCanonicalPath(f *testing.F) {
	for _, path := range []string{"/", "//hr/SCIM/v2//users/%2F/", "/hr/scim/v2/../x", "/hr/scim/v2/eu"} {
		f.Add(path)
	}
	f.Fuzz(func(t *testing.T, path string) {
		once := spelled.canonical(path)
		if twice := spelled.canonical(once); twice != once {
			t.Errorf("%q became %q and then %q", path, once, twice)
		}
		if once != path && !slices.EqualFunc(segments(once), segments(path), strings.EqualFold) {
			t.Errorf("%q became %q", path, once)
		}
	})
}
