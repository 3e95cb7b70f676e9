package patch

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/scimgate/scimgate/internal/golden"
	"github.com/scimgate/scimgate/scim"
	"github.com/scimgate/scimgate/scim/schema"
)

// What identity providers really send: each case shows the resource before, the message, the operations that it is
// read as, the tolerances it needed, and the resource after or the error.
func TestDialects(t *testing.T) {
	golden.Run(t, "testdata/dialects/*.txtar", func(t *testing.T, c *golden.Case) {
		before, patch := given(t, c, "before.json"), given(t, c, "patch.json")
		rt := typeOf(before)
		edge := &scim.Edge{}
		ops, err := Parse(rt, patch, maximum, edge)
		c.Want("operations", shownAll(ops))
		var after scim.Resource
		if err == nil {
			after, _, err = Apply(rt, before, ops)
		}
		c.Want("tolerances", used(edge))
		if err != nil {
			c.Want("error", err.Error())
			return
		}
		c.Want("after.json", indented(t, after))
	})
}

func given(t *testing.T, c *golden.Case, name string) *scim.Object {
	t.Helper()
	text, _ := c.File(name)
	return object(t, text)
}

func typeOf(r scim.Resource) *schema.ResourceType {
	if slices.Contains(r.List("schemas"), any(scim.SchemaGroup)) {
		return group
	}
	return user
}

func used(edge *scim.Edge) string {
	var lines []string
	for _, t := range slices.Sorted(maps.Keys(edge.Used)) {
		lines = append(lines, fmt.Sprint(t, " ", edge.Used[t]))
	}
	return strings.Join(lines, "\n")
}

func indented(t *testing.T, o *scim.Object) string {
	t.Helper()
	var b bytes.Buffer
	if err := json.Indent(&b, o.AppendJSON(nil), "", "  "); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
