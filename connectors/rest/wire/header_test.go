package wire_test

import (
	"bufio"
	"bytes"
	"errors"
	"net/http"
	"net/textproto"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/connectors/connectortest"
	"github.com/scimgate/scimgate/connectors/rest/wire"
)

func TestAHeaderCarriesPrintableASCIIAlone(t *testing.T) {
	for _, v := range []string{"", "ada", "a b, c; d=\"e\"", "~!@#"} {
		if got, err := wire.HeaderValue(v); got != v || err != nil {
			t.Errorf("%q became %q: %v", v, got, err)
		}
	}
	for name, v := range map[string]string{
		"another header": "a\r\nX-Admin: 1", "a line feed": "a\n", "a carriage return": "a\rb", "a null": "a\x00", "a tab": "a\tb", "a delete": "\x7f",
		"a letter whose bytes nobody agrees on": "josé", "bytes that are not UTF-8": "\xff", "a space that would be cut off": " a", "one behind": "a ", "a line of Unicode": "a\u2028b",
	} {
		if _, err := wire.HeaderValue(v); !errors.Is(err, connectors.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestHostileTextStaysOneHeaderOrIsRefused(t *testing.T) {
	for _, text := range append(connectortest.Hostile(), "a\r\nX-Admin: 1", "a\nX-Admin: 1", "a\r\n\r\nbody") {
		v, err := wire.HeaderValue(text)
		if err != nil {
			continue
		}
		var sent bytes.Buffer
		if err := (http.Header{"X-Login": {v}}).Write(&sent); err != nil {
			t.Fatal(err)
		}
		sent.WriteString("\r\n")
		got, err := textproto.NewReader(bufio.NewReader(&sent)).ReadMIMEHeader()
		if d := cmp.Diff(textproto.MIMEHeader{"X-Login": {text}}, got); d != "" || err != nil {
			t.Errorf("%q: %v %s", text, err, d)
		}
	}
}

func TestTheNextPageIsTheLinkThatSaysSo(t *testing.T) {
	for _, c := range []struct {
		name  string
		links []string
		want  string
	}{
		{"one link", []string{`</a?page=2>; rel="next"`}, "/a?page=2"},
		{"the second of two", []string{`</a?page=1>; rel="prev", </a?page=3>; rel="next"`}, "/a?page=3"},
		{"in a header of its own", []string{`</first>; rel=first`, `</a?page=3>;rel=next`}, "/a?page=3"},
		{"a rel of several words", []string{`</a>; rel="last  NEXT"`}, "/a"},
		{"names in capitals", []string{`</a>; REL=Next`}, "/a"},
		{"a comma in a quotation", []string{`</x>; title="a, </evil>; rel=\"next\"", </a>; rel=next`}, "/a"},
		{"a comma in the target", []string{`</a?ids=1,2>; rel=next`}, "/a?ids=1,2"},
		{"spaces everywhere", []string{"\t< /a > ; x ; rel = \"next\" ,"}, "/a"},
		{"empty elements", []string{`, ,</a>;; rel=next`}, "/a"},
		{"the first rel of a link alone counts", []string{`</x>; rel=prev; rel=next, </a>; rel=next`}, "/a"},
		{"a link from elsewhere does not count", []string{`</x>; rel=next; anchor="/y"`}, ""},
		{"no next page", []string{`</a>; rel="prev"`}, ""},
		{"a word that begins with it", []string{`</a>; rel="nextgen"`}, ""},
		{"no header", nil, ""},
		{"a target that does not end", []string{`</a; rel=next`}, ""},
		{"a quotation that does not end", []string{`</a>; rel="next`}, ""},
		{"a quotation that ends in a backslash", []string{`</a>; rel="next\`}, ""},
		{"no link at all", []string{`next`}, ""},
		{"rubbish behind a link", []string{`</a>; rel=prev rubbish, </b>; rel=next`}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, ok := wire.Next(http.Header{"Link": c.links})
			if got != c.want || ok != (c.want != "") {
				t.Errorf("got %q, %v, want %q", got, ok, c.want)
			}
		})
	}
}

func FuzzLink(f *testing.F) {
	for _, s := range []string{`</a?page=2>; rel="next"`, `</x>; title="a, \"b", </a>; rel=next`, `<>;`, `<a>;="`, `,,;<`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if target, ok := wire.Next(http.Header{"Link": {text}}); !ok && target != "" {
			t.Fatalf("%q leads to %q", text, target)
		}
	})
}
