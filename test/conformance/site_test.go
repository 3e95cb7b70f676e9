package conformance

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"
	"go.uber.org/zap/zaptest/observer"

	"github.com/scimgate/scimgate/config"
	"github.com/scimgate/scimgate/gateway/auth"
	"github.com/scimgate/scimgate/internal/assemble"
	"github.com/scimgate/scimgate/internal/sqldb"
	"github.com/scimgate/scimgate/internal/testenv"
	"github.com/scimgate/scimgate/test/served"
)

// site is a gateway that serves one app, usually the HR example, on a database of its own. Its tokens are "writer", "reader" and
// "stranger"; the last one is a client's that may use no app.
type site struct {
	*testing.T
	url  string // of the app
	db   *sqldb.DB
	logs *observer.ObservedLogs

	dialect string
	app     string        // its name
	config  string        // gateway.yaml
	made    *atomic.Int64 // names given out
	ahead   *atomic.Int64 // of time.Now, the gateway's clock, in nanoseconds
}

const gatewayFile = `
listen: 127.0.0.1:0
admin: {listen: "off"}
store: {path: scimgate.db}
clients:
  - {name: writer, tokens: [{sha256: %[2]s}], apps: {%[1]s: write}}
  - {name: reader, tokens: [{sha256: %[3]s}], apps: {%[1]s: read}}
  - {name: stranger, tokens: [{sha256: %[4]s}], apps: {other: read}}
apps:
  - {file: app.yaml, connector: {dialect: %[5]s, dsn: %[6]q, timeout: %[7]s}}
  - {file: other.yaml, connector: {dsn: %[8]q}}
%[9]s
`

const otherApp = `
app: other
connector: {type: sql, dialect: sqlite, dsn: other.db}
resources: {User: {entity: people, key: id, match: userName, attributes: {userName: login}}}
`

// options are what a site has that is not as usual.
type options struct {
	folder  string        // of testdata, with another app; empty: the HR example
	gateway string        // more of gateway.yaml
	app     string        // more of the app file
	edit    [2]string     // what of the app file reads otherwise, and how
	timeout time.Duration // of the application's statements
}

// patient is a site whose deadlines are not those of identity providers: the race detector needs longer than they wait.
func patient() options {
	return options{timeout: 10 * time.Minute, gateway: "timeouts: {request: 10m, write: 11m}"}
}

// newSite starts a gateway.
func newSite(t *testing.T, dialect string, o options) *site {
	t.Helper()
	s := &site{T: t, dialect: dialect, made: new(atomic.Int64), ahead: new(atomic.Int64)}
	dir, app := t.TempDir(), source{t, cmp.Or(o.folder, "hr")}
	dsn := filepath.Join(dir, "app.db")
	if dialect == "postgres" {
		dsn = testenv.Postgres(t)
	}
	s.db = served.Database(t, dialect, dsn, app.read("schema."+dialect+".sql"), app.rows())
	other := filepath.Join(dir, "other.db")
	served.Database(t, "sqlite", other, `CREATE TABLE people (id INTEGER PRIMARY KEY AUTOINCREMENT, login TEXT NOT NULL COLLATE NOCASE UNIQUE)`)
	for name, text := range map[string]string{
		"app.yaml":   strings.Replace(app.read("app.yaml"), o.edit[0], o.edit[1], 1) + o.app + "\n",
		"other.yaml": otherApp,
		"gateway.yaml": fmt.Sprintf(gatewayFile, app.folder, auth.Digest("writer"), auth.Digest("reader"), auth.Digest("stranger"),
			dialect, dsn, cmp.Or(o.timeout, 10*time.Second), other, o.gateway),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s.app, s.config = app.folder, filepath.Join(dir, "gateway.yaml")
	s.start()
	return s
}

// standsFor makes the writer stand for a user, and starts a gateway that knows it.
func (s *site) standsFor(id string) {
	s.Helper()
	text, err := os.ReadFile(s.config)
	if err != nil {
		s.Fatal(err)
	}
	writer := "apps: {" + s.app + ": write}"
	text = bytes.Replace(text, []byte(writer), []byte(writer+", me: {"+s.app+": "+id+"}"), 1)
	if err := os.WriteFile(s.config, text, 0o600); err != nil {
		s.Fatal(err)
	}
	s.start()
}

// start starts a gateway by the site's files, and asks that one from now on.
func (s *site) start() {
	s.Helper()
	cfg, found := config.Load(s.config)
	if err := found.Err(); err != nil {
		s.Fatal(err)
	}
	core, logs := observer.New(zapcore.DebugLevel)
	g, found := assemble.Open(s.Context(), cfg, assemble.Options{
		Log: zap.New(core), Clock: func() time.Time { return time.Now().Add(time.Duration(s.ahead.Load())) },
	})
	if err := found.Err(); err != nil {
		s.Fatal(err)
	}
	server := httptest.NewServer(g.Handler)
	s.Cleanup(func() {
		server.Close()
		if err := g.Close(); err != nil {
			s.Error(err)
		}
	})
	s.url, s.logs = server.URL+"/"+s.app+"/scim/v2", logs
}

// in is the site for one subtest.
func (s *site) in(t *testing.T) *site {
	c := *s
	c.T = t
	return &c
}

// later puts the gateway's clock forward.
func (s *site) later(d time.Duration) { s.ahead.Add(int64(d)) }

// send sends a request. The path is the app's, or after two slashes the server's; body is JSON text, empty for none;
// headers are names and values in turn, and an empty value takes a header away. What every answer must be is checked
// at once.
func (s *site) send(method, path, body string, headers ...string) answer {
	s.Helper()
	url := s.url + path
	if strings.HasPrefix(path, "//") {
		url = strings.TrimSuffix(s.url, "/"+s.app+"/scim/v2") + path[1:]
	}
	r, err := http.NewRequestWithContext(s.Context(), method, url, strings.NewReader(body))
	if err != nil {
		s.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer writer")
	if body != "" {
		r.Header.Set("Content-Type", "application/scim+json")
	}
	for i := 0; i < len(headers); i += 2 {
		if r.Header.Del(headers[i]); headers[i+1] != "" {
			r.Header.Set(headers[i], headers[i+1])
		}
	}
	response, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		s.Fatalf("%s %s: %v", method, path, err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		s.Fatalf("%s %s: %v", method, path, err)
	}
	a := answer{s: s, request: method + " " + path, status: response.StatusCode, header: response.Header, text: string(text)}
	a.check()
	return a
}
