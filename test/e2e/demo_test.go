package e2e

import (
	"bufio"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// demonstration is a running `gateway demo` and what it printed.
type demonstration struct {
	*process
	url, token string
	curls      []string
}

var urlLine = regexp.MustCompile(`https?://\S+/hr/scim/v2`)

// runDemo starts `gateway demo` and reads what it prints until the curl lines are complete.
func runDemo(t *testing.T, args ...string) demonstration {
	t.Helper()
	args = append([]string{"demo", "--listen", freeAddress(t)}, args...)
	p, out := start(t, nil, args...)
	d := demonstration{process: p}
	for len(d.curls) < 3 && out.Scan() {
		d.read(out)
	}
	if len(d.curls) < 3 || d.url == "" || d.token == "" {
		t.Fatalf("the demo printed no URL, token and three curl lines: %+v\n%s", d, p.stderr)
	}
	go func() {
		for out.Scan() { // nobody reads on, and the process must not block
		}
	}()
	return d
}

func (d *demonstration) read(out *bufio.Scanner) {
	line := strings.TrimSpace(out.Text())
	switch word, rest, _ := strings.Cut(line, " "); {
	case word == "curl":
		for strings.HasSuffix(line, `\`) && out.Scan() {
			line = strings.TrimSuffix(line, `\`) + strings.TrimSpace(out.Text())
		}
		d.curls = append(d.curls, line)
	case d.url == "" && urlLine.MatchString(line):
		d.url = urlLine.FindString(line)
	case strings.EqualFold(word, "token"):
		d.token = strings.TrimSpace(rest)
	}
}

func TestTheDemoAnswersTheCurlLinesThatItPrints(t *testing.T) {
	d := runDemo(t)
	var answers []map[string]any
	for _, line := range d.curls {
		out, err := exec.CommandContext(t.Context(), "sh", "-c", line).Output()
		if err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		var a map[string]any
		if err := json.Unmarshal(out, &a); err != nil {
			t.Fatalf("%s answered no JSON: %v\n%s", line, err, out)
		}
		if a["status"] != nil {
			t.Fatalf("%s answered %s", line, out)
		}
		answers = append(answers, a)
	}
	if answers[0]["totalResults"] == 0.0 {
		t.Errorf("the first line finds nobody: %v", answers[0])
	}
	if answers[1]["id"] == nil {
		t.Errorf("the second line creates nobody: %v", answers[1])
	}
	if answers[2]["active"] != false {
		t.Errorf("the third line deactivates nobody: %v", answers[2])
	}
}

func TestTheDemoHasAThousandEmployeesOrAsManyAsAsked(t *testing.T) {
	for _, tt := range []struct {
		args []string
		want float64
	}{{nil, 1000}, {[]string{"--employees", "20"}, 20}} {
		d := runDemo(t, tt.args...)
		c := &client{t: t, base: d.url, token: d.token}
		if a := c.do("GET", "/Users?count=1", ""); a.Body["totalResults"] != tt.want {
			t.Errorf("%v: %v employees", tt.args, a.Body["totalResults"])
		}
	}
}

func TestTheDemoTakesTheTokenItIsGiven(t *testing.T) {
	d := runDemo(t, "--token", token, "--employees", "10")
	if d.token != token {
		t.Errorf("it says %q", d.token)
	}
	c := &client{t: t, base: d.url, token: token}
	if a := c.do("GET", "/Users", ""); a.Status != 200 {
		t.Errorf("%d %v", a.Status, a.Body)
	}
}

func TestTheDemoLeavesNothingBehind(t *testing.T) {
	tmp := t.TempDir()
	t.Setenv("TMPDIR", tmp)
	d := runDemo(t, "--employees", "10")
	if left := entries(t, tmp); len(left) != 1 {
		t.Fatalf("while it runs the folder holds %v, want one folder", left)
	}
	d.end()
	if left := entries(t, tmp); len(left) != 0 {
		t.Errorf("it left %v", left)
	}
}

func TestTheDemoKeepsItsFolderAndItsPeopleWhenAsked(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "kept")
	first := runDemo(t, "--dir", dir, "--employees", "10")
	c := &client{t: t, base: first.url, token: first.token}
	created := c.do("POST", "/Users", `{"userName":"stays"}`)
	if created.Status != 201 {
		t.Fatalf("%d %v", created.Status, created.Body)
	}
	first.end()

	second := runDemo(t, "--dir", dir)
	c = &client{t: t, base: second.url, token: second.token}
	if id := c.id("/Users", `userName eq "stays"`); id != created.Body["id"] {
		t.Errorf("the id was %v and is %s", created.Body["id"], id)
	}
	have, err := os.ReadFile(filepath.Join(dir, "app.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile("../../examples/hr/app.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if string(have) != string(want) {
		t.Error("its app file is not the example's, byte for byte")
	}
}

func entries(t *testing.T, dir string) []string {
	t.Helper()
	list, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range list {
		names = append(names, e.Name())
	}
	return names
}
