package injection

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
	"testing"

	"github.com/scimgate/scimgate/config"
	"github.com/scimgate/scimgate/internal/assemble"
	"github.com/scimgate/scimgate/internal/sqldb"
	"github.com/scimgate/scimgate/internal/testenv"
)

const token = "injection"

// site is a gateway in front of one application.
type site struct {
	*testing.T
	dialect string
	handler http.Handler
	db      *sqldb.DB
}

// each runs a test in front of every database.
func each(t *testing.T, test func(s *site)) {
	for dialect, dsn := range map[string]func(testing.TB) string{
		"sqlite":   func(t testing.TB) string { return filepath.Join(t.TempDir(), "app.db") },
		"postgres": testenv.Postgres,
		"mysql":    testenv.MariaDB,
	} {
		t.Run(dialect, func(t *testing.T) { test(newSite(t, dialect, dsn(t))) })
	}
}

const columns = `login VARCHAR(512) NOT NULL, display_name VARCHAR(512), first_name VARCHAR(512), title VARCHAR(512), status VARCHAR(1) NOT NULL`

var schemas = map[string][]string{
	"sqlite": {
		"CREATE TABLE people (no INTEGER PRIMARY KEY AUTOINCREMENT, " + columns + ")",
		"CREATE INDEX people_login ON people (login COLLATE NOCASE)",
		"CREATE TABLE phones (phone_no INTEGER PRIMARY KEY AUTOINCREMENT, person INTEGER NOT NULL REFERENCES people (no), number VARCHAR(512) NOT NULL)",
	},
	"postgres": {
		"CREATE TABLE people (no INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY, " + columns + ")",
		`CREATE INDEX people_login ON people (lower(login COLLATE "C"))`,
		"CREATE TABLE phones (phone_no INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY, person INTEGER NOT NULL REFERENCES people (no), number VARCHAR(512) NOT NULL)",
	},
	"mysql": {
		"CREATE TABLE people (no INTEGER AUTO_INCREMENT PRIMARY KEY, " + columns + ", KEY (login)) CHARACTER SET utf8mb4",
		"CREATE TABLE phones (phone_no INTEGER AUTO_INCREMENT PRIMARY KEY, person INTEGER NOT NULL, number VARCHAR(512) NOT NULL, KEY (person)) CHARACTER SET utf8mb4",
	},
}

const app = `
app: hr
connector: {type: sql, dialect: %s, dsn: %q}
resources:
  User:
    entity: people
    key: no
    match: userName
    attributes:
      userName: login
      displayName: display_name
      name.givenName: first_name
      title: {field: title, fold: none}
      active: {field: status, values: {true: A, false: T}}
      phoneNumbers: {rows: phones, by: {person: no}, each: {value: number}}
    insert: {status: A}
`

func newSite(t *testing.T, dialect, dsn string) *site {
	t.Helper()
	s := &site{T: t, dialect: dialect}
	var err error
	s.db, err = sqldb.Open(dialect, dsn, sqldb.Options{})
	s.must(err)
	t.Cleanup(func() { s.must(s.db.Close()) })
	for _, text := range append(schemas[dialect], "INSERT INTO people (login, status) VALUES ('ada', 'A'), ('brian', 'A')", "INSERT INTO phones (person, number) VALUES (1, '+353 1 496 0000')") {
		_, err := s.db.Pool().ExecContext(t.Context(), text)
		s.must(err)
	}
	dir := t.TempDir()
	s.must(os.WriteFile(filepath.Join(dir, "app.yaml"), fmt.Appendf(nil, app, dialect, dsn), 0o600))
	text := fmt.Appendf(nil, `
public_url: http://scim.example
clients: [{name: injection, tokens: [{sha256: %x}], apps: {hr: write}}]
apps: [{file: app.yaml}]
`, sha256.Sum256([]byte(token)))
	cfg, found := config.Read(filepath.Join(dir, "gateway.yaml"), text, config.Environment(dir))
	s.must(found.Err())
	g, found := assemble.Open(t.Context(), cfg, assemble.Options{})
	s.must(found.Err())
	t.Cleanup(func() { s.must(g.Close()) })
	s.handler = g.Handler
	return s
}

func (s *site) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

// rows is how many rows each table has, and what is in the first two.
func (s *site) rows() string {
	s.Helper()
	var b strings.Builder
	for _, query := range []string{
		"SELECT count(*), '' FROM people", "SELECT count(*), '' FROM phones", "SELECT no, login FROM people WHERE no < 3 ORDER BY no", "SELECT person, number FROM phones WHERE phone_no = 1",
	} {
		rows, err := s.db.Query(context.Background(), query)
		s.must(err)
		s.must(rows.Each(func(scan func(...any) error) error {
			var n int
			var text string
			err := scan(&n, &text)
			fmt.Fprintln(&b, n, text)
			return err
		}))
	}
	return b.String()
}

// user is what a client sees of one.
type user struct {
	ID           string                     `json:"id,omitempty"`
	Schemas      []string                   `json:"schemas"`
	UserName     string                     `json:"userName"`
	DisplayName  string                     `json:"displayName,omitempty"`
	Name         struct{ GivenName string } `json:"name"`
	Title        string                     `json:"title,omitempty"`
	PhoneNumbers []struct{ Value string }   `json:"phoneNumbers,omitempty"`
}

// ask sends a request, and decodes an answer that is a success. Nothing may fail inside.
func (s *site) ask(method, path string, body, into any) (status int) {
	s.Helper()
	text, err := json.Marshal(body)
	s.must(err)
	if body == nil {
		text = nil
	}
	req := httptest.NewRequestWithContext(s.Context(), method, "/hr/scim/v2/", bytes.NewReader(text))
	at, query, _ := strings.Cut(path, "?")
	req.URL = &url.URL{Path: "/hr/scim/v2" + at, RawQuery: query}
	if unescaped, err := url.PathUnescape(at); err == nil && unescaped != at {
		req.URL.Path, req.URL.RawPath = "/hr/scim/v2"+unescaped, "/hr/scim/v2"+at
	}
	req.RequestURI = req.URL.RequestURI()
	req.Header.Set("Authorization", "Bearer "+token)
	req.Header.Set("Content-Type", "application/scim+json")
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, req)
	if w.Code >= 500 {
		s.Errorf("%s %s %s: %d %s", method, path, text, w.Code, w.Body)
	}
	if w.Code < 300 && into != nil {
		s.must(json.Unmarshal(w.Body.Bytes(), into))
	}
	return w.Code
}

type list struct {
	TotalResults int
	Resources    []user
}

// find lists the users that a filter finds.
func (s *site) find(attribute, op, text string) (found list, status int) {
	s.Helper()
	literal, err := json.Marshal(text)
	s.must(err)
	status = s.ask(http.MethodGet, "/Users?filter="+url.QueryEscape(attribute+" "+op+" "+string(literal)), nil, &found)
	return found, status
}
