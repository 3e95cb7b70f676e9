package wire_test

import (
	"errors"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/connectors/rest/wire"
	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/yamlx"
)

func node(t *testing.T, text string) yamlx.Node {
	t.Helper()
	n, found := yamlx.Parse("app.yaml", []byte(text))
	if err := found.Err(); err != nil {
		t.Fatal(err)
	}
	return n
}

// body reads the body under `body:` in a file.
func body(t *testing.T, text string) wire.Body {
	t.Helper()
	var found diag.List
	b := wire.ReadBody(node(t, text).Get("body"), &found)
	if err := found.Err(); err != nil {
		t.Fatal(err)
	}
	return b
}

func TestABodyIsFilledWithValues(t *testing.T) {
	values := map[string]any{"key": int64(7), "keys": []any{int64(7), int64(8)}, "login": "ada", "null": nil, "cost": connectors.Decimal("1.50"), "party.name": "p"}
	for _, c := range []struct{ name, body, want string }{
		{"constants of every type", `{a: x, b: 1, c: true, d: null, e: 1.5, f: '7', g: []}`, `{"a": "x", "b": 1, "c": true, "d": null, "e": 1.5, "f": "7", "g": []}`},
		{"a value alone has its type", `{user_id: '{key}', cost: '{cost}'}`, `{"user_id": 7, "cost": 1.50}`},
		{"a list of values", `{user_ids: '{keys}'}`, `{"user_ids": [7, 8]}`},
		{"a value in a text", `{note: 'user {login} ({key})'}`, `{"note": "user ada (7)"}`},
		{"nested lists and objects", `{user: {ids: ['{key}', {login: '{party.name}'}]}}`, `{"user": {"ids": [7, {"login": "p"}]}}`},
		{"an explicit null is a value", `{a: '{null}', b: '{null?}'}`, `{"a": null, "b": null}`},
		{"what is missing and may be is left out", `{a: '{none?}', b: 'x {none?}', c: ['{none?}', 1], d: 'x {null?}'}`, `{"c": [1]}`},
		{"braces that stand for themselves", `{a: '{{key}} {key}}}'}`, `{"a": "{key} 7}"}`},
		{"a value that looks like a variable is none", `{a: '{login} {{login}}'}`, `{"a": "ada {login}"}`},
		{"a list alone", `['{key}']`, `[7]`},
		{"a text alone", `'{keys}'`, `[7, 8]`},
		{"nothing at all", `null`, `null`},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := body(t, "body: "+c.body).Fill(values)
			if err != nil {
				t.Fatal(err)
			}
			want, err := wire.JSON{}.Encode(decoded(t, c.want))
			if err != nil {
				t.Fatal(err)
			}
			sent, err := wire.JSON{}.Encode(got)
			if d := cmp.Diff(string(want), string(sent)); d != "" || err != nil {
				t.Error(err, d)
			}
		})
	}
}

func TestABodyWithoutItsValuesIsInvalid(t *testing.T) {
	values := map[string]any{"keys": []any{"a"}, "null": nil, "nan": math.NaN()}
	for _, c := range []struct{ name, body, field string }{
		{"a missing value", "'{key}'", "key"},
		{"a missing value in a text", "'x {key}'", "key"},
		{"null in a text", "'x {null}'", "null"},
		{"a list in a text", "'x {keys?}'", "keys"},
		{"what no body can carry", "'{nan}'", "nan"},
		{"deep inside", "{a: [{b: '{key}'}]}", "key"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := body(t, "body: "+c.body).Fill(values)
			e, ok := errors.AsType[*connectors.Error](err)
			if !ok || e.Kind != connectors.Invalid || e.Field != c.field {
				t.Errorf("got %v, %v", got, err)
			}
		})
	}
}

func TestABodyNamesItsVariables(t *testing.T) {
	got := body(t, "body: {a: '{x} {y?}', b: ['{x}', {c: '{z}'}]}").Names()
	if d := cmp.Diff([]string{"x", "y", "z"}, got); d != "" {
		t.Error(d)
	}
}

