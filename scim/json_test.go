package scim

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestAppendJSON(t *testing.T) {
	tests := []struct {
		name  string
		value any
		want  string
	}{
		{"null", nil, `null`},
		{"booleans", []any{true, false}, `[true,false]`},
		{"integers", []any{int64(0), int64(-17), int64(math.MaxInt64), 5}, `[0,-17,9223372036854775807,5]`},
		{"fractions", []any{0.5, -1.25, 1e300, 1e-9}, `[0.5,-1.25,1e+300,1e-9]`},
		{"numbers that JSON does not have", []any{math.NaN(), math.Inf(1), math.Inf(-1)}, `[null,null,null]`},
		{"an empty text", "", `""`},
		{"quotes and backslashes are escaped", `say "\"`, `"say \"\\\""`},
		{"control characters are escaped", "\n\r\t\x00\x1f", `"\n\r\t\u0000\u001f"`},
		{"what HTML or JavaScript would escape is not", "<&>/\u2028\x7f", "\"<&>/\u2028\x7f\""},
		{"letters stay as they are", "Zoë 李 😀", `"Zoë 李 😀"`},
		{"bytes that are not UTF-8 are replaced one by one", "a\xff\xe6\x9db", "\"a\ufffd\ufffd\ufffdb\""},
		{"the replacement character itself stays", "\ufffd", "\"\ufffd\""},
		{"an empty list", []any{}, `[]`},
		{"a list of strings", []string{"a", `"`}, `["a","\""]`},
		{"an empty object", new(Object), `{}`},
		{"a nil object", (*Object)(nil), `{}`},
		{"attributes in their order, without white space", NewObject("b", "1", "a", []any{NewObject("c", nil)}), `{"b":"1","a":[{"c":null}]}`},
		{"names are escaped", NewObject(`"`, int64(1)), `{"\"":1}`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := string(AppendJSON([]byte("x"), test.value)); got != "x"+test.want {
				t.Errorf("AppendJSON gives\n%s, want\n%s", got[1:], test.want)
			}
		})
	}
}

func TestObjectsAreEncodedCanonicallyByTheStandardLibrary(t *testing.T) {
	got, err := json.Marshal(map[string]any{"r": NewObject("b", "1", "a", "2")})
	if want := `{"r":{"b":"1","a":"2"}}`; err != nil || string(got) != want {
		t.Errorf("json.Marshal gives %s, %v; want %s", got, err, want)
	}
}

func TestAppendJSONPanicsOnWhatIsNoValue(t *testing.T) {
	defer func() {
		if got, want := fmt.Sprint(recover()), "scim: a struct {} is not an attribute value"; got != want {
			t.Errorf("it panics with %q, want %q", got, want)
		}
	}()
	AppendJSON(nil, struct{}{})
}

func TestWhatIsEncodedDecodesToTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { checkEncoding(t, drawValue(t, 0)) })
}

// FuzzAppendJSON takes any bytes as a text, and as a document when they are one.
func FuzzAppendJSON(f *testing.F) {
	f.Fuzz(func(t *testing.T, text string) {
		got, err := decode(AppendJSON(nil, text))
		if err != nil {
			t.Fatal(err)
		}
		if want := string([]rune(text)); got != want {
			t.Fatalf("%q becomes %q, want %q", text, got, want)
		}
		if v, err := decode([]byte(text)); err == nil {
			checkEncoding(t, v)
		}
	})
}

// checkEncoding checks that a value's encoding is JSON, decodes to the value, and is the only one of it.
func checkEncoding(t interface{ Fatalf(string, ...any) }, v any) {
	encoded := AppendJSON(nil, v)
	got, err := decode(encoded)
	if err != nil {
		t.Fatalf("%s is not JSON: %v", encoded, err)
	}
	if !EqualValues(v, got) {
		t.Fatalf("%s decodes to something else", encoded)
	}
	if again := AppendJSON(nil, got); string(again) != string(encoded) {
		t.Fatalf("%s is encoded again as %s", encoded, again)
	}
}

// decode reads JSON by the standard library, keeping the order of attributes.
func decode(text []byte) (any, error) {
	d := json.NewDecoder(strings.NewReader(string(text)))
	d.UseNumber()
	v, err := decodeValue(d)
	if err != nil {
		return nil, err
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, fmt.Errorf("there is more than one value: %v", err)
	}
	return v, nil
}

func decodeValue(d *json.Decoder) (any, error) {
	t, err := d.Token()
	if err != nil {
		return nil, err
	}
	switch t := t.(type) {
	case json.Number:
		if i, err := t.Int64(); err == nil && t != "-0" {
			return i, nil
		}
		return t.Float64()
	case json.Delim:
		if t == '{' {
			return decodeObject(d)
		}
		return decodeList(d)
	}
	return t, nil
}

func decodeObject(d *json.Decoder) (any, error) {
	o := new(Object)
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return nil, err
		}
		v, err := decodeValue(d)
		if err != nil {
			return nil, err
		}
		o.Set(name.(string), v)
	}
	_, err := d.Token()
	return o, err
}

func decodeList(d *json.Decoder) (any, error) {
	list := []any{}
	for d.More() {
		v, err := decodeValue(d)
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	_, err := d.Token()
	return list, err
}

func drawValue(t *rapid.T, depth int) any {
	most := 6
	if depth > 3 {
		most = 4
	}
	switch rapid.IntRange(0, most).Draw(t, "type") {
	case 1:
		return rapid.Bool().Draw(t, "boolean")
	case 2:
		return rapid.Int64().Draw(t, "integer")
	case 3:
		return rapid.Float64().Draw(t, "fraction")
	case 4:
		return rapid.String().Draw(t, "text")
	case 5:
		list := make([]any, rapid.IntRange(0, 3).Draw(t, "length"))
		for i := range list {
			list[i] = drawValue(t, depth+1)
		}
		return list
	case 6:
		o := new(Object)
		for range rapid.IntRange(0, 3).Draw(t, "attributes") {
			o.Set(rapid.String().Draw(t, "name"), drawValue(t, depth+1))
		}
		return o
	}
	return nil
}
