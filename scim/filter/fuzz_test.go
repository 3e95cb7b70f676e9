package filter

import (
	"errors"
	"reflect"
	"slices"
	"testing"

	"github.com/scimgate/scimgate/scim"
)

// FuzzParse asserts of any text that it is refused as a client's mistake or read within the limits; that what was read
// prints as a text that is read as the same; that tolerance changes nothing about what is read without it; and that
// whatever can be bound can be evaluated.
func FuzzParse(f *testing.F) {
	f.Fuzz(func(t *testing.T, text string) {
		x, err := Parse(text, tolerant())
		strict, strictErr := Parse(text, nil)
		if err != nil {
			checkRefused(t, err, scim.InvalidFilter)
			if strictErr == nil {
				t.Fatalf("accepted only when nothing is tolerated: %q", text)
			}
			return
		}
		if strictErr == nil {
			checkSame(t, text, strict, x)
		}
		checkLimits(t, x)
		printed := Print(x)
		if len(printed) <= MaxBytes {
			again, err := Parse(printed, nil)
			if err != nil {
				t.Fatalf("%q printed as %q: %v", text, printed, err)
			}
			checkSame(t, text, x, again)
		}
		bound, err := Bind(device, x, tolerant())
		if err != nil {
			checkRefused(t, err, scim.InvalidFilter)
			return
		}
		if Match(Not{bound}, printer()) == Match(bound, printer()) {
			t.Fatalf("%q both holds and does not", text)
		}
	})
}

// FuzzPath asserts the same of paths.
func FuzzPath(f *testing.F) {
	f.Fuzz(func(t *testing.T, text string) {
		p, err := ParsePath(text, tolerant())
		if err != nil {
			checkRefused(t, err, scim.InvalidPath)
			return
		}
		if p.Filter != nil {
			checkLimits(t, p.Filter)
		}
		if printed := p.String(); len(printed) <= MaxBytes {
			again, err := ParsePath(printed, nil)
			if err != nil {
				t.Fatalf("%q printed as %q: %v", text, printed, err)
			}
			checkSame(t, text, p, again)
		}
		bound, err := BindPath(device, p, tolerant())
		if err != nil {
			checkRefused(t, err, scim.InvalidPath, scim.InvalidFilter)
			return
		}
		if bound.At.Attr == nil && bound.At.Extension == nil {
			t.Fatalf("%q leads nowhere", text)
		}
	})
}

// checkSame compares two readings of a text. go-cmp would take time exponential in the depth of the lists.
func checkSame(t *testing.T, text string, once, again any) {
	t.Helper()
	if !reflect.DeepEqual(once, again) {
		t.Fatalf("%q is read as\n%#v\nand then as\n%#v", text, once, again)
	}
}

func checkRefused(t *testing.T, err error, codes ...scim.ScimType) {
	t.Helper()
	e, ok := errors.AsType[*scim.Error](err)
	if !ok || e.Status != 400 || e.Detail == "" {
		t.Fatalf("refused with %v", err)
	}
	if !slices.Contains(codes, e.ScimType) {
		t.Fatalf("refused as %s, want one of %v", e.ScimType, codes)
	}
}

// checkLimits checks that a tree is flat, and no larger and no deeper than a text may say. A level of parentheses is
// at most an Or in an And in a Not.
func checkLimits(t *testing.T, x Expr) {
	t.Helper()
	terms := 0
	Walk(x, func(x Expr) {
		switch x := x.(type) {
		case Compare:
			terms++
		case And:
			for _, term := range x.Terms {
				if _, and := term.(And); and || len(x.Terms) < 2 {
					t.Fatalf("not flat: %s", Print(x))
				}
			}
		case Or:
			for _, term := range x.Terms {
				if _, or := term.(Or); or || len(x.Terms) < 2 {
					t.Fatalf("not flat: %s", Print(x))
				}
			}
		}
	})
	if terms > MaxTerms {
		t.Fatalf("%d comparisons", terms)
	}
	if d := depth(x); d > 3*(MaxDepth+1) {
		t.Fatalf("%d levels", d)
	}
}

func depth(x Expr) int {
	deepest := 0
	for _, t := range terms(x) {
		deepest = max(deepest, depth(t))
	}
	return deepest + 1
}

func terms(x Expr) []Expr {
	switch x := x.(type) {
	case And:
		return x.Terms
	case Or:
		return x.Terms
	case Not:
		return []Expr{x.Term}
	case Element:
		return []Expr{x.Term}
	}
	return nil
}
