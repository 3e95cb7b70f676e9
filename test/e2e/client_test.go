package e2e

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// client speaks SCIM to one app.
type client struct {
	t     *testing.T
	base  string
	token string

	process *process // that answers
	config  string   // its gateway.yaml
}

// answer is a response; Body is nil when there was none.
type answer struct {
	Status int
	Header http.Header
	Body   map[string]any
}

// do sends a request; body is JSON text, empty for none.
func (c *client) do(method, path, body string) answer {
	c.t.Helper()
	req, err := http.NewRequestWithContext(c.t.Context(), method, c.base+path, strings.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+c.token)
	if body != "" {
		req.Header.Set("Content-Type", "application/scim+json")
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		c.t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	a := answer{Status: resp.StatusCode, Header: resp.Header}
	if len(text) > 0 {
		if err := json.Unmarshal(text, &a.Body); err != nil {
			c.t.Fatalf("%s %s answered %d and no JSON: %v\n%s", method, path, resp.StatusCode, err, text)
		}
	}
	return a
}

// find lists the resources of an endpoint that satisfy a filter.
func (c *client) find(endpoint, filter string) []map[string]any {
	c.t.Helper()
	a := c.do(http.MethodGet, endpoint+"?filter="+url.QueryEscape(filter), "")
	if a.Status != http.StatusOK {
		c.t.Fatalf("%s where %s: %d %v", endpoint, filter, a.Status, a.Body)
	}
	var found []map[string]any
	for _, r := range a.Body["Resources"].([]any) {
		found = append(found, r.(map[string]any))
	}
	return found
}

// id is the id of the one resource that satisfies a filter.
func (c *client) id(endpoint, filter string) string {
	c.t.Helper()
	found := c.find(endpoint, filter)
	if len(found) != 1 {
		c.t.Fatalf("%s where %s: %d resources", endpoint, filter, len(found))
	}
	return found[0]["id"].(string)
}
