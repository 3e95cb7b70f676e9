package tickets

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/scimgate/scimgate/internal/assemble"
	"github.com/scimgate/scimgate/internal/sqldb"
	"github.com/scimgate/scimgate/test/served"
)

// site is a gateway that serves the example, on a database of its own.
type site struct {
	*served.Site
	db *sqldb.DB
}

func newSite(t *testing.T) *site { t.Helper(); return newSiteOf(t, example(t, "app.yaml")) }

// newSiteOf serves another app file on the example's database, after more statements.
func newSiteOf(t *testing.T, app string, more ...string) *site {
	t.Helper()
	dsn := filepath.Join(t.TempDir(), "tickets.db")
	scripts := append([]string{example(t, "schema.sqlite.sql"), example(t, "seed.sqlite.sql")}, more...)
	db := served.Database(t, "sqlite", dsn, scripts...)
	return &site{served.Open(t, "tickets", app, dsn, assemble.Options{}), db}
}

func example(t *testing.T, name string) string { t.Helper(); return served.Example(t, "tickets/"+name) }

// query reads lines of one text each.
func (s *site) query(text string, args ...any) []string {
	s.Helper()
	rows, err := s.db.Query(s.Context(), text, args...)
	if err != nil {
		s.Fatal(err)
	}
	var out []string
	err = rows.Each(func(scan func(...any) error) error {
		var line string
		err := scan(&line)
		out = append(out, line)
		return err
	})
	if err != nil {
		s.Fatal(err)
	}
	return out
}

// everything is all that the application holds.
func (s *site) everything() map[string]string {
	s.Helper()
	all := map[string]string{}
	for _, line := range append(
		s.query(`SELECT 'agent ' || login || ': ' || role || ' ' || kind || ' locked=' || locked || ' ' || ifnull(signature, '-') || ' ' || ifnull(changed_by, '-') FROM agents`),
		s.query(`SELECT 'ticket ' || ticket_id || ': ' || ifnull(assignee_id, '-') FROM tickets`)...) {
		name, what, _ := strings.Cut(line, ": ")
		all[name] = what
	}
	return all
}

// wantChanges compares what has changed since before, line by line.
func (s *site) wantChanges(before map[string]string, want ...string) {
	s.Helper()
	var got []string
	after := s.everything()
	for name, what := range after {
		if before[name] != what {
			got = append(got, name+": "+what)
		}
	}
	for name := range before {
		if _, ok := after[name]; !ok {
			got = append(got, name+" is gone")
		}
	}
	less := func(a, b string) bool { return a < b }
	if d := cmp.Diff(want, got, sorted(less)); d != "" {
		s.Errorf("the application changed otherwise (-want +got):\n%s", d)
	}
}

// role is what the column of an agent holds.
func (s *site) role(login string) string {
	s.Helper()
	return strings.Join(s.query(`SELECT role FROM agents WHERE login = ?`, login), " and ")
}

// values are the sub-attributes of that name of a multi-valued attribute.
func values(v any, name string) []string {
	out := []string{}
	for _, o := range served.List(v) {
		text, _ := o[name].(string)
		out = append(out, text)
	}
	return out
}
