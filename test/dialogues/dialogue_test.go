package dialogues

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// dialogue is one file.
type dialogue struct {
	name       string // of the file, without its ending
	comment    string
	headers    string // of every request
	steps      []*step
	tolerances string
}

// step is one request, the answer to it, and what it changes in the database.
type step struct {
	title   string
	shows   []string // rows of rows.txt
	request string
	answer  string
	rows    string
}

// titles are such as "match by userName [entra.match entra.match-case]".
var titles = regexp.MustCompile(`^([^\[]+?)(?: \[([^\]]+)\])?$`)

// dialogues reads all files.
func dialogues(t *testing.T) []*dialogue {
	t.Helper()
	paths, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("there are no dialogues (%v)", err)
	}
	var all []*dialogue
	for _, path := range paths {
		archive, err := txtar.ParseFile(path)
		if err != nil {
			t.Fatal(err)
		}
		d := &dialogue{name: strings.TrimSuffix(filepath.Base(path), ".txtar"), comment: string(archive.Comment)}
		for _, f := range archive.Files {
			d.take(t, f.Name, string(f.Data))
		}
		all = append(all, d)
	}
	return all
}

func (d *dialogue) take(t *testing.T, name, text string) {
	t.Helper()
	switch name {
	case "headers":
		d.headers = text
		return
	case "tolerances":
		d.tolerances = text
		return
	case "answer", "rows":
		if len(d.steps) == 0 {
			t.Fatalf("%s: %s of no request", d.name, name)
		}
		if last := d.steps[len(d.steps)-1]; name == "answer" {
			last.answer = text
		} else {
			last.rows = text
		}
		return
	}
	m := titles.FindStringSubmatch(name)
	if m == nil {
		t.Fatalf("%s: %q is no title", d.name, name)
	}
	d.steps = append(d.steps, &step{title: m[1], shows: strings.Fields(m[2]), request: strings.TrimSpace(text) + "\n"})
}

// write makes the file what d is.
func (d *dialogue) write(t *testing.T) {
	t.Helper()
	archive := &txtar.Archive{Comment: []byte(d.comment)}
	add := func(name, text string) {
		archive.Files = append(archive.Files, txtar.File{Name: name, Data: []byte(text)})
	}
	add("headers", d.headers)
	for _, s := range d.steps {
		title := s.title
		if len(s.shows) > 0 {
			title += " [" + strings.Join(s.shows, " ") + "]"
		}
		add(title, s.request)
		add("answer", s.answer)
		if s.rows != "" {
			add("rows", s.rows)
		}
	}
	add("tolerances", d.tolerances)
	if err := os.WriteFile(filepath.Join("testdata", d.name+".txtar"), txtar.Format(archive), 0o644); err != nil {
		t.Fatal(err)
	}
}
