package people

import (
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/scimgate/scimgate/internal/assemble"
	"github.com/scimgate/scimgate/internal/sqldb"
	"github.com/scimgate/scimgate/internal/testenv"
	"github.com/scimgate/scimgate/test/served"
)

// newDatabase makes the example's database.
func newDatabase(t *testing.T) (*sqldb.DB, string) {
	t.Helper()
	dsn := testenv.MariaDB(t)
	return served.Database(t, "mysql", dsn, example(t, "schema.mysql.sql"), example(t, "seed.mysql.sql")), dsn
}

func example(t *testing.T, name string) string { t.Helper(); return served.Example(t, "people/"+name) }

// site is a gateway that serves the example, and what the clock on its wall says.
type site struct {
	*served.Site
	db  *sqldb.DB
	now atomic.Pointer[time.Time]
}

// newSite serves on the fourth of May 2026.
func newSite(t *testing.T) *site {
	t.Helper()
	s := &site{}
	s.on(5, 4)
	db, dsn := newDatabase(t)
	s.db = db
	s.Site = served.Open(t, "people", example(t, "app.yaml"), dsn, assemble.Options{Clock: func() time.Time { return *s.now.Load() }})
	return s
}

// on sets the clock to a day of 2026, in the afternoon.
func (s *site) on(month time.Month, day int) {
	at := time.Date(2026, month, day, 15, 0, 0, 0, time.UTC)
	s.now.Store(&at)
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
