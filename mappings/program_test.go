package mappings

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/expr-lang/expr/types"
	"github.com/google/go-cmp/cmp"
	"golang.org/x/crypto/bcrypt"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/yamlx"
	"github.com/scimgate/scimgate/scim/schema"
)

func compileText(t *testing.T, source string, env types.Map) (*program, diag.List) {
	t.Helper()
	n, found := yamlx.Parse("x.yaml", []byte("e: |-\n  "+strings.ReplaceAll(source, "\n", "\n  ")))
	if found.HasErrors() {
		t.Fatal(found.Err())
	}
	p := compileExpr(n.Get("e"), env, false, &found)
	return p, found
}

func TestExpressionsAreBounded(t *testing.T) {
	env := types.Map{"record": types.Map{"members": types.Array(types.Int64), "name": types.String}}
	cases := []struct{ name, source, want string }{
		{"nested predicates stop after so many steps", `len(filter(record.members, none(record.members, # == -1)))`, "too many steps"},
		{"lists cannot grow without end", `len(map(record.members, map(record.members, #)))`, "memory budget"},
		{"text cannot grow without end", strings.Repeat("let x = ", 0) + `let a = record.name + record.name; let b = a + a; let c = b + b; let d = c + c; d + d`, "too long"},
	}
	members := make([]any, 2_000)
	for i := range members {
		members[i] = int64(i)
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			p, found := compileText(t, c.source, env)
			if found.HasErrors() {
				t.Fatal(found.Err())
			}
			_, err := p.run(map[string]any{"record": map[string]any{"members": members, "name": strings.Repeat("x", 8<<10)}})
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want an error with %q", err, c.want)
			}
		})
	}
}

func TestExpressionsSeePlainDataOnly(t *testing.T) {
	env := types.Map{"value": types.String}
	for _, source := range []string{"now()", "date()", `repeat("x", 1000)`, `fromJSON("{}")`, `bcrypt("x")`, "timezone(\"UTC\")"} {
		if _, found := compileText(t, source, env); !found.HasErrors() {
			t.Errorf("%s can be called", source)
		}
	}
}

func TestSecretsMayBeHashed(t *testing.T) {
	n, found := yamlx.Parse("x.yaml", []byte("e: bcrypt(value)"))
	p := compileExpr(n.Get("e"), types.Map{"value": types.String}, true, &found)
	if found.HasErrors() {
		t.Fatal(found.Err())
	}
	v, err := p.run(map[string]any{"value": "secret"})
	hash, _ := v.(string)
	if err != nil || bcrypt.CompareHashAndPassword([]byte(hash), []byte("secret")) != nil {
		t.Errorf("got %v, %v", v, err)
	}
	if _, err := p.run(map[string]any{"value": strings.Repeat("x", 73)}); err == nil {
		t.Error("bcrypt takes more than it looks at")
	}
}

func TestResultsAreValuesThatMayCross(t *testing.T) {
	cases := []struct {
		source string
		want   any
		fails  bool
	}{
		{`1 + 1`, int64(2), false},
		{`record.n * 2`, int64(14), false},
		{`7 / 2`, 3.5, false},
		{`"a" + string(1)`, "a1", false},
		{`[1..3]`, nil, true},
		{`nil`, nil, false},
		{`not true`, false, false},
		{`["a", 1]`, []any{"a", int64(1)}, false},
		{`{"a": {"b": [1, nil]}}`, map[string]any{"a": map[string]any{"b": []any{int64(1), nil}}}, false},
		{`record.at`, "2026-05-04T12:00:00Z", false},
		{`record.price + "€"`, "12.50€", false},
		{`record.bytes`, "ab", false},
		{`record.flag ? record.ratio : 0.0`, 0.5, false},
		{`record.any`, "x", false},
		{`1..3`, nil, true}, // a list of Go's own integers
	}
	fields := connectors.Fields{
		"n": int64(7), "at": noon, "price": connectors.Decimal("12.50"), "bytes": []byte("ab"), "flag": true, "ratio": 0.5, "any": "x",
	}
	env := types.Map{}
	for name, typ := range map[string]connectors.Type{
		"n": connectors.TypeInteger, "at": connectors.TypeTime, "price": connectors.TypeDecimal, "bytes": connectors.TypeBytes,
		"flag": connectors.TypeBool, "ratio": connectors.TypeFloat, "any": connectors.TypeJSON,
	} {
		env[name] = fieldType(typ)
	}
	for _, c := range cases {
		t.Run(c.source, func(t *testing.T) {
			p, found := compileText(t, c.source, types.Map{"record": env})
			if found.HasErrors() {
				t.Fatal(found.Err())
			}
			v, err := p.run(map[string]any{"record": recordValue(fields, slices.Collect(maps.Keys(fields)))})
			if (err != nil) != c.fails || cmp.Diff(c.want, v) != "" {
				t.Errorf("got %#v, %v", v, err)
			}
		})
	}
}

