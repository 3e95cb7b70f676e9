package wire_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/connectors/rest/wire"
)

// The examples of the documentation are what it says they are.
func TestTheDocumentationIsTrue(t *testing.T) {
	text, err := os.ReadFile("../../../docs/reference/rest-texts.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(text), "```json\n")
	record, _, _ := strings.Cut(rest, "```")
	values := map[string]any{"key": int64(7), "page": int64(2), "login": "A & B", "ids": []any{int64(1), int64(2)}}

	shown := map[string]func(string) (string, error){
		"path": func(example string) (string, error) {
			found, _ := path(t, example).Get(decoded(t, record))
			sent, err := wire.JSON{}.Encode(found)
			return string(sent), err
		},
		"template": func(example string) (string, error) { return template(t, example).Expand(values) },
		"body": func(example string) (string, error) {
			tree, err := body(t, "body: "+example).Fill(values)
			if err != nil {
				return "", err
			}
			sent, err := wire.JSON{}.Encode(tree)
			return string(sent), err
		},
	}
	for heading, show := range shown {
		examples := table(string(text), heading)
		if len(examples) < 5 {
			t.Errorf("%s has %d examples", heading, len(examples))
		}
		for _, e := range examples {
			got, err := show(e[0])
			if d := cmp.Diff(e[1], got); d != "" || err != nil {
				t.Errorf("%s: %v %s", e[0], err, d)
			}
		}
	}
}

var cells = regexp.MustCompile("^\\| `([^`]+)` \\| `([^`]+)` \\|")

// table is the first two cells of the rows of the table that begins with a heading.
func table(text, heading string) [][2]string {
	_, rest, _ := strings.Cut(text, "\n| "+heading+" |")
	rows, _, _ := strings.Cut(rest, "\n\n")
	var examples [][2]string
	for row := range strings.Lines(rows) {
		if m := cells.FindStringSubmatch(row); m != nil {
			examples = append(examples, [2]string{m[1], m[2]})
		}
	}
	return examples
}
