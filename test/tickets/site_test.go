package tickets

import (
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

	"github.com/scimgate/scimgate/config"
	"github.com/scimgate/scimgate/examples"
	"github.com/scimgate/scimgate/gateway/auth"
	"github.com/scimgate/scimgate/internal/assemble"
	"github.com/scimgate/scimgate/internal/sqldb"
)

type object = map[string]any

// site is a gateway that serves the example, on a database of its own.
type site struct {
	*testing.T
	url string
	db  *sqldb.DB
}

const gatewayFile = `
listen: 127.0.0.1:0
admin: {listen: "off"}
store: {path: scimgate.db}
clients: [{name: idp, tokens: [{sha256: %s}], apps: {tickets: write}}]
apps: [{file: app.yaml, connector: {dsn: %q}}]
`

func newSite(t *testing.T) *site { t.Helper(); return newSiteOf(t, example(t, "app.yaml")) }

// newSiteOf serves another app file on the example's database, after more statements.
func newSiteOf(t *testing.T, app string, more ...string) *site {
	t.Helper()
	dir := t.TempDir()
	dsn := filepath.Join(dir, "tickets.db")
	s := &site{T: t, db: openDatabase(t, dsn, more)}
	for name, text := range map[string]string{
		"app.yaml":     app,
		"gateway.yaml": fmt.Sprintf(gatewayFile, auth.Digest("idp"), dsn),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
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
	s.url = server.URL + "/tickets/scim/v2"
	return s
}

func example(t *testing.T, name string) string {
	t.Helper()
	text, err := examples.FS.ReadFile("tickets/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func openDatabase(t *testing.T, dsn string, more []string) *sqldb.DB {
	t.Helper()
	db, err := sqldb.Open("sqlite", dsn, sqldb.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	statements := strings.Split(example(t, "schema.sqlite.sql")+example(t, "seed.sqlite.sql"), ";\n")
	for _, statement := range append(statements, more...) {
		if strings.TrimSpace(statement) == "" {
			continue
		}
		if _, err := db.Exec(t.Context(), statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
	return db
}

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
	if got := s.send(status, method, path, body); got["scimType"] != scimType {
		s.Errorf("%s %s: %v, want scimType %s", method, path, got, scimType)
	}
}

// names are the resources that a filter finds, by the attribute that people know them by.
func (s *site) names(endpoint, filter string) []string {
	s.Helper()
	found := s.send(http.StatusOK, http.MethodGet, endpoint+"?filter="+url.QueryEscape(filter), "")
	out := []string{}
	for _, r := range list(found["Resources"]) {
		name, _ := r["userName"].(string)
		if name == "" {
			name, _ = r["displayName"].(string)
		}
		out = append(out, name)
	}
	return out
}

// id is the id of the one resource that a filter finds.
func (s *site) id(endpoint, filter string) string {
	s.Helper()
	found := s.send(http.StatusOK, http.MethodGet, endpoint+"?attributes=id&filter="+url.QueryEscape(filter), "")
	resources := list(found["Resources"])
	if len(resources) != 1 {
		s.Fatalf("%s: %v", filter, found)
	}
	return resources[0]["id"].(string)
}

func (s *site) user(login string) string {
	s.Helper()
	return s.id("/Users", fmt.Sprintf("userName eq %q", login))
}
func (s *site) group(name string) string {
	s.Helper()
	return s.id("/Groups", fmt.Sprintf("displayName eq %q", name))
}

// role is what the column of an agent holds.
func (s *site) role(login string) string {
	s.Helper()
	return strings.Join(s.query(`SELECT role FROM agents WHERE login = ?`, login), " and ")
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

// values are the sub-attributes of that name of a multi-valued attribute.
func values(v any, name string) []string {
	out := []string{}
	for _, o := range list(v) {
		text, _ := o[name].(string)
		out = append(out, text)
	}
	return out
}

func patch(operations string) string {
	return `{"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [` + operations + `]}`
}
