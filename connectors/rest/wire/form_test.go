package wire_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/connectors/rest/wire"
)

func TestAFormIsReadAsATree(t *testing.T) {
	for _, c := range []struct{ name, body, want string }{
		{"names and values", "login=ada&name=Ada+L%2E", `{"login": "ada", "name": "Ada L."}`},
		{"an object", "user[login]=ada&user%5Bteam%5D%5Bid%5D=1", `{"user": {"login": "ada", "team": {"id": "1"}}}`},
		{"a list", "ids[]=1&x=y&ids[]=2", `{"ids": ["1", "2"], "x": "y"}`},
		{"a list in an object", "user[ids][]=1", `{"user": {"ids": ["1"]}}`},
		{"of a name that stands twice the last", "a=1&a=2", `{"a": "2"}`},
		{"empty values", "a=&b&c[]=", `{"a": "", "b": "", "c": [""]}`},
		{"empty pairs", "&a=1&&", `{"a": "1"}`},
		{"nothing", "", `{}`},
		{"an equals sign in a value", "a=b=c", `{"a": "b=c"}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := wire.Form{}.Decode([]byte(c.body))
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(decoded(t, c.want), got); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestAFormThatIsNoneIsRefusedAndNotQuoted(t *testing.T) {
	const secret = "s3cret"
	for name, c := range map[string]struct{ body, reason string }{
		"half an escape":           {"a=" + secret + "%2", "not a valid form"},
		"bytes that are not UTF-8": {"a=" + secret + "%ff", "not UTF-8"},
		"a value without a name":   {"=" + secret, "do not fit"},
		"a bracket that is open":   {secret + "[b=1", "do not fit"},
		"a bracket that is closed": {secret + "]=1", "do not fit"},
		"a bracket in a bracket":   {secret + "[[b]]=1", "do not fit"},
		"text behind a bracket":    {secret + "[b]c=1", "do not fit"},
		"a list of objects":        {secret + "[][b]=1", "do not fit"},
		"a list of lists":          {secret + "[][]=1", "do not fit"},
		"text and object":          {"a=1&a[b]=" + secret, "do not fit"},
		"object and text":          {"a[b]=1&a=" + secret, "do not fit"},
		"object and list":          {"a[b]=1&a[]=" + secret, "do not fit"},
		"list and text":            {"a[]=1&a=" + secret, "do not fit"},
		"text and list":            {"a=1&a[]=" + secret, "do not fit"},
		"objects in objects":       {"a" + strings.Repeat("[b]", 1_000_000) + "=1", "nested too deep"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := wire.Form{}.Decode([]byte(c.body))
			if err == nil || !strings.Contains(err.Error(), c.reason) || strings.Contains(err.Error(), secret) {
				t.Errorf("got %v, want %q", err, c.reason)
			}
		})
	}
}

func TestAFormIsWrittenInOrder(t *testing.T) {
	tree := map[string]any{"user": map[string]any{"name": "A & B", "id": int64(1), "admin": false, "none": map[string]any{}}, "ids": []any{int64(2), nil}, "empty": []any{}, "null": nil}
	const want = "empty%5B%5D=&ids%5B%5D=2&ids%5B%5D=&null=&user%5Badmin%5D=false&user%5Bid%5D=1&user%5Bname%5D=A+%26+B"
	if got, err := (wire.Form{}).Encode(tree); err != nil || string(got) != want {
		t.Errorf("%s, %v", got, err)
	}
}

func TestWhatAFormCannotCarryIsInvalidAndNotQuoted(t *testing.T) {
	for name, tree := range map[string]wire.Tree{
		"a text alone":         "s3cret",
		"a list alone":         []any{"s3cret"},
		"a list of objects":    map[string]any{"a": []any{map[string]any{"b": "s3cret"}}},
		"a list of lists":      map[string]any{"a": []any{[]any{"s3cret"}}},
		"a name with brackets": map[string]any{"s3cret[b]": "a"},
		"an empty name":        map[string]any{"a": map[string]any{"": "s3cret"}},
	} {
		t.Run(name, func(t *testing.T) {
			body, err := wire.Form{}.Encode(tree)
			if !errors.Is(err, connectors.Invalid) || strings.Contains(err.Error(), "s3cret") {
				t.Errorf("%s, %v", body, err)
			}
		})
	}
}

func TestAFormKeepsATreeAsItIs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { keeps(t, wire.Form{}, drawForm(3).Draw(t, "tree")) })
}

func FuzzForm(f *testing.F) {
	for _, s := range []string{"login=ada&ids[]=1&ids[]=2", "user[team][id]=1", "a[b=1", "a=%ff", "&=&[]", "a[]=&a[]"} {
		f.Add([]byte(s))
	}
	fuzzCodec(f, wire.Form{})
}
