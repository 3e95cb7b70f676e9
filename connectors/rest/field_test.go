package rest_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/connectors"
)

func TestAFieldWithoutAPathIsTheMemberOfItsName(t *testing.T) {
	app := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, `[{"id": 1, "a.b": "dotted", "with\ttab": "tabbed", "a": {"b": "inside"}, "x\u0001[0]": "odd", "\"": "quoted"}]`)
	}))
	t.Cleanup(app.Close)
	c := dial(t, fmt.Sprintf(`
type: rest
base_url: %s
entities:
  agents:
    key: id
    fields: {id: integer, a.b: , "with\ttab": , inside: a.b, "x\x01[0]": , '"': }
    list: {get: /agents}
`, app.URL))
	names := []string{"a.b", "with\ttab", "inside", "x\x01[0]", `"`}
	page, err := open(t, c, connectors.Spec{Entity: "agents", Key: []string{"id"}, Fields: names}).
		List(t.Context(), connectors.Query{Need: connectors.Need{Fields: names}, Limit: 1})
	if err != nil {
		t.Fatal(err)
	}
	want := connectors.Fields{"a.b": "dotted", "with\ttab": "tabbed", "inside": "inside", "x\x01[0]": "odd", `"`: "quoted"}
	if d := cmp.Diff(want, page.Records[0].Fields); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}
