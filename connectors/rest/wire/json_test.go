package wire_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/connectors/rest/wire"
	"github.com/scimgate/scimgate/internal/fold"
)

func TestAJSONBodyIsReadAsATree(t *testing.T) {
	for _, c := range []struct {
		name, body string
		want       wire.Tree
	}{
		{"an object of everything", `{"a": [1, "x", null, true], "b": {}}`, map[string]any{"a": []any{int64(1), "x", nil, true}, "b": map[string]any{}}},
		{"a text alone", `"x"`, "x"},
		{"null alone", ` null `, nil},
		{"an empty list", `[]`, []any{}},
		{"of a name that stands twice the last", `{"a": 1, "a": 2}`, map[string]any{"a": int64(2)}},
		{"behind a byte order mark", "\ufeff{}", map[string]any{}},
		{"escapes", `"\u00e9\ud83d\ude00\u0000"`, "é😀\x00"},
		{"the largest integer", `9223372036854775807`, int64(9223372036854775807)},
		{"one that is larger", `9223372036854775808`, connectors.Decimal("9223372036854775808")},
		{"a fraction with all its digits", `0.10000000000000000000000000001`, connectors.Decimal("0.10000000000000000000000000001")},
		{"a whole number with a fraction", `7.0`, connectors.Decimal("7.0")},
		{"an exponent that makes an integer", `1.2e3`, int64(1200)},
		{"an exponent that makes a fraction", `-12.50E-3`, connectors.Decimal("-0.0125")},
		{"zero with an exponent", `0e5`, int64(0)},
		{"minus zero", `-0`, int64(0)},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := wire.JSON{}.Decode([]byte(c.body))
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(c.want, got); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestAJSONBodyThatIsNoneIsRefusedAndNotQuoted(t *testing.T) {
	const secret = "s3cret"
	for name, c := range map[string]struct{ body, reason string }{
		"nothing":                  {" \n", "the body is empty"},
		"a page of HTML":           {"\n<!DOCTYPE html><title>" + secret, "HTML or XML"},
		"plain text":               {secret, "not valid JSON"},
		"a cut object":             {`{"a": "` + secret, "not valid JSON"},
		"a name without quotes":    {`{` + secret + `: 1}`, "not valid JSON"},
		"half a surrogate pair":    {`{"` + secret + `": "\ud800"}`, "not valid JSON"},
		"another value behind it":  {`{} "` + secret + `"`, "more behind"},
		"bytes that are not UTF-8": {"\"\xff" + secret + `"`, "not UTF-8"},
		"lists in lists":           {strings.Repeat("[", 65) + strings.Repeat("]", 65), "nested too deep"},
		"objects in objects":       {strings.Repeat(`{"a":`, 100_000), "nested too deep"},
		"a huge exponent":          {`1e1000000000`, "too long"},
		"an exponent past all":     {`1e99999999999999999999`, "too long"},
		"a million digits":         {strings.Repeat("1", 1_000_000), "too long"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := wire.JSON{}.Decode([]byte(c.body))
			if err == nil || !strings.Contains(err.Error(), c.reason) || strings.Contains(err.Error(), secret) {
				t.Errorf("got %v, want %q", err, c.reason)
			}
		})
	}
}

func TestJSONIsWrittenInOrderWithoutNeedlessEscapes(t *testing.T) {
	for want, tree := range map[string]wire.Tree{
		`{"a":1,"b":[null,true,"<é>&\"\\\n"]}`: map[string]any{"b": []any{nil, true, "<é>&\"\\\n"}, "a": int64(1)},
		`12.50`:                                connectors.Decimal("12.50"),
		`-7.5`:                                 connectors.Decimal("-007.5"),
		`0`:                                    connectors.Decimal("+00"),
		`1.5`:                                  1.5,
		`"\u0000"`:                             "\x00",
	} {
		got, err := wire.JSON{}.Encode(tree)
		if err != nil || string(got) != want {
			t.Errorf("%#v is %s, want %s (%v)", tree, got, want, err)
		}
	}
}

func TestJSONKeepsATreeAsItIs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tree := drawTree(3).Draw(t, "tree")
		body, err := wire.JSON{}.Encode(tree)
		if err != nil {
			t.Fatal(err)
		}
		got, err := wire.JSON{}.Decode(body)
		if d := cmp.Diff(tree, got); d != "" || err != nil {
			t.Fatalf("%s: %v\n%s", body, err, d)
		}
	})
}

func TestJSONKeepsTheValueOfEveryFloat(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := drawFinite().Draw(t, "float")
		body, err := wire.JSON{}.Encode(f)
		if err != nil {
			t.Fatal(err)
		}
		tree, err := wire.JSON{}.Decode(body)
		if err != nil {
			t.Fatal(err)
		}
		got, err := wire.Value(tree, connectors.TypeFloat)
		if order, ok := connectors.Compare(f, got, fold.None); err != nil || !ok || order != 0 {
			t.Fatalf("%v is %s, which is %v (%v)", f, body, got, err)
		}
	})
}

func FuzzJSON(f *testing.F) {
	for _, s := range []string{`{"a":[1,2.5e-3,"x",null,true,{"b":{}}]}`, `{"a":1,"a":2}`, "\ufeff[]", `[[[[`, `-0.0e-0`, `1e999`} {
		f.Add([]byte(s))
	}
	fuzzCodec(f, wire.JSON{})
}

// fuzzCodec checks that what is accepted can be written, and is then read as the same.
func fuzzCodec(f *testing.F, codec wire.Codec) {
	f.Fuzz(func(t *testing.T, body []byte) {
		tree, err := codec.Decode(body)
		if err != nil {
			return
		}
		again, err := codec.Encode(tree)
		if err != nil {
			t.Fatalf("%q became %#v, which cannot be written: %v", body, tree, err)
		}
		got, err := codec.Decode(again)
		if d := cmp.Diff(tree, got); d != "" || err != nil {
			t.Fatalf("%q became %q: %v\n%s", body, again, err, d)
		}
	})
}
