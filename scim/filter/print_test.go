package filter

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestPrint(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"operators are in lower case, names as they were", `UserName EQ "X"`, `UserName eq "X"`},
		{"one space is between words", "  a\tpr  AND  b  PR ", `a pr and b pr`},
		{"parentheses that are not needed are left out", `((a pr) and ((b pr) and c pr)) or (d pr)`, `a pr and b pr and c pr or d pr`},
		{"an or inside an and is in parentheses", `a pr and (b pr or c pr)`, `a pr and (b pr or c pr)`},
		{"an and inside an or is not", `(a pr and b pr) or c pr`, `a pr and b pr or c pr`},
		{"not has parentheses and a space", `NOT(a pr)`, `not (a pr)`},
		{"brackets have no spaces around them", `emails [ type eq "work" ]`, `emails[type eq "work"]`},
		{"a URN stays before its attribute", `urn:x:1.0:E:a.b pr`, `urn:x:1.0:E:a.b pr`},
		{"a text is escaped where JSON wants it", `a eq "\/\u0041\"\\\u0008\u0001\n"`, `a eq "/A\"\\\u0008\u0001\n"`},
		{"a text is not escaped where HTML wants it", `a eq "<&>\u2028"`, "a eq \"<&>\u2028\""},
		{"literals are those of JSON", `a eq True and b eq NULL and c eq bare`, `a eq true and b eq null and c eq "bare"`},
		{"a whole number has digits alone", `a eq -0`, `a eq 0`},
		{"a float64 can be told from an int64", `a eq 1.0`, `a eq 1.0`},
		{"an exponent is written out where that is short", `a eq 12E+4`, `a eq 120000.0`},
		{"an exponent stays where it is shorter", `a eq 1E300`, `a eq 1e+300`},
		{"a negative zero stays one", `a eq -0.0`, `a eq -0.0`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := Print(mustParse(t, test.text)); got != test.want {
				t.Errorf("Print(Parse(%s)) is\n%s, want\n%s", test.text, got, test.want)
			}
		})
	}
}

func TestPrintOfNoFilterIsNothing(t *testing.T) {
	if got := Print(nil); got != "" {
		t.Errorf("it is %q", got)
	}
}

func TestPrintAndParseAreInverse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := drawTree(t, 0, false)
		text := Print(x)
		got, err := Parse(text, nil)
		if err != nil {
			t.Fatalf("Parse(%s): %v", text, err)
		}
		if diff := cmp.Diff(x, got); diff != "" {
			t.Fatalf("Parse(%s) (-drawn +parsed):\n%s", text, diff)
		}
		if again := Print(got); again != text {
			t.Fatalf("printed as\n%s and then as\n%s", text, again)
		}
	})
}

var (
	anyAttribute = rapid.StringMatching(`[A-Za-z$][A-Za-z0-9_$-]{0,8}`).Filter(func(s string) bool {
		return !strings.EqualFold(s, "not")
	})
	anyURN = rapid.StringMatching(`urn:[a-z0-9.]{1,8}(:[A-Za-z0-9.-]{1,8}){0,3}`)
	anyOp  = rapid.SampledFrom([]Op{Eq, Ne, Co, Sw, Ew, Gt, Ge, Lt, Le, Pr})
	anyLit = rapid.OneOf(
		rapid.Just[any](nil), rapid.Bool().AsAny(), rapid.Int64().AsAny(),
		rapid.Float64().AsAny(), rapid.String().AsAny(), rapid.StringN(0, 20, -1).AsAny(),
	)
)

// drawTree draws any tree that Parse can make.
func drawTree(t *rapid.T, depth int, inside bool) Expr {
	most := 4
	if depth > 4 {
		most = 0
	}
	switch rapid.IntRange(0, most).Draw(t, "form") {
	case 1:
		return And{drawTerms(t, depth, inside, func(x Expr) bool { _, and := x.(And); return !and })}
	case 2:
		return Or{drawTerms(t, depth, inside, func(x Expr) bool { _, or := x.(Or); return !or })}
	case 3:
		return Not{drawTree(t, depth+1, inside)}
	case 4:
		if !inside {
			return Element{Name: drawName(t, false), Term: drawTree(t, depth+1, true)}
		}
	}
	c := Compare{Name: drawName(t, true), Op: anyOp.Draw(t, "op")}
	if c.Op != Pr {
		c.Value = anyLit.Draw(t, "value")
	}
	return c
}

// drawTerms draws the terms of an And or an Or; none is of the same kind, as trees are flat.
func drawTerms(t *rapid.T, depth int, inside bool, fits func(Expr) bool) []Expr {
	terms := make([]Expr, rapid.IntRange(2, 3).Draw(t, "terms"))
	for i := range terms {
		if terms[i] = drawTree(t, depth+1, inside); !fits(terms[i]) {
			terms[i] = Not{terms[i]}
		}
	}
	return terms
}

func drawName(t *rapid.T, sub bool) Name {
	n := Name{Attr: anyAttribute.Draw(t, "attribute")}
	if rapid.Bool().Draw(t, "has URN") {
		n.URN = anyURN.Draw(t, "URN")
	}
	if sub && rapid.Bool().Draw(t, "has sub-attribute") {
		n.Sub = anyAttribute.Draw(t, "sub-attribute")
	}
	return n
}
