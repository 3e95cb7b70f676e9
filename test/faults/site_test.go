package faults

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/go-sql-driver/mysql"

	"github.com/scimgate/scimgate/config"
	"github.com/scimgate/scimgate/internal/assemble"
	"github.com/scimgate/scimgate/internal/sqldb"
	"github.com/scimgate/scimgate/internal/testenv"
	"github.com/scimgate/scimgate/internal/testenv/server"
)

const token = "faults"

// site is a gateway in front of one application.
type site struct {
	*testing.T
	dialect string
	url     string
	db      *sqldb.DB      // the application's, not by the proxy
	network *testenv.Proxy // between gateway and database; nil for SQLite, which has none
	clock   *atomic.Int64  // seconds that have passed
	client  *http.Client
	admin   http.Handler
}

// options of a site.
type options struct {
	timeout string         // of a statement; a second if empty
	calls   string         // of the app in gateway.yaml
	small   bool           // the database has room for little
	server  *server.Server // on which the database is; nil for the one of all tests
}

// servers are the databases that speak over a network.
var servers = []string{"postgres", "mysql"}

// each runs a test in front of each of these databases.
func each(t *testing.T, dialects []string, o options, test func(s *site)) {
	for _, dialect := range dialects {
		t.Run(dialect, func(t *testing.T) { test(newSite(t, dialect, o)) })
	}
}

const (
	teams   = "CREATE TABLE teams (code VARCHAR(16) PRIMARY KEY)"
	members = "CREATE TABLE members (team VARCHAR(16) NOT NULL, person INTEGER NOT NULL, PRIMARY KEY (team, person))"
)

var schemas = map[string][]string{
	"sqlite": {
		"CREATE TABLE people (no INTEGER PRIMARY KEY AUTOINCREMENT, login TEXT COLLATE NOCASE NOT NULL UNIQUE, first_name TEXT, status TEXT NOT NULL)",
		"CREATE TABLE phones (phone_no INTEGER PRIMARY KEY AUTOINCREMENT, person INTEGER NOT NULL REFERENCES people (no), number TEXT NOT NULL)",
		teams, members,
	},
	"postgres": {
		"CREATE TABLE people (no INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY, login TEXT NOT NULL, first_name TEXT, status TEXT NOT NULL)",
		`CREATE UNIQUE INDEX people_login ON people (lower(login COLLATE "C"))`,
		"CREATE TABLE phones (phone_no INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY, person INTEGER NOT NULL REFERENCES people (no), number TEXT NOT NULL)",
		teams, members,
	},
	"mysql": {
		"CREATE TABLE people (no INTEGER AUTO_INCREMENT PRIMARY KEY, login VARCHAR(64) NOT NULL UNIQUE, first_name VARCHAR(64), status CHAR(1) NOT NULL)",
		"CREATE TABLE phones (phone_no INTEGER AUTO_INCREMENT PRIMARY KEY, person INTEGER NOT NULL, number VARCHAR(64) NOT NULL, KEY (person))",
		teams, members,
	},
}

const app = `
app: hr
connector: {type: sql, dialect: %s, dsn: %q, timeout: %s, pool: {max_open: 2, connect: 1s}}
resources:
  User:
    entity: people
    key: no
    match: userName
    attributes:
      userName: login
      name.givenName: first_name
      active: {field: status, values: {true: A, false: T}}
      phoneNumbers: {rows: phones, by: {person: no}, each: {value: number}}
    insert: {status: A}
  Group:
    entity: teams
    key: code
    attributes:
      displayName: code
      members: {rows: members, by: {team: code}, each: {value: {field: person, ref: User}}, large: true}
`

