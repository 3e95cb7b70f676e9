package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestTheQuickstartGoesAsItSays follows docs/quickstart.md: a demo that is kept, a misspelt column, a check, a server.
func TestTheQuickstartGoesAsItSays(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "trial")
	d := runDemo(t, "--dir", dir, "--employees", "10")
	d.end()
	for _, name := range []string{"hr.db", "app.yaml", "gateway.yaml", "scimgate.db"} {
		if _, err := os.Stat(filepath.Join(dir, name)); err != nil {
			t.Errorf("the folder lacks a file: %v", err)
		}
	}
	app, config := filepath.Join(dir, "app.yaml"), filepath.Join(dir, "gateway.yaml")
	right, err := os.ReadFile(app)
	if err != nil {
		t.Fatal(err)
	}
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(app, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}

	write(strings.Replace(string(right), "title: job_title", "title: job_titel", 1))
	out, err := exec.CommandContext(t.Context(), program, "check", "--live", "--config", config).CombinedOutput()
	if err == nil || !strings.Contains(string(out), "app.yaml:25:14: ") || !strings.Contains(string(out), "did you mean job_title") {
		t.Errorf("the misspelt column is not found: %v\n%s", err, out)
	}

	write(string(right))
	if out := check(t, nil, "--live", "--config", config); out != "" {
		t.Errorf("a check without findings printed %s", out)
	}

	p, lines := start(t, nil, "serve", "--config", config)
	go func() {
		for lines.Scan() { // nobody reads it, and the process must not block
		}
	}()
	p.waitFor(d.url + "/ServiceProviderConfig")
	c := &client{t: t, base: d.url, token: d.token}
	if a := c.do("GET", "/Users?count=1", ""); a.Body["totalResults"] != 10.0 {
		t.Errorf("%d %v", a.Status, a.Body)
	}
}
