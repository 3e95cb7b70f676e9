package door

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestARequestStandsBehindTheBaseAsItWasWritten(t *testing.T) {
	for _, c := range []struct{ base, ref, want string }{
		{"https://desk.example.com", "/agents/7", "https://desk.example.com/agents/7"},
		{"https://desk.example.com/", "/agents/7", "https://desk.example.com/agents/7"},
		{"https://desk.example.com:8443/api/v1/", "/agents?page=2&name=a%20b", "https://desk.example.com:8443/api/v1/agents?page=2&name=a%20b"},
		{"http://[::1]:80/api", "/agents/a%2Fb", "http://[::1]:80/api/agents/a%2Fb"},
		{"https://h", "/x?filter[login]=ada&to=https://other/../x", "https://h/x?filter[login]=ada&to=https://other/../x"},
		{"https://h", "/%7Eada/%e4", "https://h/%7Eada/%e4"},
		{"https://h", "/x?", "https://h/x?"},
		{"https://h/p", "/@other.example.com/:80", "https://h/p/@other.example.com/:80"},
	} {
		b, err := parseBase(c.base)
		if err != nil {
			t.Fatalf("%s: %v", c.base, err)
		}
		u, err := b.join(c.ref)
		if err != nil || u.String() != c.want {
			t.Errorf("%s and %s: %v, %v", c.base, c.ref, u, err)
		}
	}
}

func TestARequestThatLeadsElsewhereIsRefused(t *testing.T) {
	b, err := parseBase("https://desk.example.com/api")
	if err != nil {
		t.Fatal(err)
	}
	for _, ref := range []string{
		"", "agents", "@evil.example.com/", ":80/", ".evil.example.com/", "//evil.example.com/", "///x", `/\evil.example.com`, `\\evil`,
		"https://evil.example.com/", "?x", "#x", "/x#y", "/..", "/../x", "/a/..", "/a/../../x", "/a/./b", "/%2e%2e/x", "/%2E./x", "/a%2f..%2fx",
		"/a%5c..%5cx", "/..;/x", "/..;a=b/x", "/%2e%2e%3bx/y", "/a b", "/a\r\nHost: evil", "/a\nb", "/ä", "/a%", "/a%zz", "/a\x00", "/a?b\r\nX: y", `/a?b="`, "/a[0]",
	} {
		if u, err := b.join(ref); err == nil {
			t.Errorf("%q became %s", ref, u)
		}
	}
}

func TestABaseHoldsNoPasswordAndNoQuery(t *testing.T) {
	for _, text := range []string{
		"", "desk.example.com", "ftp://h", "https://", "https:///x", "https://u:s3cret@h", "https://u@h/", "https://h/?a=b", "https://h?", "https://h#x", "https://h/a/../b", "https:h", "https://h:x", "HTTPS:\\\\h",
	} {
		_, err := parseBase(text)
		if err == nil || strings.Contains(err.Error(), "s3cret") {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// hostile are texts made of what has meaning in a URL.
var hostile = rapid.StringOfN(rapid.RuneFrom([]rune(`/\.:@?#%;[]25eE0aF `+"\r\n\t\x00ä"+`&=+,~`)), 0, 24, -1)

func TestNoTextLeadsOutOfTheBase(t *testing.T) {
	b, err := parseBase("https://desk.example.com:8443/api")
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		stays(t, b, "/"+hostile.Draw(t, "text"))
	})
}

func FuzzNoTextLeadsOutOfTheBase(f *testing.F) {
	for _, s := range []string{"/a", "//evil/", "/..%2f", "/@evil:80", "/a?b=c#d", "/%2e%2e;/x"} {
		f.Add(s)
	}
	b, err := parseBase("https://desk.example.com:8443/api")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, ref string) { stays(t, b, ref) })
}

func stays(t interface{ Errorf(string, ...any) }, b base, ref string) {
	u, err := b.join(ref)
	if err != nil {
		if strings.Contains(err.Error(), ref) && len(ref) > 3 {
			t.Errorf("the error repeats %q", ref)
		}
		return
	}
	if u.Scheme != "https" || u.Host != "desk.example.com:8443" || u.User != nil || u.Fragment != "" || u.RequestURI() != "/api"+ref {
		t.Errorf("%q became %s", ref, u)
	}
	for segment := range strings.SplitSeq(u.Path, "/") {
		if segment == ".." || segment == "." {
			t.Errorf("%q goes up: %s", ref, u.Path)
		}
	}
}
