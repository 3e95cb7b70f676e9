package payroll

import (
	"crypto/rand"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/scimgate/scimgate/internal/assemble"
	"github.com/scimgate/scimgate/internal/sqldb"
	"github.com/scimgate/scimgate/internal/testenv"
	"github.com/scimgate/scimgate/test/served"
)

// database is the example's, with an account for the gateway.
type database struct {
	*sqldb.DB
	dsn string // of the gateway's account
}

// newDatabase makes the example's database. The account is a role of its own, because roles are the whole server's.
func newDatabase(t *testing.T) *database {
	t.Helper()
	dsn := testenv.Postgres(t)
	db := served.Database(t, "postgres", dsn)
	role := "scim_gateway_" + strings.ToLower(rand.Text())
	t.Cleanup(func() {
		for _, text := range []string{"DROP OWNED BY " + role, "DROP ROLE " + role} {
			if _, err := db.Pool().Exec(text); err != nil {
				t.Error(err)
			}
		}
	})
	grants := strings.ReplaceAll(example(t, "grants.postgres.sql"), "scim_gateway", role)
	for _, script := range []string{example(t, "schema.postgres.sql"), example(t, "seed.postgres.sql"), "CREATE ROLE " + role, grants} {
		if _, err := db.Pool().ExecContext(t.Context(), script); err != nil {
			t.Fatal(err)
		}
	}
	return &database{db, as(dsn, role)}
}

// as is a DSN whose connections act as role.
func as(dsn, role string) string {
	if !strings.Contains(dsn, "://") {
		return dsn + " role=" + role
	}
	sep := "?"
	if strings.Contains(dsn, "?") {
		sep = "&"
	}
	return dsn + sep + "role=" + role
}

// site is a gateway that serves the example.
type site struct {
	*served.Site
	*database
}

func newSite(t *testing.T) *site {
	t.Helper()
	db := newDatabase(t)
	return &site{served.Open(t, "payroll", example(t, "app.yaml"), db.dsn, assemble.Options{}), db}
}

func example(t *testing.T, name string) string { t.Helper(); return served.Example(t, "payroll/"+name) }

// everything is all that the administrators see, a line each.
func (s *site) everything() []string {
	s.Helper()
	var all []string
	for _, text := range []string{
		`SELECT format('%s/%s %s: %s %s <%s> %s %s boss=%s by %s', company, emp_no, login, first_name, last_name, mail, grade, status, manager_no, changed_by) FROM employees`,
		`SELECT format('left %s/%s %s', company, emp_no, login) FROM former_employees`,
		`SELECT format('team %s/%s %s', company, code, name) FROM teams`,
		`SELECT format('member %s/%s %s', company, team, emp_no) FROM team_members`,
	} {
		rows, err := s.Query(s.Context(), text)
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

// wantChanges compares which lines came (+) and went (-) since before.
func (s *site) wantChanges(before []string, want ...string) {
	s.Helper()
	was, is := map[string]bool{}, map[string]bool{}
	for _, line := range before {
		was[line] = true
	}
	got := []string{}
	for _, line := range s.everything() {
		if is[line] = true; !was[line] {
			got = append(got, "+ "+line)
		}
	}
	for _, line := range before {
		if !is[line] {
			got = append(got, "- "+line)
		}
	}
	less := func(a, b string) bool { return a < b }
	if d := cmp.Diff(want, got, cmpopts.SortSlices(less), cmpopts.EquateEmpty()); d != "" {
		s.Errorf("the payroll changed otherwise (-want +got):\n%s", d)
	}
}

// names are what the resources that a filter finds are called.
func (s *site) names(endpoint, filter string) []string {
	s.Helper()
	out := []string{}
	for _, r := range s.Found(endpoint, filter) {
		out = append(out, served.Text(r, "userName")+served.Text(r, "displayName"))
	}
	return out
}

// person is a user as a client creates one; more are further members.
func person(login, company string, more ...string) string {
	return fmt.Sprintf(`{"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", %q], "userName": %q,
		"name": {"givenName": "Noor", "familyName": "Haddad"}, "emails": [{"type": "work", "value": "n.haddad@example.com"}], %[1]q: {"organization": %[3]q}%[4]s}`,
		served.Enterprise, login, company, strings.Join(append([]string{""}, more...), ", "))
}
