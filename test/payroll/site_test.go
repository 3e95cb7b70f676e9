package payroll

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/scimgate/scimgate/config"
	"github.com/scimgate/scimgate/examples"
	"github.com/scimgate/scimgate/gateway/auth"
	"github.com/scimgate/scimgate/internal/assemble"
	"github.com/scimgate/scimgate/internal/sqldb"
	"github.com/scimgate/scimgate/internal/testenv"
)

type object = map[string]any

// database is the example's, with an account for the gateway.
type database struct {
	*sqldb.DB
	dsn string // of the gateway's account
}

// newDatabase makes the example's database. The account is a role of its own, because roles are the whole server's.
func newDatabase(t *testing.T) *database {
	t.Helper()
	dsn := testenv.Postgres(t)
	db, err := sqldb.Open("postgres", dsn, sqldb.Options{})
	if err != nil {
		t.Fatal(err)
	}
	role := "scim_gateway_" + strings.ToLower(rand.Text())
	t.Cleanup(func() {
		for _, text := range []string{"DROP OWNED BY " + role, "DROP ROLE " + role} {
			if _, err := db.Pool().Exec(text); err != nil {
				t.Error(err)
			}
		}
		_ = db.Close()
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
	*testing.T
	*database
	url string
}

const gatewayFile = `
listen: 127.0.0.1:0
admin: {listen: "off"}
store: {path: scimgate.db}
clients: [{name: idp, tokens: [{sha256: %s}], apps: {payroll: write}}]
apps: [{file: app.yaml, connector: {dsn: %q}}]
`

func newSite(t *testing.T) *site {
	t.Helper()
	dir := t.TempDir()
	s := &site{T: t, database: newDatabase(t)}
	write(t, filepath.Join(dir, "app.yaml"), example(t, "app.yaml"))
	write(t, filepath.Join(dir, "gateway.yaml"), fmt.Sprintf(gatewayFile, auth.Digest("idp"), s.dsn))
	cfg, found := config.Load(filepath.Join(dir, "gateway.yaml"))
	if err := found.Err(); err != nil {
		t.Fatal(err)
	}
	g, found := assemble.Open(t.Context(), cfg, assemble.Options{})
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
	s.url = server.URL + "/payroll/scim/v2"
	return s
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func example(t *testing.T, name string) string {
	t.Helper()
	text, err := examples.FS.ReadFile("payroll/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

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

// send sends a request as an identity provider does, whose answer must have this status, and returns its body.
func (s *site) send(status int, method, path, body string) object {
	s.Helper()
	r, err := http.NewRequestWithContext(s.Context(), method, s.url+path, strings.NewReader(body))
	if err != nil {
		s.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer idp")
	r.Header.Set("Content-Type", "application/scim+json")
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		s.Fatal(err)
	}
	defer answer.Body.Close()
	got, err := io.ReadAll(answer.Body)
	if err != nil {
		s.Fatal(err)
	}
	if answer.StatusCode != status {
		s.Fatalf("%s %s %s: %d, want %d: %s", method, path, body, answer.StatusCode, status, got)
	}
	var o object
	if len(got) > 0 {
		if err := json.Unmarshal(got, &o); err != nil {
			s.Fatalf("%s %s: no JSON: %v\n%s", method, path, err, got)
		}
	}
	return o
}

// refuses sends a request that is to be answered with a SCIM error of this type.
func (s *site) refuses(status int, scimType, method, path, body string) {
	s.Helper()
	if got := s.send(status, method, path, body); text(got, "scimType") != scimType {
		s.Errorf("%s %s: %v, want scimType %s", method, path, got, scimType)
	}
}

// found are the resources that a filter finds.
func (s *site) found(endpoint, filter string) []object {
	s.Helper()
	return list(s.send(http.StatusOK, http.MethodGet, endpoint+"?filter="+url.QueryEscape(filter), "")["Resources"])
}

// names are what the resources that a filter finds are called.
func (s *site) names(endpoint, filter string) []string {
	s.Helper()
	out := []string{}
	for _, r := range s.found(endpoint, filter) {
		out = append(out, text(r, "userName")+text(r, "displayName"))
	}
	return out
}

// user is the id of the one user with this login, and group that of the one group with this name.
func (s *site) user(login string) string { s.Helper(); return s.id("/Users", "userName", login) }
func (s *site) group(name string) string { s.Helper(); return s.id("/Groups", "displayName", name) }

func (s *site) id(endpoint, attribute, value string) string {
	s.Helper()
	found := s.found(endpoint, fmt.Sprintf("%s eq %q", attribute, value))
	if len(found) != 1 {
		s.Fatalf("%s %s: %v", attribute, value, found)
	}
	return text(found[0], "id")
}

func text(o object, name string) string {
	t, _ := o[name].(string)
	return t
}

func list(v any) []object {
	var out []object
	items, _ := v.([]any)
	for _, item := range items {
		o, _ := item.(object)
		out = append(out, o)
	}
	return out
}

func patch(operations ...string) string {
	return `{"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [` + strings.Join(operations, ", ") + `]}`
}

const enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"

// person is a user as a client creates one; more are further members.
func person(login, company string, more ...string) string {
	return fmt.Sprintf(`{"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", %q], "userName": %q,
		"name": {"givenName": "Noor", "familyName": "Haddad"}, "emails": [{"type": "work", "value": "n.haddad@example.com"}], %[1]q: {"organization": %[3]q}%[4]s}`,
		enterprise, login, company, strings.Join(append([]string{""}, more...), ", "))
}
