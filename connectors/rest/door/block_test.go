package door

import (
	"strings"
	"testing"

	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/golden"
	"github.com/scimgate/scimgate/internal/yamlx"
)

// TestABlockIsReadStrictly has one archive for each part of a block; each file in it is a block, and the findings in it
// are the file of the same name with .findings.
func TestABlockIsReadStrictly(t *testing.T) {
	golden.Run(t, "testdata/block/*.txtar", func(t *testing.T, c *golden.Case) {
		for _, name := range c.Names() {
			if strings.HasSuffix(name, ".findings") {
				continue
			}
			text, _ := c.File(name)
			block, found := yamlx.Parse("desk.yaml", []byte(text))
			if err := found.Err(); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			client, found := Open(t.Context(), block, Options{})
			if (client == nil) != found.HasErrors() {
				t.Errorf("%s: client %t with %v", name, client != nil, found)
			}
			var lines []string
			for _, f := range found.Sorted() {
				lines = append(lines, strings.TrimPrefix(f.String(), "desk.yaml:"))
			}
			if text := strings.Join(lines, "\n"); strings.Contains(text, "s3cret") {
				t.Errorf("%s: the findings tell a secret: %s", name, text)
			}
			c.Want(name+".findings", strings.Join(lines, "\n"))
		}
	})
}

// codes are the findings about a block.
func codes(t *testing.T, text string) (out []string) {
	t.Helper()
	block, found := yamlx.Parse("desk.yaml", []byte(text))
	if err := found.Err(); err != nil {
		t.Fatal(err)
	}
	_, found = Open(t.Context(), block, Options{})
	for _, f := range found.Sorted() {
		if f.Severity == diag.Error {
			out = append(out, f.String())
		}
	}
	return out
}
