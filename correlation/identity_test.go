package correlation_test

import (
	"os"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/correlation"
)

func TestDerivedIdsAreTheGoldenVectorsForEver(t *testing.T) {
	golden, err := os.ReadFile("testdata/derived.tsv")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(golden)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		generation, err := strconv.Atoi(f[3])
		if err != nil {
			t.Fatal(err)
		}
		s := correlation.Scope{App: f[0], Type: f[1], Identity: correlation.Derived}
		if got := s.Derive(connectors.Key(f[2]), generation); got != f[4] {
			t.Errorf("%s %s %q generation %d: %s, for ever %s", f[0], f[1], f[2], generation, got, f[4])
		}
	}
}

func TestARenamedAppKeepsItsIdsThroughItsNamespace(t *testing.T) {
	before := correlation.Scope{App: "hr", Type: "User"}
	after := correlation.Scope{App: "people", Namespace: "hr", Type: "User"}
	if before.Derive("1", 1) != after.Derive("1", 1) {
		t.Error("the id changed with the name")
	}
	if after.Namespace = ""; before.Derive("1", 1) == after.Derive("1", 1) {
		t.Error("two apps share an id")
	}
}

func TestLooksDerived(t *testing.T) {
	derived := correlation.Scope{App: "hr", Type: "User"}.Derive("1", 1)
	for _, c := range []struct {
		name, id string
		want     bool
	}{
		{"a derived id", derived, true},
		{"upper case is another id", strings.ToUpper(derived), false},
		{"braces are another id", "{" + derived + "}", false},
		{"a urn is another id", "urn:uuid:" + derived, false},
		{"no hyphens is another id", strings.ReplaceAll(derived, "-", ""), false},
		{"a random UUID", "6f1a5c0e-5b1c-4e53-9f0a-1f2f3a4b5c6d", false},
		{"a foreign variant", derived[:19] + "c" + derived[20:], false},
		{"a native key", "1042", false},
		{"nothing", "", false},
		{"a NUL", "\x00", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := correlation.LooksDerived(c.id); got != c.want {
				t.Errorf("LooksDerived(%q) = %v", c.id, got)
			}
		})
	}
}

func TestDerivedIdsKeepTheirPartsApart(t *testing.T) {
	type parts struct {
		Namespace, Type, Key string
		Generation           int
	}
	text := rapid.StringOfN(rapid.RuneFrom([]rune("ab1~\x00")), 0, 3, -1)
	draw := rapid.Custom(func(t *rapid.T) parts {
		return parts{text.Draw(t, "namespace"), text.Draw(t, "type"), text.Draw(t, "key"), rapid.IntRange(1, 3).Draw(t, "generation")}
	})
	rapid.Check(t, func(t *rapid.T) {
		a, b := draw.Draw(t, "a"), draw.Draw(t, "b")
		id := func(p parts) string {
			return correlation.Scope{Namespace: p.Namespace, Type: p.Type}.Derive(connectors.Key(p.Key), p.Generation)
		}
		if (id(a) == id(b)) != (a == b) {
			t.Fatalf("%+v and %+v: %s and %s", a, b, id(a), id(b))
		}
		if !correlation.LooksDerived(id(a)) {
			t.Fatalf("%s does not look derived", id(a))
		}
	})
}

func TestAnIDIsWhatEveryStoreAndURLTakes(t *testing.T) {
	for id, want := range map[string]bool{
		"2819c223-7f76-453a-919d-413861904646": true,
		"701984":                               true,
		"ada@example.com":                      true,
		"a/b c?d%65":                           true,
		"zoë":                                  true,
		strings.Repeat("x", 255):               true,
		strings.Repeat("x", 256):               false,
		"":                                     false,
		"a\nb":                                 false,
		"\xff":                                 false,
		"..":                                   false,
		".search":                              false,
		"bulkId:1":                             false,
	} {
		if got := correlation.IsID(id); got != want {
			t.Errorf("IsID(%q) = %v", id, got)
		}
	}
}
