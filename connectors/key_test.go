package connectors_test

import (
	"encoding/hex"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/scimgate/scimgate/connectors"
)

func TestKeysAreEncodedAsTheGoldenVectorsSay(t *testing.T) {
	for _, v := range goldenKeys(t) {
		got, err := connectors.EncodeKey(v.parts...)
		if err != nil || got != v.key {
			t.Errorf("%v: %q, %v, want %q", v.parts, got, err, v.key)
		}
		back, ok := v.key.Values(v.types...)
		again, _ := connectors.EncodeKey(back...)
		if !ok || again != v.key {
			t.Errorf("%q: read as %v, %v", v.key, back, ok)
		}
	}
}

type goldenKey struct {
	key   connectors.Key
	parts []connectors.Value
	types []connectors.Type
}

func goldenKeys(t testing.TB) []goldenKey {
	t.Helper()
	b, err := os.ReadFile("testdata/keys.txt")
	if err != nil {
		t.Fatal(err)
	}
	var out []goldenKey
	for line := range strings.Lines(string(b)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		text, err := strconv.QuotedPrefix(line)
		if err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		name, _ := strconv.Unquote(text)
		g := goldenKey{key: connectors.Key(name)}
		for rest := strings.TrimSpace(line[len(text):]); rest != ""; rest = strings.TrimSpace(rest) {
			kind, value, _ := strings.Cut(rest, ":")
			if quoted, err := strconv.QuotedPrefix(value); err == nil {
				value, rest = quoted, value[len(quoted):]
			} else {
				value, rest, _ = strings.Cut(value, " ")
			}
			g.types = append(g.types, connectors.Type(kind))
			g.parts = append(g.parts, goldenPart(t, connectors.Type(kind), value))
		}
		out = append(out, g)
	}
	return out
}

func goldenPart(t testing.TB, kind connectors.Type, text string) connectors.Value {
	t.Helper()
	var v connectors.Value
	var err error
	switch kind {
	case connectors.TypeText:
		v, err = strconv.Unquote(text)
	case connectors.TypeInteger:
		v, err = strconv.ParseInt(text, 10, 64)
	case connectors.TypeFloat:
		v, err = strconv.ParseFloat(text, 64)
	case connectors.TypeDecimal:
		v = connectors.Decimal(text)
	case connectors.TypeBool:
		v, err = strconv.ParseBool(text)
	case connectors.TypeTime:
		v, err = time.Parse(time.RFC3339Nano, text)
	case connectors.TypeDate:
		v, err = time.Parse(time.DateOnly, text)
	case connectors.TypeBytes:
		v, err = hex.DecodeString(text)
	default:
		t.Fatalf("unknown type %q", kind)
	}
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestAKeyWithoutSomethingToFindItByIsInvalid(t *testing.T) {
	for name, parts := range map[string][]connectors.Value{
		"no parts at all":        nil,
		"an empty value":         {nil},
		"empty text":             {"a", ""},
		"empty bytes":            {[]byte{}},
		"an empty decimal":       {connectors.Decimal("")},
		"a list":                 {[]any{"a"}},
		"a map":                  {map[string]any{}},
		"a number of other kind": {7},
	} {
		t.Run(name, func(t *testing.T) {
			if k, err := connectors.EncodeKey(parts...); connectors.KindOf(err) != connectors.Invalid {
				t.Errorf("%q, %v", k, err)
			}
		})
	}
}

func TestAKeyThatEncodeKeyWouldNotMakeHasNoValues(t *testing.T) {
	for _, c := range []struct {
		name  string
		key   connectors.Key
		types []connectors.Type
	}{
		{"a leading zero", "007", []connectors.Type{connectors.TypeInteger}},
		{"a plus sign", "+7", []connectors.Type{connectors.TypeInteger}},
		{"white space", " 7", []connectors.Type{connectors.TypeInteger}},
		{"text for a number", "x", []connectors.Type{connectors.TypeInteger}},
		{"a part too many", "7~8", []connectors.Type{connectors.TypeInteger}},
		{"a part too few", "7", []connectors.Type{connectors.TypeInteger, connectors.TypeInteger}},
		{"an escape in lower case", "a%7eb", []connectors.Type{connectors.TypeText}},
		{"a bare percent sign", "a%b", []connectors.Type{connectors.TypeText}},
		{"another zone", "2024-05-01T10:00:00+02:00", []connectors.Type{connectors.TypeTime}},
		{"bytes in capitals", "00FF", []connectors.Type{connectors.TypeBytes}},
		{"half a byte", "0", []connectors.Type{connectors.TypeBytes}},
		{"nothing", "", []connectors.Type{connectors.TypeText}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got, ok := c.key.Values(c.types...); ok {
				t.Errorf("%q has values %v", c.key, got)
			}
		})
	}
}

func TestPartsComeBackFromAKey(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOfN(rapid.StringOfN(rapid.RuneFrom([]rune("a%~27E5/ü")), 1, 6, -1), 1, 4).Draw(t, "parts")
		others := rapid.SliceOfN(rapid.StringOfN(rapid.RuneFrom([]rune("a%~27E5/ü")), 1, 6, -1), 1, 4).Draw(t, "others")
		k, other := encode(t, parts), encode(t, others)
		if back := k.Parts(); !slices.Equal(parts, back) {
			t.Fatalf("%q came back as %q from %q", parts, back, k)
		}
		if (k == other) != slices.Equal(parts, others) {
			t.Fatalf("%q is %q, and %q is %q", parts, k, others, other)
		}
	})
}

func encode(t interface{ Fatal(...any) }, parts []string) connectors.Key {
	values := make([]connectors.Value, len(parts))
	for i, p := range parts {
		values[i] = p
	}
	k, err := connectors.EncodeKey(values...)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func FuzzKey(f *testing.F) {
	for _, v := range goldenKeys(f) {
		f.Add(string(v.key), "x")
	}
	f.Fuzz(func(t *testing.T, first, second string) {
		// Whatever text stands in for a key, its parts can be read, and parts make a key that gives them back.
		connectors.Key(first).Parts()
		k, err := connectors.EncodeKey(first, second)
		if err != nil {
			if first != "" && second != "" {
				t.Fatalf("%q %q: %v", first, second, err)
			}
			return
		}
		if back := k.Parts(); !slices.Equal(back, []string{first, second}) {
			t.Fatalf("%q and %q came back as %q", first, second, back)
		}
	})
}
