package gatewaytest

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/scimgate/scimgate/correlation"
)

// disk is what a database's disk holds of it: its state after each commit since the last one that is there for sure.
type disk struct {
	folder string
	states []map[string][]byte
}

// keep notes the state after a commit.
func (d *disk) keep(t testing.TB, relaxed bool) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(d.folder, "*"))
	if err != nil {
		t.Fatal(err)
	}
	state := map[string][]byte{}
	for _, name := range files {
		if state[name], err = os.ReadFile(name); err != nil {
			t.Fatal(err)
		}
	}
	if !relaxed {
		d.states = nil
	}
	d.states = append(d.states, state)
}

// LosePower takes the power from the store's machine and starts it again. Of the commits that may be lost, only those
// before one of them are still there; which picks it: below n.
func (hr *HR) LosePower(t testing.TB, which func(n int) int) {
	t.Helper()
	l := hr.Links
	if err := l.Store.Close(); err != nil {
		t.Fatal(err)
	}
	state := l.disk.states[which(len(l.disk.states))]
	files, _ := filepath.Glob(filepath.Join(l.disk.folder, "*"))
	for _, name := range files {
		if err := os.Remove(name); err != nil {
			t.Fatal(err)
		}
	}
	for name, content := range state {
		if err := os.WriteFile(name, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	hr.openStore(t)
}

// LoseStore loses the store altogether, and begins with an empty one.
func (hr *HR) LoseStore(t testing.TB) {
	t.Helper()
	l := hr.Links
	if err := l.Store.Close(); err != nil {
		t.Fatal(err)
	}
	l.disk.folder = t.TempDir()
	hr.openStore(t)
}

// openStore opens the store in its folder. What the power takes is said here, so that nothing waits for a disk.
func (hr *HR) openStore(t testing.TB) {
	t.Helper()
	l := hr.Links
	store, err := correlation.OpenSQL(t.Context(), "sqlite", filepath.Join(l.disk.folder, "links.db?_synchronous=OFF"), correlation.Options{Clock: hr.Now})
	if err != nil {
		t.Fatal(err)
	}
	l.Store = store
	l.done(nil, false)
}