func TestAResultThatIsNeverTheAttributesIsFound(t *testing.T) {
	cases := []struct {
		source string
		typ    schema.Type
		want   string
	}{
		{`true`, schema.String, ""},
		{`true`, schema.DateTime, "true or false"},
		{`"x"`, schema.Boolean, "text"},
		{`{"a": 1}`, schema.String, "an object"},
		{`[1]`, schema.String, "a list"},
		{`1`, schema.Boolean, ""},
		{`nil`, schema.String, ""},
	}
	for _, c := range cases {
		p, found := compileText(t, c.source, types.Map{})
		if found.HasErrors() {
			t.Fatal(found.Err())
		}
		if what, ok := mismatch(p.kind(), c.typ); ok != (c.want != "") || ok && what != c.want {
			t.Errorf("%s for a %s: got %q, %t", c.source, c.typ, what, ok)
		}
	}
}

func TestWhatAnExpressionMentions(t *testing.T) {
	for source, want := range map[string][]string{
		`record.a + record["b"]`:                               {"record.a", "record.b"},
		`resource.name.givenName ?? resource.name?.familyName`: {"resource.name.familyName", "resource.name.givenName"},
		`filter(resource.emails, .value == record.mail)`:       {"record.mail", "resource.emails"},
		`resource.emails[0].value`:                             {"resource.emails"},
		`let r = record; r.a`:                                  {"r.a", "record"},
		`value`:                                                {"value"},
		`1 +`:                                                  nil,
	} {
		n, found := yamlx.Parse("x.yaml", []byte("e: |-\n  "+source))
		if found.HasErrors() {
			t.Fatal(found.Err())
		}
		if d := cmp.Diff(want, mentioned(n.Get("e"))); d != "" {
			t.Errorf("%s (-want +got):\n%s", source, d)
		}
	}
}

func TestTextIsJoinedWithWhatIsAbsent(t *testing.T) {
	p, found := compileText(t, `record.a + " " + record.b`, types.Map{"record": types.Map{"a": types.String, "b": types.String}})
	if found.HasErrors() {
		t.Fatal(found.Err())
	}
	v, err := p.run(map[string]any{"record": map[string]any{"a": "Ada", "b": nil}})
	if v != "Ada " || err != nil {
		t.Errorf("got %q, %v", v, err)
	}
}

func FuzzExpressions(f *testing.F) {
	env := types.Map{"value": types.String, "record": types.Map{"a": types.String, "list": types.Array(types.Int64)}}
	f.Fuzz(func(t *testing.T, source string) {
		n, found := yamlx.Parse("x.yaml", []byte("e: |-\n  "+source))
		if found.HasErrors() || !n.Get("e").IsScalar() {
			return
		}
		if p := compileExpr(n.Get("e"), env, false, &found); p != nil {
			_, _ = p.run(map[string]any{"value": "v", "record": map[string]any{"a": nil, "list": []any{int64(1), int64(2)}}})
		}
	})
}
