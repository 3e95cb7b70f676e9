package wire_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/connectors/connectortest"
	"github.com/scimgate/scimgate/connectors/rest/wire"
)

func TestAnXMLBodyIsReadAsATree(t *testing.T) {
	for _, c := range []struct{ name, body, want string }{
		{"an element of text", `<login>ada</login>`, `{"login": "ada"}`},
		{"an empty element", `<login/>`, `{"login": ""}`},
		{"elements in an element", "<agent>\n  <login>ada</login>\n  <team/>\n</agent>\n", `{"agent": {"login": "ada", "team": ""}}`},
		{"several of one name", `<a><b>1</b><c/><b>2</b><b><d/></b></a>`, `{"a": {"b": ["1", "2", {"d": ""}], "c": ""}}`},
		{"attributes", `<a id="7" x='&lt;"'/>`, `{"a": {"@id": "7", "@x": "<\""}}`},
		{"attributes and text", `<a id="7"> x </a>`, `{"a": {"@id": "7", "#text": " x "}}`},
		{"text between elements", `<a>x<b/>y</a>`, `{"a": {"#text": "xy", "b": ""}}`},
		{"spaces of an element of text", `<a> x </a>`, `{"a": " x "}`},
		{"the five entities and numbers", `<a>&lt;&gt;&amp;&quot;&apos;&#65;&#x42;</a>`, `{"a": "<>&\"'AB"}`},
		{"text as it is", `<a><![CDATA[<b>&amp;]]></a>`, `{"a": "<b>&amp;"}`},
		{"comments and instructions", `<?xml version="1.0" encoding="UTF-8"?><!-- x --><a>1<!-- x -->2<?p x?></a><!-- x -->`, `{"a": "12"}`},
		{"names with prefixes, as they are", `<s:a xmlns:s="urn:x" s:id="7"><s:b/></s:a>`, `{"s:a": {"@xmlns:s": "urn:x", "@s:id": "7", "s:b": ""}}`},
		{"behind a byte order mark", "\ufeff<a/>", `{"a": ""}`},
		{"lines that end in two characters", "<a>x\r\ny</a>", `{"a": "x\ny"}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := wire.XML{}.Decode([]byte(c.body))
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(decoded(t, c.want), got); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestAnXMLBodyThatIsNoneIsRefusedAndNotQuoted(t *testing.T) {
	const secret = "s3cret"
	for name, c := range map[string]struct{ body, reason string }{
		"nothing":                           {"", "the body is empty"},
		"a comment alone":                   {"<!-- x -->", "not valid XML"},
		"JSON":                              {`{"a": "` + secret + `"}`, "not valid XML"},
		"a page of HTML":                    {"<!DOCTYPE html><title>" + secret, "document type"},
		"an entity of its own":              {`<!DOCTYPE a [<!ENTITY x "` + secret + `">]><a>&x;</a>`, "document type"},
		"entities in entities":              {`<!DOCTYPE a [<!ENTITY x "xx"><!ENTITY y "&x;&x;">]><a>&y;</a>`, "document type"},
		"a file as an entity":               {`<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>`, "document type"},
		"an entity that nobody declared":    {"<a>&" + secret + ";</a>", "not valid XML"},
		"elements that cross":               {"<a><" + secret + "></a></" + secret + ">", "not valid XML"},
		"an element that does not end":      {"<a><b>" + secret, "not valid XML"},
		"an attribute twice":                {`<a b="1" b="2"/>`, "not valid XML"},
		"an attribute without quotes":       {`<a b=1/>`, "not valid XML"},
		"two elements":                      {"<a/><" + secret + "/>", "more behind"},
		"text behind the element":           {"<a/>" + secret, "more behind"},
		"text before the element":           {secret + "<a/>", "not valid XML"},
		"another encoding":                  {`<?xml version="1.0" encoding="ISO-8859-1"?><a/>`, "not valid XML"},
		"bytes that are not UTF-8":          {"<a>\xe9</a>", "not UTF-8"},
		"a character that XML has not":      {"<a>\x01</a>", "not valid XML"},
		"one that is written as a number":   {"<a>&#0;</a>", "not valid XML"},
		"elements in elements":              {strings.Repeat("<a>", 65) + strings.Repeat("</a>", 65), "nested too deep"},
		"a million elements in elements":    {strings.Repeat("<a>", 1_000_000), "nested too deep"},
		"lists in lists, deeper than trees": {strings.Repeat("<a><b/><b>", 31) + strings.Repeat("</b></a>", 31), "nested too deep"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := wire.XML{}.Decode([]byte(c.body))
			if err == nil || !strings.Contains(err.Error(), c.reason) || strings.Contains(err.Error(), secret) {
				t.Errorf("got %v, want %q", err, c.reason)
			}
		})
	}
}

func TestXMLIsWrittenInOrder(t *testing.T) {
	tree := map[string]any{"agent": map[string]any{
		"@id": int64(7), "@x": nil, "#text": "t", "login": "<a&b>", "active": true, "phones": map[string]any{"phone": []any{"1", map[string]any{"no": connectors.Decimal("2.0")}}}, "none": []any{}, "null": nil,
	}}
	const want = `<agent id="7" x="">t<active>true</active><login>&lt;a&amp;b&gt;</login><null></null><phones><phone>1</phone><phone><no>2.0</no></phone></phones></agent>`
	if got, err := (wire.XML{}).Encode(tree); err != nil || string(got) != want {
		t.Errorf("%s, %v", got, err)
	}
}

func TestWhatXMLCannotCarryIsInvalidAndNotQuoted(t *testing.T) {
	for name, tree := range map[string]wire.Tree{
		"no element":                       "s3cret",
		"two elements":                     map[string]any{"a": "1", "s3cret": "2"},
		"a list of elements":               map[string]any{"a": []any{"s3cret"}},
		"a list in a list":                 map[string]any{"a": map[string]any{"b": []any{[]any{"s3cret"}}}},
		"an object as an attribute":        map[string]any{"a": map[string]any{"@b": map[string]any{}}},
		"a list as the text":               map[string]any{"a": map[string]any{"#text": []any{"s3cret"}}},
		"a name with a space":              map[string]any{"s3cret x": "a"},
		"a name with markup":               map[string]any{"a><b": "a"},
		"a name with two prefixes":         map[string]any{"a:b:c": "a"},
		"an empty name":                    map[string]any{"": "a"},
		"an attribute with markup":         map[string]any{"a": map[string]any{`@b="" c`: "a"}},
		"a null character":                 map[string]any{"a": "s3cret\x00"},
		"a control character in an attrib": map[string]any{"a": map[string]any{"@b": "s3cret\x1f"}},
		"a noncharacter":                   map[string]any{"a": "s3cret\uffff"},
	} {
		t.Run(name, func(t *testing.T) {
			body, err := wire.XML{}.Encode(tree)
			if !errors.Is(err, connectors.Invalid) || strings.Contains(err.Error(), "s3cret") {
				t.Errorf("%s, %v", body, err)
			}
		})
	}
}

func TestXMLKeepsATreeAsItIs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		keeps(t, wire.XML{}, map[string]any{"root": drawElement(3).Draw(t, "tree")})
	})
}

func TestHostileTextIsKeptByEveryBodyOrRefused(t *testing.T) {
	for _, codec := range []wire.Codec{wire.JSON{}, wire.XML{}, wire.Form{}} {
		refused := 0
		for _, text := range connectortest.Hostile() {
			tree := map[string]any{"root": map[string]any{"a": text, "b": []any{"x", text}}}
			if _, err := codec.Encode(tree); errors.Is(err, connectors.Invalid) {
				refused++
				continue
			}
			keeps(t, codec, tree)
		}
		if most := map[wire.Codec]int{wire.XML{}: 4}[codec]; refused > most { // control characters
			t.Errorf("%s refuses %d texts", codec.MediaType(), refused)
		}
	}
}

// keeps checks that a body is read as the tree that it was written of.
func keeps(t failer, codec wire.Codec, tree wire.Tree) {
	t.Helper()
	body, err := codec.Encode(tree)
	if err != nil {
		t.Fatalf("%#v: %v", tree, err)
	}
	got, err := codec.Decode(body)
	if d := cmp.Diff(tree, got); d != "" || err != nil {
		t.Fatalf("%s: %v\n%s", body, err, d)
	}
}

func FuzzXML(f *testing.F) {
	for _, s := range []string{`<a id="7">x<b/><b>2</b></a>`, "\ufeff<?xml version='1.0'?><s:a xmlns:s='u'/>", `<!DOCTYPE a><a/>`, `<a>&#0;</a>`, "<a>\r\n&#13;</a>", `<a><![CDATA[]]]]><![CDATA[>]]></a>`} {
		f.Add([]byte(s))
	}
	fuzzCodec(f, wire.XML{})
}
