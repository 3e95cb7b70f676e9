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
	tolerances string
}

// at is the dialogue as it is held at a place.
func (d *dialogue) at(t *testing.T, p place) *apart {
	t.Helper()
	a := &apart{path: filepath.Join("testdata", p.name, d.name+".txtar"), steps: map[string]*step{}, tolerances: d.tolerances}
	for _, s := range d.steps {
		if a.steps[s.title] != nil {
			t.Fatalf("%s: two steps are called %q", d.name, s.title)
		}
		a.steps[s.title] = &step{answer: s.answer}
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
	for i, title := range a.order {
		s := a.steps[title]
		if strings.TrimSpace(s.answer) != strings.TrimSpace(d.steps[i].answer) {
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
