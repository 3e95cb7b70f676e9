package dialogues

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// apart is what a dialogue is like where its rows are not those of the HR database, in testdata/<place>: for each step
// by its title what it changes and, where that differs, how it is answered; and which tolerances it takes, likewise.
type apart struct {
	path       string
	steps      map[string]*step
	order      []string
	usual      map[string]string // how they are answered elsewhere
	tolerances string
}

// at is the dialogue as it is held at a place, where things have these names.
func (d *dialogue) at(t *testing.T, p place, n *names) *apart {
	t.Helper()
	a := &apart{path: filepath.Join("testdata", p.name, d.name+".txtar"), steps: map[string]*step{}, usual: map[string]string{}, tolerances: d.tolerances}
	for _, s := range d.steps {
		if a.steps[s.title] != nil {
			t.Fatalf("%s: two steps are called %q", d.name, s.title)
		}
		a.usual[s.title] = n.blur(s.answer)
		a.steps[s.title] = &step{answer: a.usual[s.title]}
		a.order = append(a.order, s.title)
	}
	archive, err := txtar.ParseFile(a.path)
	if errors.Is(err, fs.ErrNotExist) && *update {
		return a
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range archive.Files {
		title, answer := strings.CutSuffix(f.Name, ": answer")
		s := a.steps[title]
		switch {
		case f.Name == "tolerances":
			a.tolerances = string(f.Data)
		case s == nil:
			t.Fatalf("%s: there is no step %q", a.path, title)
		case answer:
			s.answer = string(f.Data)
		default:
			s.rows = string(f.Data)
		}
	}
	return a
}

// write makes the file what a is.
func (a *apart) write(t *testing.T, d *dialogue) {
	t.Helper()
	archive := &txtar.Archive{}
	add := func(name, text string) {
		archive.Files = append(archive.Files, txtar.File{Name: name, Data: []byte(text)})
	}
	for _, title := range a.order {
		s := a.steps[title]
		if strings.TrimSpace(s.answer) != strings.TrimSpace(a.usual[title]) {
			add(title+": answer", s.answer)
		}
		if s.rows != "" {
			add(title, s.rows)
		}
	}
	if a.tolerances != d.tolerances {
		add("tolerances", a.tolerances)
	}
	if err := os.MkdirAll(filepath.Dir(a.path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(a.path, txtar.Format(archive), 0o644); err != nil {
		t.Fatal(err)
	}
}
