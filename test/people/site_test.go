package people

import (
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/scimgate/scimgate/config"
	"github.com/scimgate/scimgate/examples"
	"github.com/scimgate/scimgate/gateway/auth"
	"github.com/scimgate/scimgate/internal/assemble"
	"github.com/scimgate/scimgate/internal/sqldb"
	"github.com/scimgate/scimgate/internal/testenv"
)

// newDatabase makes the example's database.
func newDatabase(t *testing.T) (*sqldb.DB, string) {
	t.Helper()
	dsn := testenv.MariaDB(t)
	db, err := sqldb.Open("mysql", dsn, sqldb.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	for _, script := range []string{"schema.mysql.sql", "seed.mysql.sql"} {
		for text := range strings.SplitSeq(example(t, script), ";\n") {
			if strings.TrimSpace(text) == "" {
				continue
			}
			if _, err := db.Exec(t.Context(), text); err != nil {
				t.Fatalf("%s: %v", text, err)
			}
		}
	}
	return db, dsn
}

func example(t *testing.T, name string) string {
	t.Helper()
	text, err := examples.FS.ReadFile("people/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// site is a gateway that serves the example, and what the clock on its wall says.
type site struct {
	*testing.T
	db  *sqldb.DB
	url string
	now atomic.Pointer[time.Time]
}

const gatewayFile = `
listen: 127.0.0.1:0
admin: {listen: "off"}
store: {path: scimgate.db}
clients: [{name: idp, tokens: [{sha256: %s}], apps: {people: write}}]
apps: [{file: app.yaml, connector: {dsn: %q}}]
`

// newSite serves on the fourth of May 2026.
func newSite(t *testing.T) *site {
	t.Helper()
	dir := t.TempDir()
	s := &site{T: t}
	s.on(5, 4)
	db, dsn := newDatabase(t)
	s.db = db
	write(t, filepath.Join(dir, "app.yaml"), example(t, "app.yaml"))
	write(t, filepath.Join(dir, "gateway.yaml"), fmt.Sprintf(gatewayFile, auth.Digest("idp"), dsn))
	cfg, found := config.Load(filepath.Join(dir, "gateway.yaml"))
	if err := found.Err(); err != nil {
		t.Fatal(err)
	}
	g, found := assemble.Open(t.Context(), cfg, assemble.Options{Clock: func() time.Time { return *s.now.Load() }})
	if len(found) > 0 {
		t.Fatal(found)
	}
	server := httptest.NewServer(g.Handler)
	t.Cleanup(func() {
		server.Close()
		if err := g.Close(); err != nil {
			t.Error(err)
		}
	})
	s.url = server.URL + "/people/scim/v2"
	return s
}

// on sets the clock to a day of 2026, in the afternoon.
func (s *site) on(month time.Month, day int) {
	at := time.Date(2026, month, day, 15, 0, 0, 0, time.UTC)
	s.now.Store(&at)
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// everything is all that is kept of people, a line for each row.
func (s *site) everything() []string {
	s.Helper()
	var all []string
	for _, text := range []string{
		`SELECT CONCAT_WS(' ', 'person', given_name, family_name) FROM persons`,
		`SELECT CONCAT_WS(' ', 'employee', emp_no, family_name, site, locker) FROM employees JOIN persons USING (person_id)`,
		`SELECT CONCAT_WS(' ', 'position', emp_no, start_date, end_date, dept_code, job_title, cost_centre) FROM employments`,
		`SELECT CONCAT_WS(' ', 'account', login, emp_no, mail, kind, state, changed_by) FROM accounts`,
		`SELECT CONCAT_WS(' ', 'member', name, login) FROM access_members JOIN access_groups USING (group_id) JOIN accounts USING (account_id)`,
	} {
		rows, err := s.db.Query(s.Context(), text)
		if err != nil {
			s.Fatal(err)
		}
		err = rows.Each(func(scan func(...any) error) error {
			var line string
			err := scan(&line)
			all = append(all, line)
			return err
		})
		if err != nil {
			s.Fatal(err)
		}
	}
	return all
}

// wantChanges compares which lines came (+) and went (-) since before, and answers with all there are.
func (s *site) wantChanges(before []string, want ...string) []string {
	s.Helper()
	now, got := s.everything(), []string{}
	for _, line := range now {
		if !slices.Contains(before, line) {
			got = append(got, "+ "+line)
		}
	}
	for _, line := range before {
		if !slices.Contains(now, line) {
			got = append(got, "- "+line)
		}
	}
	less := func(a, b string) bool { return a < b }
	if d := cmp.Diff(want, got, cmpopts.SortSlices(less), cmpopts.EquateEmpty()); d != "" {
		s.Errorf("the tables changed otherwise (-want +got):\n%s", d)
	}
	return now
}
