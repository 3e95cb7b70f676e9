package e2e

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const deactivation = `{"op":"replace","path":"active","value":false}`

// TestTheFiftyFirstDeactivationIsHeldApprovedAndDone goes through two gateways that share a store in turn.
func TestTheFiftyFirstDeactivationIsHeldApprovedAndDone(t *testing.T) {
	dsn, conn := hrDatabase(t, 60)
	run(t, conn, "UPDATE employees SET status = 'A', deleted = 0")
	first := serve(t, dsn, "    holds: {window: 1h, deactivations: {count: 50}}")
	replicas := []*client{first, another(t, first, dsn)}
	ids := first.users(52)
	for i, id := range ids[:50] {
		if a := replicas[i%2].do(http.MethodPatch, "/Users/"+id, patchOf(deactivation)); a.Status != http.StatusOK || a.Body["active"] != false {
			t.Fatalf("deactivation %d: %d %v", i+1, a.Status, a.Body)
		}
	}
	before := takeSnapshot(t, conn)
	for i, id := range ids[50:] {
		a := replicas[i%2].do(http.MethodPatch, "/Users/"+id, patchOf(deactivation+`,{"op":"replace","path":"title","value":"Leaver"}`))
		if a.Status != http.StatusTooManyRequests || a.Header.Get("Retry-After") != "300" || !strings.Contains(fmt.Sprint(a.Body["detail"]), "gateway holds approve hr deactivations") {
			t.Errorf("deactivation %d: %d %v %v", 51+i, a.Status, a.Header, a.Body)
		}
	}
	if changes := takeSnapshot(t, conn).changesSince(before); len(changes) > 0 {
		t.Errorf("the application was touched: %v", changes)
	}
	for name, a := range map[string]answer{
		"a read":                     first.do(http.MethodGet, "/Users/"+ids[50], ""),
		"a create":                   first.do(http.MethodPost, "/Users", `{"userName":"new.hire","active":true}`),
		"an activation":              first.do(http.MethodPatch, "/Users/"+ids[0], patchOf(strings.Replace(deactivation, "false", "true", 1))),
		"a repeated deactivation":    first.do(http.MethodPatch, "/Users/"+ids[1], patchOf(deactivation)),
		"a change of something else": first.do(http.MethodPatch, "/Users/"+ids[50], patchOf(`{"op":"replace","path":"title","value":"Coach"}`)),
	} {
		if a.Status >= 300 {
			t.Errorf("%s: %d %v", name, a.Status, a.Body)
		}
	}
	held := first.holds(dsn, "list")
	if len(held) != 1 || held[0]["state"] != "held" || held[0]["refused"] != 2.0 || held[0]["admits"] != "50" {
		t.Errorf("held are %v", held)
	}
	if approved := first.holds(dsn, "approve", "hr", "deactivations", "--by", "ops", "--count", "2"); len(approved) != 1 || approved[0]["by"] != "ops" {
		t.Errorf("approved are %v", approved)
	}
	for i, id := range ids[50:] {
		if a := replicas[1-i%2].do(http.MethodPatch, "/Users/"+id, patchOf(deactivation)); a.Status != http.StatusOK || a.Body["active"] != false {
			t.Errorf("deactivation %d after the approval: %d %v", 51+i, a.Status, a.Body)
		}
	}
	if a := first.do(http.MethodPatch, "/Users/"+ids[0], patchOf(deactivation)); a.Status != http.StatusTooManyRequests {
		t.Errorf("more than was approved: %d %v", a.Status, a.Body)
	}
}

// another is a second gateway with the configuration of the first, on an address of its own.
func another(t *testing.T, first *client, dsn string) *client {
	t.Helper()
	text, err := os.ReadFile(first.config)
	if err != nil {
		t.Fatal(err)
	}
	listen := freeAddress(t)
	_, rest, _ := strings.Cut(strings.TrimLeft(string(text), "\n"), "\n")
	path := filepath.Join(filepath.Dir(first.config), "second.yaml")
	if err := os.WriteFile(path, []byte("listen: "+listen+"\n"+rest), 0o600); err != nil {
		t.Fatal(err)
	}
	p, out := start(t, []string{"HR_DSN=" + dsn}, "serve", "--config", path)
	go func() {
		for out.Scan() { // nobody reads it, and the process must not block
		}
	}()
	c := &client{t: t, base: "http://" + listen + "/hr/scim/v2", token: first.token, process: p, config: path}
	p.waitFor(c.base + "/ServiceProviderConfig")
	return c
}

// holds are the objects that a command on holds prints.
func (c *client) holds(dsn string, args ...string) (objects []map[string]any) {
	c.t.Helper()
	out, _ := c.command(dsn, append(append([]string{"holds"}, args...), "--json")...)
	for line := range strings.Lines(out) {
		var o map[string]any
		if err := json.Unmarshal([]byte(line), &o); err != nil {
			c.t.Fatalf("%s: %v", line, err)
		}
		objects = append(objects, o)
	}
	return objects
}
