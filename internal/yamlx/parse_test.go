package yamlx_test

import (
	"strings"
	"testing"

	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/golden"
	"github.com/scimgate/scimgate/internal/yamlx"
)

// parse parses a text that is in order.
func parse(t *testing.T, src string) yamlx.Node {
	t.Helper()
	n, found := yamlx.Parse("test.yaml", []byte(src))
	if err := found.Err(); err != nil {
		t.Fatal(err)
	}
	return n
}

// rendered is what an operator sees.
func rendered(t *testing.T, found diag.List) string {
	t.Helper()
	var b strings.Builder
	if err := found.Render(&b, false); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestABadFileIsReportedWhereItIsBad(t *testing.T) {
	golden.Run(t, "testdata/findings/*.txtar", func(t *testing.T, c *golden.Case) {
		src, _ := c.File("in.yaml")
		_, found := yamlx.Parse("in.yaml", []byte(src))
		if !found.HasErrors() {
			t.Error("no finding")
		}
		c.Want("findings", rendered(t, found))
	})
}

func TestAFileThatIsNoTextIsRefused(t *testing.T) {
	for name, tt := range map[string]struct{ src, code, place string }{
		"too large":                       {strings.Repeat("a", yamlx.MaxSize+1), "yaml/too-large", "f"},
		"not UTF-8":                       {"a: \xff\n", "yaml/encoding", "f"},
		"nothing":                         {"", "yaml/empty", "f:1:1"},
		"a control character":             {"a: 1\nb: x\x1b[2J\n", "yaml/syntax", "f:2:5"},
		"nested too deep":                 {strings.Repeat("[", 200) + strings.Repeat("]", 200), "yaml/depth", "f:1:102"},
		"a key that breaks the library":   {"<<: [{? {x: 1} : 2}]\n[z]: 1\n", "yaml/anchor", "f:1:1"},
		"a line that ends as on old Macs": {"a: 1\ra: 2\r", "yaml/duplicate-key", "f:2:1"},
	} {
		t.Run(name, func(t *testing.T) {
			_, found := yamlx.Parse("f", []byte(tt.src))
			if len(found) == 0 {
				t.Fatal("no finding")
			}
			if f := found[0]; f.Code != tt.code || f.Pos.String() != tt.place {
				t.Errorf("got %s, want %s at %s", f, tt.code, tt.place)
			}
		})
	}
}

func TestAByteOrderMarkIsNoPartOfTheText(t *testing.T) {
	n := parse(t, "\ufeffa: 1\n")
	if got := n.Get("a").Text(); got != "1" {
		t.Errorf("got %q", got)
	}
	if f := n.Get("a").Finding("x/y", "", ""); f.Source != "a: 1" {
		t.Errorf("source line is %q", f.Source)
	}
}

// Whatever the bytes are, parsing ends, findings point into the file, and a tree comes back unless there are errors.
func FuzzParse(f *testing.F) {
	f.Add([]byte("a: {x: 1, y: [true, null, 01, 1.5, \"q\"]}\nb: |\n  text\n"))
	f.Add([]byte("<<: [{? {x: 1} : 2}]\n[z]: 1\n"))
	f.Add([]byte("a: &x 1\nb: *x\n--- \nc: !!set {d}\n"))
	f.Add([]byte("\xef\xbb\xbfa:\r\n - b\r\tc\u2028d"))
	f.Add([]byte("a: ${env:X} ${Y}\n"))
	f.Fuzz(func(t *testing.T, src []byte) {
		n, found := yamlx.Parse("f", src)
		if n.IsMissing() && !found.HasErrors() {
			t.Fatal("neither a tree nor an error")
		}
		lines := strings.Count(string(src), "\n") + strings.Count(string(src), "\r") +
			strings.Count(string(src), "\u0085") + strings.Count(string(src), "\u2028") + strings.Count(string(src), "\u2029") + 1
		expanded, more := yamlx.Expand(n, func(_, name string) (string, error) { return name, nil })
		found.Add(more...)
		visit(t, expanded, lines)
		for _, x := range found {
			if x.Pos.Line < 0 || x.Pos.Line > lines || x.Pos.Line > 0 && x.Pos.Col < 1 {
				t.Errorf("%s lies outside %d lines", x, lines)
			}
		}
		_ = rendered(t, yamlx.Conceal(n, found))
	})
}

// visit reads every node in every way.
func visit(t *testing.T, n yamlx.Node, lines int) {
	t.Helper()
	if n.IsMissing() {
		return
	}
	if p := n.Position(); p.Line < 1 || p.Line > lines || p.Col < 1 {
		t.Errorf("a node at %s of %d lines", p, lines)
	}
	n.Scalar()
	n.At(0, 3)
	for _, e := range n.Entries() {
		visit(t, e.Key, lines)
		visit(t, e.Value, lines)
	}
	for _, item := range n.Items() {
		visit(t, item, lines)
	}
}
