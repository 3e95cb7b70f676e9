package wire_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/connectors/rest/wire"
)

// decoded is the tree of a JSON text.
func decoded(t *testing.T, text string) wire.Tree {
	t.Helper()
	tree, err := wire.JSON{}.Decode([]byte(text))
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return tree
}

func path(t *testing.T, text string) wire.Path {
	t.Helper()
	p, err := wire.ParsePath(text)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return p
}

func TestAPathFindsItsPlace(t *testing.T) {
	const record = `{
		"meta": {"total": 3, "next": null}, "items": ["a", "b"], "a.b": {"c": 1}, "phone": {"kind": "work", "no": "1"},
		"custom_fields": [{"id": 1, "value": "x"}, {"id": "2", "value": "y"}, {"name": "e-mail, 2nd", "value": "z"}],
		"emails": [{"type": "work", "primary": false}, {"type": "work", "primary": true, "value": "w"}], "agent": {"@id": "7", "#text": "t"}}`
	for _, c := range []struct{ name, path, want string }{
		{"a name in a name", "meta.total", "3"},
		{"an explicit null", "meta.next", "null"},
		{"an element", "items[1]", `"b"`},
		{"a quoted name", `["a.b"].c`, "1"},
		{"an element by its id", "custom_fields[id=1].value", `"x"`},
		{"an element whose id is text", "custom_fields[id=2].value", `"y"`},
		{"a selector with a text in quotes", `custom_fields[name="e-mail, 2nd"].value`, `"z"`},
		{"an element by two things", "emails[type=work,primary=true].value", `"w"`},
		{"the first of several", "emails[type=work].primary", "false"},
		{"an attribute", "agent.@id", `"7"`},
		{"the text beside attributes", "agent.#text", `"t"`},
		{"the text of what is nothing else", "items[0].#text", `"a"`},
		{"the text of null", "meta.next.#text", "null"},
		{"a single value as a list of one", "phone[0].no", `"1"`},
		{"a single value by a selector", "phone[kind=work].no", `"1"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, ok := path(t, c.path).Get(decoded(t, record))
			if d := cmp.Diff(decoded(t, c.want), got); !ok || d != "" {
				t.Errorf("%v %s", ok, d)
			}
		})
	}
	if whole, ok := path(t, "").Get("x"); whole != "x" || !ok || !path(t, "").IsWhole() {
		t.Error("the empty path is not the whole tree")
	}
	for name, text := range map[string]string{
		"no such name": "meta.totals", "a name in a text": "items[0].x", "a name in a list": "items.x", "past the end": "items[2]", "nobody selected": "custom_fields[id=9]",
		"a selector over texts": "items[id=1]", "within null": "meta.next.x", "within nothing": "a.b.c",
	} {
		if got, ok := path(t, text).Get(decoded(t, record)); ok {
			t.Errorf("%s: %#v", name, got)
		}
	}
}

func TestANameIsAPathWhateverItsCharacters(t *testing.T) {
	for _, name := range []string{"login", "a.b", "", "a\"[0]\\", "tab\t", "é"} {
		p := wire.Name(name)
		if got, ok := p.Get(map[string]any{name: "x"}); got != "x" || !ok {
			t.Errorf("%q finds %v, %v", name, got, ok)
		}
		if again := path(t, p.String()); again.String() != p.String() {
			t.Errorf("%q became %s and then %s", name, p, again)
		}
	}
}

func TestAListIsReadWhereverOneIsMeant(t *testing.T) {
	for _, c := range []struct{ name, tree, want string }{
		{"a list", `{"a": [1, 2]}`, `[1, 2]`},
		{"a single value", `{"a": {"b": 1}}`, `[{"b": 1}]`},
		{"an empty list", `{"a": []}`, `[]`},
		{"null", `{"a": null}`, `[]`},
		{"nothing", `{}`, `[]`},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := append([]any{}, path(t, "a").Each(decoded(t, c.tree))...)
			if d := cmp.Diff(decoded(t, c.want), any(got)); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestSettingMakesWhatIsMissingAndKeepsTheRest(t *testing.T) {
	for _, c := range []struct{ name, before, path, value, want string }{
		{"a name of a new body", `null`, "user.login", `"a"`, `{"user": {"login": "a"}}`},
		{"a name that is there", `{"a": 1, "b": 2}`, "a", `null`, `{"a": null, "b": 2}`},
		{"the whole", `{"a": 1}`, "", `[]`, `[]`},
		{"a new element with its id", `null`, "custom_fields[id=1].value", `"x"`, `{"custom_fields": [{"id": 1, "value": "x"}]}`},
		{"a new element with a text as id", `null`, `f[id="1"].value`, `"x"`, `{"f": [{"id": "1", "value": "x"}]}`},
		{"an element beside others", `{"f": [{"id": 1, "value": "x"}]}`, "f[id=2].value", `"y"`, `{"f": [{"id": 1, "value": "x"}, {"id": 2, "value": "y"}]}`},
		{"an element that is there", `{"f": [{"id": 1, "value": "x", "name": "n"}, {"id": 2}]}`, "f[id=1].value", `"y"`, `{"f": [{"id": 1, "value": "y", "name": "n"}, {"id": 2}]}`},
		{"an element with two things", `[]`, "[type=work,primary=true].value", `"w"`, `[{"type": "work", "primary": true, "value": "w"}]`},
		{"a whole element", `[{"id": 1, "a": 1}]`, "[id=1]", `{"b": 2}`, `[{"id": 1, "b": 2}]`},
		{"a single element of XML", `{"f": {"id": "1", "value": "x"}}`, "f[id=2].value", `"y"`, `{"f": [{"id": "1", "value": "x"}, {"id": 2, "value": "y"}]}`},
		{"within an empty element of XML", `{"f": ""}`, "f.id", `1`, `{"f": {"id": 1}}`},
		{"the first element", `null`, "a[0]", `1`, `{"a": [1]}`},
		{"the next element", `{"a": [1]}`, "a[1].b", `2`, `{"a": [1, {"b": 2}]}`},
		{"an attribute beside the text", `{"a": {"#text": "x"}}`, "a.@id", `1`, `{"a": {"#text": "x", "@id": 1}}`},
		{"the text of what is nothing else", `{"a": "x"}`, "a.#text", `"y"`, `{"a": "y"}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			tree := decoded(t, c.before)
			if err := path(t, c.path).Set(&tree, decoded(t, c.value)); err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(decoded(t, c.want), tree); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestWhatCannotBeSetLeavesTheTreeAsItWas(t *testing.T) {
	for _, c := range []struct{ name, before, path, value string }{
		{"a name within a text", `{"a": "x"}`, "a.b", `1`},
		{"a name within a list", `{"a": [1]}`, "a.b", `1`},
		{"a position past the end", `{"a": [1]}`, "a[2]", `1`},
		{"an element that would not be selected", `[{"id": 1}]`, "[id=1].id", `2`},
		{"an element that is no object", `[]`, "[id=1]", `"x"`},
		{"a name within a number of an element", `[{"id": 1, "a": 1}]`, "[id=1].a.b", `2`},
	} {
		t.Run(c.name, func(t *testing.T) {
			tree := decoded(t, c.before)
			if err := path(t, c.path).Set(&tree, decoded(t, c.value)); !errors.Is(err, connectors.Invalid) {
				t.Errorf("got %v", err)
			}
			if d := cmp.Diff(decoded(t, c.before), tree); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestDeletingTakesOneThingAway(t *testing.T) {
	for _, c := range []struct{ name, before, path, want string }{
		{"a name", `{"a": {"b": 1, "c": 2}}`, "a.b", `{"a": {"c": 2}}`},
		{"an element", `[1, 2, 3]`, "[1]", `[1, 3]`},
		{"an element by its id", `{"f": [{"id": 1}, {"id": 2}]}`, "f[id=1]", `{"f": [{"id": 2}]}`},
		{"a name in an element", `[{"id": 1, "value": "x"}]`, "[id=1].value", `[{"id": 1}]`},
		{"the whole", `{"a": 1}`, "", `null`},
		{"the text of what is nothing else", `{"a": "x"}`, "a.#text", `{"a": null}`},
		{"nothing that is there", `{"a": 1}`, "b.c[0]", `{"a": 1}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			tree := decoded(t, c.before)
			path(t, c.path).Delete(&tree)
			if d := cmp.Diff(decoded(t, c.want), tree); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestAPathThatIsNoneSaysWhere(t *testing.T) {
	for text, want := range map[string]wire.SyntaxError{
		"a..b":           {2, `expected a name; one with other characters stands in ["…"]`},
		".a":             {0, `expected a name; one with other characters stands in ["…"]`},
		"a.":             {2, `expected a name; one with other characters stands in ["…"]`},
		"a b":            {1, "expected . or ["},
		"é]":             {1, "expected . or ["},
		"a[":             {2, `expected a name or value; one with other characters stands in "…"`},
		"a[x]":           {2, `expected a position such as [0], a selector such as [id=1] or a name such as ["a.b"]`},
		"a[-1]":          {2, `expected a position such as [0], a selector such as [id=1] or a name such as ["a.b"]`},
		"a[01]":          {2, `expected a position such as [0], a selector such as [id=1] or a name such as ["a.b"]`},
		"a[id=1":         {6, "expected , or ]"},
		"a[id=1,id=2]":   {11, `"id" stands twice in a selector`},
		"a[id=1,b]":      {8, "expected ="},
		"a[id=]":         {5, `expected a name or value; one with other characters stands in "…"`},
		`["é"`:           {4, "expected ] or ="},
		`["a`:            {3, "a quotation does not end"},
		`["\n"]`:         {3, `a backslash stands before " or \ alone`},
		"a['b']":         {2, `expected a name or value; one with other characters stands in "…"`},
		"a.{b}":          {2, `expected a name; one with other characters stands in ["…"]`},
		"user[id=1]name": {10, "expected . or ["},
	} {
		_, err := wire.ParsePath(text)
		got, ok := errors.AsType[*wire.SyntaxError](err)
		if !ok {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if d := cmp.Diff(want, *got); d != "" {
			t.Errorf("%s: %s", text, d)
		}
	}
}

func TestWhatIsSetIsFound(t *testing.T) {
	paths := rapid.SampledFrom([]string{"a", "a.b", "a[0]", "a[id=1].b", "b[x=y,z=true].c[0]", `["a.b"].c`, "[id=1]", "[0].a", "a.@id", "a.#text"})
	rapid.Check(t, func(rt *rapid.T) {
		tree := drawTree(3).Draw(rt, "tree")
		p := path(t, paths.Draw(rt, "path"))
		before := wire.Clone(tree)
		v := drawLeaf().Draw(rt, "value")
		if err := p.Set(&tree, v); err != nil {
			if d := cmp.Diff(before, tree); d != "" {
				rt.Fatalf("%s failed and changed something: %s", p, d)
			}
			return
		}
		if got, ok := p.Get(tree); !ok || !cmp.Equal(got, v) && v != nil {
			rt.Fatalf("%s: set %#v, got %#v", p, v, got)
		}
	})
}

func FuzzPath(f *testing.F) {
	for _, s := range []string{"", "meta.total", "custom_fields[id=1].value", "items[0]", `["a.b"].c`, "a.@id", `[type=work,primary=true]`, `a["\"\\"]`, `a[b="1"]`} {
		f.Add(s, []byte(`{"a": [{"id": 1}], "meta": {"total": 2}}`))
	}
	f.Fuzz(func(t *testing.T, text string, body []byte) {
		p, err := wire.ParsePath(text)
		if err != nil {
			if e, ok := errors.AsType[*wire.SyntaxError](err); !ok || e.Offset < 0 || e.Offset > len([]rune(text)) {
				t.Fatalf("%q: %v", text, err)
			}
			return
		}
		if again, err := wire.ParsePath(p.String()); err != nil || again.String() != p.String() {
			t.Fatalf("%q became %q, which became %q: %v", text, p, again, err)
		}
		tree, err := wire.JSON{}.Decode(body)
		if err != nil {
			return
		}
		if err := p.Set(&tree, "v"); err != nil {
			return
		}
		if got, ok := p.Get(tree); !ok || got != "v" {
			t.Fatalf("%s: got %#v in %#v", p, got, tree)
		}
	})
}
