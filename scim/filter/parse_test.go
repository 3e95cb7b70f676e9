package filter

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/scim"
)

func TestParse(t *testing.T) {
	a, b, c := is("a", Pr, nil), is("b", Pr, nil), is("c", Pr, nil)
	tests := []struct {
		name, text string
		want       Expr
	}{
		{"a comparison has a name, an operator and a value", `userName eq "ada"`, is("userName", Eq, "ada")},
		{"pr has no value", `title pr`, is("title", Pr, nil)},
		{"operators may be in any letter case", `title SW "x"`, is("title", Sw, "x")},
		{"pr may be in any letter case", `title Pr`, is("title", Pr, nil)},
		{"names stay as they were written", `UserNAME eq "ada"`, is("UserNAME", Eq, "ada")},
		{"a sub-attribute follows a dot", `name.givenName co "d"`, Compare{Name: named("name", "givenName"), Op: Co, Value: "d"}},
		{"$ref is a sub-attribute", `members.$ref ew "/1"`, Compare{Name: named("members", "$ref"), Op: Ew, Value: "/1"}},
		{"names may have dashes, underscores and digits", `x-1_y pr`, is("x-1_y", Pr, nil)},
		{
			"the last colon ends the URN, which has dots and digits itself",
			`urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department eq "R&D"`,
			Compare{Name: Name{URN: scim.SchemaEnterpriseUser, Attr: "department"}, Op: Eq, Value: "R&D"},
		},
		{
			"an attribute behind a URN can have a sub-attribute",
			`urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value eq "1"`,
			Compare{Name: Name{URN: scim.SchemaEnterpriseUser, Attr: "manager", Sub: "value"}, Op: Eq, Value: "1"},
		},
		{
			"a schema may have a URL for a name", `http://schemas.example.com/2006:badge pr`,
			Compare{Name: Name{URN: "http://schemas.example.com/2006", Attr: "badge"}, Op: Pr},
		},

		{"and joins", `a pr and b pr`, And{[]Expr{a, b}}},
		{"or joins", `a pr or b pr`, Or{[]Expr{a, b}}},
		{"and, or, not may be in any letter case", `a pr AND b pr Or NOT (c pr)`, Or{[]Expr{And{[]Expr{a, b}}, Not{c}}}},
		{"and binds tighter than or on its right", `a pr or b pr and c pr`, Or{[]Expr{a, And{[]Expr{b, c}}}}},
		{"and binds tighter than or on its left", `a pr and b pr or c pr`, Or{[]Expr{And{[]Expr{a, b}}, c}}},
		{"parentheses overrule", `(a pr or b pr) and c pr`, And{[]Expr{Or{[]Expr{a, b}}, c}}},
		{"three of a kind are one list", `a pr and b pr and c pr`, And{[]Expr{a, b, c}}},
		{"an and in an and is taken apart, on the left", `(a pr and b pr) and c pr`, And{[]Expr{a, b, c}}},
		{"an and in an and is taken apart, on the right", `a pr and (b pr and c pr)`, And{[]Expr{a, b, c}}},
		{"an or in an or is taken apart", `a pr or (b pr or c pr)`, Or{[]Expr{a, b, c}}},
		{"parentheses around one thing leave no trace", `((a pr))`, a},
		{"not negates what is in its parentheses", `not (a pr or b pr)`, Not{Or{[]Expr{a, b}}}},
		{"not not stays", `not (not (a pr))`, Not{Not{a}}},
		{"not binds to its parentheses alone", `not (a pr) and b pr`, And{[]Expr{Not{a}, b}}},
		{"no space is needed beside parentheses", `not(a pr)and(b pr)`, And{[]Expr{Not{a}, b}}},
		{"white space of all kinds is one space", "\t a\r\npr  and\tb pr ", And{[]Expr{a, b}}},
		{"no space is needed before a text", `userName eq"ada"`, is("userName", Eq, "ada")},

		{
			"brackets select elements", `emails[type eq "work" and value co "@x"]`,
			Element{Name: named("emails"), Term: And{[]Expr{is("type", Eq, "work"), is("value", Co, "@x")}}},
		},
		{
			"brackets may hold or, not and parentheses", `emails[not (type eq "work" or primary eq true)]`,
			Element{Name: named("emails"), Term: Not{Or{[]Expr{is("type", Eq, "work"), is("primary", Eq, true)}}}},
		},
		{
			"brackets are a term", `a pr and emails[type pr] or b pr`,
			Or{[]Expr{And{[]Expr{a, Element{Name: named("emails"), Term: is("type", Pr, nil)}}}, b}},
		},
		{"brackets may stand behind a URN", `urn:x:2.0:E:keys[type pr]`, Element{Name: Name{URN: "urn:x:2.0:E", Attr: "keys"}, Term: is("type", Pr, nil)}},

		{"a text may hold and, or, not", `displayName eq "A and B or not (C)"`, is("displayName", Eq, "A and B or not (C)")},
		{"a text may hold brackets and parentheses", `displayName eq "a) [b] (c"`, is("displayName", Eq, "a) [b] (c")},
		{"a text keeps its plus signs", `userName eq "a+b@x"`, is("userName", Eq, "a+b@x")},
		{"a text keeps its percent signs", `userName co "100%_\\"`, is("userName", Co, `100%_\`)},
		{"a text may be empty", `title eq ""`, is("title", Eq, "")},
		{"a text may hold any letters", `name.familyName eq "李 Zoë"`, Compare{Name: named("name", "familyName"), Op: Eq, Value: "李 Zoë"}},
		{"a text may hold an apostrophe", `userName eq "o'brien"`, is("userName", Eq, "o'brien")},
		{"a text may hold a date", `meta.created gt "2011-05-13T04:42:34Z"`, Compare{Name: named("meta", "created"), Op: Gt, Value: "2011-05-13T04:42:34Z"}},
		{"every escape of JSON is understood", `a eq "\"\\\/\b\f\n\r\t"`, is("a", Eq, "\"\\/\b\f\n\r\t")},
		{"a text goes on after an escape", `a eq "x\"y\"z"`, is("a", Eq, `x"y"z`)},
		{"an escape can name a character", `a eq "caf\u00e9 \u00C9"`, is("a", Eq, "café É")},
		{"two escapes can be one character", `a eq "\ud83d\ude00!"`, is("a", Eq, "😀!")},
		{"an escaped NUL is a character", `a eq "\u0000"`, is("a", Eq, "\x00")},

		{"true is a boolean", `active eq true`, is("active", Eq, true)},
		{"false is a boolean", `active ne false`, is("active", Ne, false)},
		{"null is nil", `manager eq null`, is("manager", Eq, nil)},
		{"a whole number is an int64", `x gt 17`, is("x", Gt, int64(17))},
		{"a number can be negative", `x le -17`, is("x", Le, int64(-17))},
		{"the largest int64 fits", `x lt 9223372036854775807`, is("x", Lt, int64(9223372036854775807))},
		{"a larger number is a float64", `x lt 9223372036854775808`, is("x", Lt, float64(9223372036854775808))},
		{"a number with a fraction is a float64", `x ge 1.5`, is("x", Ge, 1.5)},
		{"a number with an exponent is a float64", `x ge 12E4`, is("x", Ge, 120000.0)},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := Parse(test.text, nil)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("Parse(%s) (-want +got):\n%s", test.text, diff)
			}
		})
	}
}

func TestParseTolerates(t *testing.T) {
	tests := []struct {
		name, text string
		needs      []scim.Tolerance
		want       string
		strictly   string // the detail of the refusal when nothing is tolerated
	}{
		{
			"a comparison behind brackets is one of the same element",
			`emails[type eq "work"].value eq "x"`, []scim.Tolerance{scim.FilterAfterBracket},
			`emails[type eq "work" and value eq "x"]`,
			`filter, column 23: expected "and", "or" or the end, found ".value"`,
		},
		{
			"pr behind brackets is one too",
			`emails[type eq "work"].value pr and title pr`, []scim.Tolerance{scim.FilterAfterBracket},
			`emails[type eq "work" and value pr] and title pr`,
			`filter, column 23: expected "and", "or" or the end, found ".value"`,
		},
		{
			"a comparison behind brackets joins an and",
			`emails[type eq "work" and primary eq true].value eq "x"`, []scim.Tolerance{scim.FilterAfterBracket},
			`emails[type eq "work" and primary eq true and value eq "x"]`,
			`filter, column 43: expected "and", "or" or the end, found ".value"`,
		},
		{
			"a comparison behind brackets does not join an or",
			`emails[type eq "work" or type eq "home"].value eq "x"`, []scim.Tolerance{scim.FilterAfterBracket},
			`emails[(type eq "work" or type eq "home") and value eq "x"]`,
			`filter, column 41: expected "and", "or" or the end, found ".value"`,
		},
		{
			"a bare word is a text",
			`externalId eq jyoung`, []scim.Tolerance{scim.UnquotedLiteral},
			`externalId eq "jyoung"`,
			`filter, column 15: expected a value: a text in double quotes, a number, true, false or null, found "jyoung"`,
		},
		{
			"a bare word ends where brackets do",
			`emails[type eq work]`, []scim.Tolerance{scim.UnquotedLiteral},
			`emails[type eq "work"]`,
			`filter, column 16: expected a value: a text in double quotes, a number, true, false or null, found "work"`,
		},
		{
			"a bare date is a text",
			`meta.created gt 2011-05-13T04:42:34Z`, []scim.Tolerance{scim.UnquotedLiteral},
			`meta.created gt "2011-05-13T04:42:34Z"`,
			`filter, column 17: expected a value: a text in double quotes, a number, true, false or null, found "2011-05-13T04:42:34Z"`,
		},
		{
			"a bare number that JSON does not have keeps its zeros",
			`employeeNumber eq 007`, []scim.Tolerance{scim.UnquotedLiteral},
			`employeeNumber eq "007"`,
			`filter, column 19: expected a value: a text in double quotes, a number, true, false or null, found "007"`,
		},
		{
			"a bare number beyond all numbers is a text",
			`externalId eq 123e4567`, []scim.Tolerance{scim.UnquotedLiteral},
			`externalId eq "123e4567"`,
			`filter, column 15: expected a value: a text in double quotes, a number, true, false or null, found "123e4567"`,
		},
		{
			"a backslash in a bare word is one",
			`userName eq CORP\ada`, []scim.Tolerance{scim.UnquotedLiteral},
			`userName eq "CORP\\ada"`,
			`filter, column 13: expected a value: a text in double quotes, a number, true, false or null, found "CORP\\ada"`,
		},
		{
			"null may be in another letter case",
			`manager eq NULL`, []scim.Tolerance{scim.UnquotedLiteral},
			`manager eq null`,
			`filter, column 12: expected a value: a text in double quotes, a number, true, false or null, found "NULL"`,
		},
		{
			"booleans may be in another letter case",
			`active eq True or active eq FALSE`, []scim.Tolerance{scim.BooleanText},
			`active eq true or active eq false`,
			`filter, column 11: expected a value: a text in double quotes, a number, true, false or null, found "True"`,
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			edge := tolerant()
			got, err := Parse(test.text, edge)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, Print(got)); diff != "" {
				t.Errorf("Parse(%s) (-want +got):\n%s", test.text, diff)
			}
			wantUsed(t, edge, test.needs...)
			_, err = Parse(test.text, nil)
			wantRefusal(t, err, scim.InvalidFilter, test.strictly)
		})
	}
}

func TestParseRefuses(t *testing.T) {
	const value = "expected a value: a text in double quotes, a number, true, false or null, "
	const operator = "expected an operator (eq, ne, co, sw, ew, gt, ge, lt, le or pr), "
	tests := []struct{ name, text, detail string }{
		{"nothing", ``, `column 1: expected an attribute, "not" or "(", found the end`},
		{"nothing but white space", "  ", `column 3: expected an attribute, "not" or "(", found the end`},
		{"a name alone", `userName`, `column 9: ` + operator + `found the end`},
		{"an operator that SCIM does not have", `userName contains "x"`, `column 10: ` + operator + `found "contains"`},
		{"a text for an operator, without repeating it", `userName "secret"`, `column 10: ` + operator + `found a text`},
		{"a value that is missing", `userName eq`, `column 12: ` + value + `found the end`},
		{"a value in parentheses", `userName eq ("x")`, `column 13: ` + value + `found "("`},
		{"a value behind pr", `title pr "x"`, `column 10: expected "and", "or" or the end, found a text`},
		{"two comparisons with nothing between", `a pr b pr`, `column 6: expected "and", "or" or the end, found "b"`},
		{"and without a right side", `a pr and`, `column 9: expected an attribute, "not" or "(", found the end`},
		{"or without a left side", `or a pr`, `column 4: ` + operator + `found "a"`},
		{"not without parentheses", `not userName pr`, `column 5: expected "(" after not, found "userName"`},
		{"parentheses with nothing inside", `()`, `column 2: expected an attribute, "not" or "(", found ")"`},
		{"parentheses that stay open", `(a pr`, `column 6: expected "and", "or" or ")", found the end`},
		{"parentheses that were never opened", `a pr)`, `column 5: expected "and", "or" or the end, found ")"`},
		{"parentheses closed by a bracket", `(a pr]`, `column 6: expected "and", "or" or ")", found "]"`},
		{"brackets that stay open", `emails[type pr`, `column 15: expected "and", "or" or "]", found the end`},
		{"brackets with nothing inside", `emails[]`, `column 8: expected an attribute, "not" or "(", found "]"`},
		{"brackets without an attribute", `[type pr]`, `column 1: expected an attribute, "not" or "(", found "["`},
		{"brackets inside brackets", `emails[x[y pr]]`, `column 9: ` + operator + `found "["`},
		{"brackets behind a sub-attribute", `emails.value[type pr]`, `column 13: brackets follow an attribute, not a sub-attribute`},
		{"a sub-attribute behind brackets without an operator", `emails[type pr].value`, `column 22: ` + operator + `found the end`},
		{"two sub-attributes behind brackets", `emails[type pr].a.b pr`, `column 16: expected "and", "or" or the end, found ".a.b"`},
		{"a text instead of a name", `"userName" eq "x"`, `column 1: expected an attribute, "not" or "(", found a text`},
		{"a number instead of a name", `17 eq 17`, `column 1: expected an attribute, found "17"`},
		{"a name with letters that names do not have", `naïve eq "x"`, `column 1: expected an attribute, found "naïve"`},
		{"a name with two dots", `a.b.c pr`, `column 1: expected an attribute, found "a.b.c"`},
		{"a name that ends in a dot", `name. pr`, `column 1: expected an attribute, found "name."`},
		{"a name that begins with a dot", `.value pr`, `column 1: expected an attribute, found ".value"`},
		{"a URN without an attribute", `urn:x: pr`, `column 1: expected an attribute, found "urn:x:"`},
		{"a name that begins with a colon", `:a pr`, `column 1: expected an attribute, found ":a"`},
		{"a URN with characters that URIs do not have", `urn:{x}:a pr`, `column 1: expected an attribute, found "urn:{x}:a"`},
		{"a URN with letters that URIs do not have", `urn:é:a pr`, `column 1: expected an attribute, found "urn:é:a"`},
		{"a long word, without repeating it", strings.Repeat("ä", 31) + ` pr`, `column 1: expected an attribute, found a long word`},
		{"a text that is not closed", `userName eq "ada`, `column 13: a text is not closed by a double quote`},
		{"a text in single quotes around a space", `userName eq 'a b'`, `column 16: expected "and", "or" or the end, found "b'"`},
		{"a line break inside a text", "a eq \"x\ny\"", `column 8: a text holds a control character that is not escaped`},
		{"a control character outside a text", "a\x01 pr", `column 2: there is a control character`},
		{"a delete character outside a text", "a \x7fpr", `column 3: there is a control character`},
		{"an escape that JSON does not have", `a eq "\x41"`, `column 7: an escape must be one of \" \\ \/ \b \f \n \r \t or \u with four hexadecimal digits`},
		{"an escape with too few digits", `a eq "\u00e"`, `column 7: an escape must be one of \" \\ \/ \b \f \n \r \t or \u with four hexadecimal digits`},
		{"a text that ends in a backslash", `a eq "x\`, `column 8: a text ends in a backslash`},
		{"the high half of a surrogate pair", `a eq "é\ud83d"`, `column 8: an escape is half of a surrogate pair`},
		{"the low half of a surrogate pair", `a eq "\ude00"`, `column 7: an escape is half of a surrogate pair`},
		{"two high halves", `a eq "\ud83d\ud83d"`, `column 7: an escape is half of a surrogate pair`},
		{"a high half before other text", `a eq "\ud83dude00"`, `column 7: an escape is half of a surrogate pair`},
		{"columns are counted in characters", `a eq "李" b`, `column 10: expected "and", "or" or the end, found "b"`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := Parse(test.text, tolerant())
			wantRefusal(t, err, scim.InvalidFilter, "filter, "+test.detail)
		})
	}
}

func TestParseLimits(t *testing.T) {
	and := func(n int) string { return strings.Repeat("a pr and ", n-1) + "a pr" }
	nest := func(n int) string { return strings.Repeat("(", n) + "a pr" + strings.Repeat(")", n) }
	tests := []struct{ name, good, bad, detail string }{
		{
			"the text is at most 8 KiB long",
			`a eq "` + strings.Repeat("x", MaxBytes-7) + `"`, `a eq "` + strings.Repeat("x", MaxBytes-6) + `"`,
			"filter: longer than 8192 bytes",
		},
		{
			"there are at most 200 comparisons",
			and(MaxTerms), and(MaxTerms + 1),
			"filter, column 1803: more than 200 comparisons",
		},
		{
			"parentheses go at most 32 levels deep",
			nest(MaxDepth), nest(MaxDepth + 1),
			"filter, column 33: nested more than 32 levels deep",
		},
		{
			"brackets count as a level",
			strings.Repeat("(", 31) + "a[b pr]" + strings.Repeat(")", 31), strings.Repeat("(", 32) + "a[b pr]" + strings.Repeat(")", 32),
			"filter, column 34: nested more than 32 levels deep",
		},
		{
			"not counts by its parentheses",
			strings.Repeat("not(", 32) + "a pr" + strings.Repeat(")", 32), strings.Repeat("not(", 33) + "a pr" + strings.Repeat(")", 33),
			"filter, column 132: nested more than 32 levels deep",
		},
		{
			"an or that a comparison behind brackets turns into a term needs one level more",
			strings.Repeat("(", 30) + "a[b pr or c pr].d pr" + strings.Repeat(")", 30), strings.Repeat("(", 31) + "a[b pr or c pr].d pr" + strings.Repeat(")", 31),
			"filter, column 47: nested more than 32 levels deep",
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			x, err := Parse(test.good, tolerant())
			if err != nil {
				t.Errorf("at the limit: %v", err)
			} else if again, err := Parse(Print(x), nil); err != nil {
				t.Errorf("at the limit, printed: %v", err)
			} else if diff := cmp.Diff(x, again); diff != "" {
				t.Errorf("at the limit, printed (-parsed +printed and parsed):\n%s", diff)
			}
			_, err = Parse(test.bad, tolerant())
			wantRefusal(t, err, scim.InvalidFilter, test.detail)
		})
	}
	t.Run("the text is UTF-8", func(t *testing.T) {
		_, err := Parse("a eq \"\xff\"", tolerant())
		wantRefusal(t, err, scim.InvalidFilter, "filter: not UTF-8")
	})
}

func TestWalkVisitsTheOuterBeforeTheInner(t *testing.T) {
	var got []string
	Walk(mustParse(t, `a pr and (b pr or not (c[d pr]))`), func(x Expr) { got = append(got, Print(x)) })
	want := []string{
		`a pr and (b pr or not (c[d pr]))`, `a pr`, `b pr or not (c[d pr])`, `b pr`, `not (c[d pr])`, `c[d pr]`, `d pr`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("visited (-want +got):\n%s", diff)
	}
}
