package mappings

import (
	"strings"
	"testing"

	"github.com/expr-lang/expr/types"

	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/yamlx"
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