func TestWhatIsWrittenWronglyIsFoundWhereItStands(t *testing.T) {
	read := map[string]func(yamlx.Node) diag.List{
		"path":     func(n yamlx.Node) (found diag.List) { wire.ReadPath(n, &found); return found },
		"template": func(n yamlx.Node) (found diag.List) { wire.ReadTemplate(n, &found); return found },
		"text":     func(n yamlx.Node) (found diag.List) { wire.ReadText(n, &found); return found },
		"body":     func(n yamlx.Node) (found diag.List) { wire.ReadBody(n, &found); return found },
		"known names of a body": func(n yamlx.Node) (found diag.List) {
			return wire.ReadBody(n, &found).Check([]string{"key", "owner"})
		},
		"known names of a template": func(n yamlx.Node) (found diag.List) {
			return wire.ReadTemplate(n, &found).Check(n, []string{"key", "owner"})
		},
	}
	for _, c := range []struct{ what, text, want string }{
		{"path", `a: 'meta.[x]'`, `app.yaml:1:10: expected a name; one with other characters stands in ["…"] [rest/path]`},
		{"path", `a: [meta]`, `app.yaml:1:4: expected a text [rest/path]`},
		{"template", `b: 1`, `app.yaml:1:1: a URL begins with / and has no scheme and no host: those come from base_url [rest/url]`},
		{"template", `a: /x{+y}`, `app.yaml:1:7: the operator is one of / . ; ? & or none [rest/url]`},
		{"text", `a: 'é {'`, `app.yaml:1:7: expected {name}; a brace that stands for itself is written twice: {{ [rest/text]`},
		{"body", `a: {x: [1, '}']}`, `app.yaml:1:13: a brace that stands for itself is written twice: }} [rest/text]`},
		{"body", `a: {x: '{y'}`, `app.yaml:1:11: expected } [rest/text]`},
		{"body", "a: |\n  é\n  b {c\n", `app.yaml:3:7: expected } [rest/text]`},
		{"known names of a body", `a: {x: 'by {ownr}'}`, `app.yaml:1:13: {ownr} is not known here [rest/unknown-name] (did you mean owner?)`},
		{"known names of a template", `a: /x/{key}{?page}`, `app.yaml:1:14: {page} is not known here [rest/unknown-name]`},
	} {
		found := read[c.what](node(t, c.text).Get("a"))
		if len(found) != 1 || found[0].String() != c.want {
			t.Errorf("%s of %s: %v, want %s", c.what, c.text, found, c.want)
		}
	}
}

func TestATextOfAHeaderIsFilled(t *testing.T) {
	text, err := wire.ParseText("v{version}, {agent?}")
	if err != nil {
		t.Fatal(err)
	}
	if got, ok, err := text.Fill(map[string]any{"version": int64(2), "agent": "x"}); got != "v2, x" || !ok || err != nil {
		t.Errorf("%q, %v, %v", got, ok, err)
	}
	if _, ok, err := text.Fill(map[string]any{"version": int64(2)}); ok || err != nil {
		t.Errorf("%v, %v", ok, err)
	}
	if d := cmp.Diff([]string{"version", "agent"}, text.Names()); d != "" {
		t.Error(d)
	}
}

func FuzzText(f *testing.F) {
	for _, s := range []string{"", "{key}", "by {key?} {{x}}", "{", "}}}", "{a.b-c}", "é{x}"} {
		f.Add(s, "v")
	}
	f.Fuzz(func(t *testing.T, text, value string) {
		parsed, err := wire.ParseText(text)
		if err != nil {
			if e, ok := errors.AsType[*wire.SyntaxError](err); !ok || e.Offset < 0 || e.Offset > len([]rune(text)) {
				t.Fatalf("%q: %v", text, err)
			}
			return
		}
		values := map[string]any{}
		for _, name := range parsed.Names() {
			values[name] = value
		}
		if _, _, err := parsed.Fill(values); err != nil && !errors.Is(err, connectors.Invalid) {
			t.Fatalf("%q: %v", text, err)
		}
	})
}
