package e2e

import (
	"fmt"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/scimgate/scimgate/internal/testenv"
)

// names are what the resources of an endpoint are called, by their ids.
func (c *client) names(endpoint, attribute string) map[string]string {
	c.t.Helper()
	names := map[string]string{}
	for {
		a := c.do(http.MethodGet, fmt.Sprintf("%s?startIndex=%d&count=500&attributes=%s", endpoint, len(names)+1, attribute), "")
		if a.Status != http.StatusOK {
			c.t.Fatalf("%s: %d %v", endpoint, a.Status, a.Body)
		}
		page, _ := a.Body["Resources"].([]any)
		for _, r := range page {
			o := r.(map[string]any)
			names[o["id"].(string)] = o[attribute].(string)
		}
		if len(page) == 0 || float64(len(names)) >= a.Body["totalResults"].(float64) {
			return names
		}
	}
}

// nobodys is an id that could be somebody's.
func nobodys() string { return uuid.NewSHA1(uuid.New(), nil).String() }

func TestAfterTheLossOfTheStoreEveryIDIsWhatItWas(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "kept")
	first := runDemo(t, "--dir", dir, "--employees", "60")
	hr := &client{t: t, base: first.url, token: first.token}
	places := []struct{ endpoint, attribute string }{{"/Users", "userName"}, {"/Groups", "displayName"}}
	var told []map[string]string
	for _, p := range places {
		told = append(told, hr.names(p.endpoint, p.attribute), first.helpDesk(t).names(p.endpoint, p.attribute))
	}
	first.end()
	lost, err := filepath.Glob(filepath.Join(dir, "scimgate.db*"))
	if err != nil || len(lost) == 0 {
		t.Fatalf("there is no store in %s: %v", dir, err)
	}
	for _, file := range lost {
		if err := os.Remove(file); err != nil {
			t.Fatal(err)
		}
	}

	second := runDemo(t, "--dir", dir)
	hr = &client{t: t, base: second.url, token: second.token}
	for i, p := range places {
		for j, c := range []*client{hr, second.helpDesk(t)} {
			if a := c.do(http.MethodGet, p.endpoint+"/"+nobodys(), ""); a.Status != http.StatusNotFound {
				t.Errorf("nobody's id is answered with %d %v", a.Status, a.Body)
			}
			ids := told[2*i+j]
			if len(ids) == 0 {
				t.Fatalf("%s%s has nobody", c.base, p.endpoint)
			}
			for _, id := range slices.Sorted(maps.Keys(ids)) {
				if a := c.do(http.MethodGet, p.endpoint+"/"+id+"?attributes="+p.attribute, ""); a.Body[p.attribute] != ids[id] {
					t.Fatalf("%s was %s: %d %v", id, ids[id], a.Status, a.Body)
				}
			}
		}
	}
}

func TestWhileALargeApplicationIsReadForItsIdsNoIDIsNobodys(t *testing.T) {
	dsn, conn := hrDatabase(t, 5)
	_, err := conn.Exec(t.Context(), `INSERT INTO employees (login, status) SELECT 'old.' || n, 'A' FROM generate_series(1, $1) n`, testenv.N(10_000, 200_000))
	if err != nil {
		t.Fatal(err)
	}
	before := serve(t, dsn)
	known := before.id("/Users", `userName eq "old.9876"`)
	before.process.end()

	c := serve(t, dsn, "limits: {scan_rows: 1000}")
	nobody, refused := nobodys(), 0
	for {
		a := c.do(http.MethodGet, "/Users/"+nobody, "")
		if a.Status == http.StatusNotFound {
			break
		}
		if a.Status != http.StatusServiceUnavailable || a.Header.Get("Retry-After") == "" {
			t.Fatalf("nobody's id is answered with %d %v", a.Status, a.Body)
		}
		if refused++; refused == 1 {
			group := fmt.Sprintf(`{"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "New", "members": [{"value": %q}]}`, nobody)
			if a := c.do(http.MethodPost, "/Groups", group); a.Status != http.StatusServiceUnavailable {
				t.Errorf("a member that may be somebody is answered with %d %v", a.Status, a.Body)
			}
		}
	}
	if refused == 0 {
		t.Error("nobody had to wait")
	}
	if a := c.do(http.MethodGet, "/Users/"+known, ""); a.Body["userName"] != "old.9876" {
		t.Errorf("%d %v", a.Status, a.Body)
	}
}

func TestTheCommandFindsTheIdsAgain(t *testing.T) {
	dsn, _ := hrDatabase(t, testenv.N(1_000, 100_000))
	c := serve(t, dsn, "store: {path: links.db}")
	told := c.names("/Users", "userName")
	c.process.end()
	lost, err := filepath.Glob(filepath.Join(filepath.Dir(c.config), "links.db*"))
	if err != nil || len(lost) == 0 {
		t.Fatalf("there is no store: %v", err)
	}
	for _, file := range lost {
		if err := os.Remove(file); err != nil {
			t.Fatal(err)
		}
	}
	if out, code := c.correlations(dsn, "rebuild", "--app", "hr"); code != 0 {
		t.Fatalf("exit code %d\n%s", code, out)
	}
	if out, code := c.correlations(dsn, "verify", "--app", "hr"); code != 0 {
		t.Errorf("it is rebuilt, and this is found:\n%s", out)
	}
	listed, _ := c.correlations(dsn, "list", "--app", "hr", "--type", "User")
	for line := range strings.Lines(listed) {
		delete(told, strings.Split(line, "\t")[2])
	}
	for id := range told {
		t.Fatalf("%s and others are not found again: %d", id, len(told))
	}
}