func newSite(t *testing.T, dialect string, o options) *site {
	t.Helper()
	s := &site{T: t, dialect: dialect, clock: new(atomic.Int64)}
	direct, through := s.dsn(o.server)
	if o.small && dialect == "sqlite" {
		direct += "?_pragma=max_page_count(40)"
		through = direct
	}
	db, err := sqldb.Open(dialect, direct, sqldb.Options{Timeout: 20 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	s.db = db
	s.sql(schemas[dialect]...)
	if o.small && dialect == "mysql" {
		// A table in memory keeps to the bound of the session that made it.
		s.sql("SET @@max_heap_table_size = 65536", "ALTER TABLE phones ENGINE = MEMORY")
	}
	s.sql("INSERT INTO people (login, first_name, status) VALUES ('ada', 'Ada', 'A'), ('brian', 'Brian', 'A')",
		"INSERT INTO phones (person, number) VALUES (1, '+1'), (2, '+2')")
	if o.timeout == "" {
		o.timeout = "1s"
	}
	s.start(fmt.Sprintf(app, dialect, through, o.timeout), o.calls)
	return s
}

// dsn is that of an empty database, and the one that leads there by way of the proxy.
func (s *site) dsn(on *server.Server) (direct, through string) {
	switch s.dialect {
	case "postgres":
		if on != nil {
			direct = testenv.PostgresOn(s, on.Address)
		} else {
			direct = testenv.Postgres(s)
		}
		u, err := url.Parse(direct)
		s.must(err)
		s.network = testenv.NewProxy(s, u.Host)
		u.Host = s.network.Address
		return direct, u.String()
	case "mysql":
		if on != nil {
			direct = testenv.MariaDBOn(s, on.Address)
		} else {
			direct = testenv.MariaDB(s)
		}
		c, err := mysql.ParseDSN(direct)
		s.must(err)
		s.network = testenv.NewProxy(s, c.Addr)
		c.Addr, c.Net = s.network.Address, "tcp"
		return direct, c.FormatDSN()
	default:
		direct = filepath.Join(s.TempDir(), "app.db")
		return direct, direct
	}
}

// start serves the app, and beside it another one on a database of its own.
func (s *site) start(appFile, calls string) {
	dir := s.TempDir()
	other := filepath.Join(dir, "other.db")
	db, err := sqldb.Open("sqlite", other, sqldb.Options{})
	s.must(err)
	for _, text := range schemas["sqlite"] {
		_, err := db.Exec(s.Context(), text)
		s.must(err)
	}
	s.must(db.Close())
	for name, text := range map[string]string{
		"app.yaml": appFile, "other.yaml": strings.Replace(fmt.Sprintf(app, "sqlite", other, "1s"), "app: hr", "app: other", 1),
	} {
		s.must(os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600))
	}
	text := fmt.Appendf(nil, `
public_url: http://scim.example
clients: [{name: faults, tokens: [{sha256: %x}], apps: {hr: write, other: read}}]
apps: [{file: app.yaml, calls: {%s}}, other.yaml]
`, sha256.Sum256([]byte(token)), calls)
	cfg, found := config.Read(filepath.Join(dir, "gateway.yaml"), text, config.Environment(dir))
	s.must(found.Err())
	g, found := assemble.Open(s.Context(), cfg, assemble.Options{Clock: func() time.Time {
		return time.Now().Add(time.Duration(s.clock.Load()) * time.Second)
	}})
	s.must(found.Err())
	web := httptest.NewServer(g.Handler)
	s.url, s.admin, s.client = web.URL+"/hr/scim/v2", g.Admin, web.Client()
	s.client.Timeout = 20 * time.Second // what takes longer fails the test
	s.Cleanup(func() {
		web.Close()
		s.must(g.Close())
	})
}

func (s *site) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

// sql changes the application behind the gateway's back.
func (s *site) sql(statements ...string) {
	s.Helper()
	for _, text := range statements {
		if _, err := s.db.Pool().ExecContext(context.Background(), text); err != nil {
			s.Fatalf("%s: %v", text, err)
		}
	}
}

// everything is the application's data.
func (s *site) everything() string {
	s.Helper()
	var b strings.Builder
	for _, query := range []string{"SELECT no, login, first_name, status FROM people ORDER BY no", "SELECT person, phone_no, number, '' FROM phones ORDER BY phone_no"} {
		rows, err := s.db.Query(context.Background(), query)
		s.must(err)
		s.must(rows.Each(func(scan func(...any) error) error {
			var a, c, d, e any
			err := scan(&a, &c, &d, &e)
			fmt.Fprintf(&b, "%s|%s|%s|%s\n", text(a), text(c), text(d), text(e))
			return err
		}))
	}
	return b.String()
}

func text(v any) string {
	if b, ok := v.([]byte); ok {
		return string(b)
	}
	return fmt.Sprint(v)
}

// answer is what a client sees.
type answer struct {
	Status     int
	RetryAfter string
	ID         string
	Error      string // detail of a SCIM error
	Total      int
	err        error
}

func (s *site) do(method, path, body string) answer {
	return s.ask(context.Background(), method, path, body)
}

func (s *site) ask(ctx context.Context, method, path, body string) answer {
	req, err := http.NewRequestWithContext(ctx, method, s.url+path, strings.NewReader(body))
	if err != nil {
		return answer{err: err}
	}
	req.Header.Set("Authorization", "Bearer "+token)
	req.Header.Set("Content-Type", "application/scim+json")
	resp, err := s.client.Do(req)
	if err != nil {
		return answer{err: err}
	}
	defer resp.Body.Close()
	var buffer bytes.Buffer
	if _, err := buffer.ReadFrom(resp.Body); err != nil {
		return answer{err: err}
	}
	var seen struct {
		ID, Detail   string
		TotalResults int
	}
	if buffer.Len() > 0 {
		if err := json.Unmarshal(buffer.Bytes(), &seen); err != nil {
			return answer{err: fmt.Errorf("%w in %s", err, buffer.String())}
		}
	}
	return answer{Status: resp.StatusCode, RetryAfter: resp.Header.Get("Retry-After"), ID: seen.ID, Error: seen.Detail, Total: seen.TotalResults}
}

// later asks, and the answer is there when it is wanted.
func (s *site) later(method, path, body string) func() answer {
	c := make(chan answer, 1)
	go func() { c <- s.do(method, path, body) }()
	return func() answer { return <-c }
}

// idOf finds a user.
func (s *site) idOf(login string) string { s.Helper(); return s.found("/Users", "userName", login) }

// found is the id of the one resource with this value.
func (s *site) found(endpoint, attribute, value string) string {
	s.Helper()
	filter := url.Values{"filter": {fmt.Sprintf("%s eq %q", attribute, value)}, "attributes": {"id"}}
	req, err := http.NewRequestWithContext(s.Context(), http.MethodGet, s.url+endpoint+"?"+filter.Encode(), nil)
	s.must(err)
	req.Header.Set("Authorization", "Bearer "+token)
	resp, err := s.client.Do(req)
	s.must(err)
	defer resp.Body.Close()
	var list struct{ Resources []struct{ ID string } }
	s.must(json.NewDecoder(resp.Body).Decode(&list))
	if len(list.Resources) != 1 {
		s.Fatalf("%d of %s have the %s %s", len(list.Resources), endpoint, attribute, value)
	}
	return list.Resources[0].ID
}

const patchSchema = `{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[`

// rename is a PATCH of a name and of all phones: two tables in one transaction.
func rename(name string) string {
	return patchSchema + fmt.Sprintf(`{"op":"replace","path":"name.givenName","value":%q},{"op":"replace","path":"phoneNumbers","value":[{"value":%q}]}]}`, name, name)
}

func user(login string) string {
	return fmt.Sprintf(`{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":%q,"phoneNumbers":[{"value":"+9"}]}`, login)
}

// wantUnavailable checks that a client is told to come again.
func (s *site) wantUnavailable(what string, a answer) {
	s.Helper()
	if a.err != nil || a.Status != http.StatusServiceUnavailable || a.RetryAfter == "" || a.Error == "" {
		s.Errorf("%s: %+v", what, a)
	}
}

// wantStatus checks that a request did well.
func (s *site) wantStatus(what string, a answer, status int) {
	s.Helper()
	if a.err != nil || a.Status != status {
		s.Errorf("%s: %+v", what, a)
	}
}

// wantServing checks that reads and writes do well again.
func (s *site) wantServing(id string) {
	s.Helper()
	s.wantStatus("a read afterwards", s.do(http.MethodGet, "/Users/"+id, ""), http.StatusOK)
	s.wantStatus("a write afterwards", s.do(http.MethodPatch, "/Users/"+id, rename("after")), http.StatusOK)
	if now := s.everything(); strings.Count(now, "after") != 2 {
		s.Errorf("after the write there is\n%s", now)
	}
}
